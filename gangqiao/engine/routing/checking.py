"""What is wrong with a plan: recomputed from the problem alone, without the solver and without `timing`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from gangqiao.engine.routing.port import NOWHERE, Plan, Problem, Rest, Route, Unserved, Visit


class Broken(StrEnum):
    """The rule that a plan breaks."""

    PEOPLE = "people"
    PARTIES = "parties"
    GROUP = "group"
    SEATS = "seats"
    NUMBER = "number"
    TIMES = "times"
    WINDOW = "window"
    SHIFT = "shift"
    DRIVING = "driving"
    REST = "rest"
    COST = "cost"


@dataclass(frozen=True)
class Fault:
    """One rule broken, and where: numbers in the plan's routes and the problem's stops, null where none is meant."""

    broken: Broken
    says: str
    route: int | None = None
    stop: int | None = None


def check(problem: Problem, plan: Plan) -> list[Fault]:
    """Every fault of a plan: everybody once, seats, windows, shift, driving, rests, groups, number and cost."""
    found = [*_everybody_once(problem, plan), *_together(problem, plan), *_number(problem, plan)]
    for number, route in enumerate(plan.routes):
        found += [Fault(broken, says, number, stop) for broken, says, stop in _of_route(problem, route)]
    if plan.cost != cost(problem, plan):
        found.append(Fault(Broken.COST, f"the plan says it costs {plan.cost}, its routes cost {cost(problem, plan)}"))
    return found


def cost(problem: Problem, plan: Plan) -> int:
    """Cents of all vehicles: fixed cost and kilometres, from the stops and their order alone."""
    total = 0
    for route in plan.routes:
        vehicle = problem.vehicles[route.vehicle]
        total += vehicle.cost + (_metres(problem, route) * vehicle.cost_per_km + 500) // 1000
    return total


def _rows(problem: Problem, route: Route) -> list[int]:
    start = problem.vehicles[route.vehicle].start
    first = problem.destination.row if start is None else start
    stops = [problem.stops[visit.stop].row for visit in route.visits]
    return [*([] if first == NOWHERE else [first]), *stops, problem.destination.row]


def _metres(problem: Problem, route: Route) -> int:
    rows = _rows(problem, route)
    return int(problem.metres[rows[:-1], rows[1:]].sum())


def _everybody_once(problem: Problem, plan: Plan) -> Iterator[Fault]:
    boarded: Counter[int] = Counter()
    parties: dict[int, Counter[int]] = defaultdict(Counter)
    loads = [visit for route in plan.routes for visit in route.visits]
    every: list[Visit | Unserved] = [*loads, *plan.unserved]
    for load in every:
        boarded[load.stop] += load.people
        parties[load.stop].update(load.parties)
        if load.people < 1 or sum(load.parties) > load.people:
            yield Fault(Broken.PEOPLE, f"a visit of {load.people} people, {load.parties} in parties", stop=load.stop)
    for number, stop in enumerate(problem.stops):
        if boarded[number] != stop.people:
            says = f"stop {stop.id}: {stop.people} people wait, {boarded[number]} are accounted for"
            yield Fault(Broken.PEOPLE, says, stop=number)
        if parties[number] != Counter(stop.parties):
            yield Fault(Broken.PARTIES, f"stop {stop.id}: a party is torn or doubled", stop=number)


def _together(problem: Problem, plan: Plan) -> Iterator[Fault]:
    """A group is in one vehicle, or nobody of it is in any, unless it is larger than every vehicle there is."""
    people: Counter[str] = Counter()
    for stop in problem.stops:
        people[stop.group] += stop.people
    largest = max((vehicle.places for vehicle in problem.vehicles if vehicle.number > 0), default=0)
    in_routes: dict[str, set[int]] = defaultdict(set)
    for number, route in enumerate(plan.routes):
        for visit in route.visits:
            in_routes[problem.stops[visit.stop].group].add(number)
    staying = {problem.stops[unserved.stop].group for unserved in plan.unserved}
    for group, routes in in_routes.items():
        if group and people[group] <= largest and (len(routes) > 1 or group in staying):
            yield Fault(Broken.GROUP, f"group {group} is torn apart", min(routes))


def _number(problem: Problem, plan: Plan) -> Iterator[Fault]:
    used = Counter(route.vehicle for route in plan.routes)
    for number, vehicle in enumerate(problem.vehicles):
        if used[number] > vehicle.number:
            says = f"{used[number]} vehicles of kind {vehicle.kind} are used, {vehicle.number} are there"
            yield Fault(Broken.NUMBER, says)


Found = tuple[Broken, str, int | None]


def _of_route(problem: Problem, route: Route) -> Iterator[Found]:
    vehicle = problem.vehicles[route.vehicle]
    people = sum(visit.people for visit in route.visits)
    if people > vehicle.seats - vehicle.escorts:
        yield Broken.SEATS, f"{people} people on {vehicle.seats - vehicle.escorts} seats", None
    if not route.visits:
        yield Broken.NUMBER, "a vehicle that fetches nobody", None
    if (metres := _metres(problem, route)) != route.metres:
        yield Broken.COST, f"the route says {route.metres} m, it is {metres} m", None
    yield from _windows(problem, route)
    legs = _legs(problem, route)
    if any(gap < way for way, gap, _ in legs) or route.leaves < vehicle.earliest:
        yield Broken.TIMES, "it would have to leave earlier or drive faster than it can", None
    if route.arrives - route.leaves > vehicle.shift:
        yield Broken.SHIFT, f"{route.arrives - route.leaves} s under way, {vehicle.shift} s are allowed", None
    if (driven := sum(way for way, _, _ in legs)) > vehicle.driving:
        yield Broken.DRIVING, f"{driven} s at the wheel, {vehicle.driving} s are allowed", None
    if vehicle.rest is not None and not _rests(legs, vehicle.rest):
        yield Broken.REST, f"more than {vehicle.rest.after} s at the wheel without a rest", None


def _windows(problem: Problem, route: Route) -> Iterator[Found]:
    for visit in route.visits:
        stop = problem.stops[visit.stop]
        if not stop.earliest <= visit.begins <= stop.latest:
            says = f"stop {stop.id}: boarding begins at {visit.begins}, asked for {stop.earliest} to {stop.latest}"
            yield Broken.WINDOW, says, visit.stop
        if visit.begins < visit.arrives or visit.leaves - visit.begins < stop.service:
            yield Broken.TIMES, f"stop {stop.id}: boarding takes {stop.service} s after the arrival", visit.stop
    to = problem.destination
    if not to.earliest <= route.arrives <= to.latest:
        yield Broken.WINDOW, f"at the destination at {route.arrives}, asked for {to.earliest} to {to.latest}", None


def _legs(problem: Problem, route: Route) -> list[tuple[int, int, int]]:
    """For every leg: seconds of driving, seconds there are for it, and seconds the vehicle stood before it."""
    rows = _rows(problem, route)
    ways = [int(problem.seconds[a, b]) for a, b in pairwise(rows)]
    if len(ways) == len(route.visits):  # it begins at the first stop
        ways.insert(0, 0)
    legs, left, stood = [], route.leaves, 0
    for way, visit in zip(ways, route.visits, strict=False):
        legs.append((way, visit.arrives - left, stood))
        left, stood = visit.leaves, visit.leaves - visit.arrives
    return [*legs, (ways[-1], route.arrives - left, stood)]


def _rests(legs: list[tuple[int, int, int]], rest: Rest) -> bool:
    """True if the driver can rest in time: at stops that last long enough, or in the spare time of a leg."""
    at_the_wheel = 0
    for way, gap, stood in legs:
        if stood >= rest.pause:
            at_the_wheel = 0
        at_the_wheel += way
        if at_the_wheel > rest.after:
            needed = -(-at_the_wheel // rest.after) - 1
            if (gap - way) // rest.pause < needed:
                return False
            at_the_wheel -= needed * rest.after
    return True
