"""A vehicle is disinfected before each trip (R121)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.formats import date_format

from gangqiao.audit.events import record
from gangqiao.audit.steps import require
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.transfers.actions.reach import lock_batch, whole
from gangqiao.transfers.models import Disinfection, Trip
from gangqiao.transfers.reads.gates_disinfection import counts_from, plate_of
from gangqiao.transfers.refusals_gates import DisinfectionIsOff, NoAgent, NotBeforeThisTrip, NoVehicleYet, TripOver

DISINFECT = "transfers.disinfect"


def disinfect(trip_uuid: UUID, agent: str, at: datetime, *, actor: Actor, source: str = "screen") -> Disinfection:
    """Record that the vehicle of a trip was disinfected for it: after its former trip, not too long before this one.

    A second vehicle given to the trip needs its own. Raises Trip.DoesNotExist, NotYourVerb, DisinfectionIsOff,
    NoVehicleYet, TripOver, NotBeforeThisTrip, NoAgent.
    """
    if not agent.strip():
        raise NoAgent
    found = Trip.objects.select_related("batch").get(uuid=trip_uuid)
    require(actor, DISINFECT, found)
    with whole():
        batch = lock_batch(found.batch_id)
        trip = Trip.objects.select_related("vehicle").get(pk=found.pk)
        if not batch.gates.get("disinfection", False):
            raise DisinfectionIsOff
        if not plate_of(trip):
            raise NoVehicleYet
        if trip.is_cancelled or trip.departed_at is not None:
            raise TripOver
        since = counts_from(trip)
        if not since <= at <= clock.now():
            raise NotBeforeThisTrip(date_format(since.astimezone(clock.TZ), "Y-m-d H:i"))
        made: Disinfection = Disinfection.objects.create(
            trip=trip, plate=plate_of(trip), at=at, agent=agent.strip()[:40], by=actor.name[:100]
        )
        record(DISINFECT, actor=actor, subject=made, area=str(batch.area_id), source=source)
    return made
