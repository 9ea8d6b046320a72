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
BEGINNINGS, BEGINNING = 3, 0.6  # how many, and the share of the time for all of them
SECONDS_PER_PIECE, WITH_TIMES = 0.02, 0.1  # for less time one beginning is better; limits of time make rounds slow
OF_A_ROUTE = {Broken.SEATS, Broken.TIMES, Broken.WINDOW, Broken.SHIFT, Broken.DRIVING, Broken.REST}


@dataclass
class Watch:
    """Ends the search when its time is over or it is cancelled, and tells how far it is.

    until      share of the time after which it ends now
    patience   share of the time after which it ends if nothing allowed is found
    """

    seconds: float
    clock: Callable[[], float]
    progress: Progress | None
    cancel: Callable[[], bool] | None
    begun: float = 0.0
    told: float = -1.0
    rounds: int = 0
    until: float = 1.0
    patience: float | None = None
    is_cancelled: bool = False

    def used(self) -> float:
        return self.clock() - self.begun

    def ends(self, best: float | None) -> bool:
        self.rounds += 1
        used = self.used()
        share = used / self.seconds
        if used - self.told >= TELL_EVERY:
            self.told = used
            self._tell(used, best)
        is_hopeless = best is None and self.patience is not None and share >= self.patience
        return self.is_cancelled or is_hopeless or share >= self.until

    def _tell(self, used: float, best: float | None) -> None:
        if self.progress is not None:
            self.progress(min(1.0, used / self.seconds), best)
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
    seconds = max(seconds, 0.01)
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
        return _sound(model, plan_of(model, _trips(model, watch, seed, until=1.0)))
    trips = _trips(model, watch, seed, until=0.5)
    if not _broken(model.problem, plan_of(model, trips)):
        again = _trips(model, watch, seed, until=1.0, first=trips)
    else:
        again = _trips(model, watch, seed, until=1.0, strict=True)
    plans = [_sound(model, plan_of(model, found)) for found in (trips, again)]
    return min(plans, key=lambda plan: (sum(stays.people for stays in plan.unserved), _weight(model, plan)))


def _trips(
    model: Model, watch: Watch, seed: int, *, until: float, strict: bool = False, first: with_pyvrp.Trips | None = None
) -> with_pyvrp.Trips:
    """Trips for everybody; where none are found at first, for as many people as can be fetched."""
    if first is None or sum(len(pieces) for _, pieces in first) == len(model.pieces):
        trips = _for_all(model, watch, seed, until, strict, first)
        if trips is not None:
            return trips
    watch.until = until
    return with_pyvrp.search(model, watch.ends, seed, everybody=False, strict=strict, first=first) or []


def _for_all(
    model: Model, watch: Watch, seed: int, until: float, strict: bool, first: with_pyvrp.Trips | None
) -> with_pyvrp.Trips | None:
    """Several beginnings, then the best of them led on: one alone is often caught a percent above the best.

    Null if nothing is found that keeps the limits.
    """
    begun = watch.used() / watch.seconds
    left = until - begun
    enough = len(model.pieces) * (WITH_TIMES if model.has_times else SECONDS_PER_PIECE)
    if first is None and left * watch.seconds >= enough:
        found = []
        for number in range(BEGINNINGS):
            watch.until = begun + left * BEGINNING * (number + 1) / BEGINNINGS
            trips = with_pyvrp.search(model, watch.ends, seed * 10 + number, everybody=True, strict=strict)
            if trips is None:
                return None
            found.append(trips)
        first = min(found, key=lambda trips: _weight(model, plan_of(model, trips)))
        watch.until = until
    else:
        watch.until = until
        watch.patience = begun + left / 3
    trips = with_pyvrp.search(model, watch.ends, seed, everybody=True, strict=strict, first=first)
    watch.patience = None
    return trips


def _weight(model: Model, plan: Plan) -> int:
    return plan.cost + len(plan.routes) * model.per_vehicle


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
