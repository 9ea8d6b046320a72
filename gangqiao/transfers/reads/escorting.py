"""The own trip of an escort: the manifest reaches across villages, so it opens by the name in `Escort`, not by area.

Who is named escort of a trip that is cleared or under way sees its passengers, as long as it is not handed over.
"""

from __future__ import annotations

from uuid import UUID

from gangqiao.audit.events import name_of
from gangqiao.audit.models import Event
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.scope import everywhere
from gangqiao.transfers.models import Batch, Certificate, Escort, Passenger, Trip
from gangqiao.transfers.states import PassengerStatus, Status

REASON = "an escort reads the manifest of the own trip"
UNDER_WAY = (Status.CLEARED, Status.DEPARTED, Status.ARRIVED)


def has_escorted(actor: Actor) -> bool:
    """Whether the user was ever named an escort."""
    return actor.user_id is not None and Escort.objects.filter(user=actor.user_id).exists()


def trips_of(actor: Actor) -> list[Trip]:
    """The trips that the user escorts now, the first to leave first: cleared or under way, not handed over.

    A clearance that was taken back leaves the manifest where it is: people stand at the door of the coach.
    """
    if actor.user_id is None:
        return []
    own = Trip.objects.filter(escorting__user=actor.user_id, is_cancelled=False, handing=None)
    own = own.filter(batch__status__in=(Status.LIST_LOCKED, *UNDER_WAY)).select_related(
        "batch__plan", "batch__destination"
    )
    return [trip for trip in own.order_by("starts_at", "pk") if is_shown(trip.batch)]


def is_shown(batch: Batch) -> bool:
    """Whether the batch is under way, or was cleared before and is to be cleared again."""
    if batch.status != Status.LIST_LOCKED:
        return batch.status in UNDER_WAY
    return Event.objects.filter(verb="transfers.unclear_batch", subject=name_of(batch)).exists()


def passengers_of(trip: Trip) -> list[Passenger]:
    """Who travels in it, by seat, with person and pick-up point. The caller has the trip from `trips_of`."""
    with everywhere(reason=REASON):
        found = Passenger.objects.filter(trip=trip).exclude(status=PassengerStatus.TAKEN_OFF)
        return list(found.select_related("person", "pick_up").order_by("seat", "pk"))


def certificates_of(passengers: list[Passenger]) -> dict[UUID, Certificate]:
    """The certificate that each bears, by passenger."""
    found = Certificate.objects.filter(passenger__in=[one.uuid for one in passengers], revoked_at=None)
    return {one.passenger: one for one in found}
