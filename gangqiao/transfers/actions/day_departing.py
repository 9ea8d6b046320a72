"""Vehicles leave and come: everything is asked again in the moment of leaving. The batch follows its vehicles."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from gangqiao.audit.events import record
from gangqiao.audit.steps import step_of
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.transfers.actions.batches_counting import unclear
from gangqiao.transfers.actions.day_arriving import bring_trip, follow, live_trips
from gangqiao.transfers.actions.reach import acting, lock_batch, lock_passengers, own_batch, own_trip, whole
from gangqiao.transfers.models import Batch, Trip
from gangqiao.transfers.reads.batches_faults import Fault, faults_of
from gangqiao.transfers.refusals import NotSafe, NotThatTime, StillOpen

DEPART, ARRIVE = "transfers.depart", "transfers.arrive"
SLACK = timedelta(minutes=10)
WAITING = ("registered", "confirmed", "cleared", "held")


def depart_trip(trip: UUID, at: datetime, *, actor: Actor, source: str = "screen") -> Trip:
    """One vehicle leaves, with everybody who is to be in it on board or marked as not come. Twice changes nothing.

    What is not right takes the clearance of the batch back, and the vehicle stays.
    Raises Trip.DoesNotExist, NotYourVerb, NotAllowedNow, StillOpen, NotSafe, NotThatTime.
    """
    found = own_trip(trip, DEPART, actor)
    faults: list[Fault] = []
    with whole():
        batch = lock_batch(found.batch_id)
        row = Trip.objects.get(pk=found.pk)
        if row.departed_at is not None:
            return row
        faults = _leave(batch, [row], at, actor, source)
        if faults:
            unclear(batch, "a vehicle could not leave")
    if faults:
        raise NotSafe(faults)
    row.refresh_from_db()
    return row


def depart(uuid: UUID, at: datetime | None = None, *, actor: Actor, source: str = "screen") -> Batch:
    """All vehicles of the batch that are still here leave at once. Raises as `depart_trip`."""
    found = own_batch(uuid, DEPART, actor)
    with whole():
        batch = lock_batch(found.pk)
        left = list(live_trips(batch).filter(departed_at=None))
        faults = _leave(batch, left, at or clock.now(), actor, source)
        if faults:
            unclear(batch, "the batch could not leave")
    if faults:
        raise NotSafe(faults)
    return batch


def arrive(uuid: UUID, at: datetime | None = None, *, actor: Actor, source: str = "screen") -> Batch:
    """All vehicles that are under way have come. Raises NotAllowedNow."""
    found = own_batch(uuid, ARRIVE, actor)
    with whole():
        batch = lock_batch(found.pk)
        for row in live_trips(batch).filter(departed_at__isnull=False, arrived_at=None):
            bring_trip(batch, row, at or clock.now(), actor, source)
        follow(batch, at or clock.now())
    return batch


def _leave(batch: Batch, trips: Iterable[Trip], at: datetime, actor: Actor, source: str) -> list[Fault]:
    """Let vehicles of a locked batch leave; what is not right is returned, and then none has left."""
    Batch.LIFE_CYCLE.check(DEPART, batch.status)
    if at > clock.now() + SLACK:
        raise NotThatTime
    rows = list(trips)
    staying = live_trips(batch).filter(departed_at=None).exclude(pk__in=[row.pk for row in rows]).exists()
    # With the last vehicle the whole batch leaves: nobody may stay behind who is neither seated nor taken off.
    faults = [one for row in rows for one in faults_of(batch, at, trip=row)] if staying else faults_of(batch, at)
    if faults:
        return faults
    if waiting := lock_passengers(batch, trip__in=rows, status__in=WAITING):
        raise StillOpen(len(waiting))
    who = acting(actor, DEPART, batch)
    for row in rows:
        row.departed_at = at
        row.save(update_fields=["departed_at"])
        record(DEPART, actor=who, subject=row, area=str(batch.area_id), source=source)
    if not staying:
        with step_of(batch, DEPART, actor=who, source=source):
            batch.departed_at = at
    return []
