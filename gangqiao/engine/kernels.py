"""The loops of ranking, compiled: rows of bits put together, the score of a pair, the best k."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from gangqiao.engine import bitsets as b
from gangqiao.engine.columns import Array
from gangqiao.engine.kernels_words import ALL, ONE, compiled, first_bit, lottery
from gangqiao.engine.points import SCALE

NOTHING = -(1 << 62)


class Scores(NamedTuple):
    """The points, laid out for the kernels; v vacancies by position."""

    fixed: Array  # int32 [v]: kept and fresh
    by_level: Array  # int32 [16]: by the codes of `Index.level_at`, without the dormitory
    skilled: int
    certified: int
    wished_trade: int
    wished_level: int
    per_100_yuan: int
    most_for_pay: int
    past_employer: int
    dormitory: int
    tie_start: Array  # int32: village r has the ties start[r] up to start[r + 1]
    tie_employer: Array  # int32: row of the employer
    tie_points: Array  # int32
    employer_start: Array  # int32: employer e has the positions start[e] up to start[e + 1]
    employer_position: Array  # int32


@compiled
def any_trade(index: b.Index, worker: int, low: int, high: int, met: Array) -> None:
    """Words of the vacancies that have a trade which the worker wishes or is skilled in; all if he wishes none."""
    wished = index.masks[worker, 0]
    if wished == 0:
        met[low:high] = ALL
        return
    met[low:high] = 0
    wanted = wished | index.masks[worker, 1]
    while wanted:
        row = index.trade_rows[first_bit(wanted)]
        wanted &= wanted - ONE
        if row != b.NOBODY:
            for j in range(low, high):
                met[j] |= index.rows[row, j]


@compiled
def keep_bytes(index: b.Index, table: Array, held: int, low: int, high: int, met: Array) -> None:
    """Keep the vacancies that need nothing beyond what is held."""
    for byte in range(8):
        row = table[byte, np.int64(held >> np.uint64(8 * byte) & np.uint64(255))]
        if row > b.EVERYBODY or row == b.NOBODY:
            for j in range(low, high):
                met[j] &= index.rows[row, j]


@compiled
def keep_levels(index: b.Index, home: int, accepted: int, low: int, high: int, met: Array, room: Array) -> None:
    """Keep the vacancies at one of the levels."""
    if accepted == b.ALL_LEVELS:
        return
    room[low:high] = 0
    for level in range(7):
        if accepted >> level & 1:
            for j in range(low, high):
                room[j] |= index.levels[home, level, j]
    for j in range(low, high):
        met[j] &= room[j]


@compiled
def fit(index: b.Index, worker: int, met: Array, room: Array) -> int:
    """The open vacancies that fit a worker, in words of bits; returns how many words there are."""
    fact = index.facts[worker]
    prefix = fact[b.PREFIX]
    words: int = (prefix + 63) // 64
    any_trade(index, worker, 0, words, met)
    rows, home = index.rows, index.levels[fact[b.HOME], 7]
    r0, r1, r2, r3, r4 = rows[fact[0]], rows[fact[1]], rows[fact[2]], rows[fact[3]], rows[fact[4]]
    r5, r6, r7, r8, r9, r10 = rows[fact[5]], rows[fact[6]], rows[fact[7]], rows[fact[8]], rows[fact[9]], rows[b.OPEN]
    for j in range(words):
        met[j] &= r0[j] & r1[j] & r2[j] & r3[j] & r4[j] & r5[j]
    for j in range(words):
        met[j] &= r6[j] & r7[j] & r8[j] & r10[j] & (r9[j] | home[j])
    keep_bytes(index, index.skill_bytes, index.masks[worker, 1] | index.masks[worker, 2], 0, words, met)
    keep_bytes(index, index.certificate_bytes, index.masks[worker, 2], 0, words, met)
    keep_levels(index, fact[b.HOME], fact[b.ACCEPTS] & fact[b.CARES], 0, words, met, room)
    if prefix % 64:
        met[words - 1] &= (ONE << np.uint64(prefix % 64)) - ONE
    return words


@compiled
def add_employer(scores: Scores, employer: int, points: int, extra: Array) -> None:
    """Add points to the vacancies of an employer."""
    for at in range(scores.employer_start[employer], scores.employer_start[employer + 1]):
        extra[scores.employer_position[at]] += points


@compiled
def add_ties(index: b.Index, scores: Scores, worker: int, sign: int, extra: Array) -> None:
    """Add (or with sign -1 take away) the points for co-villagers and for the employer before."""
    village, employer = index.facts[worker, b.VILLAGE], index.facts[worker, b.EMPLOYER]
    if village >= 0:
        for tie in range(scores.tie_start[village], scores.tie_start[village + 1]):
            add_employer(scores, scores.tie_employer[tie], sign * scores.tie_points[tie], extra)
    if employer >= 0:
        add_employer(scores, employer, sign * scores.past_employer, extra)


@compiled
def levels_for(index: b.Index, scores: Scores, worker: int, table: Array) -> None:
    """The points of each code of `Index.level_at` for a worker."""
    fact = index.facts[worker]
    for code in range(16):
        level = code & 7
        points = scores.by_level[level]
        if level == fact[b.WISHED_LEVEL]:
            points += scores.wished_level
        if code >= 8 and 2 <= level <= 5 and fact[b.DORMITORY]:
            points += scores.dormitory
        table[code] = points


@compiled
def is_better(value: int, ticket: int, number: int, than_value: int, than_ticket: int, than_number: int) -> bool:
    """By value, then by the lottery, then by the lower number."""
    if value != than_value:
        return value > than_value
    if ticket != than_ticket:
        return ticket > than_ticket
    return number < than_number


@compiled
def score_of(index: b.Index, scores: Scores, worker: int, place: int, levels: Array, extra: Array) -> Any:
    """The score of a pair, the vacancy by position. extra: points by position besides level, pay and trade."""
    fact = index.facts[worker]
    pay = max(0, index.pay[place] - fact[b.FLOOR]) // 100 * scores.per_100_yuan
    points = extra[place] + levels[index.level_at[fact[b.HOME], place]] + min(scores.most_for_pay, pay)
    trades = index.trades[place]
    points += scores.wished_trade if index.masks[worker, 0] & trades else 0
    points += scores.skilled if index.masks[worker, 1] & trades else 0
    points += scores.certified if index.masks[worker, 2] & trades else 0
    return np.int64(points)


@compiled
def put(index: b.Index, worker: int, p: int, worth: int, best: Array, ticket: Array, place: Array, size: int) -> int:
    """Put a vacancy among the best in its place, if it has one; returns how many there are."""
    drawn = lottery(index.facts[worker, b.SALT], index.salt[p])
    full = size == len(ticket)
    last = size - 1
    if full:
        if not is_better(worth, drawn, index.number[p], best[last], ticket[last], index.number[place[last]]):
            return size
        last -= 1
    while last >= 0 and is_better(worth, drawn, index.number[p], best[last], ticket[last], index.number[place[last]]):
        best[last + 1], ticket[last + 1], place[last + 1] = best[last], ticket[last], place[last]
        last -= 1
    best[last + 1], ticket[last + 1], place[last + 1] = worth, drawn, p
    return size if full else size + 1


@compiled
def top(
    index: b.Index, scores: Scores, workers: Array, k: int, prices: Array | None, floors: Array,
    vacancy: Array, value: Array, count: Array,
) -> None:  # fmt: skip
    """The best k vacancies of each worker, at least worth the floor. Fills vacancy, value [n, k] and count [n]."""
    words = index.rows.shape[1]
    met, room = np.empty(words, np.uint64), np.empty(words, np.uint64)
    levels, extra = np.empty(16, np.int32), scores.fixed.copy()
    ticket, place = np.empty(k, np.int64), np.empty(k, np.int64)
    for i in range(len(workers)):
        worker, best, size = workers[i], value[i], 0
        used = fit(index, worker, met, room)
        add_ties(index, scores, worker, 1, extra)
        levels_for(index, scores, worker, levels)
        least = floors[i]
        for j in range(used):
            word = met[j]
            while word:
                p = j * 64 + first_bit(word)
                word &= word - ONE
                worth = score_of(index, scores, worker, p, levels, extra)
                if prices is not None:
                    worth = worth * SCALE - prices[index.row[p]]
                if worth < least:
                    continue
                size = put(index, worker, p, worth, best, ticket, place, size)
                if size == k:
                    least = max(least, best[k - 1])
        add_ties(index, scores, worker, -1, extra)
        count[i] = size
        for j in range(size):
            vacancy[i, j] = index.row[place[j]]
