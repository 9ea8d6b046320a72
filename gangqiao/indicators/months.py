"""How a number stood at the end of each month, this year and the year before."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from gangqiao.engine.figures import MEASURES, Measure
from gangqiao.indicators.history import stood_on
from gangqiao.places.models import Division


@dataclass(frozen=True, slots=True)
class Month:
    """One month of both years. The running month stands on its last day in sight; `persons` is null for one to come."""

    number: int
    day: date | None
    persons: int | None
    day_before: date
    persons_before: int


@dataclass(frozen=True, slots=True)
class Months:
    area: Division
    day: date
    measure: Measure
    months: list[Month]


def months(area: Division, measure: str, day: date) -> Months:
    """The twelve months of the day's year beside the year before; the running month is compared on the same day."""
    now = {number: _stands_on(day, number) for number in range(1, 13)}
    before = {number: _same_day_before(now[number] or _end_of(day.year, number)) for number in range(1, 13)}
    counted = stood_on(area.key, measure, sorted({d for d in (*now.values(), *before.values()) if d}))
    found = []
    for number in range(1, 13):
        on = now[number]
        persons = counted[on] if on else None
        found.append(Month(number, on, persons, before[number], counted[before[number]]))
    return Months(area, day, MEASURES[measure], found)


def _stands_on(day: date, month: int) -> date | None:
    """The last day of the month, the day itself in the running one; None for a month to come."""
    return None if month > day.month else min(_end_of(day.year, month), day)


def _end_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _same_day_before(day: date) -> date:
    """The same day of the year before; the last of February stays the last."""
    if day == _end_of(day.year, day.month):
        return _end_of(day.year - 1, day.month)
    return day.replace(year=day.year - 1)
