"""The days a fact is measured by: the day asked for, its period, the period before, Spring Festival.

One fact asks for one day, whose dates stand in the expression. A series asks for many: then the same dates are columns
of the table at hand, and everything is counted per person and day. Both are written once, against `At`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import yaml

from gangqiao.engine.facts.tables import DAYS
from gangqiao.engine.parameters import Rules

FESTIVALS = Path(__file__).parents[1] / "figures" / "spring_festival.yaml"


@dataclass(frozen=True, slots=True)
class At:
    """Where the fact stands in time. `days_of` gives the dates beside any table; `keys` tell its rows apart."""

    keys: tuple[str, ...]
    days_of: Callable[[ir.Table], Any]
    with_days: Callable[[ir.Table], ir.Table]


@cache
def spring_festivals() -> dict[int, date]:
    """First day of the lunar year, by calendar year."""
    read = yaml.safe_load(FESTIVALS.read_text(encoding="utf-8"))
    return {day.year: day for day in read["days"]}


def dates_of(day: date, rules: Rules) -> dict[str, Any]:
    """The columns of DAYS for one day. The festival is null in a year whose date is not known, and before it."""
    start = date(day.year, 1, 1) if rules.period == "calendar_year" else _year_before(day) + timedelta(days=1)
    festival = spring_festivals().get(day.year)
    if festival is not None and day < festival:
        festival = None
    return {
        "day": day,
        "age_year": day.year,
        "age_month_day": day.month * 100 + day.day,
        "start": start,
        "before_start": _year_before(start),
        "before_end": start - timedelta(days=1),
        "same_day_before": _year_before(day),
        "festival": festival,
        "festival_reference": festival and festival - timedelta(days=rules.days_before_festival),
        "returned_before": day - timedelta(days=rules.returned_days),
        "fresh_from": day - timedelta(days=rules.fresh_days),
        **{f"due_{days}": day - timedelta(days=days) for days in (30, 90, 180)},
    }


def days_table(days: Iterable[date], rules: Rules) -> pa.Table:
    """The rows of DAYS for these days."""
    return pa.Table.from_pylist([dates_of(day, rules) for day in days], schema=DAYS.schema().to_pyarrow())


def at_day(day: date, rules: Rules) -> At:
    """One day: its dates are written into the expression."""
    values = {
        name: value if isinstance(value, int) else ibis.literal(value, type="date")
        for name, value in dates_of(day, rules).items()
    }
    dates = _Dates(values)
    return At(keys=("person_id",), days_of=lambda _table: dates, with_days=lambda table: table)


def at_the_day() -> At:
    """One day that comes with the columns: the only row of DAYS. Compiled once, the expression serves every day."""
    return At(keys=("person_id",), days_of=lambda table: table, with_days=lambda table: table.cross_join(DAYS))


def at_asked(asked: ir.Table) -> At:
    """Many days: a table of (person, day) says who is looked at on which. Their dates stand in the table DAYS."""
    dated = asked.inner_join(DAYS, "day")
    return At(
        keys=("person_id", "day"),
        days_of=lambda table: table,
        with_days=lambda table: table.inner_join(dated, "person_id"),
    )


class _Dates:
    """Dates by name, as a table with the same columns would give them."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.__dict__.update(values)


def _year_before(day: date) -> date:
    """The same day of the year before; 28 February for the 29th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
