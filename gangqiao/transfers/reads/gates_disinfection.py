"""Whether a vehicle was disinfected for a trip. Names nobody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F, Max, Q
from django.db.models.functions import Coalesce

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.transfers.models import Disinfection, Trip
from gangqiao.transfers.policy.gates import PUBLIC_CARRIER
from gangqiao.transfers.policy.health import disinfected_from
from gangqiao.transfers.states import BEFORE_DEPARTURE, Status

AHEAD = timedelta(days=7)


def counts_from(trip: Trip) -> datetime:
    """Before this instant a disinfection does not count for a trip: the vehicle was on its way, or it is too old."""
    earliest = disinfected_from(trip.starts_at)
    if trip.vehicle_id is None:
        return earliest
    former = Trip.objects.filter(vehicle=trip.vehicle_id, starts_at__lt=trip.starts_at, is_cancelled=False).exclude(
        pk=trip.pk
    )
    over = former.aggregate(last=Max(Coalesce(F("arrived_at"), F("ends_at"))))["last"]
    return max(earliest, over) if over else earliest


def plate_of(trip: Trip) -> str:
    """The number plate of the vehicle a trip has now; "" when it has none yet."""
    return trip.vehicle.plate if trip.vehicle else trip.plate


def last_for(trip: Trip) -> Disinfection | None:
    """The last one that counts for the trip and the vehicle it has now; null: it is still to be done."""
    found = Disinfection.objects.filter(trip=trip, plate=plate_of(trip), at__gte=counts_from(trip))
    return found.order_by("-at", "-pk").first()


def is_disinfected(trip: Trip) -> bool:
    """True when the vehicle the trip has now was disinfected for it."""
    return last_for(trip) is not None


def disinfected(trips: Iterable[Trip]) -> set[int]:
    """Keys of the trips whose vehicle was disinfected for them (`is_disinfected`), with two questions for all."""
    rows = list(trips)
    if not rows:
        return set()
    since = {one.pk: disinfected_from(one.starts_at) for one in rows}
    recent = Q(ends_at__gte=min(since.values())) | Q(arrived_at__gte=min(since.values()))
    vehicles = {one.vehicle_id for one in rows if one.vehicle_id is not None}
    others = Trip.objects.filter(recent, vehicle__in=vehicles, is_cancelled=False).order_by()
    ends = list(others.values_list("pk", "vehicle_id", "starts_at", Coalesce(F("arrived_at"), F("ends_at"))))
    for one in rows:
        over = [end for pk, car, begun, end in ends if car == one.vehicle_id and begun < one.starts_at and pk != one.pk]
        since[one.pk] = max([since[one.pk], *over])
    plates = {one.pk: plate_of(one) for one in rows}
    done = Disinfection.objects.filter(trip__in=list(plates)).values_list("trip_id", "plate", "at")
    return {pk for pk, plate, at in done if plate == plates[pk] and at >= since[pk]}


def due(actor: Actor) -> list[Trip]:
    """The trips of batches that ask for it and leave within a week, or should have left, within the actor's reach."""
    rows = Trip.objects.filter(
        batch__gates__disinfection=True,
        batch__status__in=[s for s in BEFORE_DEPARTURE if s != Status.PLANNED],
        is_cancelled=False,
        departed_at=None,
        starts_at__lte=clock.now() + AHEAD,
    ).exclude(kind__in=PUBLIC_CARRIER)
    rows = rows.select_related("batch", "vehicle").order_by("starts_at", "number")
    return [row for row in rows if any(actor.may("transfers.disinfect", path) for path in row.paths)]


def last_agent(actor: Actor) -> str:
    """With what the reader disinfected last."""
    return (
        Disinfection.objects.filter(by=actor.name[:100]).order_by("-pk").values_list("agent", flat=True).first() or ""
    )
