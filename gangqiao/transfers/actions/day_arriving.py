"""Vehicles come, and their people are handed over, each accepted or not with a reason. The batch follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from gangqiao.audit.events import record
from gangqiao.audit.steps import step_of
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.kernel.lifecycle import NotAllowedNow
from gangqiao.kernel.words import Say
from gangqiao.transfers.actions.reach import acting, lock_passengers, trip_of
from gangqiao.transfers.codes import LISTS
from gangqiao.transfers.models import Batch, HandOver, Passenger, Trip
from gangqiao.transfers.refusals import HandedOverAlready, NotAllHandedOver, NotThatTime, ReasonOfList
from gangqiao.transfers.states import PassengerStatus, Status

ARRIVE, BRING, HAND_OVER, NOT_START = (
    "transfers.arrive", "transfers.bring", "transfers.hand_over", "transfers.not_start",
)  # fmt: skip
SLACK = timedelta(minutes=10)
RECEIVERS = ("employer", "station")


def live_trips(batch: Batch) -> QuerySet[Trip]:
    """The trips of a batch that are not given up."""
    return batch.trips.filter(is_cancelled=False).order_by("number")


def arrive_trip(trip: UUID, at: datetime, *, actor: Actor, source: str = "screen") -> Trip:
    """One vehicle has come, with everybody on board. Twice changes nothing.

    Raises Trip.DoesNotExist, NotYourVerb, NotAllowedNow (it has not left), NotThatTime.
    """
    with trip_of(trip, ARRIVE, actor) as (batch, row):
        if row.arrived_at is None:
            bring_trip(batch, row, at, actor, source)
            follow(batch, at)
    return row


def bring_trip(batch: Batch, row: Trip, at: datetime, actor: Actor, source: str) -> None:
    """The same inside of a locked batch."""
    if row.departed_at is None:
        raise NotAllowedNow(Say("This vehicle has not left yet."))
    if at > clock.now() + SLACK or at < row.departed_at:
        raise NotThatTime
    for passenger in lock_passengers(batch, trip=row, status=PassengerStatus.BOARDED):
        with step_of(passenger, BRING, actor=SYSTEM, source=source):
            passenger.arrived_at = at
    row.arrived_at = at
    row.save(update_fields=["arrived_at"])
    record(ARRIVE, actor=acting(actor, ARRIVE, batch), subject=row, area=str(batch.area_id), source=source)


def hand_over(
    trip: UUID,
    receiver: str,
    receiver_of: str,
    accepted: Iterable[UUID],
    rejected: Mapping[UUID, str],
    signature: str,
    at: datetime,
    *,
    actor: Actor,
    source: str = "screen",
) -> HandOver:
    """The receipt of a vehicle: everybody who arrived in it is accepted, or not, with a reason of the list.

    receiver_of  "employer" or "station"; signature: key of a kept file, "" for none
    Raises NotAllowedNow (not arrived), HandedOverAlready, NotAllHandedOver, ReasonOfList, NotThatTime.
    """
    yes = set(accepted)
    if receiver_of not in RECEIVERS:
        raise ReasonOfList("receiver_of")
    if any(reason not in LISTS["not_started_reason"] for reason in rejected.values()):
        raise ReasonOfList
    with trip_of(trip, HAND_OVER, actor) as (batch, row):
        _refuse_hand_over(row, at)
        people = lock_passengers(batch, trip=row, status=PassengerStatus.ARRIVED)
        _refuse_unless_each_once(people, yes, set(rejected))
        made = HandOver.objects.create(
            trip=row, at=at, receiver=receiver[:60], receiver_of=receiver_of, accepted=len(yes),
            rejected=len(rejected), signature=signature, by=actor.name[:100],
        )  # fmt: skip
        for passenger in people:
            _hand(passenger, rejected.get(passenger.uuid, ""), actor, source)
        who = acting(actor, HAND_OVER, batch)
        record(HAND_OVER, actor=who, subject=made, area=str(batch.area_id), source=source)
        follow(batch, at)
    return made


def follow(batch: Batch, at: datetime) -> None:
    """Bring a locked batch to where its vehicles are: arrived when all have come, handed over when all are."""
    trips = live_trips(batch)
    if batch.status == Status.DEPARTED and not trips.filter(arrived_at=None).exists():
        with step_of(batch, ARRIVE, actor=SYSTEM, source="transfers"):
            batch.arrived_at = at
    if batch.status == Status.ARRIVED and not trips.filter(handing=None).exists():
        with step_of(batch, HAND_OVER, actor=SYSTEM, source="transfers"):
            batch.handed_over_at = at


def _hand(passenger: Passenger, reason: str, actor: Actor, source: str) -> None:
    if not reason:
        passenger.handed = "accepted"
        passenger.save(update_fields=["handed"])
        return
    with step_of(passenger, NOT_START, actor=acting(actor, NOT_START, passenger), source=source):
        passenger.handed, passenger.reason, passenger.party = "rejected", reason, ""


def _refuse_hand_over(row: Trip, at: datetime) -> None:
    if row.arrived_at is None:
        raise NotAllowedNow(Say("This vehicle has not arrived yet."))
    if at > clock.now() + SLACK or at < row.arrived_at:
        raise NotThatTime
    if HandOver.objects.filter(trip=row).exists():
        raise HandedOverAlready


def _refuse_unless_each_once(people: list[Passenger], yes: set[UUID], no: set[UUID]) -> None:
    here = {passenger.uuid for passenger in people}
    wrong = (here ^ (yes | no)) | (yes & no)
    if wrong:
        raise NotAllHandedOver(len(wrong))
