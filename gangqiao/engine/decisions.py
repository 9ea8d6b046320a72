"""The limits that one column of the worker decides, on all vacancies at once: by class of worker, who meets them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from gangqiao.engine.columns import Array, Limit, Vacancies, Workers

# What meets the limit, and (null: nowhere) what is undecided where it is not met, by vacancy.
Decision = tuple[Array, Array | None]
Decide = Callable[[int], Decision]

UNKNOWN = 255  # the class of those whose fact is not known
SIMPLE = (Limit.AGE, Limit.SEX, Limit.ETHNICITY, Limit.EDUCATION, Limit.FITNESS, Limit.SKILL_LEVEL, Limit.DATE,
          Limit.NIGHT, Limit.COUPLE, Limit.MANDARIN)  # fmt: skip


def simple_limits(workers: Workers, posts: Vacancies) -> Iterator[tuple[Array, Decide]]:
    """For each of SIMPLE the class of each worker, and what a class meets. Mandarin: as if all were far from home."""
    yield _class_of(workers, "age"), _age(posts)
    for column in ("sex", "ethnicity"):
        yield _class_of(workers, column), _same(posts, column)
    for column in ("education", "fitness", "skill_level"):
        yield _class_of(workers, column), _at_least(posts, f"{column}_min")
    days = np.unique(posts.last_day[~posts.unknown("last_day")])
    begins = np.where(workers.unknown("earliest"), np.iinfo(np.int32).min, workers.earliest)
    yield np.searchsorted(days, begins), _until(posts, days)
    yield workers.no_night.astype(np.int64), _wish(~posts.night & ~posts.unknown("night"), posts.unknown("night"))
    yield workers.couple.astype(np.int64), _wish(posts.couples, posts.unknown("couples"))
    yield _class_of(workers, "mandarin"), _at_least(posts, "mandarin_min")


def _class_of(workers: Workers, column: str) -> Array:
    values: Array = getattr(workers, column).astype(np.int64)
    return np.where(workers.unknown(column), UNKNOWN, values) if column in workers.nulls else values


def _age(posts: Vacancies) -> Decide:
    has_end = ~posts.unknown("age_max")

    def decide(age: int) -> Decision:
        if age == UNKNOWN:
            asks = has_end | (posts.age_min > 0)
            return ~asks, asks
        return (posts.age_min <= age) & ~(has_end & (posts.age_max < age)), None

    return decide


def _same(posts: Vacancies, column: str) -> Decide:
    anybody, only = posts.unknown(column), getattr(posts, column)

    def decide(value: int) -> Decision:
        return (anybody, ~anybody) if value == UNKNOWN else (anybody | (only == value), None)

    return decide


def _at_least(posts: Vacancies, column: str) -> Decide:
    least = getattr(posts, column)  # 0 where nothing is asked

    def decide(value: int) -> Decision:
        return (least == 0, least > 0) if value == UNKNOWN else (least <= value, None)

    return decide


def _until(posts: Vacancies, days: Array) -> Decide:
    always = posts.unknown("last_day")

    def decide(day: int) -> Decision:
        return always | (posts.last_day >= days[day]) if day < len(days) else always, None

    return decide


def _wish(granted: Array, unsaid: Array) -> Decide:
    """A wish of the worker, 1 or 0, which the vacancy grants, does not grant, or says nothing about."""

    def decide(is_wished: int) -> Decision:
        return (granted, unsaid) if is_wished else (np.ones(len(granted), np.bool_), None)

    return decide
