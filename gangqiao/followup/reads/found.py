"""What the calls at 30, 90 and 180 days found, by area and by employer; and the mix of evidence.

The official shares of those still in work are the indicators retention_30, retention_90 and retention_180, which count
times of work. Here are the calls: how many were due, how many were spoken to, and how many said that they are there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from gangqiao.followup.models import Contact
from gangqiao.followup.policy import followup as policy
from gangqiao.followup.states import Status
from gangqiao.kernel import clock
from gangqiao.kernel.paths import upper_bound
from gangqiao.people.models import EmploymentSpell

MARKS = (30, 90, 180)
STILL = ("still", "complaint")
SINCE_DAYS = 365
MOST_EMPLOYERS = 40


@dataclass(frozen=True, slots=True)
class Cell:
    """The calls of one day of work: due so far, spoken to, and of these still there."""

    mark: int
    due: int
    heard: int
    still: int


@dataclass(frozen=True, slots=True)
class Row:
    """One area or one employer. key: of the division, or the employer's name."""

    key: str
    cells: tuple[Cell, ...]


KINDS: dict[str, Q] = {
    "due": Q(),
    "heard": Q(status=Status.DONE),
    "still": Q(status=Status.DONE, result__in=STILL),
}


def calls(mark: int, kind: str = "due") -> QuerySet[Any]:
    """Calls of a day of work that were due within the last year; nobody's refusal makes a difference to the others."""
    today = clock.today()
    due = Contact.objects.filter(
        kind=policy.DUE, mark=mark, due_on__range=(today - timedelta(days=SINCE_DAYS), today), is_hidden=False
    ).exclude(status=Status.DROPPED, drop_reason__in=("ended", "mistake"))
    return due.filter(KINDS[kind])


def by_area(length: int) -> list[Row]:
    """By the division whose key has this length: townships for the county, villages for a township."""
    found: dict[str, dict[int, list[int]]] = {}
    for mark in MARKS:
        rows = calls(mark).values("area_id").annotate(**_COUNTS).values_list("area_id", "n", "heard", "still")
        for area, *numbers in rows:
            sums = found.setdefault(str(area)[:length], {}).setdefault(mark, [0, 0, 0])
            for at, number in enumerate(numbers):
                sums[at] += number
    return [Row(key, _cells(by_mark)) for key, by_mark in sorted(found.items())]


def by_employer() -> list[Row]:
    """By the employer as the register names it, those with most people first."""
    found: dict[str, dict[int, list[int]]] = {}
    for mark in MARKS:
        named = calls(mark).exclude(employer="").values("employer").annotate(**_COUNTS)
        for employer, *numbers in named.values_list("employer", "n", "heard", "still"):
            found.setdefault(employer, {})[mark] = numbers
    rows = [Row(key, _cells(by_mark)) for key, by_mark in found.items()]
    return sorted(rows, key=lambda row: (-sum(cell.due for cell in row.cells), row.key))[:MOST_EMPLOYERS]


def people_of(mark: int, kind: str, *, area: str = "", employer: str = "") -> QuerySet[Any]:
    """The calls behind one number, with their persons."""
    rows = calls(mark, kind)
    if area:
        rows = rows.filter(area_id__gte=area, area_id__lt=upper_bound(area))
    if employer:
        rows = rows.filter(employer=employer)
    return rows.select_related("person", "spell").order_by("-due_on", "pk")


def evidence_mix(area: str = "") -> dict[str, int]:
    """How many running times of work of the scope have which grade."""
    rows = _running()
    if area:
        rows = rows.filter(area_id__gte=area, area_id__lt=upper_bound(area))
    counted = dict(rows.values("evidence").annotate(n=Count("pk")).values_list("evidence", "n"))
    return {grade: counted.get(grade, 0) for grade in policy.GRADES}


def spells_with(grade: str) -> QuerySet[Any]:
    """The running times of work of the scope with a grade, village by village."""
    # In the order of the index: by the day of beginning tens of thousands of rows would be sorted for one page.
    return _running().filter(evidence=grade).select_related("person").order_by("status", "area_id", "pk")


def _running() -> QuerySet[Any]:
    """Work that goes on, said as its index says it."""
    return EmploymentSpell.objects.filter(recorded_to=None, ended_on=None).exclude(status="planned")


_COUNTS = {
    "n": Count("pk"),
    "heard": Count("pk", filter=KINDS["heard"]),
    "still": Count("pk", filter=KINDS["still"]),
}


def _cells(by_mark: dict[int, list[int]]) -> tuple[Cell, ...]:
    return tuple(Cell(mark, *by_mark.get(mark, [0, 0, 0])) for mark in MARKS)
