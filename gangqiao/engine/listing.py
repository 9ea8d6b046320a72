"""Pairs that fit, listed as a graph: of worlds, or for workers, of which all of them fit in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gangqiao.engine.assignment import Graph, Ints

if TYPE_CHECKING:
    from gangqiao.engine.ranking import Ranker

MOST_PAIRS = 20_000_000


class TooMany(Exception):
    """A world with too many pairs to list them. The text says so."""


def bonus_of(ranker: Ranker) -> Ints:
    """The points of priority of each worker."""
    return ranker.workers.priority.astype(np.int64) * ranker.points.per_priority


def whole_graph(ranker: Ranker, rows: Ints | None = None) -> Graph:
    """All pairs that fit as a graph, points of priority included; rows: of these workers. Raises TooMany."""
    return listed(ranker, len(ranker.vacancies), rows)


def listed(ranker: Ranker, most: int, rows: Ints | None = None) -> Graph:
    """The best `most` pairs of each worker as a graph, points of priority included. Raises TooMany."""
    asked = np.arange(len(ranker.workers)) if rows is None else np.asarray(rows, np.int64)
    bonus, total = bonus_of(ranker), 0
    parts: list[tuple[Any, Any, Any]] = []
    step = max(1, 20_000_000 // max(most, 1))
    for first in range(0, asked.size, step):
        part = asked[first : first + step]
        top = ranker.top(most, rows=part)
        row, place = np.nonzero(top.vacancy >= 0)
        points = top.score[row, place] + bonus[part[row]]
        parts.append((part[row].astype(np.int32), top.vacancy[row, place], points.astype(np.int64)))
        total += row.size
        if total > MOST_PAIRS:
            raise TooMany(f"More than {MOST_PAIRS:,} pairs fit; give fewer workers or vacancies, or lists as --graph.")
    empty = (np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.int64))
    worker, vacancy, score = (np.concatenate(column) for column in zip(empty, *parts, strict=True))
    return Graph(worker, vacancy, score, ranker.vacancies.capacity.astype(np.int64), len(ranker.workers))
