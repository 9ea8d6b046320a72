"""What would open more vacancies to one person: each change by itself, with how many vacancies it opens.

What an official can propose, in the words of the register: trades by code of its list, a certificate that makes skilled
in its trade, too, a level with all nearer ones. No school and no skill without a paper, which nobody can promise.
It starts from the states the page has counted already (`Sorted`). `engine/helping.py` is another question: it tries
every column alone, by numbers, for `gangqiao engine rank --explain`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from gangqiao.engine.columns import Limit, Workers, World
from gangqiao.engine.columnwise import FAILED, MET, Sides, Sorted, states
from gangqiao.matching.features.codes import ABROAD, TRADE_OF_BIT, levels_up_to

STEPS = (500, 1000)  # yuan a month by which a floor is lowered


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a person's facts or wishes.

    kind   "certificate", "trade" (value: a code of the register's list), "level" (0 to 5), "pay" (the new floor in
           yuan), "mandarin", "date", "night", "couple", "care" (value: null)
    opens  vacancies that would fit then and do not now
    """

    kind: str
    value: str | int | None
    opens: int


def what_would_help(world: World, sorted_: Sorted | None = None) -> list[Change]:
    """Changes that open something, the most first. `world` has one worker."""
    found = sorted_ or Sorted(Sides(world))
    fits, changes = found.fits, []
    for kind, value, workers, limits in _candidates(world, found):
        new = states(Sides(replace(world, workers=workers)), limits)
        fit_then = found.but_for(limits)
        for state in new.values():
            fit_then = fit_then & (state == MET)
        if opens := int((fit_then & ~fits).sum()):
            changes.append(Change(kind, value, opens))
    return sorted(changes, key=lambda one: (-one.opens, one.kind, str(one.value)))


Candidate = tuple[str, str | int | None, Workers, tuple[Limit, ...]]


def _candidates(world: World, found: Sorted) -> Iterator[Candidate]:
    """Every change that a limit which fails somewhere speaks for."""
    fails = {limit for limit, state in found.states.items() if (state == FAILED).any()}
    yield from _trades(world, fails)
    if Limit.AREA in fails:
        yield from _levels(world.workers)
    if Limit.PAY in fails:
        yield from _floors(world.workers)
    for limit, kind, column, value in _GIVEN_UP:
        if limit in fails:
            yield kind, None, _with(world.workers, **{column: value}), (limit,)


_GIVEN_UP = (
    (Limit.MANDARIN, "mandarin", "mandarin", 2),
    (Limit.NIGHT, "night", "no_night", 0),
    (Limit.COUPLE, "couple", "couple", 0),
    (Limit.CARE, "care", "cares", 0),
    (Limit.DATE, "date", "earliest", 0),
)


def _levels(workers: Workers) -> Iterator[Candidate]:
    accepted = int(workers.levels[0])
    for level in range(ABROAD):
        if levels_up_to(level) & ~accepted:
            yield "level", level, _with(workers, levels=accepted | levels_up_to(level)), (Limit.AREA,)


def _floors(workers: Workers) -> Iterator[Candidate]:
    floor = int(workers.pay_floor[0])
    for step in STEPS:
        if floor > step:
            yield "pay", floor - step, _with(workers, pay_floor=floor - step), (Limit.PAY,)


def _trades(world: World, fails: set[Limit]) -> Iterator[Candidate]:
    """A certificate in a trade makes skilled in it, too; a trade may also just be wished."""
    workers = world.workers
    skills, held, wished = (int(getattr(workers, name)[0]) for name in ("skills", "certificates", "trades"))
    in_need = _bits(world.vacancies.certificates_needed) | _bits(world.vacancies.skills_needed)
    for bit, code in TRADE_OF_BIT.items():
        mask = 1 << bit
        if in_need & mask and not held & mask and {Limit.CERTIFICATE, Limit.SKILL} & fails:
            certified = _with(workers, skills=skills | mask, certificates=held | mask)
            yield "certificate", code, certified, (Limit.TRADE, Limit.SKILL, Limit.CERTIFICATE)
        if wished and not wished & mask and Limit.TRADE in fails:
            yield "trade", code, _with(workers, trades=wished | mask), (Limit.TRADE,)


def _bits(needed: Any) -> int:
    return int(np.bitwise_or.reduce(needed)) if len(needed) else 0


def _with(workers: Workers, **columns: int) -> Workers:
    """The one worker with these values known."""
    nulls = {name: mask for name, mask in workers.nulls.items() if name not in columns}
    arrays = {name: np.array([value], getattr(workers, name).dtype) for name, value in columns.items()}
    return replace(workers, nulls=nulls, **arrays)
