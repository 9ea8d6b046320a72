"""How the figures stood on each day of this year and of the last one: what a forecast is made from.

All measures of the plan, all places and both years come from one pass over the county. It takes a moment, and one more
person changes a forecast by nothing. So a process keeps what it counted for ten minutes, whatever is recorded
meanwhile, and counts anew beside the reader's page; the results the lights are measured by are those of the moment.
Inside a transaction nothing is kept.
"""

from __future__ import annotations

import logging
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from threading import Lock, Thread

import numpy as np
import numpy.typing as npt
import polars as pl
from django.db import DatabaseError, connection

from gangqiao.audit.reads import head
from gangqiao.engine.forecast import History
from gangqiao.indicators.store import steps
from gangqiao.kernel import beside, clock
from gangqiao.kernel.clock import machine_seconds
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.kernel.paths import upper_bound
from gangqiao.kernel.pulling.statements import is_isolated
from gangqiao.plans.reads import current_targets

FRESH = 600  # seconds
KEPT = 4

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Courses:
    """Measures in every place of the county, on every day from 1 January of the year before `until` up to it.

    version  number of the last event they contain; counted_at: when they were counted, by the machine's clock
    """

    until: date
    version: int
    counted_at: float
    # One entry for each place and day on which something changed, by place.
    _places: Sequence[str] = field(repr=False)
    _days: Numbers = field(repr=False)  # since the first day
    _steps: Mapping[str, Numbers] = field(repr=False)

    @classmethod
    def of_steps(cls, changes: pl.DataFrame, until: date, version: int) -> Courses:
        """From the steps of all places, as `store.steps` gives them."""
        ordered = changes.sort("area_id", "day")
        since = (ordered["day"] - _first(until)).dt.total_days().cast(pl.Int64).to_numpy()
        counted = {name: ordered[name].to_numpy() for name in ordered.columns if name not in ("area_id", "day")}
        return cls(until, version, machine_seconds(), ordered["area_id"].to_list(), since, counted)

    def hold(self, measure: str, until: date) -> bool:
        """Whether the measure is among them, up to the day and over the year before it."""
        return measure in self._steps and until.year == self.until.year and until <= self.until

    def of(self, area: str, measure: str, until: date) -> list[int]:
        """The count of the area at the end of each day from 1 January of the day's year, this one or the one before."""
        inside = slice(bisect_left(self._places, area), bisect_left(self._places, upper_bound(area)))
        length = (self.until - _first(self.until)).days + 1
        # The weights are whole numbers far below 2 ** 53, so that nothing is lost on the way.
        by_day = np.bincount(self._days[inside], weights=self._steps[measure][inside], minlength=length)
        first = (date(until.year, 1, 1) - _first(self.until)).days
        return [int(n) for n in by_day.cumsum()[first : (until - _first(self.until)).days + 1]]

    def history(self, area: str, measure: str, day: date) -> History:
        """The measure in the area from 1 January to the day, and over the whole year before.

        Nothing is known of last year where the register counts nobody at the end of it.
        """
        last = self.of(area, measure, date(day.year - 1, 12, 31))
        return History(day.year, tuple(self.of(area, measure, day)), tuple(last) if last[-1] else ())


def courses(measure: str, until: date) -> Courses:
    """Courses that hold the measure up to the day, as counted in the last ten minutes or now."""
    if is_isolated():
        return _counted(measure, until)
    name = str(connection.settings_dict["NAME"])
    with _lock:
        version = head()
        # A smaller number means another database in place of the one we know.
        known = [one for of, one in _known if of == name and one.hold(measure, until) and one.version <= version]
        if not known:
            return _keep(name, _counted(measure, until))
        found = max(known, key=lambda one: one.version)
        key = (name, measure, found.until)
        if found.version != version and machine_seconds() - found.counted_at > FRESH and key not in _counting:
            _counting.add(key)
            beside.begin("warnings-courses", lambda: _count_anew(key))
    return found


def warm_up(day: date) -> Thread:
    """Begin to count beside the start of the server, so that the first reader need not wait."""
    return beside.begin("warnings-warm-up", lambda: _warm_up(day))


def forget() -> None:
    """Forget everything that was counted."""
    with _lock:
        _known.clear()


Key = tuple[str, str, date]
_known: list[tuple[str, Courses]] = []  # the database they are of, and the courses; the newest last
_counting: set[Key] = set()
_lock = Lock()


def _keep(name: str, counted: Courses) -> Courses:
    others = [(of, one) for of, one in _known if (of, one.until) != (name, counted.until)]
    _known[:] = [*others, (name, counted)][-KEPT:]
    return counted


def _first(until: date) -> date:
    return date(until.year - 1, 1, 1)


def _counted(measure: str, until: date) -> Courses:
    # A target that was due is asked for on its last day, another one today: both are answered from the same pass.
    if until.year == (today := clock.today()).year:
        until = max(until, today)
    measures = {measure, *(target.figure.numerator for target in current_targets())}
    days = [_first(until) + timedelta(days=n) for n in range((until - _first(until)).days + 1)]
    changes, version = steps(sorted(measures), days)
    return Courses.of_steps(changes, until, version)


def _warm_up(day: date) -> None:
    try:
        for target in current_targets():
            if not beside.is_ending():
                courses(target.figure.numerator, target.day_of(day))
    except (DatabaseError, Refusal, Refusals) as error:
        # The first reader will ask again, and is told what is wrong.
        logging.getLogger(__name__).warning("the courses could not be counted at the start: %s", error)


def _count_anew(key: Key) -> None:
    name, measure, until = key
    try:
        found = _counted(measure, until)
        with _lock:
            _keep(name, found)
    finally:
        _counting.discard(key)
