"""Each class got its own measures: how many people of each class have which measure, and how far it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from gangqiao.assistance.models import AssistCase, Measure
from gangqiao.assistance.policy.classes import CLASSES
from gangqiao.assistance.policy.measures import kinds_for
from gangqiao.assistance.reads.cases import OPEN
from gangqiao.assistance.states import LIVE_CASE, LIVE_MEASURE, MeasureStatus

M = MeasureStatus
STATES: dict[str, Q] = {
    "planned": Q(status=M.PLANNED),
    "under_way": Q(status=M.UNDER_WAY),
    "done": Q(status=M.DONE),
    "worked": Q(status=M.DONE, result="worked"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One measure of one class. people: how many persons by state, in the order of STATES."""

    kind: str
    measure: str
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Class:
    """One class. members: open cases of it; helped: of these with a live or done measure; live: with a live one."""

    kind: str
    members: int
    helped: int
    live: int
    relocated: int


def rows() -> list[Row]:
    """Every measure of every class of the scope, also those nobody has."""
    people = {key: Count("person", filter=clause, distinct=True) for key, clause in STATES.items()}
    counted = {
        (row["for_class"], row["kind"]): tuple(row[f"n_{key}"] for key in STATES)
        for row in Measure.objects.filter(_of_class()).values("for_class", "kind").annotate(
            **{f"n_{key}": number for key, number in people.items()}
        )
    }  # fmt: skip
    nobody = (0,) * len(STATES)
    return [Row(kind, one, counted.get((kind, one), nobody)) for kind in CLASSES for one in kinds_for(kind)]


def classes() -> list[Class]:
    """The three classes and who is in none, of the scope."""
    return [
        Class(kind, *(cases_of(kind, part).count() for part in ("", "helped", "live", "relocated")))
        for kind in (*CLASSES, "none")
    ]


def cases_of(kind: str, part: str = "") -> QuerySet[AssistCase]:
    """The open cases of a class: all, or a part of them."""
    found = AssistCase.objects.filter(OPEN, kind=kind)
    return PARTS[part](found) if part else found


def measures_of(kind: str, measure: str, state: str) -> QuerySet[Measure]:
    """The measures behind one number, one for each person: the newest."""
    found = Measure.objects.filter(_of_class(), STATES[state], for_class=kind, kind=measure)
    newer = found.filter(person=OuterRef("person"), pk__gt=OuterRef("pk"))
    return found.filter(~Exists(newer))


def _of_class() -> Q:
    """Of cases that are open, and of the class somebody is in now: what was planned for another class is history."""
    return Q(case__status__in=LIVE_CASE, case__kind=F("for_class"))


def _with(*states: str) -> Exists:
    return Exists(Measure.objects.filter(case=OuterRef("pk"), for_class=OuterRef("kind"), status__in=states))


PARTS: dict[str, Callable[[QuerySet[AssistCase]], QuerySet[AssistCase]]] = {
    "helped": lambda found: found.filter(_with(*LIVE_MEASURE, M.DONE)),
    "live": lambda found: found.filter(_with(*LIVE_MEASURE)),
    "relocated": lambda found: found.filter(is_relocated=True),
}
