"""Each class and its measures, and what must not be, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.policy.measures import KINDS
from gangqiao.assistance.reads import cases, proof
from gangqiao.assistance.showing.cases import class_words
from gangqiao.kernel.actor import Actor

NAMES = "assistance.view_cases"
HOW = "#how"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of people that opens to them. href: "" for a reader who sees no names."""

    label: str
    text: str
    persons: int
    href: str
    how: str = HOW


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One class with its numbers; share: with a live measure, in words."""

    name: str
    figures: list[Figure]
    share: str
    measures: list[tuple[str, str, list[Figure]]]


def states() -> dict[str, str]:
    """The states of a measure as columns."""
    return {
        "planned": pgettext("measure", "planned"),
        "under_way": pgettext("measure", "under way"),
        "done": pgettext("measure", "done"),
        "worked": pgettext("measure", "it worked"),
    }


def gaps_words() -> dict[str, str]:
    """What must not be, in words."""
    return {
        "no_class": _("in no class and without a reason"),
        "no_case": _("of the registered poor, not found by the rules yet"),
        "no_measure": _("under way without a measure"),
        "no_next_day": _("without a next day"),
        "no_fitting": _("in a class, without a measure of this class"),
        "overdue": _("the next day is over"),
    }


def class_rows(actor: Actor) -> list[ClassRow]:
    """The classes with their measures."""
    by_class: dict[str, list[tuple[str, str, list[Figure]]]] = {}
    for row in proof.rows():
        figures = [
            _figure(label, many, actor, kind=row.kind, measure=row.measure, state=state)
            for (state, label), many in zip(states().items(), row.people, strict=True)
        ]
        by_class.setdefault(row.kind, []).append(
            (str(LISTS["measure"].word(row.measure)), KINDS[row.measure].source, figures)
        )
    return [_class(one, by_class.get(one.kind, []), actor) for one in proof.classes()]


def _class(one: proof.Class, measures: list[Any], actor: Actor) -> ClassRow:
    figures = [
        _figure(_("people"), one.members, actor, kind=one.kind),
        _figure(_("relocated"), one.relocated, actor, kind=one.kind, part="relocated"),
    ]
    if one.kind != "none":
        figures += [
            _figure(_("with a measure, also done ones"), one.helped, actor, kind=one.kind, part="helped"),
            _figure(_("with a measure that runs"), one.live, actor, kind=one.kind, part="live"),
        ]
    # Rounded down: a share is never said to be higher than it is.
    share = f"{one.live * 1000 // one.members / 10:.1f}%" if one.members and one.kind != "none" else ""
    return ClassRow(class_words(one.kind), figures, share, measures)


def gap_figures(actor: Actor) -> list[Figure]:
    """How many people stand behind each thing that must not be."""
    words = gaps_words()
    many = {key: look().count() for key, look in cases.GAPS.items()} | {"no_case": cases.without_case().count()}
    return [_figure(words[key], many[key], actor, gap=key) for key in words]


def _figure(label: str, many: int, actor: Actor, **asked: str) -> Figure:
    href = f"{reverse('assistance:proof_people')}?{urlencode(asked)}" if many and actor.may(NAMES) else ""
    return Figure(label, f"{many:,}", many, href)
