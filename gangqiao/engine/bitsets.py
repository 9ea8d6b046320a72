"""Per value of a limit one bitset over the vacancies; a worker is a list of rows. Built with numpy, read by `kernels`.

Vacancies stand in the order of their pay, the best first and those that do not say it last, so that a floor is a
prefix. Bit p % 64 of word p // 64 is the vacancy in position p. A set bit of a row: met by whoever has this value. What
is not met is undecided where the row `maybe[row]` has its bit, else it failed.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gangqiao.engine.columns import Array, Rules, Vacancies, Workers
from gangqiao.engine.decisions import SIMPLE, Decide
from gangqiao.engine.levels import OTHER_PROVINCE, UNKNOWN_LEVEL, levels_of

NOBODY, EVERYBODY, OPEN = 0, 1, 2  # rows: no vacancy, all, those with open seats
# The columns of `Index.facts` after the rows of `decisions.SIMPLE`.
(HOME, ACCEPTS, CARES, FLOOR, PREFIX, WISHED_LEVEL, DORMITORY, VILLAGE, EMPLOYER, SALT, GAPS) = range(10, 21)
WIDTH = 21
NO_SKILLS, NO_CERTIFICATES, PARTLY = 1, 2, 4  # bits of GAPS: not known; home not known and not all areas accepted
ANYWHERE = 1 << UNKNOWN_LEVEL
ALL_LEVELS = 127


class Index(NamedTuple):
    """What the kernels read. n workers, v vacancies in w words, h homes."""

    rows: Array  # uint64 [., w]
    maybe: Array  # int32 [.]: the row of what is undecided, not failed, where a row is not met
    facts: Array  # int32 [n, WIDTH]
    masks: Array  # uint64 [n, 3]: trades wished, skills, certificates
    levels: Array  # uint64 [h, 8, w]: vacancies by area level, 6: home not known; 7: not beyond the county
    level_at: Array  # uint8 [h, v]: the level, + 8 with a dormitory
    trade_rows: Array  # int32 [64]: vacancies that have the trade; [64]: that have any
    skill_bytes: Array  # int32 [8, 256]: all skills needed of this byte are among the held; -1: nobody needs any
    certificate_bytes: Array
    position: Array  # int32 [v]: position of each vacancy
    row: Array  # int32 [v]: vacancy at each position
    number: Array  # int64 [v] by position, as the following
    salt: Array  # uint32 [v]
    pay: Array  # int32 [v]
    trades: Array  # uint64 [v]
    known_pay: int  # vacancies that say their pay: the first positions


class Builder:
    """Collects rows, equal ones once."""

    def __init__(self, posts: Vacancies) -> None:
        self._words = (len(posts) + 63) // 64
        self._rows: list[Array] = []
        self._maybe: list[int] = []
        self._numbers: dict[tuple[bytes, int], int] = {}
        for number, truths in enumerate((np.zeros(len(posts), np.bool_), np.ones(len(posts), np.bool_))):
            self._keep(packed(truths), NOBODY, number)
        self._keep(packed(posts.capacity > 0), NOBODY, OPEN)

    def add(self, met: Array, undecided: Array | None = None) -> int:
        """The number of a row of truths by position. undecided: what is not met there is unknown, elsewhere failed."""
        words, maybe = packed(met), NOBODY if undecided is None else self.add(undecided)
        number = self._numbers.get((words.tobytes(), maybe))
        return self._keep(words, maybe, len(self._rows)) if number is None else number

    def _keep(self, words: Array, maybe: int, number: int) -> int:
        self._rows.append(words)
        self._maybe.append(maybe)
        self._numbers.setdefault((words.tobytes(), maybe), number)
        return number

    def rows(self) -> tuple[Array, Array]:
        return np.array(self._rows, np.uint64).reshape(len(self._rows), self._words), np.array(self._maybe, np.int32)


def packed(truths: Array) -> Array:
    """Bits of the last axis in words of 64."""
    words = (truths.shape[-1] + 63) // 64
    bits = np.packbits(truths, axis=-1, bitorder="little")
    room = np.zeros((*truths.shape[:-1], words * 8), np.uint8)
    room[..., : bits.shape[-1]] = bits
    return room.view(np.uint64)


def order_of(vacancies: Vacancies) -> tuple[Array, int]:
    """Rows of the vacancies by pay, best first, those without it last; and how many say it."""
    unknown = vacancies.unknown("pay")
    order = np.lexsort((vacancies.vacancy, -vacancies.pay.astype(np.int64), unknown))
    return order.astype(np.int32), int((~unknown).sum())


def build(workers: Workers, vacancies: Vacancies, rules: Rules) -> Index:
    """The index of a world."""
    order, known_pay = order_of(vacancies)
    posts = vacancies.take(order)
    builder = Builder(posts)
    facts = np.zeros((len(workers), WIDTH), np.int32)
    for column, (classes, decide) in enumerate(read(workers, posts) for read in SIMPLE.values()):
        facts[:, column] = _rows_of(builder, classes, decide)
    trade_rows = _trade_rows(builder, posts.trades)
    skills = _bytes_of(builder, posts.skills_needed, workers.skills | workers.certificates)
    certificates = _bytes_of(builder, posts.certificates_needed, workers.certificates)
    homes, facts[:, HOME] = np.unique(workers.home, return_inverse=True)
    levels, level_at = _by_home(homes, posts)
    _fill(facts, workers, posts, known_pay, rules)
    rows, maybe = builder.rows()
    masks = np.stack([workers.trades, workers.skills, workers.certificates], axis=1)
    return Index(rows, maybe, facts, masks, levels, level_at, trade_rows, skills, certificates,
                 np.argsort(order).astype(np.int32), order, posts.vacancy, posts.salt, posts.pay, posts.trades,
                 known_pay)  # fmt: skip


def _rows_of(builder: Builder, classes: Array, decide: Decide) -> Array:
    """The row of each worker, made for the classes that occur."""
    numbers = np.zeros(int(classes.max(initial=0)) + 1, np.int32)
    for one in np.flatnonzero(np.bincount(classes, minlength=1)):
        numbers[one] = builder.add(*decide(int(one)))
    return numbers[classes]


def _trade_rows(builder: Builder, trades: Array) -> Array:
    rows = [builder.add((trades >> np.uint64(trade)) & np.uint64(1) != 0) for trade in range(64)]
    return np.array([*rows, builder.add(trades != 0)], np.int32)


def _bytes_of(builder: Builder, needed: Array, held: Array) -> Array:
    """By byte of the mask and by what is held of it: the row of vacancies that need no more of this byte."""
    table = np.full((8, 256), -1, np.int32)
    for byte in range(8):
        shift = np.uint64(8 * byte)
        asked = (needed >> shift & np.uint64(255)).astype(np.uint8)
        of_use = np.bitwise_or.reduce(asked, initial=0)
        if of_use:
            table[byte] = NOBODY
            for has in np.flatnonzero(np.bincount((held >> shift & np.uint64(255)).astype(np.uint8), minlength=1)):
                table[byte, has] = builder.add((asked & ~np.uint8(has)) == 0)
    return table


def _by_home(homes: Array, posts: Vacancies) -> tuple[Array, Array]:
    """Bitsets of the vacancies by area level, and the level of each, for every home."""
    bits = np.zeros((len(homes), 8, (len(posts) + 63) // 64), np.uint64)
    codes = np.zeros((len(homes), len(posts)), np.uint8)
    has_dormitory = posts.dormitory.astype(np.uint8) * np.uint8(8)
    for row, home in enumerate(homes):
        level = levels_of(int(home), posts.place)
        codes[row] = level | has_dormitory
        bits[row, :7] = packed(level[None, :] == np.arange(7)[:, None])
        bits[row, 7] = bits[row, 0] | bits[row, 1]
    return bits, codes


def _fill(facts: Array, workers: Workers, posts: Vacancies, known_pay: int, rules: Rules) -> None:
    """What the kernels need of each worker besides rows and masks."""
    levels = np.where(workers.levels == 0, 63, workers.levels).astype(np.int32)
    within = levels & 31
    near = (2 << rules.care_level) - 1
    facts[:, ACCEPTS] = levels | np.where(within == 31, ANYWHERE, 0)
    facts[:, CARES] = np.where(
        workers.cares, near | (ANYWHERE if rules.care_level >= OTHER_PROVINCE else 0), ALL_LEVELS
    )
    facts[:, FLOOR] = workers.pay_floor
    reached = np.searchsorted(-posts.pay[:known_pay].astype(np.int64), -workers.pay_floor.astype(np.int64), "right")
    facts[:, PREFIX] = np.where(workers.pay_floor > 0, reached, len(posts))
    facts[:, WISHED_LEVEL] = np.where(workers.unknown("wished_level"), 7, workers.wished_level)
    facts[:, DORMITORY] = workers.dormitory | workers.unknown("dormitory")
    facts[:, SALT] = workers.salt.view(np.int32)
    facts[:, GAPS] = (workers.unknown("skills") * NO_SKILLS + workers.unknown("certificates") * NO_CERTIFICATES
                      + ((within > 0) & (within < 31)) * PARTLY)  # fmt: skip
