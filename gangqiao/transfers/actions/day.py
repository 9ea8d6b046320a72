"""The day itself: on board or not, seats, roll calls, incidents. By the escorts of the trip and the organiser."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import step_of
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.words import Say
from gangqiao.transfers.actions.batches_counting import count_taken
from gangqiao.transfers.actions.day_arriving import arrive_trip, hand_over
from gangqiao.transfers.actions.day_departing import arrive, depart, depart_trip
from gangqiao.transfers.actions.day_starting import not_start, start
from gangqiao.transfers.actions.reach import acting, own_batch, own_passenger, own_trip, passenger_of, trip_of, whole
from gangqiao.transfers.codes import LISTS
from gangqiao.transfers.models import Batch, Incident, Passenger, RollCall, Trip
from gangqiao.transfers.reads.whole import certified, seats_taken
from gangqiao.transfers.refusals import BatchFull, MayNotBoard, NotOfTheBatch, NotThatTime, ReasonOfList, SeatTaken
from gangqiao.transfers.states import TRAVELLING, PassengerStatus, Status

__all__ = [
    "arrive", "arrive_trip", "board", "call_roll", "change_seat", "depart", "depart_trip", "hand_over", "miss",
    "not_start", "report_incident", "start", "unboard",
]  # fmt: skip

BOARD, UNBOARD, MISS = "transfers.board", "transfers.unboard", "transfers.miss"
CHANGE_SEAT, CALL_ROLL, REPORT = "transfers.change_seat", "transfers.call_roll", "transfers.report_incident"
SLACK = timedelta(minutes=10)  # by how much a phone's clock may be fast


def board(uuid: UUID, how: str, at: datetime, *, actor: Actor, source: str = "screen") -> Passenger:
    """The passenger is on board. A second call changes nothing. how: "qr" or "list"; at: when it was seen.

    Only who is cleared, by a check that is valid then, with a seat in a vehicle of a batch that is cleared. Somebody
    marked as not come may still board before the vehicle leaves, on a free seat.
    Raises Passenger.DoesNotExist, NotYourVerb, NotAllowedNow, MayNotBoard, BatchFull, NotThatTime.
    """
    if how not in ("qr", "list"):
        raise ReasonOfList("how")
    with passenger_of(uuid, BOARD, actor) as (batch, passenger):
        if passenger.status == PassengerStatus.BOARDED:
            return passenger
        was_missed = passenger.status == PassengerStatus.NO_SHOW
        Passenger.LIFE_CYCLE.check(BOARD, passenger.status)
        refuse_future(at)
        if was_missed:
            _seat_again(batch, passenger)
        if (why := why_not_aboard(batch, passenger, at)) is not None:
            raise MayNotBoard(why)
        with step_of(passenger, BOARD, actor=acting(actor, BOARD, passenger), source=source):
            passenger.boarded_at, passenger.boarded_how = at, how
        if was_missed:
            count_taken(batch, 1)
    return passenger


def unboard(uuid: UUID, *, actor: Actor, source: str = "screen") -> Passenger:
    """Not on board after all, before the vehicle leaves. Raises NotAllowedNow, MayNotBoard."""
    with passenger_of(uuid, UNBOARD, actor) as (_batch, passenger):
        _refuse_gone(passenger.trip)
        with step_of(passenger, UNBOARD, actor=acting(actor, UNBOARD, passenger), source=source):
            passenger.boarded_at, passenger.boarded_how = None, ""
    return passenger


def miss(uuid: UUID, *, actor: Actor, source: str = "screen") -> Passenger:
    """The passenger did not come: the seat is free. It has no consequence. A second call changes nothing.

    Raises NotAllowedNow (also when on board), MayNotBoard.
    """
    with passenger_of(uuid, MISS, actor) as (batch, passenger):
        if passenger.status == PassengerStatus.NO_SHOW:
            return passenger
        _refuse_gone(passenger.trip)
        with step_of(passenger, MISS, actor=acting(actor, MISS, passenger), source=source):
            passenger.seat, passenger.party = None, ""
        count_taken(batch, -1)
    return passenger


def change_seat(uuid: UUID, seat: int, *, actor: Actor, source: str = "screen") -> Passenger:
    """Give a passenger another seat of the same vehicle. Raises SeatTaken, MayNotBoard."""
    with passenger_of(uuid, CHANGE_SEAT, actor) as (_batch, passenger):
        trip = passenger.trip
        if trip is None or trip.is_cancelled or passenger.status not in TRAVELLING:
            raise MayNotBoard(Say("No vehicle is given to this passenger yet."))
        if passenger.seat == seat:
            return passenger
        if not 1 <= seat <= trip.places or seat in seats_taken(trip.pk):
            raise SeatTaken(seat)
        passenger.seat = seat
        try:
            with transaction.atomic():
                passenger.save(update_fields=["seat"])
        except IntegrityError as error:
            raise SeatTaken(seat) from error
        record(CHANGE_SEAT, actor=actor, subject=passenger, fields=["seat"], source=source)
    return passenger


def call_roll(
    trip: UUID, where: str, present: int, missing: Sequence[UUID], at: datetime, *, actor: Actor, source: str = "screen"
) -> RollCall:
    """Write a count at a stop. missing: numbers of passengers who should be there.

    Raises NotOfTheBatch, NotThatTime.
    """
    refuse_future(at)
    with trip_of(trip, CALL_ROLL, actor) as (batch, row):
        wanted = set(missing)
        if Passenger.objects.filter(batch=batch, trip=row, uuid__in=wanted).count() != len(wanted):
            raise NotOfTheBatch
        made = RollCall.objects.create(
            trip=row, where=where[:80], at=at, present=present, missing=sorted(map(str, wanted)), by=actor.name[:100]
        )
        record(CALL_ROLL, actor=actor, subject=row, area=str(batch.area_id), source=source)
    return made


def report_incident(
    batch: UUID,
    kind: str,
    words: str,
    at: datetime,
    *,
    actor: Actor,
    trip: UUID | None = None,
    passenger: UUID | None = None,
    source: str = "screen",
) -> Incident:
    """Write what happened on the way. Raises Batch.DoesNotExist, NotYourVerb, ReasonOfList, NotThatTime."""
    if kind not in LISTS["incident_kind"]:
        raise ReasonOfList("kind")
    refuse_future(at)
    found, row, about = _about(batch, trip, passenger, actor)
    with whole():
        made = Incident.objects.create(
            area_id=about.area_id if about else found.area_id,
            batch=found,
            trip=row,
            passenger=about,
            kind=kind,
            words=words.strip()[:300],
            at=at,
            by=actor.name[:100],
        )
        person = about.person_uuid if about else None
        record(REPORT, actor=actor, subject=made, person=person, source=source)
    return made


def why_not_aboard(batch: Batch, passenger: Passenger, at: datetime) -> Any:
    """Why a cleared passenger of a locked batch may not board now, in a sentence; null: may."""
    trip = passenger.trip
    if batch.status != Status.CLEARED:
        return Say("This batch is not cleared for departure. Ask its organiser.")
    if passenger.alone:
        return Say("This person travels on the own account and has no seat here.")
    if passenger.consent_on is None:
        return Say("This person has not said yes to the journey.")
    if trip is None or passenger.seat is None or trip.is_cancelled or not 1 <= passenger.seat <= trip.places:
        return Say("No seat is given to this passenger. Ask the organiser.")
    if trip.departed_at is not None:
        return Say("This vehicle has left already.")
    if batch.gates.get("health", False) and not certified([passenger.pk], at):
        return Say("The health check of this passenger is missing or has run out. Check anew.")
    return None


def refuse_future(at: datetime) -> None:
    """Raises NotThatTime for an instant that has not come."""
    if at > clock.now() + SLACK:
        raise NotThatTime


def _seat_again(batch: Batch, passenger: Passenger) -> None:
    """A seat for somebody who was marked as not come. Raises BatchFull, SeatTaken."""
    if batch.free < 1:
        raise BatchFull
    trip = passenger.trip
    if trip is not None:
        free = sorted(set(range(1, trip.places + 1)) - seats_taken(trip.pk))
        passenger.seat = free[0] if free else None


def _refuse_gone(trip: Trip | None) -> None:
    if trip is not None and trip.departed_at is not None:
        raise MayNotBoard(Say("This vehicle has left already."))


def _about(
    batch: UUID, trip: UUID | None, passenger: UUID | None, actor: Actor
) -> tuple[Batch, Trip | None, Passenger | None]:
    """Batch, trip and passenger that an incident is about, as far as the actor reaches them."""
    about = own_passenger(passenger, REPORT, actor) if passenger else None
    if trip is not None:
        row = own_trip(trip, REPORT, actor)
        found = row.batch
    else:
        row, found = None, own_batch(batch, REPORT, actor)
    if found.uuid != batch or (about is not None and about.batch_id != found.pk):
        raise NotOfTheBatch
    return found, row, about
