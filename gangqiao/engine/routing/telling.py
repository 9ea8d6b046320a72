"""A plan as JSON: for people who print it, and for programs that check it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from gangqiao.engine.routing.checking import check, cost
from gangqiao.engine.routing.port import NOWHERE, Plan, Problem, Reason, Route, Visit

SAYS = {
    Reason.TOO_LARGE: "They do not part, and no vehicle has so many seats.",
    Reason.TOO_LONG: "No vehicle can fetch them within its shift or driving time, even alone.",
    Reason.TOO_LATE: "No vehicle can fetch them within their times and be at the destination in time.",
    Reason.FLEET: "The vehicles have no seats or no time left.",
    Reason.BY_HAND: "They were taken off by hand.",
}


def told(problem: Problem, plan: Plan) -> dict[str, Any]:
    """The plan with its totals and faults. Times as HH:MM and in seconds of the day, money in yuan."""
    numbers: Counter[int] = Counter()
    routes = []
    for route in plan.routes:
        numbers[route.vehicle] += 1
        routes.append(_route(problem, route, numbers[route.vehicle]))
    return {
        "destination": problem.destination.name,
        "objective": problem.objective.value,
        "totals": totals(problem, plan),
        "routes": routes,
        "unserved": [
            {
                "id": problem.stops[stays.stop].id,
                "name": problem.stops[stays.stop].name,
                "people": stays.people,
                "reason": stays.reason.value,
                "says": SAYS[stays.reason],
            }
            for stays in plan.unserved
        ],
        "faults": [f"{fault.broken.value}: {fault.says}" for fault in check(problem, plan)],
        "solving": plan.solving,
    }


def totals(problem: Problem, plan: Plan) -> dict[str, Any]:
    kinds = Counter(problem.vehicles[route.vehicle].kind for route in plan.routes)
    return {
        "people": sum(stop.people for stop in problem.stops),
        "boarded": sum(route.people for route in plan.routes),
        "unserved": sum(stays.people for stays in plan.unserved),
        "vehicles": len(plan.routes),
        "by_kind": dict(kinds),
        "km": round(sum(route.metres for route in plan.routes) / 1000, 3),
        "minutes": round(sum(route.arrives - route.leaves for route in plan.routes) / 60, 1),
        "cost": cost(problem, plan) / 100,
    }


def _route(problem: Problem, route: Route, number: int) -> dict[str, Any]:
    vehicle = problem.vehicles[route.vehicle]
    stops, load = [], 0
    for visit in route.visits:
        load += visit.people
        stops.append(_visit(problem, visit, load))
    return {
        "vehicle": f"{vehicle.kind} #{number}",
        "kind": vehicle.kind,
        "seats": vehicle.seats,
        "people": route.people,
        "begins_at_first_stop": vehicle.start == NOWHERE,
        **_times(leaves=route.leaves, arrives=route.arrives),
        "km": round(route.metres / 1000, 3),
        "minutes": round((route.arrives - route.leaves) / 60, 1),
        "cost": route.cost / 100,
        "stops": stops,
    }


def _visit(problem: Problem, visit: Visit, load: int) -> dict[str, Any]:
    stop = problem.stops[visit.stop]
    people = {"id": stop.id, "name": stop.name, "people": visit.people, "couples": len(visit.parties), "load": load}
    return {**people, **_times(arrives=visit.arrives, begins=visit.begins, leaves=visit.leaves)}


def _times(**seconds: int) -> dict[str, Any]:
    both: dict[str, Any] = {}
    for name, value in seconds.items():
        both[name] = f"{value // 3600:02}:{value // 60 % 60:02}"
        both[f"{name}_s"] = value
    return both
