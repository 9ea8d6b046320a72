"""Who may be put on the list of a batch: people with a post of its employer, people who return, people looked for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet

from gangqiao.kernel import clock
from gangqiao.kernel.paths import upper_bound
from gangqiao.ledgers.reads import finding
from gangqiao.matching.models import Referral
from gangqiao.people.models import EmploymentSpell, Person
from gangqiao.transfers.models import Batch, Passenger
from gangqiao.transfers.reads.board_seeing import areas_of
from gangqiao.transfers.states import TRAVELLING

GOES = ("accepted", "introduced", "hired")
MOST = 200
FOUND = 20
# Who stopped work longer ago than this does not return to a post, but begins anew.
BACK = timedelta(days=180)


def _of_its_areas(batch: Batch) -> Q:
    """Rows of people who may be put on the list of the batch, by where they live."""
    found = Q(pk__in=[])
    for area in areas_of(batch):
        found |= Q(area_id__gte=area, area_id__lt=upper_bound(area))
    return found


def travelling() -> Any:
    """Keys of the people of the scope who are on some list, or under way."""
    return Passenger.objects.filter(status__in=TRAVELLING).values("person_id")


def with_post(batch: Batch) -> list[Referral]:
    """People of the scope who said yes to a post of the batch's employer and are on no list, by village."""
    if batch.employer_uuid is None:
        return []
    rows = Referral.objects.filter(_of_its_areas(batch), employer_uuid=batch.employer_uuid, status__in=GOES)
    rows = rows.exclude(person__in=travelling()).select_related("person")
    return list(rows.order_by("area_id", "pk")[:MOST])


def returning(batch: Batch) -> list[EmploymentSpell]:
    """Times of work to which people of the scope may return with this batch: at its employer, or at its destination."""
    where = Q(pk__in=[])
    if batch.employer:
        where = Q(employer_name=batch.employer)
    elif batch.destination_id:
        key = str(batch.destination_id)
        where = Q(destination_id__gte=key, destination_id__lt=upper_bound(key))
    rows = EmploymentSpell.objects.filter(where, _of_its_areas(batch), recorded_to=None).exclude(status="planned")
    rows = rows.filter(Q(ended_on=None) | Q(ended_on__gte=clock.today() - BACK))
    rows = rows.exclude(person__in=travelling()).select_related("person")
    return list(rows.order_by("area_id", "pk")[:MOST])


def find_people(typed: str) -> list[Person]:
    """People of the scope by name, initials, number or phone. Raises the refusals of `ledgers.reads.finding`."""
    for reading in finding.readings(typed):
        found: QuerySet[Person] = finding.restrict(Person.objects.filter(record="live", life="alive"), reading)
        if rows := list(found.order_by("name", "pk")[:FOUND]):
            return rows
    return []


def last_work_of(persons: list[Person]) -> dict[int, EmploymentSpell]:
    """The last time of work of each, running or not long over."""
    rows = EmploymentSpell.objects.filter(person__in=[one.pk for one in persons], recorded_to=None)
    rows = rows.exclude(status="planned").filter(Q(ended_on=None) | Q(ended_on__gte=clock.today() - BACK))
    return {row.person_id: row for row in rows.order_by("started_on", "pk")}
