"""The loop over pairs that are known already, compiled: which of them still fit, and what they are worth now."""

from __future__ import annotations

import numpy as np

from gangqiao.engine import bitsets as b
from gangqiao.engine.columns import Array
from gangqiao.engine.kernels import Scores, add_ties, fit, levels_for, score_of
from gangqiao.engine.kernels_words import ONE, compiled

UNFIT = -(1 << 31)


@compiled
def score_known(
    index: b.Index, scores: Scores, low: int, start: Array, place: Array, points: Array
) -> None:  # fmt: skip
    """The points of each pair without priority, `UNFIT` where the vacancy does not fit or has no seat.

    low     worker of the first row; row r has the pairs start[r] up to start[r + 1]
    place   position of the vacancy of each pair
    points  int32 by pair, is filled
    """
    words = index.rows.shape[1]
    met, room = np.empty(words, np.uint64), np.empty(words, np.uint64)
    levels, extra = np.empty(16, np.int32), scores.fixed.copy()
    for one in range(len(start) - 1):
        if start[one] == start[one + 1]:
            continue
        worker = low + one
        used = fit(index, worker, met, room)
        add_ties(index, scores, worker, 1, extra)
        levels_for(index, scores, worker, levels)
        for at in range(start[one], start[one + 1]):
            p = place[at]
            word = p >> 6
            if word < used and met[word] >> np.uint64(p & 63) & ONE:
                points[at] = score_of(index, scores, worker, p, levels, extra)
            else:
                points[at] = UNFIT
        add_ties(index, scores, worker, -1, extra)
