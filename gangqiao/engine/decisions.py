"""Limits decided on all vacancies at once: by class of worker for the bitsets, or for one worker (`meets`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from gangqiao.engine.columns import Array, Limit, Rules, Vacancies, Workers
from gangqiao.engine.levels import ABROAD, OTHER_PROVINCE, UNKNOWN_LEVEL, levels_of

# What meets the limit, and (null: nowhere) what is undecided where it is not met, by vacancy.
Decision = tuple[Array, Array | None]
Decide = Callable[[int], Decision]
# The class of each worker, and what a class meets.
Simple = tuple[Array, Decide]
Reader = Callable[[Workers, Vacancies], Simple]

UNKNOWN = 255  # the class of those whose fact is not known


def _class_of(workers: Workers, column: str) -> Array:
    values: Array = getattr(workers, column).astype(np.int64)
    return np.where(workers.unknown(column), UNKNOWN, values) if column in workers.nulls else values


def _age(workers: Workers, posts: Vacancies) -> Simple:
    has_end = ~posts.unknown("age_max")

    def decide(age: int) -> Decision:
        if age == UNKNOWN:
            asks = has_end | (posts.age_min > 0)
            return ~asks, asks
        return (posts.age_min <= age) & ~(has_end & (posts.age_max < age)), None

    return _class_of(workers, "age"), decide


def _same(column: str) -> Reader:
    def read(workers: Workers, posts: Vacancies) -> Simple:
        anybody, only = posts.unknown(column), getattr(posts, column)

        def decide(value: int) -> Decision:
            return (anybody, ~anybody) if value == UNKNOWN else (anybody | (only == value), None)

        return _class_of(workers, column), decide

    return read


def _at_least(column: str) -> Reader:
    def read(workers: Workers, posts: Vacancies) -> Simple:
        least = getattr(posts, f"{column}_min")  # 0 where nothing is asked

        def decide(value: int) -> Decision:
            return (least == 0, least > 0) if value == UNKNOWN else (least <= value, None)

        return _class_of(workers, column), decide

    return read


def _date(workers: Workers, posts: Vacancies) -> Simple:
    always = posts.unknown("last_day")
    days = np.unique(posts.last_day[~always])
    begins = np.where(workers.unknown("earliest"), np.iinfo(np.int32).min, workers.earliest)

    def decide(day: int) -> Decision:
        return always | (posts.last_day >= days[day]) if day < len(days) else always, None

    return np.searchsorted(days, begins), decide


def _wish(column: str, granted_by: Callable[[Vacancies], Array], said_by: str) -> Reader:
    """A wish of the worker, which the vacancy grants, does not grant, or says nothing about."""

    def read(workers: Workers, posts: Vacancies) -> Simple:
        unsaid = posts.unknown(said_by)

        def decide(is_wished: int) -> Decision:
            return (granted_by(posts) & ~unsaid, unsaid) if is_wished else (np.ones(len(posts), np.bool_), None)

        return getattr(workers, column).astype(np.int64), decide

    return read


# The limits that one column of the worker decides. Mandarin is read as if all vacancies were far from home.
SIMPLE: Mapping[Limit, Reader] = {
    Limit.AGE: _age,
    Limit.SEX: _same("sex"),
    Limit.ETHNICITY: _same("ethnicity"),
    Limit.EDUCATION: _at_least("education"),
    Limit.FITNESS: _at_least("fitness"),
    Limit.SKILL_LEVEL: _at_least("skill_level"),
    Limit.DATE: _date,
    Limit.NIGHT: _wish("no_night", lambda posts: ~posts.night, "night"),
    Limit.COUPLE: _wish("couple", lambda posts: posts.couples, "couples"),
    Limit.MANDARIN: _at_least("mandarin"),
}


def meets(limit: Limit, one: Workers, posts: Vacancies, rules: Rules) -> Array:
    """Which vacancies meet a limit for certain, for a table of one worker."""
    if limit in _OTHERS:
        return _OTHERS[limit](one, posts, rules)
    classes, decide = SIMPLE[limit](one, posts)
    met, _ = decide(int(classes[0]))
    return met | (levels_of(int(one.home[0]), posts.place) <= 1) if limit is Limit.MANDARIN else met


def _trade(one: Workers, posts: Vacancies, rules: Rules) -> Array:
    if not one.trades[0]:
        return np.ones(len(posts), np.bool_)
    return np.asarray(posts.trades & (one.trades[0] | one.skills[0]) != 0)


def _area(one: Workers, posts: Vacancies, rules: Rules) -> Array:
    accepted = int(one.levels[0]) or 63
    if accepted & 31 == 31:
        accepted |= 1 << UNKNOWN_LEVEL
    return np.asarray(np.array(accepted) >> levels_of(int(one.home[0]), posts.place) & 1 == 1)


def _care(one: Workers, posts: Vacancies, rules: Rules) -> Array:
    level = levels_of(int(one.home[0]), posts.place)
    if rules.care_level >= OTHER_PROVINCE:
        level = np.where(level == UNKNOWN_LEVEL, OTHER_PROVINCE, level)
    return level <= (rules.care_level if one.cares[0] else ABROAD + 1)


def _pay(one: Workers, posts: Vacancies, rules: Rules) -> Array:
    return np.asarray((posts.pay >= one.pay_floor[0]) & ~posts.unknown("pay") | (one.pay_floor[0] == 0))


_OTHERS: Mapping[Limit, Callable[[Workers, Vacancies, Rules], Array]] = {
    Limit.TRADE: _trade,
    Limit.SKILL: lambda one, posts, rules: posts.skills_needed & ~(one.skills[0] | one.certificates[0]) == 0,
    Limit.CERTIFICATE: lambda one, posts, rules: posts.certificates_needed & ~one.certificates[0] == 0,
    Limit.AREA: _area,
    Limit.CARE: _care,
    Limit.PAY: _pay,
}
