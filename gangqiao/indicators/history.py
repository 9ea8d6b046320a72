"""How a number stood on each of many days, in every area at once, remembered as long as the data stay the same.

A pass over the county's history takes more than a second. It is made for all areas together, so that who opens the
page of a township after the county's does not wait.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from datetime import date
from threading import Lock
from typing import Any

import polars as pl
from django.db import connection

from gangqiao.indicators.fact import Sums
from gangqiao.indicators.series import steps_by_place
from gangqiao.indicators.store import PLAN_PRESET, STORE
from gangqiao.kernel.pulling.statements import is_isolated

KEPT = 24
_LOCK = Lock()
_KEPT: OrderedDict[tuple[str, tuple[date, ...], str], tuple[Any, Sums]] = OrderedDict()


def stood_on(area: str, measure: str, days: Sequence[date], preset: str = PLAN_PRESET) -> dict[date, int]:
    """The measure of the area on each of the days: as `fact_on(day).sums_of(area)` says."""
    ordered = tuple(sorted(set(days)))
    of_area = _sums(measure, ordered, preset).of_area(area)
    return {day: of_area[day.isoformat()] for day in days}


def _sums(measure: str, days: tuple[date, ...], preset: str) -> Sums:
    columns, version = STORE.columns()
    if is_isolated():
        return _counted(columns.arrow(), measure, days, preset)
    key, state = (measure, days, preset), (connection.vendor, connection.settings_dict["NAME"], version)
    with _LOCK:
        kept = _KEPT.get(key)
        if kept is None or kept[0] != state:
            _KEPT[key] = kept = (state, _counted(columns.arrow(), measure, days, preset))
        _KEPT.move_to_end(key)
        while len(_KEPT) > KEPT:
            _KEPT.popitem(last=False)
        return kept[1]


def _counted(tables: Any, measure: str, days: tuple[date, ...], preset: str) -> Sums:
    """What stood on the days, one column for each: the steps up to the day put together."""
    steps = steps_by_place(tables, [measure], days, preset)
    names = [day.isoformat() for day in days]
    stood = steps.group_by("area_id").agg(
        pl.col(measure).filter(pl.col("day") <= day).sum().alias(name) for day, name in zip(days, names, strict=True)
    )
    return Sums.of(stood.to_arrow(), names)
