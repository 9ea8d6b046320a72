"""The loop of deferred acceptance, compiled."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gangqiao.engine.auction_kernels import Ints, Rows
from gangqiao.engine.kernels_words import compiled


class Wishes(NamedTuple):
    """What each worker wishes, best first: worker r has the wishes start[r] up to start[r + 1]."""

    start: Ints
    vacancy: Rows
    points: Ints


@compiled
def best_first(start: Ints, vacancy: Rows, points: Ints, lottery: Ints, drawn: Ints) -> tuple[Rows, Ints]:
    """The pairs of each worker sorted: more points first, then what the two lottery numbers say together."""
    vacancies, sums = np.empty_like(vacancy), np.empty_like(points)
    for worker in range(start.size - 1):
        first, last = start[worker], start[worker + 1]
        tickets = (drawn[vacancy[first:last]] ^ lottery[worker]) * 0x9E3779B1 & 0xFFFFFFFF
        order = np.argsort(tickets, kind="mergesort")
        order = order[np.argsort(-points[first:last][order], kind="mergesort")]
        vacancies[first:last], sums[first:last] = vacancy[first:last][order], points[first:last][order]
    return vacancies, sums


@compiled
def propose_all(wish: Wishes, capacity: Ints, tier: Ints, lottery: Ints) -> tuple[Rows, Ints]:
    """Each worker proposes down his list; a vacancy keeps the best it was offered. Seats and points."""
    first = np.concatenate((np.zeros(1, np.int64), np.cumsum(capacity)))
    holder, filled = np.zeros(first[-1], np.int32), np.zeros(capacity.size, np.int64)
    seat, points = np.full(tier.size, -1, np.int32), np.zeros(tier.size, np.int64)
    next_wish = wish.start[:-1].copy()
    for beginner in range(tier.size):
        worker = beginner
        while worker >= 0:
            if next_wish[worker] == wish.start[worker + 1]:
                seat[worker], points[worker] = -1, 0
                break
            vacancy = wish.vacancy[next_wish[worker]]
            seat[worker], points[worker] = vacancy, wish.points[next_wish[worker]]
            next_wish[worker] += 1
            heap = holder[first[vacancy] : first[vacancy + 1]]
            if filled[vacancy] < heap.size:
                _add(heap, filled[vacancy], worker, tier, points, lottery)
                filled[vacancy] += 1
                worker = -1
            elif _is_less(heap[0], worker, tier, points, lottery):
                loser = heap[0]
                _replace(heap, worker, tier, points, lottery)
                worker = loser
    return seat, points


@compiled
def _is_less(one: int, other: int, tier: Ints, points: Ints, lottery: Ints) -> bool:
    if tier[one] != tier[other]:
        return bool(tier[one] < tier[other])
    if points[one] != points[other]:
        return bool(points[one] < points[other])
    if lottery[one] != lottery[other]:
        return bool(lottery[one] < lottery[other])
    return one > other


@compiled
def _add(heap: Rows, place: int, worker: int, tier: Ints, points: Ints, lottery: Ints) -> None:
    while place > 0 and _is_less(worker, heap[(place - 1) >> 1], tier, points, lottery):
        heap[place] = heap[(place - 1) >> 1]
        place = (place - 1) >> 1
    heap[place] = worker


@compiled
def _replace(heap: Rows, worker: int, tier: Ints, points: Ints, lottery: Ints) -> None:
    place = 0
    while 2 * place + 1 < heap.size:
        below = 2 * place + 1
        if below + 1 < heap.size and _is_less(heap[below + 1], heap[below], tier, points, lottery):
            below += 1
        if not _is_less(heap[below], worker, tier, points, lottery):
            break
        heap[place] = heap[below]
        place = below
    heap[place] = worker
