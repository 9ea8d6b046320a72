"""What still keeps a batch or a vehicle from leaving, each in a sentence. The same list is shown and enforced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gangqiao.kernel import clock
from gangqiao.kernel.words import Say
from gangqiao.transfers.models import Batch, Trip, Vehicle
from gangqiao.transfers.policy.gates import PUBLIC_CARRIER
from gangqiao.transfers.reads.gates_disinfection import disinfected
from gangqiao.transfers.reads.whole import Standing, certified, standing
from gangqiao.transfers.states import PassengerStatus, VehicleStatus

S = PassengerStatus


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not right. many: how many people it is about; 0: none. trip: whose; null: the batch's."""

    code: str
    says: Any
    many: int = 0
    trip: int | None = None


def faults_of(batch: Batch, at: datetime | None = None, *, trip: Trip | None = None) -> list[Fault]:
    """Everything that is not as it must be at an instant (now); none: it may leave. `trip`: of one vehicle alone.

    Vehicles that have left are behind it, with the people in them.
    """
    moment = at or clock.now()
    trips = list(_live(batch))
    people = _ahead(batch)
    if trip is not None:
        trips, people = [one for one in trips if one.pk == trip.pk], [p for p in people if p.trip == trip.pk]
    found = list(_of_people(batch, people, {one.pk: one for one in trips}, moment))
    elsewhere, clean = _elsewhere(trips), disinfected(trips)
    for one in trips:
        found += _of_trip(one, batch, moment, elsewhere, clean)
    return found


def _live(batch: Batch) -> Any:
    """The trips of a batch that are still here."""
    rows = batch.trips.filter(is_cancelled=False, departed_at=None)
    return rows.select_related("vehicle").prefetch_related("escorting")


def _elsewhere(trips: list[Trip]) -> set[int]:
    """Those of these trips whose vehicle is on another live trip, or on its way back, for a moment of them."""
    if not trips:
        return set()
    first, last = min(one.starts_at for one in trips), max(one.back_at for one in trips)
    vehicles = {one.vehicle_id for one in trips if one.vehicle_id is not None}
    near = Trip.objects.filter(vehicle__in=vehicles, is_cancelled=False, starts_at__lt=last, back_at__gt=first)
    spans: dict[int | None, list[tuple[int, datetime, datetime]]] = {}
    for vehicle, *span in near.values_list("vehicle_id", "pk", "starts_at", "back_at"):
        spans.setdefault(vehicle, []).append(tuple(span))
    return {
        one.pk
        for one in trips
        for pk, starts, back in spans.get(one.vehicle_id, ())
        if pk != one.pk and starts < one.back_at and back > one.starts_at
    }


def _ahead(batch: Batch) -> list[Standing]:
    gone = set(batch.trips.filter(departed_at__isnull=False).values_list("pk", flat=True))
    live = (S.REGISTERED, S.CONFIRMED, S.CLEARED, S.HELD, S.BOARDED)
    return [one for one in standing(batch.pk) if one.status in live and one.trip not in gone]


def _of_people(batch: Batch, people: list[Standing], trips: dict[int, Trip], moment: datetime) -> Iterator[Fault]:
    count = Counter(one.status for one in people)
    if many := count[S.REGISTERED]:
        yield Fault("no_consent", Say("Have not said yes: %(many)s.", many=many), many)
    if many := count[S.HELD]:
        yield Fault("held", Say("Are held back: %(many)s.", many=many), many)
    if many := count[S.CONFIRMED]:
        yield Fault("not_checked", Say("Are not checked: %(many)s.", many=many), many)
    through = [one for one in people if one.status in (S.CLEARED, S.BOARDED)]
    if batch.gates.get("health", False):
        valid = certified((one.pk for one in through), moment)
        if many := sum(one.pk not in valid for one in through):
            yield Fault("run_out", Say("Health check missing or run out: %(many)s.", many=many), many)
    if many := sum(not _is_seated(one, trips) for one in through if not one.alone):
        yield Fault("no_seat", Say("Have no seat: %(many)s.", many=many), many)


def _is_seated(one: Standing, trips: dict[int, Trip]) -> bool:
    trip = trips.get(one.trip) if one.trip is not None else None
    return trip is not None and one.seat is not None and 1 <= one.seat <= trip.places


def _of_trip(trip: Trip, batch: Batch, moment: datetime, elsewhere: set[int], clean: set[int]) -> list[Fault]:
    found: list[tuple[str, Any]] = []
    if trip.kind not in PUBLIC_CARRIER:
        found += _of_vehicle(trip, moment, trip.pk in elsewhere)
        if batch.gates.get("disinfection", False) and trip.pk not in clean:
            found.append(("not_disinfected", Say("Vehicle %(number)s is not disinfected.", number=trip.number)))
    if not trip.escorting.all():  # read with the trips
        found.append(("no_escort", Say("Vehicle %(number)s has no escort.", number=trip.number)))
    return [Fault(code, says, trip=trip.pk) for code, says in found]


def _of_vehicle(trip: Trip, moment: datetime, is_elsewhere: bool) -> Iterator[tuple[str, Any]]:
    vehicle = trip.vehicle
    if vehicle is None:
        yield "no_vehicle", Say("Trip %(number)s has no vehicle.", number=trip.number)
        return
    day = max(clock.day_of(moment), clock.day_of(trip.back_at))
    if vehicle.status != VehicleStatus.IN_SERVICE or not is_licensed(vehicle, day):
        yield (
            "not_licensed",
            Say(
                "Vehicle %(number)s, %(plate)s: licence, insurance or driver's licence is missing or runs out.",
                number=trip.number,
                plate=vehicle.plate,
            ),
        )
    if trip.seats > vehicle.seats:
        yield (
            "too_small",
            Say(
                "Vehicle %(number)s, %(plate)s, has fewer seats than its trip.", number=trip.number, plate=vehicle.plate
            ),
        )
    if is_elsewhere:
        yield (
            "overlaps",
            Say(
                "Vehicle %(number)s, %(plate)s, is on another trip at that time, or on its way back.",
                number=trip.number,
                plate=vehicle.plate,
            ),
        )


def is_licensed(vehicle: Vehicle, day: date) -> bool:
    """True when licence, insurance and driver are known to be valid on a day. What is not known is not valid."""
    until: Iterable[date | None] = (vehicle.licence_until, vehicle.insured_until, vehicle.driver_until)
    return bool(vehicle.driver) and all(one is not None and one >= day for one in until)
