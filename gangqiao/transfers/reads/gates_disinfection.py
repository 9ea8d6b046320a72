"""Whether a vehicle was disinfected for a trip. Names nobody."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Max
from django.db.models.functions import Coalesce

from gangqiao.transfers.models import Disinfection, Trip
from gangqiao.transfers.policy.health import disinfected_from


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
