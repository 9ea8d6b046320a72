"""By which numbers targets are shared out: the workers of each area, last year's result, or all alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from gangqiao.indicators.store import fact_on, series
from gangqiao.indicators.targets import Target
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say
from gangqiao.plans.shares.cascading import end_of, even_course, months_of

POPULATION, LAST_YEAR, EQUAL, PLAN = "population", "last_year", "equal", "plan"
RULES: dict[str, Say] = {
    POPULATION: Say("by the number of workers on the register"),
    LAST_YEAR: Say("by last year's result"),
    EQUAL: Say("the same for every unit"),
    PLAN: Say("as the plan's file says, the rest by the number of workers"),
}
COURSES: dict[str, Say] = {
    LAST_YEAR: Say("by the county's course of last year"),
    EQUAL: Say("the same in every month"),
}


class NothingToGoBy(Refusal):
    """The rule has no numbers: nobody is on the register, or last year had no result."""

    def __init__(self, target: str, day: date) -> None:
        says = Say(
            "%(target)s cannot be shared by this rule: the number on %(day)s is 0 everywhere. Choose another rule.",
            target=target,
            day=day,
        )
        super().__init__(says, field="rule")


def counted_on(rule: str, year: int, chosen: date) -> date | None:
    """The day whose numbers a rule uses; null when it uses none."""
    if rule == EQUAL:
        return None
    return date(year - 1, 12, 31) if rule == LAST_YEAR else chosen


def weights_of(target: Target, rule: str, areas: Sequence[str], day: date | None) -> dict[str, int]:
    """The weight of each area for a target. Raises NothingToGoBy."""
    if rule == EQUAL or day is None or target.figure.denominator:
        return dict.fromkeys(areas, 1)
    fact = fact_on(day)
    measure = target.figure.numerator if rule == LAST_YEAR else target.figure.base
    found = {area: fact.sums_of(area)[measure] for area in areas}
    if not any(found.values()):
        raise NothingToGoBy(target.id, day)
    return found


def courses_of(targets: Sequence[Target], course: str, county: str) -> dict[str, Mapping[str, Fraction]]:
    """For each target the part expected by the end of each month. Without a result last year it is even."""
    if course == EQUAL:
        return {target.id: even_course(target) for target in targets}
    days = {target.id: [_last_year(day) for day in _ends(target)] for target in targets}
    counts = {}
    for measure in {target.figure.numerator for target in targets}:
        asked = {day for target in targets if target.figure.numerator == measure for day in days[target.id]}
        counts[measure] = series(county, measure, sorted(asked))
    return {t.id: _course(t, [counts[t.figure.numerator][day] for day in days[t.id]]) for t in targets}


def _course(target: Target, counts: Sequence[int]) -> Mapping[str, Fraction]:
    whole = counts[-1]
    if not whole:
        return even_course(target)
    return {
        month: min(Fraction(count, whole), Fraction(1)) for month, count in zip(months_of(target), counts, strict=True)
    }


def _ends(target: Target) -> list[date]:
    return [min(end_of(month), target.due_on) for month in months_of(target)]


def _last_year(day: date) -> date:
    following = date.fromordinal(day.toordinal() + 1)
    # The end of February stays the end of February, in a leap year too.
    if following.month != day.month:
        return end_of(f"{day.year - 1}-{day.month:02}")
    return day.replace(year=day.year - 1)
