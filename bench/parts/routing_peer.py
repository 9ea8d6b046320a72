"""The peer of `bench/routing.py`: OR-Tools' routing with guided local search on the same pieces, limits and costs."""

from __future__ import annotations

import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from gangqiao.engine.routing.model import Kind, Model, model_of
from gangqiao.engine.routing.port import END_OF_TIME, Plan, Problem
from gangqiao.engine.routing.solving import plan_of

HORIZON = 2 * 86_400


def solve(problem: Problem, seconds: float, *, cpu: bool, first: str = "PARALLEL_CHEAPEST_INSERTION") -> Plan:
    """The peer's best plan, timed and priced as our own. Nobody may stay; without a solution all do."""
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    model = model_of(problem)
    fleet = _fleet(model)
    nodes = model.first + len(model.pieces)
    starts = [kind.start for kind in fleet]
    index = pywrapcp.RoutingIndexManager(nodes, len(fleet), starts, [0] * len(fleet))
    routing = pywrapcp.RoutingModel(index)
    _ways(model, index, routing, fleet)
    _seats(model, index, routing, fleet)
    if any(kind.shift < END_OF_TIME for kind in fleet) or any(late < END_OF_TIME for _, late, _ in model.windows):
        _times(model, index, routing, fleet)
    wish = pywrapcp.DefaultRoutingSearchParameters()
    wish.first_solution_strategy = getattr(routing_enums_pb2.FirstSolutionStrategy, first)
    wish.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    wish.time_limit.FromMilliseconds(int(seconds * (20_000 if cpu else 1000)))
    begun = (time.perf_counter(), time.process_time())
    if cpu:
        routing.AddSearchMonitor(routing.solver().CustomLimit(lambda: time.process_time() - begun[1] >= seconds))
    found = routing.SolveWithParameters(wish)
    spent = {"seconds": time.perf_counter() - begun[0], "cpu_seconds": time.process_time() - begun[1]}
    trips = [] if found is None else _trips(model, index, routing, found, fleet)
    plan = plan_of(model, trips)
    return Plan(plan.routes, plan.unserved, plan.cost, spent)


def _fleet(model: Model) -> list[Kind]:
    """Every vehicle; of an unlimited kind a tenth more than the seats ask for, and two, for each costs search time."""
    people = sum(piece.people for piece in model.pieces)
    fleet: list[Kind] = []
    for kind in model.kinds:
        enough = -(-people // kind.places) * 11 // 10 + 2
        fleet += [kind] * min(kind.number, enough if len(model.kinds) == 1 else kind.number)
    return fleet


def _ways(model: Model, index: Any, routing: Any, fleet: list[Kind]) -> None:
    prices = {}
    for price in {kind.cost_per_km for kind in fleet}:
        cents = ((model.metres * price + 500) // 1000).tolist()
        prices[price] = routing.RegisterTransitCallback(partial(_along, index, cents))
    for number, kind in enumerate(fleet):
        routing.SetArcCostEvaluatorOfVehicle(prices[kind.cost_per_km], number)
        routing.SetFixedCostOfVehicle(kind.cost, number)


def _along(index: Any, cents: list[list[int]], a: int, b: int) -> int:
    return cents[index.IndexToNode(a)][index.IndexToNode(b)]


def _seats(model: Model, index: Any, routing: Any, fleet: list[Kind]) -> None:
    people = [0] * model.first + [piece.people for piece in model.pieces]
    boarding = routing.RegisterUnaryTransitCallback(lambda a: people[index.IndexToNode(a)])
    routing.AddDimensionWithVehicleCapacity(boarding, 0, [kind.places for kind in fleet], True, "people")


def _times(model: Model, index: Any, routing: Any, fleet: list[Kind]) -> None:
    seconds = model.seconds.tolist()
    spent = [0] * model.first + [window[2] for window in model.windows]

    def way(a: int, b: int) -> int:
        node = index.IndexToNode(a)
        return spent[node] + seconds[node][index.IndexToNode(b)]

    routing.AddDimension(routing.RegisterTransitCallback(way), HORIZON, HORIZON, False, "time")
    clock = routing.GetDimensionOrDie("time")
    for number, (early, late, _) in enumerate(model.windows):
        clock.CumulVar(index.NodeToIndex(model.first + number)).SetRange(max(0, early), min(late, HORIZON))
    to = model.problem.destination
    for number, kind in enumerate(fleet):
        clock.CumulVar(routing.Start(number)).SetMin(kind.earliest)
        clock.CumulVar(routing.End(number)).SetRange(to.earliest, min(to.latest, HORIZON))
        clock.SetSpanUpperBoundForVehicle(min(kind.shift, HORIZON), number)
        routing.AddVariableMinimizedByFinalizer(clock.CumulVar(routing.End(number)))


def _trips(model: Model, index: Any, routing: Any, found: Any, fleet: list[Kind]) -> list[tuple[int, list[int]]]:
    trips = []
    for number, kind in enumerate(fleet):
        at, pieces = found.Value(routing.NextVar(routing.Start(number))), []
        while not routing.IsEnd(at):
            pieces.append(index.IndexToNode(at) - model.first)
            at = found.Value(routing.NextVar(at))
        if pieces:
            trips.append((model.kinds.index(kind), pieces))
    return trips
