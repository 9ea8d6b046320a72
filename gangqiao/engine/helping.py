"""What would open more vacancies to a worker: each change by itself, with how many more would fit. Without numba.

For `gangqiao engine rank --explain`, on columns of anybody's: trades are numbers, and every column of the worker is
tried alone, on vacancies with open seats. `matching/helping.py` is another question: what an official can propose to
a person of the register. There a trade is a code of its list, a certificate makes skilled in its trade, too, and a
level takes in all nearer ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np

from gangqiao.engine.columns import Array, Limit, Vacancies, Workers
from gangqiao.engine.decisions import meets
from gangqiao.engine.judging import Matter

LOWER_FLOORS = (200, 500, 1_000)  # yuan a month


class Kind(StrEnum):
    """What is changed. The value is named beside it."""

    CERTIFICATE = "certificate"  # trade
    SKILL = "skill"  # trade
    SKILL_LEVEL = "skill_level"  # level of skill
    EDUCATION = "education"  # code
    MANDARIN = "mandarin"  # code
    TRADE = "trade"  # trade wished besides; -1: open to any
    LEVEL = "level"  # area level accepted besides
    PAY = "pay"  # new floor, yuan a month
    DATE = "date"  # 0: can begin at once
    NIGHT = "night"  # 0: takes night shifts
    COUPLE = "couple"  # 0: goes without the spouse
    CARE = "care"  # 0: somebody else cares for children and elders


@dataclass(frozen=True, slots=True)
class Change:
    """One change, all else as it is, and how many more open vacancies would fit."""

    kind: Kind
    value: int
    opens: int


@dataclass(frozen=True, slots=True)
class _Trial:
    kind: Kind
    value: int
    columns: dict[str, Any]
    limits: tuple[Limit, ...]  # those that may be decided otherwise


def what_would_help(matter: Matter, worker_row: int) -> list[Change]:
    """Changes that open at least one vacancy, the most first. Facts not known count as not met."""
    one = matter.workers.take(np.array([worker_row]))
    posts = matter.vacancies.take(np.flatnonzero(matter.vacancies.capacity > 0))
    met = {limit: meets(limit, one, posts, matter.rules) for limit in Limit}
    missed = np.sum([~row for row in met.values()], axis=0)
    fit = int((missed == 0).sum())
    found = []
    for trial in _trials(one, posts):
        changed = _changed(one, trial.columns)
        others = missed - np.sum([~met[limit] for limit in trial.limits], axis=0)
        now = np.logical_and.reduce([meets(limit, changed, posts, matter.rules) for limit in trial.limits])
        opens = int(((others == 0) & now).sum()) - fit
        if opens > 0:
            found.append(Change(trial.kind, trial.value, opens))
    return sorted(found, key=lambda change: (-change.opens, list(Kind).index(change.kind), change.value))


def _changed(one: Workers, columns: dict[str, Any]) -> Workers:
    """The worker with other values. Masks stay as unknown as they were: there may be more in them."""
    arrays = {name: np.array([value], getattr(one, name).dtype) for name, value in columns.items()}
    known = {name for name in columns if name not in ("skills", "certificates")}
    return replace(one, nulls={name: mask for name, mask in one.nulls.items() if name not in known}, **arrays)


def _trials(one: Workers, posts: Vacancies) -> Iterator[_Trial]:
    yield from _learning(one, posts)
    yield from _wishing(one, posts)
    for kind, column in ((Kind.NIGHT, "no_night"), (Kind.COUPLE, "couple"), (Kind.CARE, "cares")):
        if getattr(one, column)[0]:
            yield _Trial(kind, 0, {column: False}, (Limit(kind.value),))


def _learning(one: Workers, posts: Vacancies) -> Iterator[_Trial]:
    certificates, skills = int(one.certificates[0]), int(one.skills[0])
    for trade in _bits(posts.certificates_needed, but=certificates):
        columns = {"certificates": certificates | 1 << trade}
        yield _Trial(Kind.CERTIFICATE, trade, columns, (Limit.CERTIFICATE, Limit.SKILL))
    for trade in _bits(posts.skills_needed | posts.trades, but=skills):
        yield _Trial(Kind.SKILL, trade, {"skills": skills | 1 << trade}, (Limit.TRADE, Limit.SKILL))
    for kind in (Kind.EDUCATION, Kind.MANDARIN, Kind.SKILL_LEVEL):
        has = one.value(kind.value, 0)
        most = int(getattr(posts, f"{kind}_min").max(initial=0))
        for value in range(1 if has is None else has + 1, most + 1):
            yield _Trial(kind, value, {kind.value: value}, (Limit(kind.value),))


def _wishing(one: Workers, posts: Vacancies) -> Iterator[_Trial]:
    wished, levels, floor = int(one.trades[0]), int(one.levels[0]), int(one.pay_floor[0])
    if wished:
        yield _Trial(Kind.TRADE, -1, {"trades": 0}, (Limit.TRADE,))
        for trade in _bits(posts.trades, but=wished):
            yield _Trial(Kind.TRADE, trade, {"trades": wished | 1 << trade}, (Limit.TRADE,))
    for level in range(6):
        if levels and not levels >> level & 1:
            yield _Trial(Kind.LEVEL, level, {"levels": levels | 1 << level}, (Limit.AREA,))
    for lower in LOWER_FLOORS:
        if floor > lower:
            yield _Trial(Kind.PAY, floor - lower, {"pay_floor": floor - lower}, (Limit.PAY,))
    if one.value("earliest", 0) is not None:
        yield _Trial(Kind.DATE, 0, {"earliest": np.iinfo(np.int32).min}, (Limit.DATE,))


def _bits(masks: Array, *, but: int) -> list[int]:
    """The bits that any of the masks has, without those of one."""
    union = int(np.bitwise_or.reduce(masks, initial=0)) & ~but
    return [bit for bit in range(64) if union >> bit & 1]
