"""Least numbers of people that get a seat, by township or by any list of people.

Lists that do not overlap stay inside the auction: who stays sits in a dummy vacancy of his list, which has only
members - least seats, and its price is what lifting the list costs. Lists that overlap are beyond a network; HiGHS
solves them as a linear programme.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from gangqiao.engine.assignment import Allocation, Graph, Ints, NotPossible, Rows
from gangqiao.engine.points import SCALE

if TYPE_CHECKING:
    from gangqiao.engine.auction import Market

WHOLE = 1e-6  # how far from a whole number a share of a pair may be


@dataclass(frozen=True)
class Quota:
    """At least `least` of these workers (row numbers, each once) get a seat."""

    name: str
    members: Rows
    least: int


def are_apart(quotas: Sequence[Quota]) -> bool:
    """Whether nobody is in two lists."""
    everybody = np.concatenate([quota.members for quota in quotas])
    return bool(np.unique(everybody).size == everybody.size)


def check(graph: Graph, quotas: Sequence[Quota]) -> None:
    """Raise NotPossible, naming the quotas, when no allocation meets them. The lists must not overlap."""
    refuse_short(quotas)
    reached = _most_seated(graph, quotas)
    if reached.sum() == sum(quota.least for quota in quotas):
        return
    _refuse_alone(graph, quotas)
    short = ", ".join(quota.name for quota, found in zip(quotas, reached, strict=True) if found < quota.least)
    wanted = sum(quota.least for quota in quotas)
    raise NotPossible(
        f"The quotas cannot be met together: they ask for {wanted} seats, and at most {int(reached.sum())} of these "
        f"can be given; short is {short}. Lower them, or open more that these people fit."
    )


def refuse_short(quotas: Sequence[Quota]) -> None:
    """Raise NotPossible when a quota asks for more people than it has."""
    for quota in quotas:
        if quota.least > quota.members.size:
            raise NotPossible(
                f"The quota of {quota.name} asks for {quota.least} people, and it has only {quota.members.size}."
            )


def _refuse_alone(graph: Graph, quotas: Sequence[Quota]) -> None:
    for quota in quotas:
        most = int(_most_seated(graph, [quota])[0])
        if most < quota.least:
            raise NotPossible(
                f"The quota of {quota.name} asks for {quota.least} people, and at most {most} of them can get a seat."
            )


def _most_seated(graph: Graph, quotas: Sequence[Quota]) -> Ints:
    """How many of each list get a seat when as many as possible of the least numbers are met: a flow (Dinic)."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import maximum_flow

    people, posts, lists = graph.people, int(graph.capacity.size), len(quotas)
    source, sink = people + posts + lists, people + posts + lists + 1
    sizes = [quota.members.size for quota in quotas]
    members = np.concatenate([quota.members for quota in quotas]).astype(np.int64)
    pairs = np.stack([graph.worker.astype(np.int64), graph.vacancy.astype(np.int64)])
    is_member = np.zeros(people, bool)
    is_member[members] = True
    pairs = pairs[:, is_member[pairs[0]]]
    hubs = people + posts + np.arange(lists)
    tails = [np.full(lists, source), np.repeat(hubs, sizes), pairs[0], people + np.arange(posts)]
    heads = [hubs, members, people + pairs[1], np.full(posts, sink)]
    seats = np.minimum(np.asarray(graph.capacity, np.int64), people)
    least = np.array([quota.least for quota in quotas])
    width = [least, np.ones(members.size, int), np.ones(pairs.shape[1], int), seats]
    net = coo_array(
        (np.concatenate(width).astype(np.int32), (np.concatenate(tails), np.concatenate(heads))), (sink + 1, sink + 1)
    ).tocsr()
    flow: Any = maximum_flow(net, source, sink, method="dinic").flow
    return np.asarray(flow[[source], :].toarray()[0, hubs], np.int64)


def with_dummies(market: Market, quotas: Sequence[Quota]) -> Market:
    """The market with one dummy vacancy for each list; its members must sit somewhere."""
    from gangqiao.engine.auction import Market
    from gangqiao.engine.auction_kernels import NOTHING, Edges

    edges, floor, capacity = market.edges, market.floor.copy(), [market.capacity]
    dummy = np.full(market.workers, -1, np.int64)
    for place, quota in enumerate(quotas):
        floor[quota.members] = NOTHING
        spare = quota.members.size - max(quota.least, 0)
        capacity.append(np.array([spare]))
        if spare:
            dummy[quota.members] = market.capacity.size + place
    who = np.flatnonzero(dummy >= 0)
    at = edges.start[who + 1]
    start = edges.start + np.concatenate(([0], np.cumsum(dummy >= 0)))
    end = np.insert(edges.end, at, dummy[who].astype(np.int32))
    return Market(Edges(start, end, np.insert(edges.score, at, 0)), np.concatenate(capacity), floor)


