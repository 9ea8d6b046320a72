"""What formulas may call. Each takes columns and numbers and gives a column; an unknown argument gives unknown.

`*_of_household` look at all rows that share the household of a row: any, all, count and sum over its members.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from gangqiao.subsidies.policy.numbers import Scale

HOUSEHOLD = "household"


@dataclass(frozen=True, slots=True)
class Function:
    """One function of formulas. takes: how its arguments are written, for messages and the handbook."""

    takes: str
    says: str
    apply: Callable[..., pl.Expr]


def _column(value: Any) -> pl.Expr:
    if isinstance(value, list | tuple | Scale):
        raise TypeError("a list is no column")
    return value if isinstance(value, pl.Expr) else pl.lit(value)


def _day(value: Any) -> pl.Expr:
    return _column(value).cast(pl.Date)


def _unless_unknown(result: pl.Expr, *parts: pl.Expr) -> pl.Expr:
    return pl.when(pl.any_horizontal(*(part.is_null() for part in parts))).then(None).otherwise(result)


def _least(_day: date, first: Any, *others: Any) -> pl.Expr:
    # Null-safe: Polars' own would pass over an unknown, and pay the cap to whose cost nobody knows.
    parts = [_column(part) for part in (first, *others)]
    return _unless_unknown(pl.min_horizontal(*parts), *parts)


def _most(_day: date, first: Any, *others: Any) -> pl.Expr:
    parts = [_column(part) for part in (first, *others)]
    return _unless_unknown(pl.max_horizontal(*parts), *parts)


def _known(_day: date, value: Any) -> pl.Expr:
    return _column(value).is_not_null()


def _or_else(_day: date, value: Any, other: Any) -> pl.Expr:
    return pl.coalesce(_column(value), _column(other))


def _age(day: date, born: Any, *at: Any) -> pl.Expr:
    birth, then = _day(born), _day(*at) if at else pl.lit(day)
    years = then.dt.year().cast(pl.Int64) - birth.dt.year().cast(pl.Int64)
    age = years - (_of_year(then) < _of_year(birth)).cast(pl.Int64)
    return pl.when(birth.is_null() | then.is_null() | (age < 0)).then(None).otherwise(age)


def _of_year(day: pl.Expr) -> pl.Expr:
    """Month and day as a number that grows through the year."""
    return day.dt.month().cast(pl.Int64) * 100 + day.dt.day()


def _months(_day_asked: date, since: Any, until: Any) -> pl.Expr:
    # Whole months: from 31 January to 28 February none has passed, on 1 March one has.
    a, b = _day(since), _day(until)
    between = (b.dt.year().cast(pl.Int64) - a.dt.year().cast(pl.Int64)) * 12 + b.dt.month() - a.dt.month()
    return between - (b.dt.day() < a.dt.day()).cast(pl.Int64)


def _days(_day_asked: date, since: Any, until: Any) -> pl.Expr:
    return (_day(until) - _day(since)).dt.total_days()


def _year(_day_asked: date, value: Any) -> pl.Expr:
    return _day(value).dt.year().cast(pl.Int64)


def _date(_day: date, text: str) -> pl.Expr:
    return pl.lit(date.fromisoformat(text))


def _round_to(_day: date, value: Any) -> pl.Expr:
    # Half up, as people round money; binary noise below a millionth is taken off first.
    return (_column(value).cast(pl.Float64) + 0.5 + 1e-6).floor()


def _floor(_day: date, value: Any) -> pl.Expr:
    return (_column(value).cast(pl.Float64) + 1e-6).floor()


def _ceil(_day: date, value: Any) -> pl.Expr:
    return (_column(value).cast(pl.Float64) - 1e-6).ceil()


def _by_table(_day: date, value: Any, table: Scale) -> pl.Expr:
    if not isinstance(table, Scale):
        raise TypeError("a table is asked for")
    look, thresholds = _SCALES[table.kind], np.array([threshold for threshold, _given in table.brackets])
    given = np.array([given for _threshold, given in table.brackets])

    def found(columns: Sequence[pl.Series]) -> pl.Series:
        amounts = columns[0]
        if not amounts.null_count():
            return pl.Series(look(amounts.to_numpy(), thresholds, given))
        known = amounts.is_not_null()
        read = pl.Series(look(amounts.fill_null(0.0).to_numpy(), thresholds, given))
        return read.set(~known, None)

    return pl.map_batches([_column(value).cast(pl.Float64)], found, return_dtype=pl.Float64)


def _marginal_rate(amounts: Any, thresholds: Any, rates: Any) -> Any:
    """Each part of an amount by the rate of its bracket; nothing below the first threshold."""
    below = np.concatenate([[0.0], np.cumsum(np.diff(thresholds) * rates[:-1])])
    at = np.searchsorted(thresholds, amounts, side="right") - 1
    return np.where(at < 0, 0.0, below[at] + (amounts - thresholds[at]) * rates[at])


def _amount_at(amounts: Any, thresholds: Any, given: Any) -> Any:
    """The amount of the last bracket whose threshold is reached."""
    return np.concatenate([[0.0], given])[np.searchsorted(thresholds, amounts, side="right")]


def _marginal_amount(amounts: Any, thresholds: Any, given: Any) -> Any:
    """The amounts of all brackets whose threshold is passed, added up."""
    return np.concatenate([[0.0], np.cumsum(given)])[np.searchsorted(thresholds, amounts, side="left")]


_SCALES = {"marginal_rate": _marginal_rate, "amount_at": _amount_at, "marginal_amount": _marginal_amount}


def _any_of(_day_asked: date, value: Any) -> pl.Expr:
    return pl.map_batches([pl.col(HOUSEHOLD), _column(value).cast(pl.Boolean)], _any_added, return_dtype=pl.Boolean)


def _all_of(day: date, value: Any) -> pl.Expr:
    return ~_any_of(day, ~_column(value))


def _sum_of(_day_asked: date, value: Any) -> pl.Expr:
    return pl.map_batches([pl.col(HOUSEHOLD), _column(value).cast(pl.Float64)], _added, return_dtype=pl.Float64)


def _count_of(day: date, value: Any) -> pl.Expr:
    return _sum_of(day, _column(value).cast(pl.Float64))


# `over` groups by hash for every formula; the numbers of a county's households are known once, and added by place.
def _added(columns: Sequence[pl.Series]) -> pl.Series:
    homes, values = columns[0], _as_long(columns[1], columns[0])
    if not values.null_count():
        return _by_home(homes, values.to_numpy())
    # An unknown goes through the sum as "not a number", which makes the whole household's unknown.
    return _by_home(homes, values.fill_null(float("nan")).to_numpy()).fill_nan(None)


def _any_added(columns: Sequence[pl.Series]) -> pl.Series:
    homes, met = columns[0], _as_long(columns[1], columns[0])
    some = _by_home(homes, met.fill_null(False).to_numpy()) > 0
    if not met.null_count():
        return some
    unknown = _by_home(homes, met.is_null().to_numpy()) > 0
    return pl.select(pl.when(some).then(True).when(unknown).then(None).otherwise(False)).to_series()


def _by_home(homes: pl.Series, weights: Any) -> pl.Series:
    places = homes.to_numpy()
    return pl.Series(np.bincount(places, weights=weights)[places] if len(places) else np.empty(0))


def _as_long(values: pl.Series, homes: pl.Series) -> pl.Series:
    """A number that is the same for everybody comes as one row."""
    return values.new_from_index(0, len(homes)) if len(values) == 1 != len(homes) else values


def numbered(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with its households numbered from 0, without gaps."""
    homes = frame[HOUSEHOLD]
    if len(homes) and homes.null_count():
        raise ValueError("everybody belongs to a household, if only to an own one")
    # Most frames come in the order of households, numbered already; to rank a county again takes longer than a rule.
    is_numbered = not len(homes) or (homes[0] == 0 and bool(homes.diff().drop_nulls().is_between(0, 1).all()))
    if not is_numbered:
        frame = frame.with_columns((homes.rank("dense").cast(pl.Int64) - 1).alias(HOUSEHOLD))
    return frame


ALL: dict[str, Function] = {
    "min": Function("(a, b, ...)", "the least of them", _least),
    "max": Function("(a, b, ...)", "the greatest of them", _most),
    "known": Function("(fact)", "true when the fact is known", _known),
    "or_else": Function("(fact, other)", "the fact; the other where it is unknown", _or_else),
    "age": Function("(birth_date) or (birth_date, day)", "full years on the day asked about, or on another", _age),
    "months": Function("(since, until)", "full months between two days", _months),
    "days": Function("(since, until)", "days between two days", _days),
    "year": Function("(day)", "the year of a day", _year),
    "date": Function('("2020-03-28")', "a day of the calendar", _date),
    "round": Function("(amount)", "rounded to a whole, half up", _round_to),
    "floor": Function("(amount)", "the whole below", _floor),
    "ceil": Function("(amount)", "the whole above", _ceil),
    "by_table": Function("(amount, table)", "what a table of brackets gives", _by_table),
    "any_of_household": Function("(condition)", "true when it is true of any member", _any_of),
    "all_of_household": Function("(condition)", "true when it is true of every member", _all_of),
    "sum_of_household": Function("(amount)", "added up over the members", _sum_of),
    "count_of_household": Function("(condition)", "how many members it is true of", _count_of),
}
