"""What a plan of ways is made from: people of the whole batch by pick-up point, vehicles that are free, the places.

Everything about people is read inside of `actions.reach.whole`: a batch is planned as a whole, wherever they live.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from gangqiao.engine.routing.port import END_OF_TIME, Load, Plan, Problem, Reason, Route, Unserved
from gangqiao.engine.routing.timing import timed
from gangqiao.kernel.paths import ancestors_of, upper_bound
from gangqiao.places.distances import (
    RADIUS_KM,
    Place,
    distance_between,
    estimated_point,
    places_of,
)
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.transfers.models import Batch, Passenger, PickUp, Trip, Vehicle
from gangqiao.transfers.policy import driving
from gangqiao.transfers.routes_problem import Draft, Frame, Offer, Spot, Traveller, Wishes
from gangqiao.transfers.routes_refusals import NoPlaceKnown
from gangqiao.transfers.states import ON_THE_LIST, VehicleStatus

ROAD_KINDS = ("coach", "midibus", "minibus")
VILLAGE = KEY_LENGTH[Level.VILLAGE]
HIRED = "coach"


def village_of(area: str) -> str:
    """The village of a group or a village; of what lies above, itself."""
    return area[:VILLAGE]


def midnight_of(batch: Batch) -> datetime:
    """The beginning of the day of departure, in the county's time."""
    return timezone.localtime(batch.departs_at).replace(hour=0, minute=0, second=0, microsecond=0)


def on_the_way(batch: Batch) -> Any:
    """Rows of those who travel with the batch and are on its list."""
    return Passenger.objects.filter(batch=batch, status__in=[str(s) for s in ON_THE_LIST], alone=False)


def travellers_of(batch: Batch) -> list[Traveller]:
    """Everybody on the list who travels with the batch and has a pick-up point."""
    rows = on_the_way(batch).exclude(pick_up=None).order_by("pk")
    return [Traveller(*row) for row in rows.values_list("pk", "pick_up_id", "together", "trip_id")]


def spots_of(points: Iterable[PickUp]) -> list[Spot]:
    """Where pick-up points lie: their own place, else that of their village. Raises NoPlaceKnown."""
    rows = list(points)
    places = places_of({str(row.area_id) for row in rows})
    found = []
    for row in rows:
        place = places.get(str(row.area_id))
        at = (row.longitude, row.latitude)
        if row.longitude is None or row.latitude is None:
            if place is None:
                raise NoPlaceKnown(row.name)
            at = _point_of(place)
        steep = place is not None and place.in_mountains
        found.append(Spot(row.pk, row.name, float(at[0] or 0), float(at[1] or 0), steep, village_of(str(row.area_id))))
    return found


def _point_of(place: Place) -> tuple[float, float]:
    """The place of a division; where only one above it is known, the point around that is always the same."""
    if place.found_at == place.key:
        return place.longitude, place.latitude
    return estimated_point(place.key, place.longitude, place.latitude, RADIUS_KM[Level.VILLAGE])


def frame_of(batch: Batch, wishes: Wishes) -> Frame:
    """Where and until when all are brought, and how far it is from there. Raises NoPlaceKnown."""
    day, p = midnight_of(batch).date(), driving.NUMBERS.on(midnight_of(batch).date())
    keys = [str(batch.area_id), *([str(batch.destination_id)] if batch.destination_id else [])]
    places = places_of(keys)
    if keys[0] not in places:
        raise NoPlaceKnown(batch.area.name)
    home, far = _spot(places[keys[0]], batch.assembly), places.get(keys[-1]) if len(keys) > 1 else None
    distance = distance_between(places[keys[0]], far) if far is not None else None
    drives_on = batch.mode == "coach" and distance is not None
    through = wishes.through and drives_on and far is not None
    at = int((batch.departs_at - midnight_of(batch)).total_seconds())
    return Frame(
        end=_spot(far, batch.address) if through and far is not None else home,
        yard=home,
        latest=END_OF_TIME if through else at,
        wishes=wishes if through == wishes.through else Wishes(False, wishes.hire, wishes.first, wishes.seconds),
        hours=driving.hours_on(day),
        speed_here=float(p.speed_here),
        speed_far=float(p.speed_far),
        escorts=int(p.escorts),
        day=day,
        far_km=distance.km if drives_on and distance is not None and not through else 0.0,
    )


def _spot(place: Place, name: str) -> Spot:
    return Spot(0, name or place.name, place.longitude, place.latitude, place.in_mountains)


def ends_of(batch: Batch, frame: Frame, arrives: datetime) -> datetime:
    """When a vehicle that is at the end then has brought its people where it brings them."""
    if not frame.far_km:
        return arrives
    leaves = max(timezone.localtime(batch.departs_at), arrives)
    return driving.arrival(leaves, frame.far_km, leaves.date())


# --- vehicles ---------------------------------------------------------------------------------------------------------


