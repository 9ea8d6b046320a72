"""The best vacancies of each worker, exactly; the best workers of a vacancy; what every limit costs.

Bitsets over the vacancies say who fits (`bitsets`), points are counted only for those (`kernels`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gangqiao.engine import bitsets, kernels
from gangqiao.engine.columns import Array, Points, Rules, Ties, Vacancies, Workers
from gangqiao.engine.parts import in_parts
from gangqiao.engine.points import SCALE
from gangqiao.engine.scoring import scores_of

__all__ = ["SCALE", "Ranker", "Top"]


@dataclass(frozen=True, slots=True)
class Top:
    """The best vacancies of n workers, best first. Row numbers of the tables; -1 where there are no more."""

    vacancy: Array  # int32 [n, k]
    score: Array  # int32 [n, k]; with prices int64, in points * SCALE
    count: Array  # int32 [n]


class Ranker:
    """A world, indexed. Reading it from several threads is safe.

    threads   over how many threads many workers are spread
    """

    def __init__(
        self,
        workers: Workers,
        vacancies: Vacancies,
        ties: Ties | None = None,
        points: Points = Points(),
        rules: Rules = Rules(),
        threads: int = 1,
    ) -> None:
        self.workers, self.vacancies, self.ties = workers, vacancies, ties
        self.points, self.rules, self.threads = points, rules, threads
        self.index = bitsets.build(workers, vacancies, rules)
        self.scores = scores_of(self.index, workers, vacancies, ties, points)
        self._everybody = np.arange(len(workers), dtype=np.int64)

    def top(
        self, k: int, rows: Array | None = None, prices: Array | None = None, floor: Array | int | None = None
    ) -> Top:
        """The best k vacancies with open seats of the workers (null: of all), by score, lottery, number.

        prices   int64 for each vacancy, in points * SCALE: ranks by score * SCALE - price, and gives that
        floor    nothing below it, for all or for each of the workers; in points, with prices in points * SCALE
        """
        asked = self._everybody if rows is None else np.ascontiguousarray(rows, np.int64)
        k = max(0, min(k, len(self.vacancies)))
        vacancy, count = np.full((len(asked), k), -1, np.int32), np.zeros(len(asked), np.int32)
        value = np.zeros((len(asked), k), np.int64)
        if k and len(asked):
            floors = np.empty(len(asked), np.int64)
            floors[:] = kernels.NOTHING if floor is None else floor
            own = None if prices is None else np.ascontiguousarray(prices, np.int64)

            def work(low: int, high: int) -> None:
                part = slice(low, high)
                kernels.top(self.index, self.scores, asked[part], k, own, floors[part],
                            vacancy[part], value[part], count[part])  # fmt: skip

            in_parts(len(asked), self.threads, work)
        return Top(vacancy, value if prices is not None else value.astype(np.int32), count)
