"""The proof of an allocation, from nothing but the graph, the seats and the prices: how much better could any other be?

Linear programming duality: for whatever prices of nought or more, seats x price plus what each worker could gain at
these prices at best is at least the value of every allocation. Nothing the solver believes is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import mul

import numpy as np
import numpy.typing as npt

from gangqiao.engine.auction_kernels import NOTHING, Edges, Ints, Rows
from gangqiao.engine.points import SCALE


class Unsound(Exception):
    """An allocation that breaks a rule. It is a fault of the program and never shown as a result."""


@dataclass(frozen=True)
class Proof:
    """The value of an allocation and the bound that none can pass, in points."""

    value: int
    bound: int
    edge: Ints  # of each worker the edge he took, -1: none

    @property
    def gap(self) -> float:
        """(bound - value) / bound, 0 where nothing can be gained."""
        return (self.bound - self.value) / self.bound if self.bound > 0 else 0.0


def prove(edges: Edges, capacity: Ints, floor: Ints, seat: Rows, price: Ints) -> Proof:
    """Check the allocation and bound all others. Raises Unsound."""
    edge = edges_taken(edges, seat)
    taken = np.bincount(seat[seat >= 0], minlength=capacity.size)
    if np.any(taken > capacity):
        raise Unsound("A vacancy has more workers than seats.")
    if np.any((seat < 0) & (floor == NOTHING)):
        raise Unsound("A worker who must be counted somewhere is nowhere.")
    value = exact_sum(edges.score[edge[edge >= 0]])
    return Proof(value // SCALE, max(bound_of(edges, capacity, floor, price) // SCALE, value // SCALE), edge)


def edges_taken(edges: Edges, seat: Rows) -> Ints:
    """Of each worker the number of the edge to his seat, -1 without a seat. Raises Unsound when there is no edge."""
    edge = np.full(seat.size, -1, np.int64)
    rows = np.flatnonzero(seat >= 0)
    lengths = np.diff(edges.start)
    owner = np.repeat(np.arange(seat.size, dtype=np.int32), lengths)
    hits = np.flatnonzero(seat[owner] == edges.end)
    edge[owner[hits]] = hits
    if np.any(edge[rows] < 0):
        raise Unsound("A worker sits where no edge leads.")
    return edge


def bound_of(edges: Edges, capacity: Ints, floor: Ints, price: Ints) -> int:
    """The dual bound in scaled units."""
    if np.any(price < 0):
        raise Unsound("A price is below nought.")
    gains = floor.copy()
    some = np.flatnonzero(np.diff(edges.start) > 0)
    if some.size:
        best = np.maximum.reduceat(edges.score - price[edges.end], edges.start[some])
        gains[some] = np.maximum(gains[some], best)
    dear = np.flatnonzero(price)
    cost: int = sum(map(mul, capacity[dear].tolist(), price[dear].tolist()))
    return exact_sum(gains) + cost


def exact_sum(numbers: npt.NDArray[np.int64]) -> int:
    """The sum, without the limit of 64 bits."""
    return (int((numbers >> 30).sum()) << 30) + int((numbers & ((1 << 30) - 1)).sum())
