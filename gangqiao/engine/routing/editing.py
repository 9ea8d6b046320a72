"""A plan changed by hand, and what the change costs. The times follow; what breaks a rule is said, not refused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from gangqiao.engine.routing.checking import Fault, check, cost
from gangqiao.engine.routing.port import Load, Plan, Problem, Reason, Route, Unserved
from gangqiao.engine.routing.timing import loads_of, timed


@dataclass(frozen=True)
class Edit:
    """The plan after a change. `difference` in cents and `metres` are what it has more than before.

    faults   rules that the changed plan breaks and the one before did not
    """

    plan: Plan
    difference: int
    metres: int
    faults: tuple[Fault, ...]


def move(problem: Problem, plan: Plan, route: int, visit: int, to: int, place: int | None = None) -> Edit:
    """Move a visit into another route, or within its own, to stand at `place` there; null: where it is cheapest.

    A route left without visits is given up. Raises IndexError for a route or visit that is not there.
    """
    load = loads_of(plan.routes[route])[visit]
    emptied = _without(problem, plan, route, visit)
    orders = _places(_loads(emptied, to), load, place)
    return _cheapest(problem, plan, (_with(problem, emptied, to, order) for order in orders))


def reorder(problem: Problem, plan: Plan, route: int, order: Sequence[int]) -> Edit:
    """Put the visits of a route into another order. Raises ValueError unless each is named once."""
    loads = loads_of(plan.routes[route])
    if sorted(order) != list(range(len(loads))):
        raise ValueError(f"the order must name each of {len(loads)} visits once")
    return _edit(problem, plan, _with(problem, plan, route, [loads[number] for number in order]))


def give_own_vehicle(problem: Problem, plan: Plan, route: int, visit: int, vehicle: int) -> Edit:
    """Let one more vehicle of a kind fetch a visit alone."""
    load = loads_of(plan.routes[route])[visit]
    rest = _without(problem, plan, route, visit)
    return _edit(problem, plan, replace(rest, routes=(*rest.routes, timed(problem, vehicle, [load]))))


def change_vehicle(problem: Problem, plan: Plan, route: int, vehicle: int) -> Edit:
    """Let a vehicle of another kind drive a route."""
    routes = list(plan.routes)
    routes[route] = timed(problem, vehicle, loads_of(routes[route]))
    return _edit(problem, plan, replace(plan, routes=tuple(routes)))


def take_off(problem: Problem, plan: Plan, route: int, visit: int) -> Edit:
    """Leave the people of a visit where they are."""
    load = loads_of(plan.routes[route])[visit]
    staying = Unserved(load.stop, load.people, Reason.BY_HAND, load.parties)
    rest = _without(problem, plan, route, visit)
    return _edit(problem, plan, replace(rest, unserved=(*rest.unserved, staying)))


def fetch(problem: Problem, plan: Plan, unserved: int, to: int, place: int | None = None) -> Edit:
    """Put people who stay into a route, at `place` or where it is cheapest."""
    stays = plan.unserved[unserved]
    left = replace(plan, unserved=tuple(u for n, u in enumerate(plan.unserved) if n != unserved))
    orders = _places(_loads(left, to), Load(stays.stop, stays.people, stays.parties), place)
    return _cheapest(problem, plan, (_with(problem, left, to, order) for order in orders))


def _loads(plan: Plan, route: int) -> list[Load]:
    return loads_of(plan.routes[route])


def _places(loads: list[Load], load: Load, place: int | None) -> list[list[Load]]:
    places = range(len(loads) + 1) if place is None else [place]
    return [[*loads[:at], load, *loads[at:]] for at in places]


def _without(problem: Problem, plan: Plan, route: int, visit: int) -> Plan:
    loads = _loads(plan, route)
    return _with(problem, plan, route, [*loads[:visit], *loads[visit + 1 :]])


def _with(problem: Problem, plan: Plan, route: int, loads: Sequence[Load]) -> Plan:
    routes = list(plan.routes)
    routes[route] = timed(problem, routes[route].vehicle, loads)
    return replace(plan, routes=tuple(routes))


def _cheapest(problem: Problem, before: Plan, plans: Iterable[Plan]) -> Edit:
    """The change that breaks fewest rules, then the cheapest."""
    edits = (_edit(problem, before, plan) for plan in plans)
    return min(edits, key=lambda edit: (len(edit.faults), edit.difference))


def _edit(problem: Problem, before: Plan, after: Plan) -> Edit:
    routes = tuple(route for route in after.routes if route.visits)
    plan = replace(after, routes=routes)
    plan = replace(plan, cost=cost(problem, plan))
    known = {(fault.broken, fault.says) for fault in check(problem, before)}
    faults = tuple(fault for fault in check(problem, plan) if (fault.broken, fault.says) not in known)
    return Edit(plan, plan.cost - cost(problem, before), _metres(plan.routes) - _metres(before.routes), faults)


def _metres(routes: Sequence[Route]) -> int:
    return sum(route.metres for route in routes)
