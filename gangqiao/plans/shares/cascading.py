"""Shares all targets of a plan out to areas and months, so that sums and nesting hold. No database.

Inner targets are dealt before the outer ones they lie within: an outer share is never below an inner one, whatever
weights the two are dealt by. Sums are those of the plan, and above them only where nesting leaves no other way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from gangqiao.indicators.targets import Target
from gangqiao.plans.shares.dealing import deal

Values = dict[str, int]  # by area
Months = dict[str, Values]  # by month "2020-03", then by area


@dataclass(frozen=True, slots=True)
class Dealt:
    """One target shared out. months: cumulative at the end of each month; the county has its own row in them."""

    whole: Values
    months: Months


def months_of(target: Target) -> list[str]:
    """The months of the target's year up to that of its last day."""
    return [f"{target.due_on.year}-{month:02}" for month in range(1, target.due_on.month + 1)]


def inner_first(targets: Sequence[Target]) -> list[Target]:
    """The targets, each after those that lie within it."""
    order: list[Target] = []

    def add(target: Target, above: tuple[str, ...]) -> None:
        for inner in targets:
            # A plan that nests a target within itself is refused by its loading; here it only must not run for ever.
            if target.id in inner.within and inner.id not in above and inner not in order:
                add(inner, (*above, inner.id))
        if target not in order:
            order.append(target)

    for target in targets:
        add(target, (target.id,))
    return order


def wholes(
    targets: Sequence[Target],
    weights: Callable[[Target], Mapping[str, int]],
    given: Mapping[str, Mapping[str, int]] | None = None,
) -> dict[str, Values]:
    """The share of each area in each target, by target id. A rate asks the same of everybody.

    given  shares that are set already, by target and area: the others are dealt what is left
    """
    found: dict[str, Values] = {}
    for target in inner_first(targets):
        by_area = weights(target)
        if target.figure.denominator:
            found[target.id] = dict.fromkeys(by_area, target.value)
            continue
        fixed = {area: value for area, value in (given or {}).get(target.id, {}).items() if area in by_area}
        least = _least(by_area, [found[inner.id] for inner in _within(target, targets)]) | fixed
        # Where every share is given, their sum is the sum: whether it reaches the target is told when it is issued.
        total = sum(fixed.values()) if len(fixed) == len(by_area) else max(target.value, sum(least.values()))
        found[target.id] = deal(total, by_area, least=least, most=dict.fromkeys(by_area, total) | fixed)
    return {target.id: found[target.id] for target in targets}


def monthly(
    targets: Sequence[Target],
    shared: Mapping[str, Values],
    courses: Mapping[str, Mapping[str, Fraction]],
    county: str,
) -> dict[str, Months]:
    """The shares of the county and of each area up to the end of each month, by target id.

    courses  for each target the part of the whole, 0 to 1, that is expected by the end of each month
    """
    found: dict[str, Months] = {}
    for target in inner_first(targets):
        inner = [found[one.id] for one in _within(target, targets)]
        found[target.id] = _months(target, shared[target.id], courses[target.id], inner, county)
    return {target.id: found[target.id] for target in targets}


def _months(
    target: Target, share: Values, course: Mapping[str, Fraction], inner: Sequence[Months], county: str
) -> Months:
    months, dealt = months_of(target), {}
    before, own = dict.fromkeys(share, 0), 0
    for month in months:
        is_last = month == months[-1]
        reached = [one[month] for one in inner if month in one] or [one[max(one)] for one in inner if max(one) < month]
        own = target.value if is_last else max(own, round(target.value * course[month]), *_of(county, reached))
        if target.figure.denominator:
            before = dict.fromkeys(share, own)
        else:
            before = _month(share, own if not is_last else sum(share.values()), before, reached, target.value)
        dealt[month] = {county: own, **before}
    return dealt


def _month(share: Values, own: int, before: Values, reached: Sequence[Values], whole: int) -> Values:
    """The areas' part of one month, in proportion to their shares; never less than the month before."""
    least = {area: min(max(value, *_of(area, reached)), share[area]) for area, value in before.items()}
    # Shares that add up to more than the county's number run ahead of it in every month alike.
    wanted = -(-own * sum(share.values()) // whole) if whole else own
    total = min(max(wanted, sum(least.values())), sum(share.values()))
    return deal(total, share, least=least, most=share)


def _of(area: str, reached: Sequence[Mapping[str, int]]) -> list[int]:
    return [one.get(area, 0) for one in reached] or [0]


def _least(areas: Mapping[str, int], inner: Sequence[Values]) -> Values:
    return {area: max((one.get(area, 0) for one in inner), default=0) for area in areas}


def _within(target: Target, targets: Sequence[Target]) -> list[Target]:
    """The targets of persons that lie within this one."""
    return [one for one in targets if target.id in one.within and not one.figure.denominator]


def even_course(target: Target) -> dict[str, Fraction]:
    """As much in every month."""
    months = months_of(target)
    return {month: Fraction(number, len(months)) for number, month in enumerate(months, 1)}


def as_days(months: Mapping[str, int], due_on: date) -> tuple[tuple[date, int], ...]:
    """Monthly values on the last day each speaks of: the end of the month, at last the target's own day."""
    return tuple((min(end_of(month), due_on), value) for month, value in sorted(months.items()))


def end_of(month: str) -> date:
    """The last day of "2020-03"."""
    year, number = int(month[:4]), int(month[5:])
    following = date(year + number // 12, number % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)