def free_vehicles(batch: Batch, starts: datetime, back: datetime, far_km: float = 0.0) -> list[Vehicle]:
    """Vehicles in service that reach the batch, whose papers hold until they are back, and that are on no other trip.

    far_km  how far they go; small buses do not go far
    """
    above = list(ancestors_of(str(batch.area_id)))
    first, last = timezone.localtime(starts).date(), timezone.localtime(back).date()
    kinds = ROAD_KINDS if far_km <= driving.NUMBERS.on(first).small_bus_km else ROAD_KINDS[:1]
    papers = {f"{paper}__gte": max(first, last) for paper in driving.PAPERS}
    rows = Vehicle.objects.filter(
        Q(area__in=above) | Q(area_id__gte=str(batch.area_id), area_id__lt=upper_bound(str(batch.area_id))),
        status=VehicleStatus.IN_SERVICE, kind__in=kinds, **papers,
    )  # fmt: skip
    return list(rows.exclude(pk__in=_busy(batch, starts, back)).order_by("pk"))


def _busy(batch: Batch, starts: datetime, back: datetime) -> list[int]:
    """Vehicles on trips of other batches at that time, or on their way back from one."""
    rows = Trip.objects.filter(is_cancelled=False, starts_at__lt=back, back_at__gt=starts, vehicle__isnull=False)
    return [int(pk) for pk in rows.exclude(batch=batch).values_list("vehicle_id", flat=True) if pk]


def time_taken(batch: Batch, frame: Frame) -> tuple[datetime, datetime, float]:
    """From when until when a vehicle is needed with its way back, before the ways are known.

    And for how many km beyond the villages.
    """
    starts = midnight_of(batch) + timedelta(minutes=max(0, frame.wishes.first - 120))
    leaves = timezone.localtime(batch.departs_at)
    far = frame.far_km
    if frame.wishes.through and batch.destination_id:
        places = places_of([str(batch.area_id), str(batch.destination_id)])
        distance = distance_between(places[str(batch.area_id)], places[str(batch.destination_id)])
        far = distance.km if distance else 0.0
    ends = driving.arrival(leaves, far, leaves.date()) if far else leaves
    starts = min(starts, leaves - timedelta(hours=2))
    return starts, driving.back_at(starts, max(ends, leaves), starts.date()), far


def offers_of(vehicles: Iterable[Vehicle], wishes: Wishes, day: Any) -> list[Offer]:
    """Vehicles that are alike as one offer each; with `hire` also coaches that can be had from outside."""
    alike: dict[tuple[str, int, int, int], list[int]] = defaultdict(list)
    for one in vehicles:
        alike[one.kind, one.seats, one.cost, one.cost_per_km].append(one.pk)
    found = [Offer(*key, vehicles=tuple(pks)) for key, pks in alike.items()]
    if wishes.hire:
        p = driving.NUMBERS.on(day)
        hired = Offer(HIRED, int(p.hired_seats), int(p.hired_cost), int(p.hired_cost_per_km), is_hired=True)
        found.append(hired)
    return found


def offer_of(trip: Trip, day: Any) -> Offer:
    """The vehicle a trip has, or the kind it waits for."""
    vehicle = trip.vehicle
    if vehicle is None:
        p = driving.NUMBERS.on(day)
        return Offer(trip.kind, trip.seats, int(p.hired_cost), int(p.hired_cost_per_km), trip=trip.pk, is_hired=True)
    return Offer(vehicle.kind, vehicle.seats, vehicle.cost, vehicle.cost_per_km, (vehicle.pk,), trip.pk)


# --- a plan that is kept, as the engine sees it -----------------------------------------------------------------------


def live_trips(batch: Batch) -> list[Trip]:
    """The trips of a batch that are not given up, in the order of their numbers."""
    return list(batch.trips.filter(is_cancelled=False).select_related("vehicle").order_by("number"))


def plan_of(draft: Draft, trips: list[Trip], left: Iterable[dict[str, Any]]) -> Plan:
    """The kept ways as a plan of the engine: one route a trip, one visit for each of its pick-up points."""
    reasons = {row["pick_up"]: Reason(row["reason"]) for row in left if row["reason"] in list(Reason)}
    by_trip: dict[int | None, list[int]] = defaultdict(list)
    for stop, people in enumerate(draft.people):
        by_trip[people[0].trip].append(stop)
    routes = []
    for number, trip in enumerate(trips):
        order = {entry["pick_up"]: n for n, entry in enumerate(trip.route) if entry["pick_up"] is not None}
        stops = sorted(by_trip.get(trip.pk, []), key=lambda stop: order.get(draft.spots[stop].key, len(order)))
        routes.append(_route(draft.problem, number, stops))
    unserved = tuple(
        Unserved(stop, len(draft.people[stop]), reasons.get(draft.spots[stop].key, Reason.BY_HAND), _sizes(draft, stop))
        for stop in by_trip.get(None, [])
    )
    return Plan(tuple(routes), unserved, sum(route.cost for route in routes))


def _sizes(draft: Draft, stop: int) -> tuple[int, ...]:
    return draft.problem.stops[stop].parties


def _route(problem: Problem, vehicle: int, stops: list[int]) -> Route:
    return timed(problem, vehicle, [Load(n, problem.stops[n].people, problem.stops[n].parties) for n in stops])