def linear(graph: Graph, quotas: Sequence[Quota], begun: float) -> Allocation:
    """The best allocation under lists that overlap, by HiGHS; where its answer is not whole, by branch and bound."""
    from scipy.optimize import linprog, milp

    refuse_short(quotas)
    programme = _Programme(graph, quotas)
    if not programme.cost.size:
        _refuse_alone(graph, quotas)
        return programme.told(np.zeros(0, bool), 0, np.zeros(graph.capacity.size, np.int64), begun)
    answer = linprog(programme.cost, programme.rows, programme.most, bounds=(0, 1), method="highs")
    if answer.status == 2:
        _refuse_alone(graph, quotas)
        raise NotPossible(
            f"The quotas of {', '.join(quota.name for quota in quotas)} cannot be met together. Lower one of them."
        )
    bound, price = programme.bound_of(-answer.ineqlin.marginals)
    share = answer.x
    if np.any(np.abs(share - np.round(share)) > WHOLE):
        from scipy.optimize import Bounds, LinearConstraint

        rows = LinearConstraint(programme.rows, ub=programme.most)
        whole = milp(programme.cost, integrality=np.ones(share.size), bounds=Bounds(0, 1), constraints=rows)
        if whole.x is None:
            raise NotPossible("The quotas can be met by shares of people only, not by whole ones. Lower one of them.")
        share, bound = whole.x, min(bound, int(np.floor(-whole.mip_dual_bound + WHOLE)))
    return programme.told(np.round(share) > 0, bound, price, begun)


class _Programme:
    """Greatest sum of points over pairs between 0 and 1: each worker once, seats, quotas. Rows in this order."""

    def __init__(self, graph: Graph, quotas: Sequence[Quota]) -> None:
        from scipy.sparse import coo_array

        from gangqiao.engine.assignment import market_of

        market = market_of(graph, keep_all=True)
        self.graph, self.quotas, self.edges = graph, quotas, market.edges
        self.owner = np.repeat(np.arange(market.workers), np.diff(self.edges.start))
        self.points = self.edges.score // SCALE
        self.cost = -self.points.astype(float)
        self.seats = market.capacity
        rows: list[Any] = [self.owner, market.workers + self.edges.end]
        edges, sign = [np.arange(self.owner.size)] * 2, [1.0, 1.0]
        self.lists = [np.flatnonzero(np.isin(self.owner, quota.members)) for quota in quotas]
        first = market.workers + self.seats.size
        for place, inside in enumerate(self.lists):
            rows.append(np.full(inside.size, first + place))
            edges.append(inside)
            sign.append(-1.0)
        values = np.concatenate([np.full(row.size, one) for row, one in zip(rows, sign, strict=True)])
        shape = (first + len(quotas), self.owner.size)
        self.rows = coo_array((values, (np.concatenate(rows), np.concatenate(edges))), shape).tocsr()
        least = [-float(quota.least) for quota in quotas]
        self.most = np.concatenate([np.ones(market.workers), self.seats.astype(float), least])

    def bound_of(self, marginals: Any) -> tuple[int, Ints]:
        """The dual bound at rounded prices, in points, and these prices: whatever HiGHS answered, it is a bound."""
        scaled = np.maximum(np.round(marginals * SCALE), 0).astype(np.int64)
        first = self.graph.people
        price, subsidy = scaled[first : first + self.seats.size], scaled[first + self.seats.size :]
        gain = self.edges.score - price[self.edges.end]
        for lift, inside in zip(subsidy, self.lists, strict=True):
            gain[inside] += lift
        best = np.zeros(first, np.int64)
        np.maximum.at(best, self.owner, gain)
        total = sum(best.tolist()) + sum(a * b for a, b in zip(self.seats.tolist(), price.tolist(), strict=True))
        total -= sum(int(lift) * quota.least for lift, quota in zip(subsidy, self.quotas, strict=True))
        return total // SCALE, price

    def told(self, chosen: Any, bound: int, price: Ints, begun: float) -> Allocation:
        """The pairs chosen as an allocation."""
        seat = np.full(self.graph.people, -1, np.int32)
        score = np.zeros(self.graph.people, np.int64)
        seat[self.owner[chosen]] = self.edges.end[chosen]
        score[self.owner[chosen]] = self.points[chosen]
        value = int(score.sum())
        seats = int(np.asarray(self.graph.capacity, np.int64).sum())
        matched, spent = int((seat >= 0).sum()), time.process_time() - begun
        return Allocation(seat, score, price, value, max(bound, value), matched, seats, spent, "linear")
