"""Stable allocations: nobody finds a vacancy he likes better that would rather have him.

Capacitated deferred acceptance (Gale and Shapley 1962), workers propose. A worker likes the vacancy with more points,
among equals the one with the luckier lottery; a vacancy likes the higher tier of priority, then more points, then the
lottery. Stability costs value: the command tells how much.
"""

from __future__ import annotations

import time

import numpy as np

from gangqiao.engine import stability_kernels as kernels
from gangqiao.engine.assignment import MOST_SCORE, Allocation, Graph, Ints, Rows, market_of
from gangqiao.engine.columns_of import hash_of
from gangqiao.engine.points import SCALE


def stable(graph: Graph, *, priority: Rows | None = None, salt: Ints | None = None, seed: int = 0) -> Allocation:
    """The stable allocation that is best for the workers.

    priority   tier of each worker, higher first; null: all the same
    salt       lottery number of each worker; null: drawn from the row and the seed

    Its bound is its value: no other stable allocation seats anybody better; its prices are nought.
    """
    begun = time.process_time()
    market = market_of(graph)
    edges, tier, lottery = market.edges, tiers(graph, priority), lotteries(graph, salt, seed)
    drawn = hash_of(np.arange(market.capacity.size) + seed).astype(np.int64)
    wish = kernels.Wishes(
        edges.start, *kernels.best_first(edges.start, edges.end, edges.score // SCALE, lottery, drawn)
    )
    seat, points = kernels.propose_all(wish, market.capacity, tier, lottery)
    value, seats = int(points.sum()), int(np.asarray(graph.capacity, np.int64).sum())
    prices, spent = np.zeros(graph.capacity.size, np.int64), time.process_time() - begun
    return Allocation(seat, points, prices, value, value, int((seat >= 0).sum()), seats, spent, "stable")


def blocking_pairs(graph: Graph, vacancy: Rows, *, priority: Rows | None = None) -> int:
    """How many pairs would both rather have each other, by tier and points; counted without the solver's words.

    A lottery among equals makes nobody rather have anybody.
    """
    edges = market_of(graph).edges
    points, people = edges.score // SCALE, graph.people
    tier, capacity = tiers(graph, priority), np.asarray(graph.capacity, np.int64)
    owner = np.repeat(np.arange(people), np.diff(edges.start))
    held = np.zeros(people, np.int64)
    is_taken = vacancy[owner] == edges.end
    held[owner[is_taken]] = points[is_taken]
    ranks = tier[owner] * (MOST_SCORE + 1) + points  # tier and points as one order; points are above 0
    worst = np.full(capacity.size, np.iinfo(np.int64).max)
    np.minimum.at(worst, edges.end[is_taken], ranks[is_taken])
    worst[np.bincount(edges.end[is_taken], minlength=capacity.size) < capacity] = 0
    return int(((points > held[owner]) & (ranks > worst[edges.end])).sum())


def tiers(graph: Graph, priority: Rows | None) -> Ints:
    """The tier of each worker, 0 without one."""
    return np.zeros(graph.people, np.int64) if priority is None else np.asarray(priority, np.int64)


def lotteries(graph: Graph, salt: Ints | None, seed: int) -> Ints:
    """A number of each worker that breaks ties: the same for the same salt and seed."""
    own = np.arange(graph.people) if salt is None else np.asarray(salt, np.int64)
    return hash_of(own.astype(np.int64) ^ hash_of(np.array([seed]))[0].astype(np.int64)).astype(np.int64)
