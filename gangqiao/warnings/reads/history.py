"""How a figure stood on each day of this year and of the last one: what a forecast is made from.

The past of a whole county takes a moment to count, and one more person changes a forecast by nothing. So a process
keeps what it counted for ten minutes, whatever is recorded meanwhile, and counts anew beside the reader's page; the
results the lights are measured by are those of the moment. Inside a transaction nothing is kept.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import date, timedelta
from threading import Lock, Thread

import polars as pl
from django.db import DatabaseError, connection

from gangqiao.audit.reads import head
from gangqiao.engine.forecast import History
from gangqiao.indicators.columns import is_isolated
from gangqiao.indicators.store import steps
from gangqiao.kernel.clock import machine_seconds
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.kernel.paths import upper_bound
from gangqiao.plans.reads import current_targets

FRESH = 600  # seconds
KEPT = 64


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """One measure up to one day, since 1 January, for every place of the county.

    version  number of the last event it contains; counted_at: when it was counted, by the machine's clock
    """

    until: date
    version: int
    counted_at: float
    _steps: pl.DataFrame = field(repr=False)

    def of(self, area: str) -> list[int]:
        """The count of the area at the end of each day."""
        place = pl.col("area_id")
        inside = self._steps.filter((place >= area) & (place < upper_bound(area))).group_by("day").agg(pl.sum("step"))
        by_day = pl.DataFrame({"day": days_up_to(self.until)}).join(inside, on="day", how="left").sort("day")
        counts: list[int] = by_day["step"].fill_null(0).cum_sum().to_list()
        return counts


def history(area: str, measure: str, day: date) -> History:
    """The measure in the area from 1 January to the day, and over the whole year before.

    Nothing is known of last year where the register counts nobody at the end of it.
    """
    return history_of(course(measure, day), course(measure, date(day.year - 1, 12, 31)), area)


def history_of(this: Course, last: Course, area: str) -> History:
    counts = last.of(area)
    return History(this.until.year, tuple(this.of(area)), tuple(counts) if counts[-1] else ())


def course(measure: str, until: date) -> Course:
    """The measure since 1 January of the day's year, as counted in the last ten minutes or now."""
    if is_isolated():
        return _counted(measure, until)
    key = (str(connection.settings_dict["NAME"]), measure, until)
    with _lock:
        known = _known.get(key)
        if known is None or known.version > head():
            # A smaller number means another database in place of the one we know.
            known = _known[key] = _counted(measure, until)
            while len(_known) > KEPT:
                _known.pop(next(iter(_known)))
        elif known.version != head() and machine_seconds() - known.counted_at > FRESH and key not in _counting:
            _counting.add(key)
            Thread(target=_count_anew, args=(key,), name="warnings-course", daemon=True).start()
    return known


def warm_up(day: date) -> Thread:
    """Begin to count beside the start of the server, so that the first reader need not wait."""
    thread = Thread(target=_warm_up, args=(day,), name="warnings-warm-up", daemon=True)
    thread.start()
    return thread


def forget() -> None:
    """Forget everything that was counted."""
    with _lock:
        _known.clear()


def days_up_to(until: date) -> list[date]:
    """Every day of the year up to and with this one."""
    first = date(until.year, 1, 1)
    return [first + timedelta(days=n) for n in range((until - first).days + 1)]


Key = tuple[str, str, date]
_known: dict[Key, Course] = {}
_counting: set[Key] = set()
_lock = Lock()


def _warm_up(day: date) -> None:
    try:
        for measure, until in {(t.figure.numerator, t.day_of(day)) for t in current_targets()}:
            course(measure, until)
            course(measure, date(until.year - 1, 12, 31))
    except (DatabaseError, Refusal, Refusals) as error:
        # The first reader will ask again, and is told what is wrong.
        logging.getLogger(__name__).warning("the courses could not be counted at the start: %s", error)
    finally:
        connection.close()


def _counted(measure: str, until: date) -> Course:
    version = head()
    return Course(until, version, machine_seconds(), steps(measure, days_up_to(until)))


def _count_anew(key: Key) -> None:
    try:
        found = _counted(key[1], key[2])
        with _lock:
            _known[key] = found
    finally:
        _counting.discard(key)
        connection.close()
