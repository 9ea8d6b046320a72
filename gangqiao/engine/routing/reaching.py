"""Whether one vehicle could fetch some people if it did nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from gangqiao.engine.routing.port import Load, Problem, Reason, Vehicle, Visit
from gangqiao.engine.routing.timing import run, slack


def hindrance(problem: Problem, vehicle: Vehicle, loads: Sequence[Load]) -> Reason | None:
    """Why a vehicle of this kind cannot make this trip in time; null if it can. Seats are not asked."""
    visits, arrives, driven = run(problem, vehicle, loads, vehicle.earliest)
    on_time = all(visit.begins <= problem.stops[visit.stop].latest for visit in visits)
    if not on_time or arrives > problem.destination.latest:
        return Reason.TOO_LATE
    if driven > vehicle.driving or _least(problem, visits, vehicle.earliest, arrives) > vehicle.shift:
        return Reason.TOO_LONG
    return None


def _least(problem: Problem, visits: Sequence[Visit], leaves: int, arrives: int) -> int:
    """Seconds under way when the departure is as late as it can be."""
    return max(arrives, problem.destination.earliest) - leaves - slack(problem, visits, arrives)


def most_at_once(problem: Problem, stop: int) -> int:
    """Places of the largest vehicle that can fetch people of a stop in time; 0 if none can."""
    can = (v.places for v in problem.vehicles if v.number > 0 and hindrance(problem, v, [Load(stop, 1)]) is None)
    return max(0, max(can, default=0))
