"""One worker against all vacancies, or one vacancy against all workers, column by column: what the pages ask.

By numpy alone: a page has its answer in milliseconds and never loads the kernels. `RULES` and `points` state anew, on
whole columns, what `judging.py` states for one pair. Twice on purpose: `judging.py` is the oracle this module is held
to, limit by limit and line by line (`tests/matching/test_columnwise.py`). A rule that changes is changed in both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from gangqiao.engine.columns import Array, Limit, Line, Marks, Points, Rules, Ties, Vacancies, Workers, World
from gangqiao.engine.columns_of import hash_of
from gangqiao.engine.levels import ABROAD_FROM, COUNTY, OTHER_PROVINCE, PREFECTURE, PROVINCE, TOWNSHIP, UNKNOWN_LEVEL

MET, FAILED, UNKNOWN = 0, 1, 2
States = Mapping[Limit, Array]


class Sides:
    """Workers and vacancies of which one side has a single row; every column is as long as the other side."""

    def __init__(self, world: World) -> None:
        self.workers: Workers = world.workers
        self.vacancies: Vacancies = world.vacancies
        self.ties: Ties | None = world.ties
        self.points: Points = world.points
        self.rules: Rules = world.rules
        self.length = max(len(world.workers), len(world.vacancies))
        self.level = levels_between(world.workers.home.astype(np.int64), world.vacancies.place.astype(np.int64))

    def lacks(self, column: str) -> Array:
        """True where the worker's column is not known."""
        return self.workers.unknown(column)

    def silent(self, column: str) -> Array:
        """True where the vacancy's column is not known."""
        return self.vacancies.unknown(column)


