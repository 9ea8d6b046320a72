"""The loops that count what each limit costs, compiled: every limit by itself, for one worker or for one vacancy."""

from __future__ import annotations

import numpy as np

from gangqiao.engine import bitsets as b
from gangqiao.engine import decisions
from gangqiao.engine.columns import Array, Limit
from gangqiao.engine.kernels import Scores, add_ties, any_trade, keep_bytes, keep_levels, levels_for, score_of
from gangqiao.engine.kernels_words import ALL, NONE, ONE, bits_of, compiled, first_bits

# The limits of the first columns of `Index.facts`, by their places in `Limit`, and those of the others.
SIMPLE = tuple(list(Limit).index(limit) for limit in decisions.SIMPLE)
TRADE, SKILL, CERTIFICATE, AREA, CARE, PAY, MANDARIN = (
    list(Limit).index(limit)
    for limit in (Limit.TRADE, Limit.SKILL, Limit.CERTIFICATE, Limit.AREA, Limit.CARE, Limit.PAY, Limit.MANDARIN)
)
LIMITS = len(Limit)


@compiled
def decide(index: b.Index, worker: int, low: int, high: int, met: Array, maybe: Array) -> None:
    """Every limit by itself: words of what meets it, and of what is undecided where it is not met [limits, words]."""
    fact, gaps = index.facts[worker], index.facts[worker, b.GAPS]
    home = fact[b.HOME]
    for column in range(len(SIMPLE)):
        limit, row = SIMPLE[column], fact[column]
        for j in range(low, high):
            met[limit, j], maybe[limit, j] = index.rows[row, j], index.rows[index.maybe[row], j]
    any_trade(index, worker, low, high, met[TRADE])
    for limit in (SKILL, CERTIFICATE, AREA, CARE):
        met[limit, low:high] = ALL
    keep_bytes(index, index.skill_bytes, index.masks[worker, 1] | index.masks[worker, 2], low, high, met[SKILL])
    keep_bytes(index, index.certificate_bytes, index.masks[worker, 2], low, high, met[CERTIFICATE])
    keep_levels(index, home, fact[b.ACCEPTS], low, high, met[AREA], maybe[AREA])
    keep_levels(index, home, fact[b.CARES], low, high, met[CARE], maybe[CARE])
    maybe[SKILL, low:high] = ALL if gaps & (b.NO_SKILLS | b.NO_CERTIFICATES) else NONE
    maybe[CERTIFICATE, low:high] = ALL if gaps & b.NO_CERTIFICATES else NONE
    trades = index.trade_rows[64] if gaps & b.NO_SKILLS else b.NOBODY
    for j in range(low, high):
        maybe[TRADE, j] = index.rows[trades, j]
        met[MANDARIN, j] |= index.levels[home, 7, j]
        maybe[MANDARIN, j] |= index.levels[home, 6, j]
        maybe[CARE, j] = index.levels[home, 6, j]
        maybe[AREA, j] = index.levels[home, 6, j] if gaps & b.PARTLY else NONE
        met[PAY, j] = first_bits(j, fact[b.PREFIX])
        maybe[PAY, j] = ~first_bits(j, index.known_pay)


@compiled
def lost(
    index: b.Index, workers: Array, failed: Array, alone: Array, unknown: Array, fit: Array, undecided: Array
) -> None:
    """Count for each worker and limit [n, limits] the open vacancies that are lost; fit and undecided [n] by worker."""
    words = index.rows.shape[1]
    met, maybe = np.empty((LIMITS, words), np.uint64), np.empty((LIMITS, words), np.uint64)
    once, twice, fails = np.empty(words, np.uint64), np.empty(words, np.uint64), np.empty(words, np.uint64)
    for i in range(len(workers)):
        decide(index, workers[i], 0, words, met, maybe)
        once[:], twice[:], fails[:] = 0, 0, 0
        for limit in range(LIMITS):
            for j in range(words):
                missed = index.rows[b.OPEN, j] & ~met[limit, j]
                met[limit, j] = missed
                twice[j] |= once[j] & missed
                once[j] |= missed
                fails[j] |= missed & ~maybe[limit, j]
        for limit in range(LIMITS):
            by_it, by_it_alone, asked = 0, 0, 0
            for j in range(words):
                missed = met[limit, j]
                fails_by_it = missed & ~maybe[limit, j]
                by_it += bits_of(fails_by_it)
                by_it_alone += bits_of(fails_by_it & ~twice[j])
                asked += bits_of(missed & maybe[limit, j] & ~twice[j])
            failed[i, limit], alone[i, limit], unknown[i, limit] = by_it, by_it_alone, asked
        fits, open_questions = 0, 0
        for j in range(words):
            fits += bits_of(index.rows[b.OPEN, j] & ~once[j])
            open_questions += bits_of(once[j] & ~fails[j])
        fit[i], undecided[i] = fits, open_questions


@compiled
def judge_all(
    index: b.Index, scores: Scores, workers: Array, place: int, failed: Array, unknown: Array, score: Array
) -> None:
    """One vacancy, by position, and many workers: limits that fail or are unknown as bits, the score where it fits."""
    words, j, bit = index.rows.shape[1], place // 64, np.uint64(place % 64)
    met, maybe = np.empty((LIMITS, words), np.uint64), np.empty((LIMITS, words), np.uint64)
    levels, extra = np.empty(16, np.int32), scores.fixed.copy()
    for i in range(len(workers)):
        decide(index, workers[i], j, j + 1, met, maybe)
        fails, asks = 0, 0
        for limit in range(LIMITS):
            if not met[limit, j] >> bit & ONE:
                if maybe[limit, j] >> bit & ONE:
                    asks |= 1 << limit
                else:
                    fails |= 1 << limit
        failed[i], unknown[i] = fails, asks
        if fails | asks == 0:
            add_ties(index, scores, workers[i], 1, extra)
            levels_for(index, scores, workers[i], levels)
            score[i] = score_of(index, scores, workers[i], place, levels, extra)
            add_ties(index, scores, workers[i], -1, extra)
