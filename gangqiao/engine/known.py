"""Pairs that an earlier allocation knew, in the world of now.

Nothing but who and where is taken over from then: whether they fit and what they are worth is asked anew. So pairs of
another world cost time at worst.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from gangqiao.engine.columns import Array
from gangqiao.engine.known_kernels import UNFIT, score_known
from gangqiao.engine.parts import in_parts

if TYPE_CHECKING:
    from gangqiao.engine.ranking import Ranker


class Pairs(NamedTuple):
    """Pairs by row number, int32, in any order."""

    worker: Array
    vacancy: Array


def scored(ranker: Ranker, pairs: Pairs) -> tuple[Array, Array, Array]:
    """Those that fit now: worker, vacancy, points without priority (int64), by worker.

    Rows that the world does not have are left out.
    """
    worker, post = np.asarray(pairs.worker, np.int32), np.asarray(pairs.vacancy, np.int32)
    is_here = (worker >= 0) & (worker < len(ranker.workers)) & (post >= 0) & (post < len(ranker.vacancies))
    if not is_here.all():
        worker, post = worker[is_here], post[is_here]
    if np.any(worker[1:] < worker[:-1]):
        order = np.argsort(worker, kind="stable")
        worker, post = worker[order], post[order]
    start = np.searchsorted(worker, np.arange(len(ranker.workers) + 1))
    points, place = np.empty(worker.size, np.int32), ranker.index.position[post]

    def work(low: int, high: int) -> None:
        score_known(ranker.index, ranker.scores, low, start[low : high + 1], place, points)

    in_parts(len(ranker.workers), ranker.threads, work)
    fits = points != UNFIT
    return worker[fits], post[fits], points[fits].astype(np.int64)


def of_rows(pairs: Pairs, rows: Array) -> Pairs:
    """The pairs of these workers (row numbers, ascending), who are counted anew."""
    at = np.searchsorted(rows, pairs.worker)
    is_here = np.isin(pairs.worker, rows)
    return Pairs(at[is_here].astype(np.int32), np.asarray(pairs.vacancy)[is_here])
