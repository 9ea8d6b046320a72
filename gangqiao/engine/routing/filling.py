"""People who stay because the fleet is full are put on free seats, cut smaller than the search had them.

The search keeps a village's people together. Where the alternative is that they stay, they are parted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from gangqiao.engine.routing.port import Load, Plan, Problem, Reason, Route, Unserved
from gangqiao.engine.routing.splitting import Remainder
from gangqiao.engine.routing.timing import loads_of, run, timed


def fill(problem: Problem, plan: Plan) -> tuple[list[Route], list[Unserved]]:
    """Routes and who stays, after all free seats were offered; the cheapest detour first. Groups are not parted."""
    routes, stays = list(plan.routes), []
    for unserved in plan.unserved:
        if unserved.reason != Reason.FLEET or problem.stops[unserved.stop].group:
            stays.append(unserved)
            continue
        left = Remainder.of(unserved)
        while left.people and _seat_some(problem, routes, left):
            pass
        if left.people:
            stays.append(Unserved(unserved.stop, left.people, Reason.FLEET, tuple(sorted(left.parties))))
    return routes, stays


def _seat_some(problem: Problem, routes: list[Route], left: Remainder) -> bool:
    """Put as many as one vehicle takes on it, a vehicle not used yet where no other can; False if none can."""
    unused = [] if (ways := list(_detours(problem, routes, left))) else _unused(problem, routes)
    for _, number, place in sorted(ways or _detours(problem, unused, left)):
        route = (unused or routes)[number]
        load = left.part(_free(problem, route))
        if load is None:
            continue
        joined = _joined(problem, route, load, place)
        if unused:
            routes.append(joined)
        else:
            routes[number] = joined
        return True
    return False


def _unused(problem: Problem, routes: Sequence[Route]) -> list[Route]:
    """One empty route for each kind that has a vehicle left."""
    used = Counter(route.vehicle for route in routes)
    return [timed(problem, n, []) for n, vehicle in enumerate(problem.vehicles) if used[n] < vehicle.number]


def _free(problem: Problem, route: Route) -> int:
    return problem.vehicles[route.vehicle].places - route.people


def _detours(problem: Problem, routes: Sequence[Route], left: Remainder) -> Iterator[tuple[tuple[int, int], int, int]]:
    """Cents and the negative number of free seats, the route and the place in it, for each that may be."""
    for number, route in enumerate(routes):
        free = _free(problem, route)
        if free < left.smallest:
            continue
        for place in range(len(route.visits) + 1):
            tried = _joined(problem, route, Load(left.number, 1), place)
            if is_allowed(problem, tried):
                yield (tried.cost - route.cost, -free), number, place


def _joined(problem: Problem, route: Route, load: Load, place: int) -> Route:
    """The route with a load more; people of a stop at which it stands just there anyway board together."""
    loads = loads_of(route)
    for at in (place - 1, place):
        if 0 <= at < len(loads) and loads[at].stop == load.stop:
            both = tuple(sorted((*loads[at].parties, *load.parties)))
            loads[at] = Load(load.stop, loads[at].people + load.people, both)
            return timed(problem, route.vehicle, loads)
    return timed(problem, route.vehicle, [*loads[:place], load, *loads[place:]])


def is_allowed(problem: Problem, route: Route) -> bool:
    """True if a timed route keeps windows, shift and driving time. Pauses are in its times already."""
    vehicle = problem.vehicles[route.vehicle]
    on_time = all(visit.begins <= problem.stops[visit.stop].latest for visit in route.visits)
    _, _, driven = run(problem, vehicle, loads_of(route), route.leaves)
    is_in_time = route.arrives <= problem.destination.latest and route.arrives - route.leaves <= vehicle.shift
    return on_time and is_in_time and driven <= vehicle.driving
