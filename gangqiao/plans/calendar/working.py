"""Working days in China: weekdays without public holidays, and the weekend days that are worked in exchange.

One dated file for each year, from the notices of the State Council; a year without a file knows weekends only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Year:
    """The exceptions of one year: days off by name, and weekend days that are worked."""

    off: frozenset[date]
    worked: frozenset[date]


def is_known(year: int) -> bool:
    """Whether the holidays of the year are loaded. In a year that is not known, weekends alone are days off."""
    return (FOLDER / f"cn-{year}.yaml").exists()


def is_working_day(day: date) -> bool:
    year = _year(day.year)
    return day in year.worked or (day.weekday() < SATURDAY and day not in year.off)


def working_day_from(day: date) -> date:
    """The day itself when it is worked, else the next that is."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def working_days_after(start: date, end: date) -> int:
    """How many working days lie after `start`, up to and with `end`; negative the other way round."""
    if end < start:
        return -working_days_after(end, start)
    return sum(is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


@lru_cache(maxsize=16)
def _year(year: int) -> Year:
    if not is_known(year):
        return Year(frozenset(), frozenset())
    raw = yaml.safe_load((FOLDER / f"cn-{year}.yaml").read_text(encoding="utf-8"))
    off = {day for holiday in raw["holidays"] for day in _days(holiday["from"], holiday["to"])}
    worked = {day for holiday in raw["holidays"] for day in holiday.get("worked", ())}
    return Year(frozenset(off), frozenset(worked))


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
