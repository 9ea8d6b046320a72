"""One allocation of workers to vacancies: the greatest sum of points, with a proof how near to it.

`assign` takes a graph of pairs, or a `ranking.Ranker` and with it all pairs that fit. Nobody must go: staying is worth
nothing, and a pair without points is never better than that. Prices of seats come with the result: a later run begins
with them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from gangqiao.engine.points import SCALE

if TYPE_CHECKING:
    from gangqiao.engine.auction import Market, Outcome
    from gangqiao.engine.known import Pairs
    from gangqiao.engine.quotas import Quota
    from gangqiao.engine.ranking import Ranker

Ints = npt.NDArray[np.int64]
Rows = npt.NDArray[np.int32]

EPSILON = 0.0005
MOST_SCORE = 10**12  # a score times SCALE must fit in 64 bits
SMALL = 500_000  # edges up to which the exact optimum costs less than half a second
WARMTH = 0.9  # share of yesterday's prices to begin with: with more, too many seats stay open at a price


class Cancelled(Exception):
    """Somebody asked to stop. Nothing was changed."""


class NotPossible(Exception):
    """No allocation meets what was asked. The text says what, in one sentence."""


@dataclass(frozen=True)
class Graph:
    """Pairs that may be matched, by row number, in any order.

    A pair twice counts with its best score.
    capacity   open seats of each vacancy, 0 allowed
    workers    how many there are; -1: as the greatest row number says
    """

    worker: npt.NDArray[np.integer]
    vacancy: npt.NDArray[np.integer]
    score: npt.NDArray[np.integer]
    capacity: npt.NDArray[np.integer]
    workers: int = -1

    @property
    def people(self) -> int:
        """How many workers there are."""
        return self.workers if self.workers >= 0 else int(self.worker.max(initial=-1)) + 1


@dataclass(frozen=True)
class Allocation:
    """Who goes where, and how good that is.

    vacancy   of each worker the row of the vacancy, -1: stays
    score     points of each pair, priority included; 0 for who stays
    prices    of each vacancy, in points * SCALE: what one seat more would be worth, nearly
    value     points in sum; bound: no allocation has more; gap: (bound - value) / bound
    seats     open seats in all; matched: those filled
    mode      cold, warm, exact, stable, linear
    lost      what going together costs, in points, at most (only with groups)
    known     the pairs that were looked at nearer, by row number; null: all, or none were kept
    """

    vacancy: Rows
    score: Ints
    prices: Ints
    value: int
    bound: int
    matched: int
    seats: int
    seconds: float
    mode: str
    lost: int = 0
    apart: tuple[int, ...] = field(default=())  # groups, by their place in the list, that found no place together
    known: Pairs | None = None

    @property
    def gap(self) -> float:
        """(bound - value) / bound; 0 where nothing can be gained."""
        return (self.bound - self.value) / self.bound if self.bound > 0 else 0.0


Group = npt.NDArray[np.integer]  # rows of workers who go to one vacancy together, or stay


def assign(
    graph: Graph | Ranker,
    *,
    epsilon: float = EPSILON,
    quotas: Sequence[Quota] | None = None,
    warm: Ints | None = None,
    known: Pairs | None = None,
    groups: Sequence[Group] | None = None,
    cancel: Callable[[], bool] | None = None,
    progress: Callable[[int], None] | None = None,
) -> Allocation:
    """The best allocation, proven to be within `epsilon` (a share of the bound) of the best possible.

    warm       prices of an earlier allocation, one for each vacancy; a bad proof falls back to a cold start
    known      pairs to look at first, those of an earlier allocation (`Allocation.known`); believed in nothing
    quotas     least numbers of people that get a seat; raises NotPossible, with their names, when they cannot be met
    groups     who goes together: loses something against the best allocation of each alone, `Allocation.lost` says it
    cancel     asked now and then; True raises Cancelled
    progress   told now and then how much was done: bids, and workers looked at; never less than before
    """
    begun = time.process_time()
    watch = _watching(cancel, progress)
    if groups:
        from gangqiao.engine.groups import together

        return together(graph, groups, epsilon=epsilon, quotas=quotas, warm=warm, known=known, watch=watch)
    if not isinstance(graph, Graph):
        from gangqiao.engine.all_pairs import assign_all

        return assign_all(graph, epsilon=epsilon, quotas=quotas, warm=warm, known=known, watch=watch)
    from gangqiao.engine import quotas as wanted

    if quotas and not wanted.are_apart(quotas):
        return wanted.linear(graph, quotas, begun)
    market = market_of(graph, keep_all=bool(quotas))
    if quotas:
        wanted.check(graph, quotas)
        market = wanted.with_dummies(market, quotas)
    return told(graph, _held(market, epsilon, warm, watch), begun)


def _held(market: Market, epsilon: float, warm: Ints | None, watch: Callable[[int], None]) -> Outcome:
    from gangqiao.engine.auction import hold

    prices = None
    if warm is not None:
        prices = np.zeros(market.capacity.size, np.int64)
        prices[: warm.size] = (warm * WARMTH).astype(np.int64)
    is_small = market.edges.end.size <= SMALL and warm is None
    return hold(market, 0.0 if is_small else epsilon, warm=prices, watch=watch)


def market_of(graph: Graph, *, keep_all: bool = False) -> Market:
    """The graph sorted and scaled, without what can never be taken; keep_all: pairs without points too.

    Raises ValueError when a score is too great.
    """
    from gangqiao.engine.auction import Market
    from gangqiao.engine.auction_kernels import Edges
    from gangqiao.engine.auction_sorting import by_worker

    # Arrays that may be written: columns of Arrow may not, and would be a second type to compile for.
    score = np.require(graph.score, np.int64, ("C", "W"))
    if score.size and max(int(score.max()), -int(score.min())) > MOST_SCORE:
        raise ValueError(f"a score is beyond {MOST_SCORE:,}")
    capacity = np.require(graph.capacity, np.int64, ("C", "W"))
    rows = np.require(graph.worker, np.int32, ("C", "W")), np.require(graph.vacancy, np.int32, ("C", "W"))
    lowest = -MOST_SCORE if keep_all else 1
    start, end, points = by_worker(*rows, score, capacity, graph.people, lowest)
    useful = np.minimum(capacity, np.bincount(end, minlength=capacity.size))
    return Market(Edges(start, end, points * SCALE), useful, np.zeros(graph.people, np.int64))


def told(graph: Graph, outcome: Outcome, begun: float) -> Allocation:
    """The outcome of the auction as an allocation: dummy vacancies of quotas are staying."""
    real = graph.capacity.size
    seat = np.where(outcome.seat < real, outcome.seat, -1).astype(np.int32)
    score = np.where(seat >= 0, outcome.score // SCALE, 0)
    return Allocation(
        seat, score, outcome.price[:real], outcome.proof.value, outcome.proof.bound, int((seat >= 0).sum()),
        int(np.asarray(graph.capacity, np.int64).sum()), time.process_time() - begun, outcome.mode,
    )  # fmt: skip


def _watching(cancel: Callable[[], bool] | None, progress: Callable[[int], None] | None) -> Callable[[int], None]:
    most = 0

    def watch(bids: int) -> None:
        nonlocal most
        if cancel is not None and cancel():
            raise Cancelled
        most = max(most, bids)
        if progress is not None:
            progress(most)

    return watch
