"""Results as the pages show them: words, tones and addresses. No question is asked of the database here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, gettext, ngettext, pgettext

from gangqiao.engine.figures import MEASURES, Figure
from gangqiao.engine.parameters import load_preset
from gangqiao.indicators.reads import Board, NamesPage, Row
from gangqiao.indicators.targets import Progress, State
from gangqiao.indicators.wording import said
from gangqiao.kernel.actor import Actor, Level, covers
from gangqiao.kernel.identifiers import mask_name
from gangqiao.people.codes import LISTS
from gangqiao.people.models import Person
from gangqiao.places.models import Division

TONES = {State.REACHED: "good", State.OPEN: "busy", State.MISSED: "bad", State.UNKNOWN: "warn"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One result as shown. Addresses are "" where the reader may not go on."""

    progress: Progress
    label: str
    href: str
    base_href: str
    definition_href: str
    tone: str
    state: str
    bar: Fraction | None

    @property
    def is_rate(self) -> bool:
        return bool(self.progress.target.figure.denominator)

    @property
    def has_own_target(self) -> bool:
        return self.progress.target_value is not None

    @property
    def counted(self) -> str:
        """The condition in words."""
        return said(MEASURES[self.progress.target.figure.numerator].says)

    @property
    def clause(self) -> str:
        """Where the plan says so, with its own words for those who read its language."""
        target, language = self.progress.target, get_language() or ""
        clause = target.clause.in_language(language)
        if not language.startswith("zh"):
            return clause
        return gettext("%(clause)s: “%(quote)s”") % {"clause": clause, "quote": target.quote}

    @property
    def base_name(self) -> str:
        return said(MEASURES[self.progress.target.figure.base].name)

    @property
    def value(self) -> str:
        """The result as it is read: whole persons, or a rate cut (never rounded up) to one decimal."""
        result = self.progress.result
        if not self.is_rate:
            return f"{result.persons:,}"
        return gettext("no rate") if result.share is None else in_percent(result.share)

    @property
    def unit(self) -> str:
        return "" if self.is_rate else gettext("persons")


def in_percent(share: Fraction) -> str:
    """59.99% of a half-open rate reads 59.9%: a rounded figure must not claim a target it does not reach."""
    return f"{int(share * 1000) / 10:.1f}%"


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    href: str
    is_here: bool = False
    count: str = ""


def board_page(board: Board, actor: Actor, own_areas: list[Division]) -> dict[str, Any]:
    """What the board's template shows."""
    cells = [_cell(p, actor, board.day) for p in board.own]
    return {
        "board": board,
        "cells": cells,
        "columns": [{"label": cell.label, "is_number": True, "cell": cell} for cell in cells],
        "rows": [_row(row, actor, board.day) for row in board.rows],
        "is_county": any(cell.has_own_target and not cell.progress.is_reference for cell in cells),
        "scale": _scale(board),
        "may_open_names": actor.may("people.view_list", board.area.key),
        "way": _way(board.area, own_areas, board.day),
        "tabs": _tabs(board.area, own_areas, board.day),
        "broken": [
            (said(MEASURES[b.inner].name), said(MEASURES[b.outer].name), b.inner_persons, b.outer_persons)
            for b in board.broken
        ],
    }


def _scale(board: Board) -> str:
    """By how much the targets are reduced for a demonstration county, as "1/10"; "" when they are the plan's own."""
    for progress in board.own:
        target = progress.target
        if target.whole_value and not progress.is_reference:
            return f"1/{round(target.whole_value / target.value)}"
    return ""


def _row(row: Row, actor: Actor, day: date) -> dict[str, Any]:
    area = row.area
    return {
        "area": area,
        "href": _address("indicators:board_of", area.key, day=day) if area else "",
        "cells": [_cell(p, actor, day) for p in row.cells],
    }


def _cell(progress: Progress, actor: Actor, day: date) -> Cell:
    figure = progress.target.figure
    opens = bool(progress.area) and actor.may("people.view_list", progress.area)
    return Cell(
        progress=progress,
        label=progress.target.words.in_language(get_language()),
        href=_names_address(progress.area, figure.numerator, progress.day) if opens else "",
        base_href=_names_address(progress.area, figure.base, progress.day) if opens else "",
        definition_href=_address("indicators:definition", figure.id, day=day),
        tone=TONES[progress.state] if progress.state else "calm",
        state=_state_words(progress),
        bar=progress.share if progress.target_value else progress.result.share,
    )


def _state_words(progress: Progress) -> str:
    left = progress.days_left
    if progress.state is State.REACHED:
        return gettext("Reached")
    if progress.state is State.MISSED:
        return gettext("Not reached by the deadline")
    if progress.state is State.UNKNOWN:
        return gettext("No workers on the register")
    if progress.state is State.OPEN and left == 0:
        return gettext("Open, due today")
    if progress.state is State.OPEN:
        return ngettext("Open, %(days)d day left", "Open, %(days)d days left", left) % {"days": left}
    return ""


