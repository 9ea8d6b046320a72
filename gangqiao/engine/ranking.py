"""The best vacancies of each worker, exactly; the best workers of a vacancy; what every limit costs.

Bitsets over the vacancies say who fits (`bitsets`), points are counted only for those (`kernels`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gangqiao.engine import bitsets, kernels, kernels_losses
from gangqiao.engine.columns import Array, Limit, Points, Rules, Ties, Vacancies, Workers
from gangqiao.engine.columns_of import hash_of
from gangqiao.engine.parts import in_parts
from gangqiao.engine.points import SCALE
from gangqiao.engine.scoring import scores_of

__all__ = ["SCALE", "Lost", "LostPeople", "People", "Ranker", "Top"]


@dataclass(frozen=True, slots=True)
class Top:
    """The best vacancies of n workers, best first. Row numbers of the tables; -1 where there are no more."""

    vacancy: Array  # int32 [n, k]
    score: Array  # int32 [n, k]; with prices int64, in points * SCALE
    count: Array  # int32 [n]


@dataclass(frozen=True, slots=True)
class Lost:
    """What each limit costs, by worker and by limit in the order of `Limit`: int32 [n, 16] of open vacancies."""

    failed: Array  # fail by this limit, whatever else
    alone: Array  # fail by it, and meet all others
    unknown: Array  # are undecided by it, and meet all others: so many posts depend on the answer
    fit: Array  # int32 [n]: fit
    undecided: Array  # int32 [n]: nothing failed, something unknown

    def of(self, row: int, which: str = "failed") -> dict[Limit, int]:
        """The counts of one of the workers asked for, by limit, without those of 0."""
        counts = getattr(self, which)[row].tolist()
        return {limit: count for limit, count in zip(Limit, counts, strict=True) if count}


@dataclass(frozen=True, slots=True)
class LostPeople:
    """For one vacancy, how many workers each limit keeps away; what `Lost` says of vacancies, of workers."""

    failed: dict[Limit, int]
    alone: dict[Limit, int]
    unknown: dict[Limit, int]
    fit: int
    undecided: int


@dataclass(frozen=True, slots=True)
class People:
    """The best workers of one vacancy, best first: row numbers and scores; and how many fit."""

    worker: Array
    score: Array
    fit: int


class Ranker:
    """A world, indexed. Reading it from several threads is safe.

    threads   over how many threads many workers are spread
    """

    def __init__(
        self,
        workers: Workers,
        vacancies: Vacancies,
        ties: Ties | None = None,
        points: Points | None = None,
        rules: Rules | None = None,
        threads: int = 1,
    ) -> None:
        self.workers, self.vacancies, self.ties = workers, vacancies, ties
        self.points, self.rules, self.threads = points or Points(), rules or Rules(), threads
        self.index = bitsets.build(workers, vacancies, self.rules)
        self.scores = scores_of(self.index, workers, vacancies, ties, self.points)
        self._everybody = np.arange(len(workers), dtype=np.int64)

    def top(
        self, k: int, rows: Array | None = None, prices: Array | None = None, floor: Array | int | None = None
    ) -> Top:
        """The best k vacancies with open seats of the workers (null: of all), by score, lottery, number.

        prices   int64 for each vacancy, in points * SCALE: ranks by score * SCALE - price, and gives that
        floor    nothing below it, for all or for each of the workers; in points, with prices in points * SCALE
        """
        asked = self._asked(rows)
        k = max(0, min(k, len(self.vacancies)))
        vacancy, count = np.full((len(asked), k), -1, np.int32), np.zeros(len(asked), np.int32)
        value = np.zeros((len(asked), k), np.int32 if prices is None else np.int64)
        if k and len(asked):
            floors = np.empty(len(asked), np.int64)
            floors[:] = kernels.NOTHING if floor is None else floor
            own = None if prices is None else np.ascontiguousarray(prices, np.int64)

            def work(low: int, high: int) -> None:
                part = slice(low, high)
                kernels.top(self.index, self.scores, asked[part], k, own, floors[part],
                            vacancy[part], value[part], count[part])  # fmt: skip

            in_parts(len(asked), self.threads, work)
        return Top(vacancy, value, count)

    def lost(self, rows: Array | None = None) -> Lost:
        """How many open vacancies each limit costs the workers (null: all)."""
        asked = self._asked(rows)
        counts = [np.zeros((len(asked), len(Limit)), np.int32) for _ in range(3)]
        sums = [np.zeros(len(asked), np.int32) for _ in range(2)]

        def work(low: int, high: int) -> None:
            part = slice(low, high)
            kernels_losses.lost(self.index, asked[part], *(one[part] for one in (*counts, *sums)))

        in_parts(len(asked), self.threads, work)
        return Lost(*counts, *sums)

    def people(self, vacancy_row: int, k: int, rows: Array | None = None) -> People:
        """The best k workers of a vacancy, by score, lottery, number; rows: only among these. Seats are not asked."""
        asked = self._asked(rows)
        failed, unknown, score = self._judged(vacancy_row, asked)
        fit = np.flatnonzero((failed | unknown) == 0)
        found, score = asked[fit], score[fit]
        if len(found) > k > 0:  # all that are as good as the one in place k, or better
            is_near = score >= np.partition(score, len(score) - k)[len(score) - k]
            found, score = found[is_near], score[is_near]
        both = self.workers.salt[found].astype(np.uint64) << np.uint64(32) | np.uint64(self.vacancies.salt[vacancy_row])
        ticket = hash_of(both.view(np.int64)).astype(np.int64)
        order = np.lexsort((self.workers.worker[found], -ticket, -score.astype(np.int64)))[: max(0, k)]
        return People(found[order], score[order], len(fit))

    def lost_people(self, vacancy_row: int, rows: Array | None = None) -> LostPeople:
        """Why only so many workers fit a vacancy; rows: only among these."""
        failed, unknown, _ = self._judged(vacancy_row, self._asked(rows))
        missed = failed | unknown
        is_one = (missed & (missed - 1)) == 0

        def by_limit(bits: Array) -> dict[Limit, int]:
            counts = {limit: int((bits >> place & 1).sum()) for place, limit in enumerate(Limit)}
            return {limit: count for limit, count in counts.items() if count}

        return LostPeople(by_limit(failed), by_limit(failed[is_one]), by_limit(unknown[is_one]),
                          int((missed == 0).sum()), int(((failed == 0) & (unknown > 0)).sum()))  # fmt: skip

    def _asked(self, rows: Array | None) -> Array:
        return self._everybody if rows is None else np.ascontiguousarray(rows, np.int64)

    def _judged(self, vacancy_row: int, asked: Array) -> tuple[Array, Array, Array]:
        """Of each worker the limits that fail and that are unknown, as bits, and the score where all are met."""
        failed, unknown, score = (np.zeros(len(asked), np.int32) for _ in range(3))
        place = int(self.index.position[vacancy_row])

        def work(low: int, high: int) -> None:
            part = slice(low, high)
            kernels_losses.judge_all(
                self.index, self.scores, asked[part], place, failed[part], unknown[part], score[part]
            )

        in_parts(len(asked), self.threads, work)
        return failed, unknown, score
