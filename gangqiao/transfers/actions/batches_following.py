"""What follows by itself: checks that run out, records that are closed or carried to another village."""

from __future__ import annotations

from uuid import UUID

from gangqiao.kernel.actor import SYSTEM
from gangqiao.matching.models import Referral
from gangqiao.people.models import Person
from gangqiao.transfers.actions.batches_counting import unclear
from gangqiao.transfers.actions.passengers import asked_again, leave_list
from gangqiao.transfers.actions.reach import lock_batch, lock_passenger, lock_passengers, whole
from gangqiao.transfers.models import Batch, Cost, HealthCheck, Incident, Passenger
from gangqiao.transfers.reads.batches_faults import faults_of
from gangqiao.transfers.reads.whole import certified
from gangqiao.transfers.states import BEFORE_DEPARTURE, ON_THE_LIST, PassengerStatus, Status

CAME_TO_NOTHING = ("declined", "not_hired", "withdrawn", "closed_elsewhere", "expired")


def ask_whose_check_ran_out() -> int:
    """Who was cleared by a check that holds no more is asked again; returns how many. Twice changes nothing.

    Nobody waits for this: clearing, boarding and leaving look at the checks themselves.
    """
    asked = 0
    for batch in Batch.objects.filter(status__in=BEFORE_DEPARTURE).order_by("pk"):
        if not batch.gates.get("health", False):
            continue
        with whole():
            locked = lock_batch(batch.pk)
            people = lock_passengers(locked, status=PassengerStatus.CLEARED)
            valid = certified(one.pk for one in people)
            for passenger in people:
                if passenger.pk not in valid:
                    asked_again(passenger, actor=SYSTEM, source="job")
                    asked += 1
    return asked


def look_again_at_what_is_cleared() -> int:
    """What was cleared and is not right any more (a licence that ended) is cleared no more; returns how many."""
    taken_back = 0
    for batch in Batch.objects.filter(status=Status.CLEARED).order_by("pk"):
        with whole():
            locked = lock_batch(batch.pk)
            if locked.status == Status.CLEARED and faults_of(locked):
                taken_back += unclear(locked, "something is not right any more")
    return taken_back


def person_gone(person: UUID) -> int:
    """The record of a person was closed: they are on no list any more. Returns on how many they were."""
    with whole():
        record = Person.objects.filter(uuid=person).first()
        if record is None or record.is_live:
            return 0
        found = list(Passenger.objects.filter(person=record, status__in=ON_THE_LIST))
    return sum(_take_off(passenger, "other") for passenger in found)


def post_gone(referral: UUID) -> int:
    """A referral came to nothing: nobody is taken to a post that is not theirs. Returns how many were taken off.

    Who is on board stays there; the receiving side decides.
    """
    with whole():
        row = Referral.objects.filter(uuid=referral).first()
        if row is None or row.status not in CAME_TO_NOTHING:
            return 0
        found = list(Passenger.objects.filter(referral=row, status__in=ON_THE_LIST))
    reason = "changed_mind" if row.status == "declined" else "no_post"
    return sum(_take_off(passenger, reason) for passenger in found)


def lock_travellers(households: list[int]) -> None:
    """Take the members' rows for writing, before the members themselves."""
    rows = Passenger.objects.select_for_update(of=("self",)).filter(person__household__in=households)
    list(rows.order_by("pk").values_list("pk"))


def follow_people(_households: list[int], persons: list[int], _before: set[str]) -> None:
    """Bring passengers and what hangs on them to where the people are now. A second call changes nothing."""
    for person in Person.objects.filter(pk__in=persons).order_by("pk"):
        mine = list(Passenger.objects.filter(person=person).values_list("pk", flat=True))
        Passenger.objects.filter(pk__in=mine).exclude(area_id=person.area_id).update(area_id=person.area_id)
        for model in (HealthCheck, Cost, Incident):
            rows = model._default_manager.filter(passenger_id__in=mine).exclude(area_id=person.area_id)
            rows.update(area_id=person.area_id)


def _take_off(found: Passenger, reason: str) -> int:
    """Take off who is still on the list; 1, or 0 for who is not."""
    with whole():
        batch = lock_batch(found.batch_id)
        passenger = lock_passenger(found, batch)
        if passenger.status not in ON_THE_LIST:
            return 0
        leave_list(batch, passenger, reason, "", actor=SYSTEM, source="job")
    return 1
