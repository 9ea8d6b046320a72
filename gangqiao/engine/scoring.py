"""The points of a world laid out for the kernels."""

from __future__ import annotations

import numpy as np

from gangqiao.engine import bitsets
from gangqiao.engine.columns import Array, Points, Ties, Vacancies, Workers
from gangqiao.engine.kernels import Scores
from gangqiao.engine.levels import UNKNOWN_LEVEL


def scores_of(
    index: bitsets.Index, workers: Workers, vacancies: Vacancies, ties: Ties | None, points: Points
) -> Scores:
    """Points by position, village and employer. Fills the columns VILLAGE and EMPLOYER of the index."""
    posts = vacancies.take(index.row)
    employers, of_post = _numbered(posts.employer, posts.unknown("employer"))
    start, position = _grouped(of_post, len(employers))
    index.facts[:, bitsets.EMPLOYER] = _found(employers, workers.past_employer, workers.unknown("past_employer"))
    villages, tie_start, tie_employer, tie_points = _ties(ties or Ties.of(0), employers, points)
    index.facts[:, bitsets.VILLAGE] = _found(villages, workers.village, workers.unknown("village"))
    by_level = np.zeros(16, np.int32)
    by_level[:UNKNOWN_LEVEL] = by_level[8 : 8 + UNKNOWN_LEVEL] = points.by_level
    return Scores(
        _fixed(posts, points), by_level, points.skilled, points.certified, points.wished_trade, points.wished_level,
        points.per_100_yuan, points.most_for_pay, points.past_employer, points.dormitory,
        tie_start, tie_employer, tie_points, start, position,
    )  # fmt: skip


def _fixed(posts: Vacancies, points: Points) -> Array:
    """What a vacancy gives everybody: promises kept, freshness."""
    fixed = np.zeros(len(posts), np.int32)
    for column, marks, reaches in (
        ("kept", points.kept, np.greater_equal),
        ("fresh_days", points.fresh, np.less_equal),
    ):
        is_open = ~posts.unknown(column)
        for mark, gives in marks:
            hits = is_open & reaches(getattr(posts, column), mark)
            fixed[hits] += gives
            is_open &= ~hits
    return fixed


def _ties(ties: Ties, employers: Array, points: Points) -> tuple[Array, Array, Array, Array]:
    """Villages; where the ties of each begin; the employer and the points of each tie."""
    employer = _found(employers, ties.employer, ties.unknown("employer"))
    is_of_use = (employer >= 0) & ~ties.unknown("village")
    villages, village = _numbered(ties.village[is_of_use], np.zeros(int(is_of_use.sum()), np.bool_))
    pairs, tie = np.unique(village * np.int64(len(employers) + 1) + employer[is_of_use], return_inverse=True)
    people = np.bincount(tie, ties.count[is_of_use], minlength=len(pairs)).astype(np.int64)
    gives = np.minimum(points.most_for_co_villagers, points.per_co_villager * people)
    start, _ = _grouped(pairs // (len(employers) + 1), len(villages))
    return villages, start, (pairs % (len(employers) + 1)).astype(np.int32), gives.astype(np.int32)


def _numbered(numbers: Array, unknown: Array) -> tuple[Array, Array]:
    """The different numbers in order, and which one each is; -1: unknown."""
    different = np.unique(numbers[~unknown])
    return different, _found(different, numbers, unknown)


def _found(different: Array, numbers: Array, unknown: Array) -> Array:
    """Which of the different numbers each is; -1: none of them, or unknown."""
    if not len(different):
        return np.full(len(numbers), -1, np.int32)
    at = np.minimum(np.searchsorted(different, numbers), len(different) - 1)
    return np.where(unknown | (different[at] != numbers), -1, at).astype(np.int32)


def _grouped(of: Array, groups: int) -> tuple[Array, Array]:
    """Where each group begins, and the rows group by group; rows of -1 are left out."""
    order = np.argsort(of, kind="stable")
    order = order[of[order] >= 0]
    start = np.zeros(groups + 1, np.int32)
    np.cumsum(np.bincount(of[order], minlength=groups), out=start[1:])
    return start, order.astype(np.int32)
