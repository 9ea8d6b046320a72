"""What needs attention, and which target the page looks at, in the reader's words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext

from gangqiao.headquarters.screens.numbers import Numbers
from gangqiao.headquarters.screens.panels import Panels, aim_text, result_text
from gangqiao.indicators.showing.addresses import address
from gangqiao.indicators.showing.board import share_words
from gangqiao.warnings.policy import Light
from gangqiao.warnings.reads.standings import Standing
from gangqiao.warnings.wording import LIGHT_WORDS, TONES

URGENT = (Light.RED, Light.MISSED, Light.YELLOW)


@dataclass(frozen=True, slots=True)
class Attention:
    """One target that is not on its way: whose, what, its state with the reason, and where to read on."""

    place: str
    place_href: str
    target: str
    result: str
    aim: str
    names_href: str
    definition_href: str
    persons: int
    tone: str
    state: Any
    reason: Any
    days_left: int


def attention(numbers: Numbers, panels: Panels) -> list[Attention]:
    """The area's own targets that are not on their way, then its parts' for the target looked at, the worst first."""
    own = [(numbers.area.name, numbers.area.key, one) for one in numbers.standings]
    parts = [(part.area.name, part.area.key, part.standing) for part in numbers.parts]
    found = [entry for entry in own if entry[2].light in URGENT]
    found += [entry for entry in parts if entry[2].light in URGENT]
    order = {light: n for n, light in enumerate(URGENT)}
    # Sorting keeps the area's own before those of its parts.
    return [_attention(panels, *entry) for entry in sorted(found, key=lambda entry: order[entry[2].light])]


def _attention(panels: Panels, place: str, key: str, one: Standing) -> Attention:
    progress = one.progress
    figure = progress.target.figure
    return Attention(
        place=place,
        place_href=address("headquarters:area", key),
        target=progress.target.words.in_language(get_language()),
        result=result_text(progress, unit=False),
        aim=aim_text(progress),
        names_href=panels.people(key, figure.numerator, progress.day),
        definition_href=panels.definition(figure.id),
        persons=progress.result.persons,
        tone=TONES[one.light],
        state=LIGHT_WORDS[one.light],
        reason=one.reason,
        days_left=progress.days_left,
    )


def shares_of(numbers: Numbers) -> str:
    """Which version of the shares the area's numbers come from, in words; "" while none is in force."""
    owed = numbers.chosen.progress.owed
    return share_words(owed) if owed else ""


@dataclass(frozen=True, slots=True)
class TargetLink:
    label: str
    value: str
    is_here: bool


def target_links(numbers: Numbers) -> list[TargetLink]:
    """The targets the page can look at, in the order of the plan."""
    here = numbers.chosen.progress.target.id
    return [
        TargetLink(t.words.in_language(get_language()), t.id, t.id == here)
        for t in (one.progress.target for one in numbers.standings)
    ]


def panel_names(*, has_parts: bool) -> list[str]:
    """The panels of the big screen, in their order."""
    names = [gettext("Targets"), gettext("Trend and places of work")]
    names += [gettext("Quantity beside quality")] if has_parts else []
    return [*names, gettext("What needs attention")]
