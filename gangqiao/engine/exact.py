"""The exact optimum by OR-Tools' minimum cost flow: the oracle of the tests, and `gangqiao engine assign --exact`."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import numpy as np

from gangqiao.engine import quotas as wanted
from gangqiao.engine.assignment import Allocation, Graph, NotPossible, market_of
from gangqiao.engine.points import SCALE
from gangqiao.engine.quotas import Quota


class NoSolver(Exception):
    """OR-Tools is not installed here. The text says how to get it."""


def solve(graph: Graph, quotas: Sequence[Quota] | None = None) -> Allocation:
    """An allocation with the greatest value there is. Raises NoSolver, or NotPossible when quotas cannot be met.

    Its prices are nought: they are not those of an auction, and no warm start should use them.
    """
    flows = solver()
    begun = time.process_time()
    if quotas and not wanted.are_apart(quotas):
        return wanted.linear(graph, quotas, begun)
    market = market_of(graph, keep_all=bool(quotas))
    if quotas:
        wanted.check(graph, quotas)
        market = wanted.with_dummies(market, quotas)
    people, posts, edges = market.workers, market.capacity.size, market.edges
    sink, owner = people + posts, np.repeat(np.arange(people), np.diff(edges.start))
    network = flows.SimpleMinCostFlow()
    ones = np.ones(owner.size, np.int64)
    taken = network.add_arcs_with_capacity_and_unit_cost(
        owner, people + edges.end.astype(np.int64), ones, -(edges.score // SCALE)
    )
    network.add_arcs_with_capacity_and_unit_cost(
        people + np.arange(posts), np.full(posts, sink), market.capacity, np.zeros(posts, np.int64)
    )
    free = np.flatnonzero(market.floor == 0)
    nothing = np.zeros(free.size, np.int64)
    network.add_arcs_with_capacity_and_unit_cost(free, np.full(free.size, sink), nothing + 1, nothing)
    supply = np.concatenate([np.ones(people, np.int64), [-people]])
    network.set_nodes_supplies(np.concatenate([np.arange(people), [sink]]), supply)
    status = network.solve() if people else network.OPTIMAL
    if status != network.OPTIMAL:
        raise NotPossible(f"OR-Tools cannot solve this ({status}); scores may be too great for it. Leave out --exact.")
    seat, score = np.full(people, -1, np.int32), np.zeros(people, np.int64)
    used = np.flatnonzero(network.flows(taken)) if owner.size else np.zeros(0, np.int64)
    real = used[edges.end[used] < graph.capacity.size]
    seat[owner[real]], score[owner[real]] = edges.end[real], edges.score[real] // SCALE
    value, seats = int(score.sum()), int(np.asarray(graph.capacity, np.int64).sum())
    prices, spent = np.zeros(graph.capacity.size, np.int64), time.process_time() - begun
    return Allocation(seat, score, prices, value, value, int((seat >= 0).sum()), seats, spent, "exact")


def solver() -> Any:
    """OR-Tools' module of flows. Raises NoSolver."""
    try:
        from ortools.graph.python import min_cost_flow
    except ImportError as missing:
        raise NoSolver(
            "The exact solver is not installed here: pip install 'gangqiao[exact]' brings it. "
            "Without it, leave out --exact; --epsilon 0 is exact too."
        ) from missing
    return min_cost_flow
