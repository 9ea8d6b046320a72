"""Who of the reader's area may want a place of a pledge: class B, free, and near enough to go there every day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from gangqiao.assistance.models import AssistCase, Holder, Seat, WorklessHousehold, Workplace
from gangqiao.assistance.policy.workplaces import is_near
from gangqiao.assistance.reads.workplaces import RUNNING
from gangqiao.assistance.states import CaseStatus
from gangqiao.kernel import clock
from gangqiao.people.models import Category, EmploymentSpell, Person
from gangqiao.places.distances import Place, distance_between, places_of
from gangqiao.places.levels import KEY_LENGTH, Level

CLASS = "near"
VILLAGE = KEY_LENGTH[Level.VILLAGE]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be asked.

    km         by road to the place of work, estimated; null: nobody knows how far it is
    near       near enough for every day; of the same village always
    workless   nobody of the household is in work; decided_on: class B since
    """

    person: Person
    km: float | None
    near: bool
    workless: bool
    is_relocated: bool
    assess_on: date | None


def candidates(workplace: Workplace, *, far: bool = False) -> list[Candidate]:
    """Who may be asked, in this order: households where nobody works, then the nearest.

    far  also those for whom the way is too long for every day, or unknown
    """
    cases = list(_free().select_related("person"))
    homes = places_of({str(one.area_id) for one in cases} | {str(workplace.area_id)})
    there = homes.get(str(workplace.area_id))
    workless = _workless(one.person.household_id for one in cases)
    found = [_candidate(one, homes.get(str(one.area_id)), there, workless, str(workplace.area_id)) for one in cases]
    kept = [one for one in found if one.near or far]
    return sorted(kept, key=lambda one: (not one.workless, one.km if one.km is not None else 1e9, one.person.pk))


def _free() -> QuerySet[AssistCase]:
    """Class B, registered poor today, not at work, without a place and without a public post."""
    person, today = OuterRef("person"), clock.today()
    poor = Category.objects.filter(
        person=person, kind="registered_poor", recorded_to=None, valid_from__lte=today
    ).filter(Q(valid_to=None) | Q(valid_to__gt=today))
    at_work = EmploymentSpell.objects.filter(
        person=person, recorded_to=None, is_full_time=True, status__in=(*RUNNING, "planned"), ended_on=None
    )
    held = Seat.objects.filter(person=person, until=None)
    post = Holder.objects.filter(person=person).exclude(status="ended")
    rows = AssistCase.objects.filter(kind=CLASS, person__record="live").exclude(status=CaseStatus.CLOSED)
    return rows.filter(Exists(poor), ~Exists(at_work), ~Exists(held), ~Exists(post))


def _workless(households: Iterable[int]) -> set[int]:
    rows = WorklessHousehold.objects.filter(household__in=set(households), ended_on=None)
    return set(rows.values_list("household_id", flat=True))


def _candidate(case: AssistCase, home: Place | None, there: Place | None, workless: set[int], area: str) -> Candidate:
    way = distance_between(home, there) if home is not None and there is not None else None
    km = round(way.km, 1) if way is not None else None
    return Candidate(
        person=case.person,
        km=km,
        near=is_near(km, clock.today()) or (len(area) >= VILLAGE and str(case.area_id).startswith(area[:VILLAGE])),
        workless=case.person.household_id in workless,
        is_relocated=case.is_relocated,
        assess_on=case.assess_on,
    )
