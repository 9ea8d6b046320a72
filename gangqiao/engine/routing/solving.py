"""From a problem to a plan, within a time limit."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from gangqiao.engine.routing import with_pyvrp
from gangqiao.engine.routing.checking import Broken, check, cost
from gangqiao.engine.routing.filling import fill
from gangqiao.engine.routing.model import Model, model_of
from gangqiao.engine.routing.port import Load, Plan, Problem, Reason, Route, Unserved
from gangqiao.engine.routing.timing import timed

Progress = Callable[[float, float | None], None]  # the share of the time used, the best cost in cents (null: none yet)
TELL_EVERY = 0.25  # seconds
PATIENCE = 1 / 3
OF_A_ROUTE = {Broken.SEATS, Broken.TIMES, Broken.WINDOW, Broken.SHIFT, Broken.DRIVING, Broken.REST}


@dataclass
class Watch:
    """Ends the search when its time is over or it is cancelled, and tells how far it is.

    share      of the time that may be used now
    patience   seconds after which it ends if nothing allowed is found
    """

    seconds: float
    clock: Callable[[], float]
    progress: Progress | None
    cancel: Callable[[], bool] | None
    begun: float = 0.0
    told: float = -1.0
    rounds: int = 0
    share: float = 1.0
    patience: float | None = None
    is_cancelled: bool = False

    def used(self) -> float:
        return self.clock() - self.begun

    def ends(self, best: float | None) -> bool:
        self.rounds += 1
        used = self.used()
        if used - self.told >= TELL_EVERY:
            self.told = used
            self._tell(used, best)
        is_hopeless = best is None and self.patience is not None and used >= self.patience
        return self.is_cancelled or is_hopeless or used >= self.seconds * self.share

    def _tell(self, used: float, best: float | None) -> None:
        if self.progress is not None:
            self.progress(min(1.0, used / self.seconds) if self.seconds else 1.0, best)
        self.is_cancelled = self.is_cancelled or (self.cancel is not None and self.cancel())


def solve(
    problem: Problem,
    seconds: float = 10.0,
    *,
    seed: int = 1,
    progress: Progress | None = None,
    cancel: Callable[[], bool] | None = None,
    cpu: bool = False,
) -> Plan:
    """The best plan found in so many seconds by the clock, or of this process's own time with `cpu`.

    The same seed gives the same plan only for the same number of rounds, so not for certain within a time limit.
    A cancelled search gives the best plan it had. Whoever stays is in `Plan.unserved`, with the reason.
    """
    clock = time.process_time if cpu else time.perf_counter
    watch = Watch(seconds, clock, progress, cancel, begun=clock())
    begun, begun_cpu = time.perf_counter(), time.process_time()
    model = model_of(problem)
    plan = _searched(model, watch, seed)
    solving = {
        "seconds": round(time.perf_counter() - begun, 3),
        "cpu_seconds": round(time.process_time() - begun_cpu, 3),
        "rounds": watch.rounds,
    }
    return replace(plan, solving=solving)


def _searched(model: Model, watch: Watch, seed: int) -> Plan:
    """Half of the time without the limits the search knows only roughly; if one is broken then, the other half with."""
    if not with_pyvrp.kinds_that_need_care(model):
        return _sound(model, plan_of(model, _trips(model, watch, seed)))
    watch.share = 0.5
    trips = _trips(model, watch, seed)
    watch.share = 1.0
    is_sound = not _broken(model.problem, plan_of(model, trips))
    again = _trips(model, watch, seed, strict=not is_sound, first=trips if is_sound else None)
    plans = [_sound(model, plan_of(model, found)) for found in (trips, again)]
    return min(plans, key=lambda plan: (sum(stays.people for stays in plan.unserved), plan.cost))


def _trips(
    model: Model, watch: Watch, seed: int, *, strict: bool = False, first: with_pyvrp.Trips | None = None
) -> with_pyvrp.Trips:
    """Trips for everybody; where none are found in a third of the time, for as many people as can be fetched."""
    if first is None or sum(len(pieces) for _, pieces in first) == len(model.pieces):
        watch.patience = watch.used() + PATIENCE * (watch.seconds * watch.share - watch.used())
        trips = with_pyvrp.search(model, watch.ends, seed, everybody=True, strict=strict, first=first)
        watch.patience = None
        if trips is not None:
            return trips
    return with_pyvrp.search(model, watch.ends, seed, everybody=False, strict=strict, first=first) or []


def plan_of(model: Model, trips: with_pyvrp.Trips) -> Plan:
    """The plan of trips: with times, costs, and who is in none."""
    problem = model.problem
    routes = [
        timed(problem, model.kinds[kind].vehicle, [load for number in pieces for load in model.pieces[number].loads])
        for kind, pieces in trips
        if pieces
    ]
    fetched = {number for _, pieces in trips for number in pieces}
    left = [load for n, piece in enumerate(model.pieces) if n not in fetched for load in piece.loads]
    return _put_together(problem, routes, [*model.unserved, *_staying(left)])


def _staying(loads: list[Load]) -> list[Unserved]:
    return [Unserved(load.stop, load.people, Reason.FLEET, load.parties) for load in loads]


def _put_together(problem: Problem, routes: list[Route], unserved: list[Unserved]) -> Plan:
    routes = sorted(routes, key=lambda route: (route.vehicle, route.leaves))
    plan = Plan(tuple(routes), tuple(unserved))
    return replace(plan, cost=cost(problem, plan))


def _broken(problem: Problem, plan: Plan) -> set[int]:
    return {f.route for f in check(problem, plan) if f.route is not None and f.broken in OF_A_ROUTE}


def _sound(model: Model, plan: Plan) -> Plan:
    """With free seats filled, without routes that break a rule: nobody is promised what cannot be."""
    broken = _broken(model.problem, plan)
    if not broken:
        return _put_together(model.problem, *fill(model.problem, plan)) if plan.unserved else plan
    kept = [route for number, route in enumerate(plan.routes) if number not in broken]
    left = [Load(visit.stop, visit.people, visit.parties) for number in broken for visit in plan.routes[number].visits]
    rest = _put_together(model.problem, kept, [*plan.unserved, *_staying(left)])
    return _put_together(model.problem, *fill(model.problem, rest))
