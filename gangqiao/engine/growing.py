"""The allocation over all pairs that fit, on an excerpt of them that grows until it is proven to be enough.

An auction on a few pairs of everybody is over within a second (`auction`). It says what each worker gains there. Held
against all pairs that says at which price nobody would come to a vacancy for more: these gains and these prices bound
every allocation. Who is the reason for a price is the pair that was missing: it is added, and the auction held again.
This is column generation (Ford and Fulkerson 1958) for an assignment; the prices to begin with are those of a part.

Prices follow from the gains of the workers, not the other way round. Where many more people than seats are alike, one
price too low would let each of them gain something, and the bound would count them all; a gain too low costs no more
than the seats of a few vacancies.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from gangqiao.engine import auction
from gangqiao.engine.alike import Alike, alike
from gangqiao.engine.assignment import SMALL, Allocation, Graph, Ints, market_of
from gangqiao.engine.auction_kernels import NOTHING, profits_of
from gangqiao.engine.auction_proof import exact_sum
from gangqiao.engine.calling_kernels import Callings, call_alike, empty_callings
from gangqiao.engine.columns import Array
from gangqiao.engine.columns_of import hash_of
from gangqiao.engine.growing_best import Best
from gangqiao.engine.known import Pairs, scored
from gangqiao.engine.listing import bonus_of
from gangqiao.engine.parts import in_turns
from gangqiao.engine.points import SCALE
from gangqiao.engine.quotas import check, with_dummies
from gangqiao.engine.reaching_kernels import Reach, reach_of

if TYPE_CHECKING:
    from gangqiao.engine.quotas import Quota
    from gangqiao.engine.ranking import Ranker

KNOWN, ALL_KNOWN = 8, 256  # vacancies that a worker knows at first; in a part without a part of its own
CALLED, SPARE = 6, 16  # workers that a vacancy calls in each round: so many for a seat, and some
CHUNK = 10_000  # workers or classes looked at between two looks whether to go on
DRAW = SCALE // 4  # what is nearer than that is equal, and the lottery decides: else all would know the same few
NOISE = 16  # a sixteenth of a draw over a price is none
SLACK = 2 * SCALE  # a vacancy that is too dear by so much is worth knowing, and a worker who gains too much by it
PART, SMALLEST = 8, 2_000  # a world of more workers begins with the prices of every eighth
FINER = 8  # the auction on the excerpt is held with a gap so much smaller than that asked for
NEAR = 4  # a gap so near to the one asked for is looked at from the side of the workers, too
LIFT, DEAR, DEAREST = 16, 256, 1 << 58


class Excerpt:
    """Some of the pairs of a world, and what is known of the others."""

    def __init__(self, ranker: Ranker, quotas: Sequence[Quota], classes: Alike, watch: Callable[[int], None]) -> None:
        self.ranker, self.quotas, self.alike = ranker, quotas, classes
        self.workers, self.posts = len(ranker.workers), len(ranker.vacancies)
        self.bonus = bonus_of(ranker) * SCALE
        self.capacity = np.minimum(ranker.vacancies.capacity.astype(np.int64), self.workers)
        self.pairs: list[tuple[Array, Array, Array]] = []
        self.known = 0
        self._watch, self._steps = watch, 0
        self.draw = DRAW
        self.lift = LIFT  # what a seat that a quota lacks costs, in greatest scores: raised until none does

    def step(self, many: int = 0) -> None:
        """Tell that so much more is done: bids, and workers looked at."""
        self._steps += many
        self._watch(self._steps)

    def gains_at(self, price: Ints) -> Ints:
        """What each worker gains at best at these prices of the vacancies, over all pairs; a dummy costs nothing."""
        first, gains = self.alike.first, np.zeros(self.alike.first.size, np.int64)
        for low in range(0, first.size, CHUNK):
            rows = first[low : low + CHUNK]
            top = self.ranker.top(1, rows=rows, prices=price, floor=-self.bonus[rows])
            if top.score.shape[1]:
                gains[low : low + CHUNK] = np.where(top.count > 0, top.score[:, 0] + self.bonus[rows], 0)
            self.step(rows.size)
        return np.maximum(gains, 0)[self.alike.of]

    def know(self, price: Ints, many: int, who: Array | None = None) -> None:
        """Let each worker (of these) know his best vacancies at these prices."""
        price, who = price // DRAW * DRAW, np.arange(self.workers) if who is None else who
        for low in range(0, who.size, CHUNK):
            rows = who[low : low + CHUNK]
            floor = np.full(rows.size, NOTHING) if self.quotas else -self.bonus[rows] - SLACK
            top = self.ranker.top(many, rows=rows, prices=price, floor=floor)
            row, place = np.nonzero(top.vacancy >= 0)
            post = top.vacancy[row, place]
            points = (top.score[row, place] + price[post] + self.bonus[rows[row]]) // SCALE
            self.pairs.append((rows[row].astype(np.int32), post, points))
            self.step(rows.size)

    def remember(self, pairs: Pairs, price: Ints | None) -> None:
        """Know what was known before; who knows nothing (any more) looks for his best vacancies at these prices."""
        worker, post, points = scored(self.ranker, pairs)
        self.pairs.append((worker, post, points + self.bonus[worker] // SCALE))
        self.step(self.workers)
        strangers = np.flatnonzero(np.bincount(worker, minlength=self.workers) == 0)
        self.know(np.zeros(self.posts, np.int64) if price is None else price, KNOWN, strangers)

    def call(self, gains: Ints, price: Ints | None = None) -> Ints:
        """The prices at which nobody comes who gains so much. Who is nearest to coming is known from now on.

        price: only who would come for more than that; null: also who would nearly come for nothing.
        """
        width = np.where(self.capacity > 0, CALLED * self.capacity + SPARE, 0)[self.ranker.index.row]
        least = np.zeros(self.posts, np.int64) if price is None else price[self.ranker.index.row]
        # The auction leaves everybody a little short of what is right: who would come for that is not missing.
        bar = least + (-SLACK if price is None else self.draw // NOISE)
        reach = None if price is None else reach_of(self.ranker.index, self.ranker.scores, least)
        start, members = self.alike.start, self.alike.members
        within = np.repeat(np.arange(start.size - 1), np.diff(start))
        found = self.called_by(members[np.lexsort((gains[members], within))], start, gains, width, bar, least, reach)
        self.pairs.append(self._called(found, width))
        return found.most[self.ranker.index.position]

    def called_by(
        self, members: Array, start: Array, gains: Ints, width: Array, bar: Array, least: Array,
        reach: Reach | None = None,
    ) -> Callings:  # fmt: skip
        """Whom the vacancies call among these classes, and at which price nobody would come. All by position.

        width   so many at most; bar: only such as are worth more
        least   the price at least; reach: only what could be worth more than that is looked at
        """
        found, ranker = empty_callings(width, bar, least), self.ranker
        # Each thread offers the same people to vacancies of its own, so it does not matter how many there are.
        for low in range(0, start.size - 1, CHUNK):
            classes = start[low : low + CHUNK + 1]

            def work(turn: int, classes: Array = classes) -> None:
                call_alike(
                    ranker.index, ranker.scores, members, classes, self.bonus, gains, self.draw, found, turn,
                    ranker.threads, reach,
                )  # fmt: skip

            in_turns(ranker.threads, work)
            self.step(classes.size - 1)
        return found

    def _called(self, found: Callings, width: Array) -> tuple[Array, Array, Array]:
        place = np.arange(found.worker.size) - np.repeat(found.start[:-1], width)
        taken = place < np.repeat(found.called, width)
        post = np.repeat(self.ranker.index.row, width)[taken]
        return found.worker[taken], post.astype(np.int32), found.score[taken] // SCALE

    def market(self) -> auction.Market:
        """The market of the pairs that are known, each of them once; `known` is how many there are."""
        worker, vacancy, score = (np.concatenate(column) for column in zip(*self.pairs, strict=True))
        graph = Graph(worker, vacancy, score, self.ranker.vacancies.capacity, self.workers)
        market = market_of(graph, keep_all=bool(self.quotas))
        edges, self.known = market.edges, market.edges.end.size
        owner = np.repeat(np.arange(self.workers, dtype=np.int32), np.diff(edges.start))
        self.pairs = [(owner, edges.end, edges.score // SCALE)]
        if not self.quotas:
            return market
        market = with_dummies(market, self.quotas)
        # On an excerpt a quota may be out of reach: then its members stay, at a price.
        cost = min(self.lift * auction.greatest(market), DEAREST)
        return dataclasses.replace(market, floor=np.where(market.floor == NOTHING, -cost, market.floor))

    def hold(self, target: float) -> tuple[auction.Outcome, Ints]:
        """The auction on what is known, and what each worker gains by it there."""
        market = self.market()
        self.step()
        outcome = auction.hold(market, 0.0 if self.known <= SMALL else target, warm=None, watch=self.follow())
        # The market counts no more seats than pairs lead to: where there are more in truth, one costs nothing.
        is_short = market.capacity[: self.posts] < self.capacity
        outcome.price[: self.posts][is_short] = 0
        return outcome, profits_of(market.edges, outcome.price, market.floor)

    def follow(self) -> Callable[[int], None]:
        """Where somebody else tells how far he is: it is added to what is done already."""
        done = self._steps

        def told(steps: int) -> None:
            self._steps = max(self._steps, done + steps)
            self.step()

        return told

    def is_met(self, outcome: auction.Outcome) -> bool:
        """Whether all quotas are."""
        has_seat = (outcome.seat >= 0) & (outcome.seat < self.posts)
        return all(int(has_seat[quota.members].sum()) >= quota.least for quota in self.quotas)

    def raise_lift(self, outcome: auction.Outcome) -> None:
        """Make a seat that a quota lacks dearer, if any does. Raises NotPossible when it was dear enough already."""
        if self.is_met(outcome):
            return
        if self.lift >= DEAR:
            check(Graph(*self.pairs[0], self.ranker.vacancies.capacity, self.workers), self.quotas)
        self.lift *= LIFT

    def bound(self, gains: Ints, price: Ints, dummies: Ints) -> int:
        """The dual bound, scaled: gains and prices must fit together over all pairs."""
        spare = [max(quota.members.size - max(quota.least, 0), 0) for quota in self.quotas]
        cost: int = sum(a * b for a, b in zip(self.capacity.tolist(), price.tolist(), strict=True) if b)
        cost += sum(a * b for a, b in zip(spare, dummies.tolist(), strict=True))
        return exact_sum(gains) + cost


def grow(
    ranker: Ranker, *, epsilon: float, quotas: Sequence[Quota] = (), prices: Ints | None = None,
    watch: Callable[[int], None], classes: Alike | None = None, known: Pairs | None = None,
) -> Allocation:  # fmt: skip
    """The best allocation over all pairs, proven within `epsilon`. prices: to begin with, scaled; known: first pairs.

    Quotas must not overlap. Raises NotPossible when they cannot be met.
    """
    begun, mode = time.process_time(), "cold" if prices is None and known is None else "warm"
    found = _grown(Excerpt(ranker, quotas, classes or alike(ranker), watch), epsilon, prices, known)[0]
    return dataclasses.replace(found, mode=mode, seconds=time.process_time() - begun)


def warm_up(ranker: Ranker) -> None:
    """Compile every loop, or load it from the disk."""
    excerpt = Excerpt(ranker, (), alike(ranker), lambda _steps: None)
    free = np.zeros(excerpt.posts, np.int64)
    excerpt.know(excerpt.call(excerpt.gains_at(free)), KNOWN)
    excerpt.call(excerpt.gains_at(free), free)
    excerpt.market()
    excerpt.remember(Pairs(*excerpt.pairs[0][:2]), None)


def _grown(
    excerpt: Excerpt, epsilon: float, prices: Ints | None, known: Pairs | None = None
) -> tuple[Allocation, Ints]:
    """The allocation, and what each worker gains by it."""
    best, target, is_finest = Best(excerpt), epsilon / FINER, False
    if known is None:
        best.tighten(*_begin(excerpt, epsilon, prices), np.zeros(len(excerpt.quotas), np.int64))
    else:
        excerpt.remember(known, prices)
    while True:
        before = excerpt.known
        outcome, gains = excerpt.hold(target)
        best.seat(outcome)
        if best.gap <= epsilon:
            return best.told(), gains
        price, dummies = np.split(outcome.price, [excerpt.posts])
        price = excerpt.call(gains, price)
        best.tighten(gains, price, dummies)
        if epsilon < best.gap <= NEAR * epsilon and not excerpt.quotas:
            best.tighten(excerpt.gains_at(price), price, dummies)
        is_all = excerpt.known == before
        if best.gap <= epsilon or (is_all and is_finest and best.outcome is not None):
            return best.told(), gains
        if is_all:
            # Nothing was missing, or the lottery hid it. Else it is the epsilon of the auction, or a quota not met.
            is_finest = target == excerpt.draw == 0
            target = excerpt.draw = 0
            excerpt.raise_lift(outcome)


def _begin(excerpt: Excerpt, epsilon: float, prices: Ints | None) -> tuple[Ints, Ints]:
    """The first pairs: at these prices, or at those of a part; of a small world nearly all. Gains and prices."""
    is_small = prices is None and excerpt.workers <= SMALLEST
    if is_small:
        prices = np.zeros(excerpt.posts, np.int64)
    elif prices is None:
        prices = prices_of_a_part(excerpt, epsilon)
    gains = excerpt.gains_at(prices)
    excerpt.know(excerpt.call(gains), ALL_KNOWN if is_small else KNOWN)
    return gains, prices


def prices_of_a_part(excerpt: Excerpt, epsilon: float) -> Ints:
    """The prices at which nobody of every eighth worker would come, when there is an eighth of the seats."""
    ranker, posts = excerpt.ranker, excerpt.ranker.vacancies
    rows = np.arange(PART // 2, excerpt.workers, PART)
    # What does not divide is drawn by the numbers of rows: always the same, another one in a part of the part.
    drawn = hash_of(np.arange(len(posts)) + excerpt.workers) % np.uint32(PART)
    fewer = dataclasses.replace(posts, capacity=((posts.capacity + drawn) // PART).astype(posts.capacity.dtype))
    part = type(ranker)(ranker.workers.take(rows), fewer, ranker.ties, ranker.points, ranker.rules, ranker.threads)
    gains = np.zeros(excerpt.workers, np.int64)
    gains[rows] = _grown(Excerpt(part, (), alike(part), excerpt.follow()), epsilon, None)[1]
    nobody = np.zeros(len(posts), np.int64)
    return excerpt.called_by(rows, np.arange(rows.size + 1), gains, nobody, nobody, nobody).most[ranker.index.position]
