"""Ranking and counting by `judge` alone, pair by pair: what the kernels are held against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np

from gangqiao.engine.columns import Limit, State, World
from gangqiao.engine.columns_of import hash_of
from gangqiao.engine.explaining import judge
from gangqiao.engine.points import SCALE


def lottery(world: World, worker: int, vacancy: int) -> int:
    """The ticket of a pair."""
    both = int(world.workers.salt[worker]) << 32 | int(world.vacancies.salt[vacancy])
    return int(hash_of(np.array([both], np.uint64).view(np.int64))[0])


def best(
    world: World, worker: int, k: int, prices: list[int] | None = None, floor: int | None = None
) -> list[tuple[int, int]]:
    """Vacancy row and value of the best k, as `Ranker.top` promises."""
    found = []
    for vacancy in np.flatnonzero(world.vacancies.capacity > 0).tolist():
        judgement = judge(world, worker, vacancy)
        value = judgement.score if prices is None else judgement.score * SCALE - prices[vacancy]
        if judgement.fits and (floor is None or value >= floor):
            found.append((-value, -lottery(world, worker, vacancy), int(world.vacancies.vacancy[vacancy]), vacancy))
    return [(vacancy, -value) for value, _, _, vacancy in sorted(found)[:k]]


def best_people(world: World, vacancy: int, k: int) -> list[tuple[int, int]]:
    """Worker row and score of the best k of one vacancy."""
    found = []
    for worker in range(len(world.workers)):
        judgement = judge(world, worker, vacancy)
        if judgement.fits:
            key = (-judgement.score, -lottery(world, worker, vacancy), int(world.workers.worker[worker]))
            found.append((*key, worker))
    return [(worker, -key) for key, _, _, worker in sorted(found)[:k]]


def losses(world: World, pairs: Iterable[tuple[int, int]]) -> dict[str, Counter[Limit]]:
    """How many pairs fail by a limit, fail by it alone, are undecided by it alone."""
    counts: dict[str, Counter[Limit]] = {"failed": Counter(), "alone": Counter(), "unknown": Counter()}
    for worker, vacancy in pairs:
        decisions = judge(world, worker, vacancy).decisions
        missed = [limit for limit, state in decisions.items() if state is not State.MET]
        counts["failed"].update(limit for limit in missed if decisions[limit] is State.FAILED)
        if len(missed) == 1:
            counts["alone" if decisions[missed[0]] is State.FAILED else "unknown"].update(missed)
    return counts
