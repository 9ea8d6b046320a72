"""A warm auction over all pairs that fit, without listing them: each worker knows a short list of vacancies.

Prices only rise, so a list stays sufficient until what it offers falls below what its last entry gained when it was
made; then the ranker is asked for that worker again, at the prices of now. The proof asks the ranker once more for
everybody's best at the final prices: it is a bound over all pairs, and nothing the auction believes is used.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from gangqiao.engine import lazy_kernels as kernels
from gangqiao.engine.assignment import WARMTH, Allocation, Ints, Rows
from gangqiao.engine.auction import STEPS, Market, by_vacancy, call
from gangqiao.engine.auction_kernels import NOTHING, Edges, People, Ring, Seats
from gangqiao.engine.auction_proof import Unsound, exact_sum
from gangqiao.engine.lazy_kernels import Lists
from gangqiao.engine.listing import bonus_of
from gangqiao.engine.points import SCALE

if TYPE_CHECKING:
    from gangqiao.engine.quotas import Quota
    from gangqiao.engine.ranking import Ranker

KNOWN = 16  # vacancies on a list: from 8 to 64 it makes little difference
CHUNK = 100_000  # workers ranked at a time, so that a million of them fit in memory
BOLD = 4  # the gap is some ten times smaller than epsilon allows
MENDINGS = 2  # times that seats left open at a price call for workers, before it is given up
WAR = 8  # new lists for each worker after which it is given up


class Fair:
    """One run of the lazy auction over the world of a ranker."""

    def __init__(
        self, ranker: Ranker, quotas: Sequence[Quota], prices: Ints | None, watch: Callable[[int], None]
    ) -> None:
        self.ranker, self.watch = ranker, watch
        self.workers, posts = len(ranker.workers), len(ranker.vacancies)
        self.bonus = bonus_of(ranker)
        dummy, floor = np.full(self.workers, -1, np.int32), np.zeros(self.workers, np.int64)
        spare = [quota.members.size - quota.least for quota in quotas]
        for place, quota in enumerate(quotas):
            floor[quota.members] = NOTHING
            dummy[quota.members] = posts + place if spare[place] else -1
        # More seats than workers are no use, and would only take memory.
        seats = np.minimum(ranker.vacancies.capacity.astype(np.int64), self.workers)
        self.capacity = np.concatenate((seats, np.array(spare, np.int64)))
        self.posts, price = posts, np.zeros(self.capacity.size, np.int64)
        if prices is not None:
            price[: prices.size] = prices
        start = np.concatenate(([0], np.cumsum(self.capacity)))
        bids, holders = np.zeros(start[-1], np.int64), np.zeros(start[-1], np.int32)
        self.seats = Seats(start, bids, holders, np.zeros(self.capacity.size, np.int64), price)
        self.floor = floor
        shape = (self.workers, max(1, min(KNOWN, posts)))
        nothing = np.full(self.workers, NOTHING), dummy, np.zeros(self.workers, np.int64)
        self.lists = Lists(np.full(shape, -1, np.int32), np.zeros(shape, np.int32), *nothing)
        self.renew(np.arange(self.workers))
        widest = np.array([4 * SCALE * max(int(self.lists.points.max(initial=1)), 1)])
        seat, bid = np.full(self.workers, -1, np.int32), np.zeros(self.workers, np.int64)
        self.people = People(seat, bid, floor, widest)
        self.waiting = Ring(np.arange(self.workers, dtype=np.int32), np.array([0, self.workers]))

    def renew(self, rows: Ints, *, is_deep: bool = False) -> None:
        """New lists for these workers, at the prices of now; is_deep: with such as are too dear, too."""
        for first in range(0, rows.size, CHUNK):
            self._renew(rows[first : first + CHUNK], is_deep)

    def _renew(self, rows: Ints, is_deep: bool) -> None:
        self.watch(0)
        price, bonus = self.seats.price[: self.posts], self.bonus[rows]
        floor = np.where(is_deep | (self.floor[rows] == NOTHING), NOTHING, -bonus * SCALE)
        top = self.ranker.top(self.lists.vacancy.shape[1], rows=rows, prices=price, floor=floor)
        if not top.vacancy.shape[1]:
            return
        gain = top.score + bonus[:, None] * SCALE
        self.lists.vacancy[rows] = top.vacancy
        self.lists.points[rows] = np.where(top.vacancy >= 0, (gain + price[top.vacancy]) // SCALE, 0)
        is_full = top.count == top.vacancy.shape[1]
        self.lists.beyond[rows] = np.where(is_full & (is_full.size > 0), gain[:, -1], NOTHING)

    def bid(self, epsilon: int) -> bool:
        """Bid until nobody waits. False when so many new lists were needed that it is no short way."""
        waiting = self.waiting
        stale = Ring(np.zeros(max(self.workers, 1), np.int32), np.zeros(2, np.int64))
        made = renewed = 0
        while waiting.ends[1] > 0 and renewed <= WAR * self.workers:
            made += kernels.bid_by_list(self.lists, self.seats, self.people, waiting, stale, epsilon, STEPS)
            self.watch(made)
            if waiting.ends[1] == 0 and (count := int(stale.ends[1])):
                rows = stale.row[:count].astype(np.int64)
                stale.ends[:] = 0
                self.renew(rows)
                renewed += count
                waiting.row[:count] = rows
                waiting.ends[:] = (0, count)
        return bool(waiting.ends[1] == 0)

    def mend(self, epsilon: int) -> bool:
        """Let who would rather sit elsewhere bid again, and open seats with a price call for those who know of them.

        False as in `bid`.
        """
        self.renew(np.arange(self.workers), is_deep=True)
        kernels.keep_by_list(self.lists, self.seats, self.people, self.waiting, epsilon)
        if not self.bid(epsilon):
            return False
        end, score = self._known()
        is_pair = end >= 0
        start = np.concatenate(([0], np.cumsum(is_pair.sum(axis=1))))
        market = Market(Edges(start, end[is_pair], score[is_pair]), self.capacity, self.floor)
        call(market, by_vacancy(market), self.seats, self.people, epsilon, self.watch)
        rows = np.flatnonzero(self.people.seat >= 0)
        place = np.argmax(end[rows] == self.people.seat[rows, None], axis=1)
        self.lists.held[rows] = score[rows, place]
        return True

    def _known(self) -> tuple[Rows, Ints]:
        """Of each worker the vacancies on his list, his dummy and the seat he holds, and what they are worth to him."""
        lists, seat = self.lists, self.people.seat
        is_listed = np.any(lists.vacancy == seat[:, None], axis=1) | (seat == lists.dummy)
        end = np.column_stack((lists.vacancy, lists.dummy, np.where(is_listed, -1, seat)))
        worth = lists.points.astype(np.int64) * SCALE
        return end, np.column_stack((worth, np.zeros_like(lists.held), lists.held))

    def first_epsilon(self, target: float) -> int:
        """The epsilon that is likely to do: a share of what a filled seat is worth."""
        best = self.lists.points[:, 0][self.lists.vacancy[:, 0] >= 0]
        best = best[best > 0]
        seats = min(int(self.capacity[: self.posts].sum()), best.size)
        if not seats:
            return 1
        top = np.partition(best, best.size - seats)[best.size - seats :]
        return max(1, int(BOLD * target * float(top.mean()) * SCALE))

    def bound(self) -> int:
        """The dual bound over all pairs, scaled: everybody's best at these prices, and what the seats cost."""
        price, total = self.seats.price, 0
        for first in range(0, self.workers, CHUNK):
            rows = np.arange(first, min(first + CHUNK, self.workers))
            bonus = self.bonus[rows] * SCALE
            top = self.ranker.top(1, rows=rows, prices=price[: self.posts])
            gain = self.floor[rows].copy()
            some = np.flatnonzero(top.count > 0)
            gain[some] = np.maximum(gain[some], top.score[some, 0] + bonus[some])
            dummy = self.lists.dummy[rows]
            gain = np.where(dummy >= 0, np.maximum(gain, -price[dummy]), gain)
            total += exact_sum(gain)
        dear = np.flatnonzero(price)
        cost: int = sum(a * b for a, b in zip(self.capacity[dear].tolist(), price[dear].tolist(), strict=True))
        return total + cost

    def close(self, mode: str, begun: float) -> Allocation:
        """The allocation as it stands, proven. Raises Unsound when it breaks a rule."""
        seat = np.where(self.people.seat < self.posts, self.people.seat, -1).astype(np.int32)
        rows = np.flatnonzero(seat >= 0)
        score = np.zeros(self.workers, np.int64)
        score[rows] = self.lists.held[rows] // SCALE
        taken = np.bincount(self.people.seat[self.people.seat >= 0], minlength=self.capacity.size)
        if np.any(taken > self.capacity) or np.any((self.people.seat < 0) & (self.floor == NOTHING)):
            raise Unsound("Seats are given twice, or a quota is not met.")
        value, seats = int(score.sum()), int(self.ranker.vacancies.capacity.sum(dtype=np.int64))
        bound, price = max(self.bound() // SCALE, value), self.seats.price[: self.posts].copy()
        return Allocation(seat, score, price, value, bound, rows.size, seats, time.process_time() - begun, mode)


def continued(
    ranker: Ranker, quotas: Sequence[Quota], prices: Ints, epsilon: float, watch: Callable[[int], None]
) -> Allocation | None:
    """The allocation from the prices of an earlier one; null when that is no short way, or the proof is not enough."""
    begun = time.process_time()
    fair = Fair(ranker, quotas, (prices * WARMTH).astype(np.int64), watch)
    step = fair.first_epsilon(epsilon)
    if not fair.bid(step):
        return None
    found = fair.close("warm", begun)
    for _ in range(MENDINGS):
        if found.gap <= epsilon:
            return found
        if not fair.mend(step):
            return None
        found = better_of(found, fair.close("warm", begun))
    return found if found.gap <= epsilon else None


def better_of(one: Allocation, other: Allocation) -> Allocation:
    """The seats of the better allocation with the tighter bound and its prices: every bound holds for every one."""
    best, tight = max(one, other, key=lambda a: a.value), min(one, other, key=lambda a: a.bound)
    return dataclasses.replace(best, bound=tight.bound, prices=tight.prices, seconds=other.seconds)
