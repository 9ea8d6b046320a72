"""Times of a route whose stops and their order are given. No solver takes part.

The earliest end is kept and the departure moved as late as it can be, so that nobody waits for nothing (forward slack:
Savelsbergh 1992). Pauses of the driver are made on the road where the rule asks for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from gangqiao.engine.routing.port import Load, Problem, Rest, Route, Vehicle, Visit


@dataclass
class Wheel:
    """How long a driver has been at the wheel since the last rest, and in all."""

    rest: Rest | None
    since_rest: int = 0
    driven: int = 0

    def drive(self, seconds: int) -> int:
        """Seconds until arrival, with the pauses that must be made under way."""
        self.driven += seconds
        if self.rest is None:
            return seconds
        pauses = max(0, self.since_rest + seconds - 1) // self.rest.after if seconds else 0
        self.since_rest = self.since_rest + seconds - pauses * self.rest.after
        return seconds + pauses * self.rest.pause

    def stand(self, seconds: int) -> None:
        if self.rest is not None and seconds >= self.rest.pause:
            self.since_rest = 0


def run(problem: Problem, vehicle: Vehicle, loads: Sequence[Load], leaves: int) -> tuple[list[Visit], int, int]:
    """The visits, the arrival and the seconds at the wheel. Windows are waited for, lateness is kept."""
    now, place, wheel, visits = leaves, problem.start_of(vehicle), Wheel(vehicle.rest), []
    for load in loads:
        stop = problem.stops[load.stop]
        arrives = now + wheel.drive(problem.way(place, stop.row)[1])
        begins = max(arrives, stop.earliest)
        now, place = begins + stop.service, stop.row
        wheel.stand(now - arrives)
        visits.append(Visit(load.stop, load.people, arrives, begins, now, load.parties))
    return visits, now + wheel.drive(problem.way(place, problem.destination.row)[1]), wheel.driven


def timed(problem: Problem, number: int, loads: Sequence[Load]) -> Route:
    """The route of a vehicle of kind `number`, with its times, metres and cost. It may be late: `check` says so."""
    vehicle = problem.vehicles[number]
    visits, arrives, _ = run(problem, vehicle, loads, vehicle.earliest)
    leaves = vehicle.earliest + slack(problem, visits, arrives)
    if leaves > vehicle.earliest:
        later, end, _ = run(problem, vehicle, loads, leaves)
        is_as_good = max(end, problem.destination.earliest) == max(arrives, problem.destination.earliest)
        if is_as_good and not _late(problem, later):
            visits, arrives = later, end
        else:
            leaves = vehicle.earliest
    arrives = max(arrives, problem.destination.earliest)
    metres = length(problem, vehicle, loads)
    return Route(number, leaves, tuple(visits), arrives, metres, price(vehicle, metres))


def slack(problem: Problem, visits: Sequence[Visit], arrives: int) -> int:
    """By how much the departure may move without a later end: waiting that can be saved, within the windows."""
    waited, least = 0, None
    for visit in visits:
        waited += visit.begins - visit.arrives
        room = waited + problem.stops[visit.stop].latest - visit.begins
        least = room if least is None else min(least, room)
    waited += max(0, problem.destination.earliest - arrives)
    return max(0, min(waited, least if least is not None else 0))


def _late(problem: Problem, visits: Sequence[Visit]) -> bool:
    return any(visit.begins > problem.stops[visit.stop].latest for visit in visits)


def length(problem: Problem, vehicle: Vehicle, loads: Sequence[Load] | Sequence[Visit]) -> int:
    """Metres from the start over the stops to the destination."""
    rows = [problem.start_of(vehicle), *(problem.stops[load.stop].row for load in loads), problem.destination.row]
    return sum(problem.way(a, b)[0] for a, b in pairwise(rows))


def price(vehicle: Vehicle, metres: int) -> int:
    """Cents of one trip: the fixed cost and the kilometres, half a cent rounded up."""
    return vehicle.cost + (metres * vehicle.cost_per_km + 500) // 1000


def loads_of(route: Route) -> list[Load]:
    return [Load(visit.stop, visit.people, visit.parties) for visit in route.visits]


def retimed(problem: Problem, route: Route) -> Route:
    """The same vehicle and stops with the times and the cost that follow."""
    return timed(problem, route.vehicle, loads_of(route))
