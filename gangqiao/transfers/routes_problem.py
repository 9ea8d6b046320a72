"""From people at pick-up points and vehicles to a problem of the engine. No database."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np

from gangqiao.engine.routing.port import END_OF_TIME, UNLIMITED, Destination, Matrix, Objective, Problem, Stop, Vehicle
from gangqiao.engine.routing.roads import over_the_earth
from gangqiao.places.distances import WINDING_BETWEEN_PREFECTURES, WINDING_IN_MOUNTAINS, WINDING_ON_THE_PLAIN
from gangqiao.transfers.policy import driving
from gangqiao.transfers.policy.driving import Hours

HOUR = 3600
# The vehicle comes from its yard so long before the first people board.
YARD_BEFORE = 2 * HOUR


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is asked of a plan.

    through   the vehicles drive from the villages to the destination, and do not meet at the assembly place
    hire      coaches that are not in the list may be planned with, as many as needed
    first     earliest boarding, minutes after midnight; seconds: time for the search
    """

    through: bool = False
    hire: bool = False
    first: int = 330
    seconds: float = 10

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Wishes:
        return cls(**{key: kept[key] for key in ("through", "hire", "first", "seconds") if key in kept})


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map. key: number of the pick-up point, 0 for another; village: path of its division."""

    key: int
    name: str
    longitude: float
    latitude: float
    in_mountains: bool = False
    village: str = ""


@dataclass(frozen=True, slots=True)
class Traveller:
    """Somebody on the list. spot: number of the pick-up point; together: same text, same vehicle; "" alone."""

    pk: int
    spot: int
    together: str = ""
    trip: int | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """Vehicles that are alike. vehicles: their numbers; none: to be hired. trip: the one it drives already, or null."""

    kind: str
    seats: int
    cost: int
    cost_per_km: int
    vehicles: tuple[int, ...] = ()
    trip: int | None = None
    is_hired: bool = False

    @property
    def number(self) -> int:
        return UNLIMITED if self.is_hired and self.trip is None else max(1, len(self.vehicles))


@dataclass(frozen=True)
class Frame:
    """What holds for the whole plan.

    end       the assembly place, or the destination when the vehicles go through; yard: where they stand in the morning
    latest    seconds of the day until which all are at the end
    far_km    from the end on to the destination; 0: the plan ends at its end
    day       of departure: its rules hold
    drivers   who take turns; relief_seats: seats that those of them take who ride along
    driving   most seconds at the wheel until the end is reached, for the drivers of one vehicle
    """

    end: Spot
    yard: Spot
    latest: int
    wishes: Wishes
    hours: Hours
    speed_here: float
    speed_far: float
    escorts: int
    day: date
    far_km: float = 0.0
    drivers: int = 1
    relief_seats: int = 0
    driving: int = END_OF_TIME

    @property
    def taken(self) -> int:
        """Seats of each vehicle that no passenger gets."""
        return self.escorts + self.relief_seats


@dataclass(frozen=True)
class Draft:
    """A problem with the people behind its numbers. spots, people: by stop; offers: by vehicle of the problem."""

    problem: Problem
    spots: list[Spot]
    people: list[list[Traveller]]
    offers: list[Offer]
    frame: Frame
    parties: list[list[list[Traveller]]] = field(default_factory=list)

    @property
    def far_metres(self) -> int:
        return round(self.frame.far_km * 1000)


def draft_of(
    frame: Frame,
    spots: Iterable[Spot],
    travellers: Iterable[Traveller],
    offers: Sequence[Offer],
    boarding: Any,
    *,
    by_trip: bool = False,
) -> Draft:
    """The problem of these people and vehicles.

    boarding  people -> seconds a vehicle stands where so many wait
    by_trip   a stop for each vehicle people of a pick-up point are in: who is in which must not change by itself.
              Else one stop, and people of one village go in one vehicle where they fit into one
    """
    waiting = _by_trip(travellers) if by_trip else _boarding_together(list(travellers))
    by_key = {spot.key: spot for spot in spots}
    keys = [key for key in sorted(waiting, key=lambda key: (key[0], key[1] or 0)) if key[0] in by_key]
    kept = [by_key[key[0]] for key in keys]
    people = [sorted(waiting[key], key=lambda one: (one.together == "", one.together, one.pk)) for key in keys]
    parties = [_parties(some) for some in people]
    metres, seconds = _ways(frame, kept)
    frame = _manned(frame, seconds)
    most = max((offer.seats - frame.taken for offer in offers), default=0)
    stops = _stops(frame, kept, people, parties, boarding, {} if by_trip else _groups(kept, people, most))
    vehicles = tuple(_vehicle(frame, offer) for offer in offers)
    free = all(one.cost == 0 and one.cost_per_km == 0 for one in vehicles)
    problem = Problem(
        destination=Destination(0, frame.end.name, latest=frame.latest),
        stops=stops,
        vehicles=vehicles,
        metres=metres,
        seconds=seconds,
        objective=Objective.VEHICLES if free else Objective.COST,
    )
    return Draft(problem, kept, people, list(offers), frame, parties)


def _manned(frame: Frame, seconds: Matrix) -> Frame:
    """With as many drivers as the way asks for, and the time at the wheel they have left for the villages.

    One number of drivers for all vehicles: it is fixed before the ways are, for it takes seats. So many drive that the
    farthest village can be fetched, and that there is time for some more.
    """
    goes_through, hours = frame.wishes.through, frame.hours.driving
    if not frame.far_km and not goes_through:
        return replace(frame, driving=hours)
    far = round(frame.far_km / frame.speed_far * HOUR)
    alone = int((seconds[1, 2:] + seconds[2:, 0]).max(initial=0))
    some = driving.NUMBERS.on(frame.day).fetch_minutes * 60
    if goes_through:
        some += int(seconds[2:, 0].max(initial=0))
    needed = far + max(alone, some)
    drivers = driving.drivers_for(needed, frame.day)
    # A way of more than a day is driven by those who make up a day: the next one they begin anew.
    most = drivers * hours - far if needed <= driving.most_in_a_day(frame.day) else END_OF_TIME
    return replace(
        frame,
        drivers=drivers,
        relief_seats=driving.relief_seats(drivers, frame.day),
        driving=most if goes_through else min(hours, most),
    )


def _stops(
    frame: Frame,
    spots: Sequence[Spot],
    people: Sequence[Sequence[Traveller]],
    parties: Sequence[Sequence[Sequence[Traveller]]],
    boarding: Any,
    groups: dict[str, str],
) -> tuple[Stop, ...]:
    return tuple(
        Stop(
            id=str(n),
            row=n + 2,
            people=len(people[n]),
            name=spot.name,
            earliest=frame.wishes.first * 60,
            service=boarding(len(people[n])),
            parties=tuple(len(party) for party in parties[n]),
            group=groups.get(spot.village, ""),
        )
        for n, spot in enumerate(spots)
    )


Waiting = dict[tuple[int, int | None], list[Traveller]]  # by pick-up point, and trip where that must be kept


def _by_trip(travellers: Iterable[Traveller]) -> Waiting:
    found: Waiting = defaultdict(list)
    for one in travellers:
        found[one.spot, one.trip].append(one)
    return found


def _boarding_together(travellers: list[Traveller]) -> Waiting:
    """Who goes together boards where the first of them boards."""
    first: dict[str, int] = {}
    for one in sorted(travellers, key=lambda one: one.pk):
        if one.together:
            first.setdefault(one.together, one.spot)
    found: Waiting = defaultdict(list)
    for one in travellers:
        found[first.get(one.together, one.spot) if one.together else one.spot, None].append(one)
    return found


def _parties(people: Sequence[Traveller]) -> list[list[Traveller]]:
    """Those who do not part, two or more of them."""
    found: dict[str, list[Traveller]] = defaultdict(list)
    for one in people:
        if one.together:
            found[one.together].append(one)
    return [party for party in found.values() if len(party) > 1]


def _groups(spots: Sequence[Spot], people: Sequence[Sequence[Traveller]], most: int) -> dict[str, str]:
    """Villages whose people fit into one vehicle."""
    many: Counter[str] = Counter()
    for spot, some in zip(spots, people, strict=True):
        many[spot.village] += len(some)
    return {village: village for village, n in many.items() if village and n <= most}


def _vehicle(frame: Frame, offer: Offer) -> Vehicle:
    # What the way from the end to the destination costs is the same wherever people board: a part of the fixed cost.
    far = round(frame.far_km * offer.cost_per_km)
    goes_through = frame.wishes.through
    return Vehicle(
        kind=offer.kind,
        seats=offer.seats,
        number=offer.number,
        cost=offer.cost + far,
        cost_per_km=offer.cost_per_km,
        start=1,
        earliest=max(0, frame.wishes.first * 60 - YARD_BEFORE),
        # Through to a far destination drivers take turns; each of them keeps the hours.
        shift=END_OF_TIME if goes_through else frame.hours.shift,
        driving=frame.driving,
        rest=frame.hours.rest,
        escorts=frame.taken,
    )


def _ways(frame: Frame, spots: Sequence[Spot]) -> tuple[Matrix, Matrix]:
    """Metres and seconds between the end (row 0), the yard (row 1) and the pick-up points."""
    every = [frame.end, frame.yard, *spots]
    straight = over_the_earth([(spot.longitude, spot.latitude) for spot in every], winding=1.0)
    steep = np.array([spot.in_mountains for spot in every])
    winding = np.where(steep[:, None] | steep[None, :], WINDING_IN_MOUNTAINS, WINDING_ON_THE_PLAIN)
    speed = np.full(straight.shape, frame.speed_here)
    if frame.wishes.through:
        winding[0, :] = winding[:, 0] = WINDING_BETWEEN_PREFECTURES
        speed[0, :] = speed[:, 0] = frame.speed_far
    metres: Matrix = np.rint(straight * winding).astype(np.int64)
    np.fill_diagonal(metres, 0)
    seconds: Matrix = np.ceil(metres * 3.6 / speed - 1e-9).astype(np.int64)
    return metres, seconds
