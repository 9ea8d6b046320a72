"""Carriages of trains and flights: nobody's vehicle, so that no fleet, licence, driver or disinfection is asked for."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from gangqiao.audit.events import record
from gangqiao.kernel.actor import Actor
from gangqiao.transfers.actions.batches_counting import unclear
from gangqiao.transfers.actions.reach import lock_batch, lock_passengers, own_batch, trip_of, whole
from gangqiao.transfers.actions.routes_keeping import refuse_departed
from gangqiao.transfers.models import Batch, Trip
from gangqiao.transfers.policy.gates import PUBLIC_CARRIER
from gangqiao.transfers.routes_refusals import ArrivesTooEarly, NotACarriage, NotOfVehicles, NumberNeeded

GIVE = "transfers.give_vehicle"


def add_carriage(
    batch_uuid: UUID, kind: str, number: str, places: int, starts_at: datetime, ends_at: datetime, *, actor: Actor
) -> Trip:
    """A carriage or a flight for people of a batch; their escort's seat comes on top. Seats are given afterwards.

    number  of the train with its carriage, or of the flight. Ways that are planned anew replace it as any other trip.
    Raises Batch.DoesNotExist, NotYourVerb, HasDeparted, NotOfVehicles, NumberNeeded, ArrivesTooEarly.
    """
    if kind not in PUBLIC_CARRIER or places < 1:
        raise NotOfVehicles
    if not number.strip():
        raise NumberNeeded
    if ends_at <= starts_at:
        raise ArrivesTooEarly
    found = own_batch(batch_uuid, GIVE, actor)
    with whole():
        batch = lock_batch(found.pk)
        refuse_departed(batch)
        used = set(batch.trips.values_list("number", flat=True))
        trip = Trip.objects.create(
            batch=batch,
            number=next(n for n in range(1, len(used) + 2) if n not in used),
            kind=kind,
            plate=number.strip()[:12],
            seats=places + 1,
            starts_at=starts_at,
            ends_at=ends_at,
            back_at=ends_at,
            route=_way(batch, starts_at, ends_at),
        )
        unclear(batch, "a carriage was added")
        record(GIVE, actor=actor, subject=batch, fields=["carriage"])
    return trip


def give_up_carriage(trip_uuid: UUID, *, actor: Actor) -> Trip:
    """A carriage or a flight is not taken: whoever had a seat in it waits for another one.

    Raises Trip.DoesNotExist, NotYourVerb, HasDeparted, NotACarriage.
    """
    with trip_of(trip_uuid, GIVE, actor) as (batch, trip):
        refuse_departed(batch)
        if not trip.is_public:
            raise NotACarriage
        for one in lock_passengers(batch, trip=trip):
            one.trip, one.seat = None, None
            one.save(update_fields=["trip", "seat"])
        locked = Trip.objects.select_for_update(of=("self",)).get(pk=trip.pk)
        locked.is_cancelled = True
        locked.revision += 1
        locked.save(update_fields=["is_cancelled", "revision"])
        unclear(batch, "a carriage was given up")
        record(GIVE, actor=actor, subject=batch, fields=["carriage"])
    return locked


def _way(batch: Batch, starts_at: datetime, ends_at: datetime) -> list[dict[str, Any]]:
    """From the assembly place to the destination, as far as they are named."""
    to = (batch.destination.name if batch.destination else "") or batch.address
    stops = ((batch.assembly, starts_at), (to, ends_at))
    return [
        {"pick_up": None, "name": name, "arrives": at.isoformat(), "leaves": at.isoformat(), "people": 0}
        for name, at in stops
        if name
    ]
