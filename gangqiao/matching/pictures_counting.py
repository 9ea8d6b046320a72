"""What the pictures count of each of the people: how far they go, how near work is, what would open more.

Knows no database. The kernels are imported when a count begins.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from gangqiao.engine.columns import Points, Rules, Ties, Vacancies, Workers
from gangqiao.matching.features.codes import TRADE_OF_BIT

Array = Any
LEVELS = 6
NOTHING = -1  # no vacancy fits
_STEP = 10_000
_OTHER_LINES = (
    "skilled", "certified", "wished_trade", "wished_level", "per_100_yuan", "most_for_pay", "per_co_villager",
    "most_for_co_villagers", "past_employer", "dormitory",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counted:
    """One row each. trades: wished ones, else those skilled in; far: farthest level accepted.

    near    level of the nearest vacancy that fits; NOTHING: none does
    opens   trades in which a course with a certificate would open some more
    opened  by bit of the trade: vacancies it would open, over all people
    """

    trades: Array
    far: Array
    near: Array
    opens: Array
    opened: Mapping[int, int]


def count(people: pl.DataFrame, posts: pl.DataFrame, rules: Rules) -> Counted:
    """Count the people against what is open."""
    from gangqiao.engine.ranking import Ranker

    workers, vacancies = Workers.from_arrow(people.to_arrow()), Vacancies.from_arrow(posts.to_arrow())
    nearest = Ranker(workers, vacancies, Ties.of(0), _nearest_first(), rules)
    top = nearest.top(1)
    near = np.full(len(workers), NOTHING, np.int8)
    if len(vacancies):
        found = top.count > 0
        near[found] = LEVELS - np.clip(top.score[found, 0] // _STEP, 1, LEVELS)
    levels = np.where(workers.levels == 0, 63, workers.levels).astype(np.int64)
    far = np.floor(np.log2(levels)).astype(np.int8)
    opens, opened = _opens(workers, vacancies, rules)
    return Counted(np.where(workers.trades > 0, workers.trades, workers.skills), far, near, opens, opened)


def _nearest_first() -> Points:
    """Points of nothing but the distance: the best vacancy is the nearest one, and its score says how near."""
    none = dict.fromkeys(_OTHER_LINES, 0)
    by_level = tuple((LEVELS - level) * _STEP for level in range(LEVELS))
    return Points(by_level=by_level, kept=(), fresh=(), **none)


def _opens(workers: Workers, vacancies: Vacancies, rules: Rules) -> tuple[Array, dict[int, int]]:
    """Everybody once more for each trade that something open needs, as if skilled and certified in it."""
    from gangqiao.engine.ranking import Ranker

    opens, opened = np.zeros(len(workers), np.uint64), {}
    if not len(workers) or not len(vacancies):
        return opens, opened
    seats = vacancies.capacity > 0
    needed = _union(vacancies.skills_needed[seats]) | _union(vacancies.certificates_needed[seats])
    wanted = needed | _union(vacancies.trades[seats])
    before = Ranker(workers, vacancies, None, Points(), rules).lost().fit
    for bit in TRADE_OF_BIT:
        if not wanted >> bit & 1:
            continue
        mask = np.uint64(1 << bit)
        trained = replace(workers, skills=workers.skills | mask, certificates=workers.certificates | mask)
        more = Ranker(trained, vacancies, None, Points(), rules).lost().fit - before
        if (more > 0).any():
            opens[more > 0] |= mask
            opened[bit] = int(more[more > 0].sum())
    return opens, opened


def _union(masks: Array) -> int:
    return int(np.bitwise_or.reduce(masks, initial=np.uint64(0)))


def sums_of(counted: Counted, part: slice) -> dict[str, Any]:
    """How many of a part of the people stand behind each figure: by trade, by far and near, by trade that opens."""
    far, near = counted.far[part].astype(int), counted.near[part].astype(int)
    cells, many = np.unique(np.stack([far, near], axis=1), axis=0, return_counts=True)
    trades, opens = counted.trades[part], counted.opens[part]
    return {
        "trades": _by_bit(trades) | {"": int((trades == 0).sum())},
        "cells": {f"{a}.{b}": int(n) for (a, b), n in zip(cells.tolist(), many, strict=True)},
        "opens": _by_bit(opens),
    }


def _by_bit(masks: Array) -> dict[str, int]:
    counts = {code: int((masks >> np.uint64(bit) & np.uint64(1)).sum()) for bit, code in TRADE_OF_BIT.items()}
    return {code: n for code, n in counts.items() if n}
