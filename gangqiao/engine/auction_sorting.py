"""Pairs in the order that the auction needs, compiled: by counting, without comparisons."""

from __future__ import annotations

import numpy as np

from gangqiao.engine.auction_kernels import Edges, Ints, Rows
from gangqiao.engine.kernels_words import compiled


@compiled
def turned(edges: Edges, vacancies: int) -> tuple[Ints, Rows, Ints]:
    """The same edges by vacancy."""
    start = np.zeros(vacancies + 1, np.int64)
    for edge in range(edges.end.size):
        start[edges.end[edge] + 1] += 1
    start = np.cumsum(start)
    place = start[:-1].copy()
    worker_of, score = np.empty(edges.end.size, np.int32), np.empty(edges.end.size, np.int64)
    for worker in range(edges.start.size - 1):
        for edge in range(edges.start[worker], edges.start[worker + 1]):
            at = place[edges.end[edge]]
            worker_of[at], score[at] = worker, edges.score[edge]
            place[edges.end[edge]] = at + 1
    return start, worker_of, score


@compiled
def by_worker(
    worker: Rows, vacancy: Rows, score: Ints, capacity: Ints, workers: int, lowest: int
) -> tuple[Ints, Rows, Ints]:
    """Edges by worker, each pair once with its best score, in the order of the vacancies' numbers.

    Left out are scores below `lowest` and vacancies without a seat. Two passes of counting: no comparisons.
    """
    start = np.zeros(capacity.size + 1, np.int64)
    for edge in range(worker.size):
        if score[edge] >= lowest and capacity[vacancy[edge]] > 0:
            start[vacancy[edge] + 1] += 1
    start = np.cumsum(start)
    order = np.empty(start[-1], np.int64)
    for edge in range(worker.size):
        if score[edge] >= lowest and capacity[vacancy[edge]] > 0:
            order[start[vacancy[edge]]] = edge
            start[vacancy[edge]] += 1
    first = np.zeros(workers + 1, np.int64)
    for edge in order:
        first[worker[edge] + 1] += 1
    first = np.cumsum(first)
    place = first[:-1].copy()
    end, points = np.empty(order.size, np.int32), np.empty(order.size, np.int64)
    for edge in order:
        at = place[worker[edge]]
        end[at], points[at] = vacancy[edge], score[edge]
        place[worker[edge]] = at + 1
    return _each_once(first, end, points)


@compiled
def _each_once(first: Ints, end: Rows, points: Ints) -> tuple[Ints, Rows, Ints]:
    kept, start = 0, np.zeros(first.size, np.int64)
    for worker in range(first.size - 1):
        for edge in range(first[worker], first[worker + 1]):
            if kept > start[worker] and end[kept - 1] == end[edge]:
                points[kept - 1] = max(points[kept - 1], points[edge])
            else:
                end[kept], points[kept] = end[edge], points[edge]
                kept += 1
        start[worker + 1] = kept
    return start, end[:kept].copy(), points[:kept].copy()
