"""The two outcomes of training (R086): workers who can do more and found work, enterprises whose people stayed.

Within the reader's scope. One row stands for one person in one class. Skill up: a valid certificate, and a level above
every skill the person had in the trade before. Employed: at work on some day within so many days after the class; who
is not and whose days are not over yet is a number of its own. Stable: of those an enterprise trained, still in a time
of work with it so many days after the class.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from gangqiao.kernel import clock
from gangqiao.kernel.paths import upper_bound
from gangqiao.matching.features import codes
from gangqiao.people.models import EmploymentSpell, Skill
from gangqiao.people.models.dated import NOW
from gangqiao.training.models import Certificate, Enrolment
from gangqiao.training.policy.demand import WITH_EMPLOYER, all_marks, employed_by, looked_for_on
from gangqiao.training.reads.classes_whole import codes_of
from gangqiao.training.reads.demand import town_of, village_of
from gangqiao.training.states import FINISHED, EnrolmentStatus

E = EnrolmentStatus
DONE = (*FINISHED, E.FAILED)
YES, NO, WAITS = "yes", "no", "waits"
MARKS = all_marks()  # days after a class at which an enterprise's workers are looked for
Span = tuple[date, date | None, str, str]  # first day, last day, employer, credit code


@dataclass(frozen=True, slots=True)
class Row:
    """One person in one class that is over for them.

    employed  YES, NO, WAITS; "" for workers of an enterprise and for who did not pass
    stable    for each mark of the policy YES, NO, WAITS; empty for classes without an enterprise
    """

    person: int
    town: str
    trade: str
    form: str
    employer: str
    status: str
    is_certified: bool
    is_raised: bool
    employed: str
    stable: tuple[tuple[int, str], ...]

    @property
    def has_passed(self) -> bool:
        return self.status in FINISHED

    def stays(self, mark: int) -> str:
        """How it stands with an enterprise's worker after so many days; "" where nobody asks."""
        return dict(self.stable).get(mark, "")


Test = Callable[[Row], bool]


def _stays(mark: int, answer: str) -> Test:
    return lambda row: row.stays(mark) == answer


# What is counted: the names behind a number are the rows that pass its test.
GROUPS: dict[str, Test] = {
    "trained": lambda row: True,
    "passed": lambda row: row.has_passed,
    "failed": lambda row: not row.has_passed,
    "certified": lambda row: row.is_certified,
    "passed_only": lambda row: row.has_passed and not row.is_certified,
    "raised": lambda row: row.is_raised,
    "employed": lambda row: row.employed == YES,
    "not_employed": lambda row: row.employed == NO,
    "waits": lambda row: row.employed == WAITS,
    **{
        f"{name}_{mark}": _stays(mark, answer)
        for mark in MARKS
        for name, answer in (("stable", YES), ("gone", NO), ("early", WAITS))
    },
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which classes: that ended in a year (0: all), of an area of the scope."""

    area: str = ""
    year: int = 0


def rows(asked: Asked, day: date | None = None) -> list[Row]:
    """Everybody whose class is over, in order of area."""
    today = day or clock.today()
    found = Enrolment.objects.filter(status__in=DONE)
    if asked.area:
        found = found.filter(area_id__gte=asked.area, area_id__lt=upper_bound(asked.area))
    if asked.year:
        found = found.filter(held__ends_on__year=asked.year)
    listed = list(found.select_related("held__course").order_by("area_id", "pk"))
    persons = {one.person_id for one in listed}
    spells, before = _spells(persons), _levels(persons)
    firms = codes_of(one.held.employer_uuid for one in listed)
    given = {one.enrolment_id: one for one in Certificate.objects.filter(revoked_on=None, enrolment__in=listed)}
    return [_row(one, given.get(one.pk), spells, before, firms, today) for one in listed]


def years() -> list[int]:
    """The years in which classes of the scope ended, the last first."""
    found = Enrolment.objects.filter(status__in=DONE).order_by().values_list("held__ends_on", flat=True).distinct()
    return sorted({one.year for one in found}, reverse=True)


def _row(
    one: Enrolment, given: Certificate | None, spells: dict[int, list[Span]],
    before: dict[int, list[tuple[int, int, int]]], firms: dict[UUID, str], today: date,
) -> Row:  # fmt: skip
    held, has_passed = one.held, one.status in FINISHED
    own = spells.get(one.person_id, [])
    is_of_employer = held.form in WITH_EMPLOYER
    return Row(
        person=one.person_id,
        town=town_of(village_of(str(one.area_id))),
        trade=held.course.trade,
        form=held.form,
        employer=held.employer if is_of_employer else "",
        status=one.status,
        is_certified=given is not None,
        is_raised=given is not None and _is_raised(given, before.get(one.person_id, [])),
        employed=_employed(own, held.ends_on, today) if has_passed and not is_of_employer else "",
        stable=_stable(own, held, firms.get(held.employer_uuid, ""), today) if has_passed and is_of_employer else (),
    )


def _employed(spells: Iterable[Span], ended_on: date, today: date) -> str:
    until = min(employed_by(ended_on), today)
    if any(first <= until and (last is None or last > ended_on) for first, last, _name, _code in spells):
        return YES
    return NO if today > employed_by(ended_on) else WAITS


def _stable(spells: Iterable[Span], held: Any, firm: str, today: date) -> tuple[tuple[int, str], ...]:
    own = [(first, last) for first, last, name, code in spells if (firm and code == firm) or name == held.employer]
    found = []
    for mark, day in looked_for_on(held.ends_on):
        there = any(first <= day and (last is None or last >= day) for first, last in own)
        found.append((mark, WAITS if day > today else YES if there else NO))
    return tuple(found)


def _is_raised(given: Certificate, before: Iterable[tuple[int, int, int]]) -> bool:
    """Whether a certificate's level is above every other skill of the person in the trade."""
    level = codes.SKILL_LEVEL.get(given.level, 0)
    trade = codes.trades_mask([given.trade])
    others = [known for pk, mask, known in before if pk != given.skill and mask & trade]
    return level > max(others, default=0)


def _spells(persons: set[int]) -> dict[int, list[Span]]:
    found: dict[int, list[Span]] = {}
    rows_ = EmploymentSpell.objects.filter(NOW, ~Q(status="planned"), person__in=persons).order_by("started_on", "pk")
    for person, *span in rows_.values_list("person_id", "started_on", "ended_on", "employer_name", "credit_code"):
        found.setdefault(person, []).append((span[0], span[1], span[2] or "", span[3] or ""))
    return found


def _levels(persons: set[int]) -> dict[int, list[tuple[int, int, int]]]:
    """The skills of people: key, trades as bits, level."""
    found: dict[int, list[tuple[int, int, int]]] = {}
    rows_ = Skill.objects.filter(NOW, person__in=persons).order_by("pk")
    for person, pk, code, name, level in rows_.values_list("person_id", "pk", "occupation_code", "name", "level"):
        mask = codes.skilled_in(code or "", name or "")
        found.setdefault(person, []).append((pk, mask, codes.SKILL_LEVEL.get(level, 0)))
    return found


def keys(
    found: Iterable[Row], group: str, *, trade: str = "", town: str = "", employer: str = "", is_once: bool = False
) -> list[int]:
    """The persons behind a number, one for each class; is_once: each person once."""
    test = GROUPS[group]
    listed = [
        row.person
        for row in found
        if test(row)
        and (not trade or row.trade == trade)
        and (not town or row.town == town)
        and (not employer or row.employer == employer)
    ]
    return list(dict.fromkeys(listed)) if is_once else listed
