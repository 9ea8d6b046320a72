"""The auction on a graph that fits in memory: workers bid for seats until nobody can better himself by epsilon.

Bertsekas' auction (1988), with seats of one vacancy alike. Epsilon is scaled: with a great one bids rise fast, and do
not creep where many scores are equal; each next phase keeps who sits well. A phase may leave seats open at a price that
nobody pays, which would spoil the proof: after it they call workers back at a lower one (`call`), as after a warm
start. Whatever way it went, the gap that is told is counted afresh from the prices (`auction_proof`); too wide a gap is
refined.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gangqiao.engine import auction_kernels as kernels
from gangqiao.engine.auction_kernels import Edges, Ints, People, Ring, Rows, Seats
from gangqiao.engine.auction_proof import Proof, prove
from gangqiao.engine.auction_sorting import turned

STEPS = 1_000_000  # bids between two looks whether to go on
WAR = 6  # bids for each worker after which a warm start is given up
FIRST, SHRINK = 4, 12  # scaling: the first epsilon is the greatest score / 4, each next one a twelfth
BOLD = 6  # the gap is some ten times smaller than epsilon allows


@dataclass(frozen=True)
class Market:
    """Edges by worker, open seats (never more than edges lead there), and what staying is worth. Scaled numbers."""

    edges: Edges
    capacity: Ints
    floor: Ints

    @property
    def workers(self) -> int:
        """How many workers there are, with edges or without."""
        return int(self.floor.size)


@dataclass(frozen=True)
class Outcome:
    """Who sits where (-1: stays), at which prices, with which proof, and which way it was found."""

    seat: Rows
    price: Ints
    proof: Proof
    mode: str
    score: Ints  # scaled, 0 for who stays


class Hall:
    """One run of the auction: its seats, its people, and who waits."""

    def __init__(self, market: Market, prices: Ints | None, watch: Callable[[int], None]) -> None:
        self.market, self.watch = market, watch
        start = np.concatenate(([0], np.cumsum(market.capacity)))
        seats, vacancies, workers = int(start[-1]), market.capacity.size, market.workers
        price = np.zeros(vacancies, np.int64) if prices is None else prices.astype(np.int64)
        self.seats = Seats(
            start, np.zeros(seats, np.int64), np.zeros(seats, np.int32), np.zeros(vacancies, np.int64), price
        )
        widest = np.array([4 * greatest(market)])
        self.people = People(np.full(workers, -1, np.int32), np.zeros(workers, np.int64), market.floor, widest)
        self.waiting = Ring(np.arange(workers, dtype=np.int32), np.array([0, workers]))
        self._calling: Edges | None = None

    def bid(self, epsilon: int, most: int | None = None) -> bool:
        """Bid until nobody waits. False when `most` bids were not enough."""
        made = 0
        while self.waiting.ends[1] > 0:
            self.watch(made)
            if most is not None and made >= most:
                return False
            steps = STEPS if most is None else min(STEPS, most - made)
            made += kernels.bid_all(self.market.edges, self.seats, self.people, self.waiting, epsilon, steps)
        return True

    def refine(self, epsilon: int) -> None:
        """One phase of scaling: keep who sits well, let the others bid, then let open seats call."""
        self.watch(0)
        kernels.keep_seats(self.market.edges, self.seats, self.people, self.waiting, epsilon)
        self.bid(epsilon)
        self.call(epsilon)

    def call(self, epsilon: int) -> None:
        """Open seats with a price call until they cost nothing."""
        if self._calling is None:
            self._calling = by_vacancy(self.market)
        call(self.market, self._calling, self.seats, self.people, epsilon, self.watch)

    def close(self, mode: str) -> Outcome:
        """The outcome as it stands, proven."""
        seat, price = self.people.seat.copy(), self.seats.price.copy()
        proof = prove(self.market.edges, self.market.capacity, self.market.floor, seat, price)
        score, rows = np.zeros(seat.size, np.int64), np.flatnonzero(seat >= 0)
        score[rows] = self.market.edges.score[proof.edge[rows]]
        return Outcome(seat, price, proof, mode, score)


def by_vacancy(market: Market) -> Edges:
    """The pairs of the market by vacancy."""
    return Edges(*turned(market.edges, market.capacity.size))


def call(
    market: Market, edges: Edges, seats: Seats, people: People, epsilon: int, watch: Callable[[int], None]
) -> None:
    """Open seats with a price call for workers until they cost nothing; `edges` are those of the market by vacancy."""
    if not np.any((seats.filled < market.capacity) & (seats.price > 0)):
        return
    ring = Ring(np.zeros(market.capacity.size + 1, np.int32), np.zeros(2, np.int64))
    gains = kernels.profits_of(market.edges, seats.price, market.floor)
    while True:
        watch(0)
        kernels.call_all(edges, seats, people, gains, ring, epsilon, STEPS // 25)
        if ring.ends[1] == 0:
            return
        ring.ends[:] = 0


def hold(market: Market, target: float, *, warm: Ints | None, watch: Callable[[int], None]) -> Outcome:
    """The auction, until the proven gap is at most `target` (0: until it is nought). `warm`: prices to begin with."""
    epsilon = last_epsilon(market, target)
    if warm is not None:
        hall = Hall(market, warm, watch)
        if hall.bid(epsilon, WAR * market.workers):
            hall.call(epsilon)
            if (outcome := hall.close("warm")).proof.gap <= target:
                return outcome
    return scaled(Hall(market, None, watch), target, epsilon * BOLD)


def scaled(hall: Hall, target: float, likely: int) -> Outcome:
    """Phase after phase with a smaller epsilon; from the likely one on, until the proof is good enough."""
    epsilon = max(greatest(hall.market) // FIRST, likely)
    while True:
        hall.refine(epsilon)
        if epsilon <= likely:
            outcome = hall.close("cold")
            if epsilon == 1 or outcome.proof.gap <= target:
                return outcome
        epsilon = max(epsilon // SHRINK, likely if epsilon > likely else 1)


def last_epsilon(market: Market, target: float) -> int:
    """The epsilon at which the gap is likely to be below the target: a share of what a filled seat is worth."""
    free, nothing = np.zeros(market.capacity.size, np.int64), np.zeros(market.workers, np.int64)
    best = kernels.profits_of(market.edges, free, nothing)
    best = best[best > 0]
    seats = min(int(market.capacity.sum()), best.size)
    if not seats:
        return 1
    top = np.partition(best, best.size - seats)[best.size - seats :]
    return max(1, int(target * float(top.mean())))


def greatest(market: Market) -> int:
    """The greatest absolute score."""
    return int(np.abs(market.edges.score).max(initial=1))


def warm_up() -> None:
    """Compile every loop, or load it from the disk."""
    start, end = np.array([0, 2, 4, 6]), np.array([0, 1, 0, 1, 0, 1], np.int32)
    edges = Edges(start, end, np.array([7, 2, 7, 2, 9, 3]))
    market = Market(edges, np.array([1, 1]), np.zeros(3, np.int64))
    hall = Hall(market, np.array([100, 100]), lambda _bids: None)
    hall.bid(1)
    hall.refine(1)
    hall.call(1)
