"""Writes a plan of ways down: the trips of a batch, who travels in which of them and on which seat.

Called inside of `reach.whole`, with the batch locked; everything is written or nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from gangqiao.audit.events import record
from gangqiao.engine.routing.port import Plan, Route
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.transfers.actions.batches_counting import unclear
from gangqiao.transfers.actions.reach import lock_passengers
from gangqiao.transfers.models import Batch, Passenger, Trip, Vehicle, Ways
from gangqiao.transfers.policy.driving import PAPERS, back_at, holds_on
from gangqiao.transfers.reads.trips_planning import ends_of, live_trips, midnight_of
from gangqiao.transfers.routes_problem import Draft, Traveller
from gangqiao.transfers.routes_refusals import (
    BoardingHasBegun,
    HasDeparted,
    OutOfUse,
    PaperRunOut,
    VehicleElsewhere,
    WaysChanged,
)
from gangqiao.transfers.routes_seats import boarded, seats_for
from gangqiao.transfers.states import BEFORE_DEPARTURE, ON_THE_LIST, VehicleStatus

ROUTE = "transfers.route"
AT_A_TIME = 200  # rows of one statement

Units = list[list[list[Traveller]]]  # by visit, the units of people who board


@dataclass
class Way:
    """One route with the trip and vehicle it becomes. trip: None while it is a new one."""

    route: Route
    units: Units
    vehicle: int | None
    trip: Trip | None


def refuse_departed(batch: Batch) -> None:
    """Raise HasDeparted once nothing may be changed any more."""
    if batch.status not in BEFORE_DEPARTURE:
        raise HasDeparted


def keep_plan(batch: Batch, draft: Draft, plan: Plan, *, actor: Actor, source: str = "screen") -> list[Trip]:
    """Make the trips of a locked batch those of the plan, and give everybody trip and seat; those of before go.

    A trip whose vehicle drives again, or else one for each that is left over, stays the same row with its escorts.
    Where the same people go in the same vehicle as before, their seats stay: some were chosen by hand.
    Raises HasDeparted, BoardingHasBegun, WaysChanged, and what a vehicle is refused for.
    """
    refuse_departed(batch)
    people = {one.pk: one for one in lock_passengers(batch, status__in=list(ON_THE_LIST), alone=False)}
    others = Passenger.objects.filter(batch=batch, seat__isnull=False).exclude(status__in=list(ON_THE_LIST))
    if others.exists():
        raise BoardingHasBegun
    if any(one.pk not in people for some in draft.people for one in some):
        raise WaysChanged
    old = live_trips(batch)
    ways = _ways(draft, plan, old)
    vehicles = _locked_vehicles(ways)
    _unseat([one for one in people.values() if one.pk not in _staying(ways, people)])
    _give_up([trip for trip in old if all(way.trip is not trip for way in ways)])
    trips = [_written(batch, draft, way, vehicles) for way in _numbered(batch, ways)]
    _seat(people, draft, ways, trips)
    _note(batch, draft, plan)
    unclear(batch, "ways")
    record(ROUTE, actor=actor, subject=batch, fields=["trips"], source=source)
    return trips


def _ways(draft: Draft, plan: Plan, old: list[Trip]) -> list[Way]:
    """Vehicles and trips for the routes: the same trip for the same vehicle, then those that are left over."""
    by_pk = {trip.pk: trip for trip in old}
    by_vehicle = {trip.vehicle_id: trip for trip in old if trip.vehicle_id}
    left = {n: list(offer.vehicles) for n, offer in enumerate(draft.offers)}
    ways = []
    for route, units in zip(plan.routes, boarded(draft, plan.routes), strict=True):
        offer = draft.offers[route.vehicle]
        # Among vehicles that are alike first the one that has a trip here: it keeps its escorts.
        own = sorted(left[route.vehicle], key=lambda pk: (pk not in by_vehicle, pk))
        vehicle = own[0] if own else None
        if vehicle is not None:
            left[route.vehicle].remove(vehicle)
        trip = by_pk.get(offer.trip or 0) or by_vehicle.get(vehicle or 0)
        ways.append(Way(route, units, vehicle, trip))
    spare = [trip for trip in old if all(way.trip is not trip for way in ways)]
    for way in ways:
        if way.trip is None and spare:
            way.trip = spare.pop(0)
    return ways


def _locked_vehicles(ways: list[Way]) -> dict[int, Vehicle]:
    pks = [way.vehicle for way in ways if way.vehicle is not None]
    return {one.pk: one for one in Vehicle.objects.select_for_update().filter(pk__in=pks).order_by("pk")}


def _staying(ways: list[Way], people: dict[int, Passenger]) -> set[int]:
    """Who sits in the same vehicle with the same people as before."""
    found: set[int] = set()
    for way in ways:
        keys = {one.pk for visit in way.units for unit in visit for one in unit}
        if way.trip is not None and way.trip.vehicle_id == way.vehicle:
            before = {pk for pk, one in people.items() if one.trip_id == way.trip.pk}
            if before == keys and all(people[pk].seat for pk in keys):
                found |= keys
    return found


def _unseat(people: list[Passenger]) -> None:
    for start in range(0, len(people), AT_A_TIME):
        keys = [one.pk for one in people[start : start + AT_A_TIME]]
        Passenger.objects.filter(pk__in=keys).update(trip=None, seat=None)
    for one in people:
        one.trip_id, one.seat = None, None


def _give_up(trips: list[Trip]) -> None:
    """Trips that are in no plan any more: deleted, or only given up when something was recorded of them."""
    for trip in trips:
        is_told_of = trip.disinfections.exists() or trip.roll_calls.exists() or hasattr(trip, "handing")
        others = Passenger.objects.filter(trip=trip).exists()
        if is_told_of or others:
            trip.is_cancelled = True
            trip.revision += 1
            trip.save()
        else:
            trip.delete()


def _numbered(batch: Batch, ways: list[Way]) -> Iterator[Way]:
    """New trips get the lowest numbers that are free."""
    used = set(batch.trips.values_list("number", flat=True))
    for way in ways:
        if way.trip is None:
            number = next(n for n in range(1, len(used) + 2) if n not in used)
            used.add(number)
            way.trip = Trip(batch=batch, number=number)
        yield way


def _written(batch: Batch, draft: Draft, way: Way, vehicles: dict[int, Vehicle]) -> Trip:
    trip, offer, day = way.trip or Trip(batch=batch), draft.offers[way.route.vehicle], midnight_of(batch)
    at = day + timedelta(seconds=way.route.arrives)
    trip.starts_at = day + timedelta(seconds=way.route.leaves)
    trip.ends_at = ends_of(batch, draft.frame, at)
    trip.kind, trip.seats = offer.kind, offer.seats
    trip.drivers, trip.relief_seats = draft.frame.drivers, draft.frame.relief_seats
    named = trip.escorting.count() if trip.pk else 0
    free = offer.seats - trip.relief_seats - way.route.people
    trip.escorts = max(1, min(max(draft.frame.escorts, named), free))
    vehicle = vehicles.get(way.vehicle) if way.vehicle is not None else None
    come_back(trip, trip.back_at if trip.is_back_known and trip.vehicle_id == way.vehicle else None)
    if vehicle is not None:
        # Trips of the batch itself are written anew: none of them keeps this vehicle.
        refuse_vehicle(vehicle, trip, apart_from=batch.pk)
    put_vehicle(trip, vehicle)
    trip.route = [*_stops(draft, way, day), *_ends(batch, draft, at, trip.ends_at)]
    trip.metres = way.route.metres + draft.far_metres
    trip.cost = way.route.cost
    trip.revision += 1
    trip.save()
    return trip


def put_vehicle(trip: Trip, vehicle: Vehicle | None) -> None:
    """The vehicle of a trip with plate and driver as they are now; null: not given yet."""
    trip.vehicle = vehicle
    trip.plate = vehicle.plate if vehicle else ""
    trip.driver = vehicle.driver if vehicle else ""
    trip.driver_phone = vehicle.driver_phone if vehicle else None


def come_back(trip: Trip, known: datetime | None) -> None:
    """When the vehicle of a trip is back: as somebody knows it, if that is after the arrival; else by policy."""
    trip.is_back_known = known is not None and known >= trip.ends_at
    usual = back_at(trip.starts_at, trip.ends_at, timezone.localtime(trip.starts_at).date())
    trip.back_at = known if known is not None and trip.is_back_known else usual


def refuse_vehicle(vehicle: Vehicle, trip: Trip, *, apart_from: int | None = None) -> None:
    """Raise why a locked vehicle cannot drive a trip and come back. apart_from: a batch whose trips do not count."""
    if vehicle.status != VehicleStatus.IN_SERVICE:
        raise OutOfUse(vehicle.plate)
    last = timezone.localtime(trip.back_at).date()
    for paper in PAPERS:
        until = getattr(vehicle, paper)
        if not holds_on(until, last):
            raise PaperRunOut(vehicle.plate, paper, until)
    other = Trip.objects.filter(
        vehicle=vehicle, is_cancelled=False, starts_at__lt=trip.back_at, back_at__gt=trip.starts_at
    ).exclude(pk=trip.pk)
    if apart_from is not None:
        other = other.exclude(batch=apart_from)
    if clash := other.select_related("batch").first():
        raise VehicleElsewhere(vehicle.plate, clash.batch.number)


def _stops(draft: Draft, way: Way, day: datetime) -> list[dict[str, Any]]:
    """Pick-up points in order; two visits of the same point one after the other are one."""
    found: list[dict[str, Any]] = []
    for visit in way.route.visits:
        spot = draft.spots[visit.stop]
        times = {
            name: (day + timedelta(seconds=getattr(visit, name))).isoformat()
            for name in ("arrives", "begins", "leaves")
        }
        if found and found[-1]["pick_up"] == spot.key:
            found[-1] |= {"leaves": times["leaves"], "people": found[-1]["people"] + visit.people}
        else:
            found.append({"pick_up": spot.key, "name": spot.name, **times, "people": visit.people})
    return found


def _ends(batch: Batch, draft: Draft, at: datetime, ends: datetime) -> list[dict[str, Any]]:
    """The assembly place, and the destination where the vehicles drive on."""
    leaves = max(timezone.localtime(batch.departs_at), at) if draft.far_metres else at
    first = [_end(draft.frame.end.name, at, leaves)]
    if not draft.far_metres:
        return first
    name = batch.address or (batch.destination.name if batch.destination else "")
    return [*first, _end(name, ends, ends)]


def _end(name: str, arrives: datetime, leaves: datetime) -> dict[str, Any]:
    at = arrives.isoformat()
    return {"pick_up": None, "name": name, "arrives": at, "begins": at, "leaves": leaves.isoformat(), "people": 0}


def _seat(people: dict[int, Passenger], draft: Draft, ways: list[Way], trips: list[Trip]) -> None:
    """Trip, seat and pick-up point of everybody; who is on no way has none of the first two."""
    changed = []
    for way, trip in zip(ways, trips, strict=True):
        given = _seats(people, way, trip)
        for visit, units in zip(way.route.visits, way.units, strict=True):
            for row in (people[one.pk] for unit in units for one in unit):
                before = (row.trip_id, row.seat, row.pick_up_id)
                row.trip, row.seat, row.pick_up_id = trip, given[row.pk], draft.spots[visit.stop].key
                if before != (row.trip_id, row.seat, row.pick_up_id):
                    changed.append(row)
    Passenger.objects.bulk_update(changed, ["trip", "seat", "pick_up"], batch_size=AT_A_TIME)


def _seats(people: dict[int, Passenger], way: Way, trip: Trip) -> dict[int, int]:
    """The seats of a trip: those they have, if all have one that is there; else given anew."""
    units = [[one.pk for one in unit] for visit in way.units for unit in visit]
    rows = [people[pk] for unit in units for pk in unit]
    if all(row.seat and row.seat <= trip.places for row in rows):
        return {row.pk: row.seat or 0 for row in rows}
    _unseat([row for row in rows if row.seat])
    return seats_for(units, trip.places)


def _note(batch: Batch, draft: Draft, plan: Plan) -> None:
    left: Counter[tuple[int, str]] = Counter()
    for one in plan.unserved:
        left[draft.spots[one.stop].key, one.reason.value] += one.people
    routes = plan.routes
    Ways.objects.update_or_create(
        batch=batch,
        defaults={
            "left": [{"pick_up": key, "people": n, "reason": reason} for (key, reason), n in left.items()],
            "figures": {
                "people": sum(route.people for route in routes),
                "vehicles": len(routes),
                "metres": sum(route.metres for route in routes) + len(routes) * draft.far_metres,
                "cost": sum(route.cost for route in routes),
                **({"seconds": plan.solving["seconds"]} if "seconds" in plan.solving else {}),
            },
            "done_at": clock.now(),
        },
    )
