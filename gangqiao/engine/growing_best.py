"""The best allocation and the tightest bound that were seen while an excerpt of the pairs grew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gangqiao.engine.assignment import Allocation, Ints
from gangqiao.engine.known import Pairs
from gangqiao.engine.points import SCALE

if TYPE_CHECKING:
    from gangqiao.engine.auction import Outcome
    from gangqiao.engine.growing import Excerpt


class Best:
    """The best allocation so far and the tightest bound so far: every bound holds for every allocation."""

    def __init__(self, excerpt: Excerpt) -> None:
        self.excerpt, self.value, self.bound = excerpt, -1, -1
        self.outcome: Outcome | None = None
        self.prices = np.zeros(excerpt.posts, np.int64)

    @property
    def gap(self) -> float:
        """(bound - value) / bound; 1 as long as nothing was found, or nothing is proven."""
        if self.outcome is None or self.bound < 0:
            return 1.0
        return (self.bound - self.value) / self.bound if self.bound > 0 else 0.0

    def seat(self, outcome: Outcome) -> None:
        """Look at an outcome: one that does not meet the quotas is none."""
        if self.excerpt.is_met(outcome) and outcome.proof.value > self.value:
            self.outcome, self.value = outcome, outcome.proof.value

    def tighten(self, gains: Ints, price: Ints, dummies: Ints) -> None:
        """Look at a bound."""
        bound = max(self.excerpt.bound(gains, price, dummies) // SCALE, self.value)
        if self.bound < 0 or bound < self.bound:
            self.bound, self.prices = bound, price

    def told(self) -> Allocation:
        """As an allocation; a dummy vacancy is staying."""
        assert self.outcome is not None
        seat = np.where(self.outcome.seat < self.excerpt.posts, self.outcome.seat, -1).astype(np.int32)
        score = np.where(seat >= 0, self.outcome.score // SCALE, 0)
        seats = int(self.excerpt.ranker.vacancies.capacity.sum(dtype=np.int64))
        return Allocation(
            seat, score, self.prices, self.value, self.bound, int((seat >= 0).sum()), seats, 0.0, "",
            known=Pairs(*self.excerpt.pairs[0][:2]),
        )  # fmt: skip