def _names_address(area: str, measure: str, day: date, page: int = 1) -> str:
    return _address("indicators:names", area, measure, day=day, **({"page": page} if page > 1 else {}))


def _address(name: str, *parts: str, **asked: Any) -> str:
    return f"{reverse(name, args=parts)}?{urlencode(asked)}" if asked else reverse(name, args=parts)


def _way(area: Division, own_areas: list[Division], day: date) -> list[Link]:
    """From the reader's own area down to the one shown."""
    home = next((own.key for own in own_areas if covers(own.key, area.key)), area.key)
    steps = [d for d in area_and_above(area) if len(d.key) >= len(home)]
    return [Link(d.name, _address("indicators:board_of", d.key, day=day)) for d in steps]


def area_and_above(area: Division) -> list[Division]:
    """The division with those above it, the highest first."""
    steps = [area]
    while steps[0].parent is not None:
        steps.insert(0, steps[0].parent)
    return steps


def _tabs(area: Division, own_areas: list[Division], day: date) -> list[Link]:
    """The reader's areas, when there is more than one."""
    if len(own_areas) < 2:
        return []
    return [
        Link(own.name, _address("indicators:board_of", own.key, day=day), is_here=covers(own.key, area.key))
        for own in own_areas
    ]


def names_page(page: NamesPage, actor: Actor) -> dict[str, Any]:
    """What the list of people shows. Names are masked for a post that reads below level 2."""
    area, measure, number = page.area.key, page.measure.key, page.page
    return {
        "page": page,
        "title": said(page.measure.name),
        "says": said(page.measure.says),
        "rows": [_person_row(p, page, actor) for p in page.people],
        "columns": [
            {"label": label} for label in (gettext("Name"), gettext("Household number"), gettext("Village and group"))
        ],
        "back": [Link(page.area.name, _address("indicators:board_of", area, day=page.day))],
        "first_href": _names_address(area, measure, page.day) if number > 1 else "",
        "back_href": _names_address(area, measure, page.day, number - 1) if number > 1 else "",
        "next_href": _names_address(area, measure, page.day, number + 1) if number < page.pages else "",
    }


def _person_row(person: Any, page: NamesPage, actor: Actor) -> dict[str, Any]:
    is_masked = actor.level_in(person.area_id) < Level.PERSONAL
    age = person.age_on(page.day)
    sex = gettext("male") if person.sex == "1" else gettext("female") if person.sex == "2" else ""
    years = ngettext("%(age)d year", "%(age)d years", age) % {"age": age} if age is not None else ""
    return {
        "name": mask_name(person.name) if is_masked else person.name,
        "small": pgettext("between facts", ", ").join(part for part in (sex, years) if part),
        "href": file_address(person) if actor.may("people.view", person.area_id) else "",
        "household_no": person.household.household_no if person.household else "",
        "place": page.places.get(person.area_id, ""),
    }


def file_address(person: Person) -> str:
    """The person's file; "" while no such page is installed."""
    try:
        return reverse("people:person", args=[person.uuid])
    except NoReverseMatch:
        return ""


def definition_page(figure: Figure, day: date) -> dict[str, Any]:
    """How the figure is counted, in words, with the numbers in force on the day and where they come from."""
    preset = load_preset(figure.preset)
    parameters = [preset.get(key) for key in figure.parameters]
    return {
        "figure": figure,
        "day": day,
        "title": said(figure.wording),
        "unit": said(figure.unit),
        "counted": said(MEASURES[figure.numerator].says),
        "divided_by": said(MEASURES[figure.denominator].says) if figure.denominator else "",
        "compared_with": said(MEASURES[figure.base].name),
        "null_rule": said(figure.null_rule),
        "preset": preset,
        "preset_says": said(preset.description),
        "columns": [
            {"label": gettext("Parameter")},
            {"label": gettext("Value on the day")},
            {"label": gettext("Where it comes from")},
        ],
        "parameters": [
            {
                "says": said(p.description),
                "value": _in_words(p.key, p.on(day), said(p.unit)),
                "source": said(p.reference),
                "confirmed": p.confirmed,
            }
            for p in parameters
        ],
        "unconfirmed": sum(not p.confirmed for p in parameters),
    }


# The code lists in which the codes of a parameter have their words.
_LISTS = {
    "hukou_kinds": "hukou_kind",
    "population_categories": "population_category",
    "labour_capacities": "labour_capacity",
    "counted_statuses": "spell_status",
    "poor_categories": "category",
}


def _in_words(key: str, value: Any, unit: str) -> str:
    """The value of a parameter as a clerk reads it: codes by their words, numbers with their unit."""
    if key not in _LISTS:
        return f"{value} {unit}"
    return gettext(", ").join(str(LISTS[_LISTS[key]].word(code)) for code in value)
