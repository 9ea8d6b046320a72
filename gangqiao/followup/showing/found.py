"""What the calls found, as figures that open to names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.followup.codes import LISTS
from gangqiao.followup.models import Contact
from gangqiao.followup.reads.found import MARKS, Cell, Row
from gangqiao.followup.states import Status
from gangqiao.people.codes import LISTS as PEOPLE_LISTS
from gangqiao.places.reads import path_names_of

HOW = "#how"  # the definition stands on the page itself


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of people: text, how many, their list, the definition, and the words of its column for a phone."""

    text: str
    persons: int
    href: str
    how: str
    label: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One row of the table."""

    name: str
    figures: list[Figure]


def rows(found: Iterable[Row], by: str) -> list[Shown]:
    """The rows of the table, each number with the way to its people."""
    listed = list(found)
    names = path_names_of({row.key for row in listed}) if by == "area" else {}
    return [
        Shown(
            names[row.key][-1] if row.key in names else row.key,
            [figure for cell in row.cells for figure in _figures(cell, by, row.key)],
        )
        for row in listed
    ]


def columns(by: str) -> list[dict[str, Any]]:
    """The heads of the table."""
    heads = [{"label": _("Employer") if by == "employer" else _("Place")}]
    return heads + [{"label": label, "is_number": True} for mark in MARKS for label in _labels(mark)]


def kind_words() -> dict[str, str]:
    """What the numbers are called."""
    return {"due": _("calls due"), "heard": _("spoken to"), "still": _("still at work")}


def mix(counts: Mapping[str, int]) -> list[Figure]:
    """How many running times of work stand on which evidence."""
    return [
        Figure(f"{many:,}", many, _href(grade=grade) if many else "", HOW, PEOPLE_LISTS["evidence"].word(grade))
        for grade, many in counts.items()
    ]


def official_rates() -> list[tuple[str, str]]:
    """The official shares and where they are defined; none where the figures are not installed."""
    found = []
    for mark in MARKS:
        try:
            href = reverse("indicators:definition", args=[f"retention_{mark}"])
        except NoReverseMatch:
            continue
        found.append((_("Share still in work after %(n)d days") % {"n": mark}, href))
    return found


def evidence_words(spell: Any) -> str:
    """The grade of a time of work in words; "" for none."""
    grade = spell.evidence if spell is not None else ""
    return str(PEOPLE_LISTS["evidence"].word(grade)) if grade else ""


def state_of(row: Any) -> str:
    """What was said in a call, or where it stands; the evidence of a time of work."""
    if isinstance(row, Contact):
        return str(LISTS["result"].word(row.result) if row.result else Status(row.status).label)
    return evidence_words(row)


def _figures(cell: Cell, by: str, key: str) -> list[Figure]:
    where = {by: key}
    numbers = {"due": cell.due, "heard": cell.heard, "still": cell.still}
    labels = dict(zip(numbers, _labels(cell.mark), strict=True))
    return [
        Figure(f"{many:,}", many, _href(mark=cell.mark, kind=kind, **where) if many else "", HOW, labels[kind])
        for kind, many in numbers.items()
    ]


def _labels(mark: int) -> list[str]:
    due = pgettext("calls of a day", "%(n)d days, due")
    heard = pgettext("calls of a day", "%(n)d days, spoken to")
    still = pgettext("calls of a day", "%(n)d days, there")
    return [words % {"n": mark} for words in (due, heard, still)]


def _href(**asked: Any) -> str:
    return f"{reverse('followup:found_people')}?{urlencode(asked)}"