def levels_between(homes: Array, places: Array) -> Array:
    """The area level of each pair, `levels.level_of` on columns."""
    level = np.where(homes > 0, OTHER_PROVINCE, UNKNOWN_LEVEL) + np.zeros(len(places), np.int64)
    for found, unit, known in ((PROVINCE, 10_000_000, 1_000_000_000), (PREFECTURE, 100_000, 10_000_000),
                               (COUNTY, 1_000, 100_000)):  # fmt: skip
        level = np.where((homes > 0) & (places % known > 0) & (homes // unit == places // unit), found, level)
    level = np.where((homes > 0) & (places % 1_000 > 0) & (homes == places), TOWNSHIP, level)
    return np.where(places >= ABROAD_FROM, 5, level)


def _state(met: Array, unknown: Array) -> Array:
    return np.where(met, MET, np.where(unknown, UNKNOWN, FAILED)).astype(np.int8)


def _age(s: Sides) -> Array:
    is_open = (s.vacancies.age_min == 0) & s.silent("age_max")
    high = np.where(s.silent("age_max"), 127, s.vacancies.age_max)
    within = (s.workers.age >= s.vacancies.age_min) & (s.workers.age <= high)
    return _state(is_open | (~s.lacks("age") & within), s.lacks("age"))


def _same(column: str) -> Callable[[Sides], Array]:
    def rule(s: Sides) -> Array:
        is_same = getattr(s.workers, column) == getattr(s.vacancies, column)
        return _state(s.silent(column) | (~s.lacks(column) & is_same), s.lacks(column))

    return rule


def _at_least(column: str, limit: str) -> Callable[[Sides], Array]:
    def rule(s: Sides) -> Array:
        least = getattr(s.vacancies, limit)
        reached = ~s.lacks(column) & (getattr(s.workers, column) >= least)
        return _state((least == 0) | reached, s.lacks(column))

    return rule


def _trade(s: Sides) -> Array:
    wished, trades = s.workers.trades, s.vacancies.trades
    met = (wished == 0) | ((wished & trades) > 0) | ((s.workers.skills & trades) > 0)
    return _state(met, s.lacks("skills") & (trades > 0))


def _all_bits(limit: str, *columns: str) -> Callable[[Sides], Array]:
    def rule(s: Sides) -> Array:
        held = np.bitwise_or.reduce([getattr(s.workers, column) for column in columns])
        missing = np.logical_or.reduce([s.lacks(column) for column in columns])
        return _state((getattr(s.vacancies, limit) & ~held) == 0, missing)

    return rule


def _area(s: Sides) -> Array:
    accepted = np.where(s.workers.levels == 0, 63, s.workers.levels).astype(np.int64)
    known = s.level != UNKNOWN_LEVEL
    met = np.where(known, (accepted >> s.level) & 1 == 1, (accepted & 31) == 31)
    return _state(met, ~known & ((accepted & 31) > 0))


def _care(s: Sides) -> Array:
    known = s.level != UNKNOWN_LEVEL
    within = np.where(known, s.level <= s.rules.care_level, s.rules.care_level >= OTHER_PROVINCE)
    return _state(~s.workers.cares | within, ~known)


def _pay(s: Sides) -> Array:
    known = ~s.silent("pay")
    met = (s.workers.pay_floor == 0) | (known & (s.vacancies.pay >= s.workers.pay_floor))
    return _state(met, ~known)


def _date(s: Sides) -> Array:
    met = s.lacks("earliest") | s.silent("last_day") | (s.workers.earliest <= s.vacancies.last_day)
    return _state(met, np.zeros(1, np.bool_))


def _night(s: Sides) -> Array:
    return _state(~s.workers.no_night | (~s.silent("night") & ~s.vacancies.night), s.silent("night"))


def _couple(s: Sides) -> Array:
    return _state(~s.workers.couple | (~s.silent("couples") & s.vacancies.couples), s.silent("couples"))


def _mandarin(s: Sides) -> Array:
    needed = s.vacancies.mandarin_min
    met = (needed == 0) | (s.level <= COUNTY) | (~s.lacks("mandarin") & (s.workers.mandarin >= needed))
    return _state(met, s.lacks("mandarin") | (s.level == UNKNOWN_LEVEL))


RULES: Mapping[Limit, Callable[[Sides], Array]] = {
    Limit.AGE: _age,
    Limit.SEX: _same("sex"),
    Limit.ETHNICITY: _same("ethnicity"),
    Limit.EDUCATION: _at_least("education", "education_min"),
    Limit.FITNESS: _at_least("fitness", "fitness_min"),
    Limit.TRADE: _trade,
    Limit.SKILL: _all_bits("skills_needed", "skills", "certificates"),
    Limit.CERTIFICATE: _all_bits("certificates_needed", "certificates"),
    Limit.SKILL_LEVEL: _at_least("skill_level", "skill_level_min"),
    Limit.AREA: _area,
    Limit.CARE: _care,
    Limit.PAY: _pay,
    Limit.DATE: _date,
    Limit.NIGHT: _night,
    Limit.COUPLE: _couple,
    Limit.MANDARIN: _mandarin,
}


def states(sides: Sides, limits: Iterable[Limit] = tuple(Limit)) -> dict[Limit, Array]:
    """MET, FAILED or UNKNOWN by limit, as many as the longer side has rows."""
    return {limit: np.broadcast_to(RULES[limit](sides), (sides.length,)) for limit in limits}


def points(s: Sides) -> dict[Line, Array]:
    """The points by line, whether the pair fits or not."""
    w, v, p = s.workers, s.vacancies, s.points
    above = np.maximum(0, v.pay.astype(np.int64) - w.pay_floor)
    by_level = np.array([*p.by_level, 0])
    wants_bed = s.lacks("dormitory") | w.dormitory
    is_far = (s.level >= PREFECTURE) & (s.level != UNKNOWN_LEVEL)
    found = {
        Line.SKILLED: p.skilled * ((w.skills & v.trades) > 0),
        Line.CERTIFIED: p.certified * ((w.certificates & v.trades) > 0),
        Line.WISHED_TRADE: p.wished_trade * ((w.trades & v.trades) > 0),
        Line.WISHED_LEVEL: p.wished_level * (~s.lacks("wished_level") & (w.wished_level == s.level)),
        Line.LEVEL: by_level[s.level],
        Line.PAY: np.minimum(p.most_for_pay, p.per_100_yuan * (above // 100)),
        Line.CO_VILLAGERS: np.minimum(p.most_for_co_villagers, p.per_co_villager * _there(s)),
        Line.PAST_EMPLOYER: p.past_employer
        * (~s.lacks("past_employer") & ~s.silent("employer") & (w.past_employer == v.employer)),
        Line.DORMITORY: p.dormitory * (wants_bed & is_far & v.dormitory),
        Line.KEPT: _marks([(v.kept >= mark) & ~s.silent("kept") for mark, _give in p.kept], p.kept),
        Line.FRESH: _marks([(v.fresh_days <= mark) & ~s.silent("fresh_days") for mark, _give in p.fresh], p.fresh),
    }
    return {line: np.broadcast_to(np.asarray(gives, np.int64), (s.length,)) for line, gives in found.items()}


def _marks(reached: list[Array], marks: Marks) -> Array:
    return np.select(reached, [np.array(give) for _mark, give in marks], 0) if marks else np.zeros(1, np.int64)


def _there(s: Sides) -> Array:
    """How many of the worker's village work for the vacancy's employer."""
    if s.ties is None or not len(s.ties):
        return np.zeros(1, np.int64)
    keys = (s.ties.village.astype(np.int64) << 32) | s.ties.employer
    order = np.argsort(keys)
    keys, counts = keys[order], s.ties.count[order].astype(np.int64)
    asked = (s.workers.village.astype(np.int64) << 32) | s.vacancies.employer
    at = np.minimum(np.searchsorted(keys, asked), len(keys) - 1)
    known = ~s.lacks("village") & ~s.silent("employer")
    return np.where(known & (keys[at] == asked), counts[at], 0)


@dataclass(frozen=True, slots=True)
class Counts:
    """Over one side. all: fail by this limit; alone: by this one only; unknown: undecided by this one only."""

    fit: int
    undecided: int
    all: dict[Limit, int]
    alone: dict[Limit, int]
    unknown: dict[Limit, int]


class Sorted:
    """The states of every pair, and what follows from all limits together."""

    def __init__(self, sides: Sides) -> None:
        self.sides, self.states = sides, states(sides)
        table = np.stack([self.states[limit] for limit in Limit])
        self._failed, self._unknown = table == FAILED, table == UNKNOWN
        self.failures, self.unknowns = self._failed.sum(axis=0), self._unknown.sum(axis=0)

    @property
    def fits(self) -> Array:
        return np.asarray((self.failures == 0) & (self.unknowns == 0))

    @property
    def undecided(self) -> Array:
        return np.asarray((self.failures == 0) & (self.unknowns > 0))

    def counts(self) -> Counts:
        """How many fit, and what keeps the others out."""
        once = self._failed & (self.failures == 1)
        nothing_else = self._unknown & (self.unknowns == 1) & (self.failures == 0)
        sums = (self._failed.sum(axis=1), once.sum(axis=1), nothing_else.sum(axis=1))
        by = [dict(zip(Limit, map(int, counted), strict=True)) for counted in sums]
        return Counts(int(self.fits.sum()), int(self.undecided.sum()), *by)

    def but_for(self, limits: Iterable[Limit]) -> Array:
        """True where every other limit is met."""
        others = [limit not in set(limits) for limit in Limit]
        return np.asarray(~(self._failed | self._unknown)[others].any(axis=0))


def best_vacancies(sides: Sides, k: int) -> tuple[Array, Array]:
    """The rows of the k best vacancies of one worker, and their scores: what `ranking.Ranker.top` gives."""
    fits = np.flatnonzero(Sorted(sides).fits & (sides.vacancies.capacity > 0))
    score = np.sum(list(points(sides).values()), axis=0)[fits]
    both = (sides.workers.salt.astype(np.uint64) << np.uint64(32)) | sides.vacancies.salt[fits].astype(np.uint64)
    ticket = hash_of(both.view(np.int64)).astype(np.int64)
    order = np.lexsort((sides.vacancies.vacancy[fits], -ticket, -score))[:k]
    return fits[order], score[order]
