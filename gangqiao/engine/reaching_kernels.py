"""Which vacancies a worker could pay for at all, as bits: what no points could make dear enough is not counted.

The points of a pair are at most those of the vacancy for its home, and some that only the worker's own wishes, trades,
villagers and employer add. Steps of what they leave over the price stand in one set of bits for each home and step.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gangqiao.engine import bitsets as b
from gangqiao.engine.columns import Array
from gangqiao.engine.kernels import Scores
from gangqiao.engine.kernels_words import ONE, compiled, first_bit
from gangqiao.engine.points import SCALE

STEPS = 64


class Reach(NamedTuple):
    """Sets of vacancies by position that leave more than a step over their price, at best, without a worker's own.

    least   int64 [s], scaled: the steps, rising; the first is below all
    bits    uint64 [h, s, w]: by home, as `bitsets.Index.levels`
    """

    least: Array
    bits: Array


def reach_of(index: b.Index, scores: Scores, price: Array) -> Reach:
    """The sets at these prices (int64, scaled, by position)."""
    floor = max(0, int(index.facts[:, b.FLOOR].min(initial=0)))
    steps = np.maximum(0, index.pay.astype(np.int64) - floor) // 100 * scores.per_100_yuan
    pay = np.minimum(scores.most_for_pay, np.maximum(steps, 0))
    level, has_dormitory = index.level_at & 7, index.level_at >= 8
    is_far = has_dormitory & (level >= 2) & (level <= 5)
    points = scores.by_level[level].astype(np.int64) + is_far * max(scores.dormitory, 0) + (scores.fixed + pay)
    over = points * SCALE - price
    least = np.unique(np.quantile(over, np.linspace(0, 1, STEPS))).astype(np.int64) if over.size else np.zeros(0)
    least = np.concatenate(([-(1 << 62)], least)).astype(np.int64)
    bits = np.zeros((len(over), least.size, index.rows.shape[1]), np.uint64)
    for step, than in enumerate(least):
        bits[:, step] = b.packed(over > than)
    return Reach(least, bits)


@compiled
def keep_reached(index: b.Index, scores: Scores, reach: Reach, worker: int, need: int, words: int, met: Array,
                 room: Array) -> None:  # fmt: skip
    """Keep what could be worth more than `need` over its price to a worker, scaled and without priority."""
    home = index.facts[worker, b.HOME]
    own, trade = own_points(index, scores, worker)
    low = np.searchsorted(reach.least, need - own * SCALE, "right") - 1
    sure = reach.bits[home, low]
    if trade == 0:
        for j in range(words):
            met[j] &= sure[j]
        return
    low = np.searchsorted(reach.least, need - (own + trade) * SCALE, "right") - 1
    more = reach.bits[home, low]
    room[:words] = 0
    trades = index.masks[worker, 0] | index.masks[worker, 1] | index.masks[worker, 2]
    while trades:
        row = index.trade_rows[first_bit(trades)]
        trades &= trades - ONE
        if row != b.NOBODY:
            for j in range(words):
                room[j] |= index.rows[row, j]
    for j in range(words):
        met[j] &= sure[j] | (more[j] & room[j])


@compiled
def own_points(index: b.Index, scores: Scores, worker: int) -> tuple[int, int]:
    """What a worker's own answers add at most: anywhere, and besides where a vacancy has one of the trades."""
    fact, own, trade = index.facts[worker], 0, 0
    if fact[b.WISHED_LEVEL] < 7:
        own += max(scores.wished_level, 0)
    if fact[b.EMPLOYER] >= 0:
        own += max(scores.past_employer, 0)
    village = fact[b.VILLAGE]
    if village >= 0:
        most = 0
        for tie in range(scores.tie_start[village], scores.tie_start[village + 1]):
            most = max(most, scores.tie_points[tie])
        own += most
    trade += max(scores.wished_trade, 0) if index.masks[worker, 0] else 0
    trade += max(scores.skilled, 0) if index.masks[worker, 1] else 0
    trade += max(scores.certified, 0) if index.masks[worker, 2] else 0
    return own, trade
