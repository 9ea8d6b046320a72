"""Keeps the person-period fact of the last days asked for, as long as the data and the definitions stay the same.

The version of the data is the number of the last event of the audit log. After a change only the persons whom the new
events name are read again, so the page after a change is nearly as fast as the page before it.
"""

from __future__ import annotations

import logging
from bisect import bisect_left
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from threading import Lock, Thread
from typing import Any
from uuid import UUID

import pyarrow as pa
import pyarrow.compute as pc
from django.db import DatabaseError, connection

from gangqiao.audit.reads import head, persons_changed_since
from gangqiao.engine.backends import DuckDB
from gangqiao.engine.facts import FACT, person_period
from gangqiao.engine.figures import FIGURES, MEASURES, definition_version, sums_by_area
from gangqiao.engine.parameters import load_preset
from gangqiao.indicators.columns import Columns, is_isolated, pull, pull_persons
from gangqiao.kernel import clock
from gangqiao.kernel.paths import upper_bound

PRESET = load_preset("HRSS-register")
DEFINITIONS = definition_version(FIGURES.values(), [PRESET])
KEPT_DAYS = 8
DAYS_CARRIED_OVER = 2  # the board asks for today and, once it has passed, the last day of a target


@dataclass(frozen=True, slots=True)
class Fact:
    """The fact of one day with its measures summed over every area.

    version  number of the last event the data contain; with `definitions` and the day it fixes every figure
    """

    day: date
    version: int
    definitions: str
    rows: pa.Table
    _areas: list[str] = field(repr=False)
    _running: dict[str, list[int]] = field(repr=False)

    def sums_of(self, area: str) -> dict[str, int]:
        """Every measure over all persons of the area. An area without persons has zeros."""
        first, end = bisect_left(self._areas, area), bisect_left(self._areas, upper_bound(area))
        return {key: running[end] - running[first] for key, running in self._running.items()}

    def people_of(self, area: str, measure: str, *, offset: int, limit: int) -> list[int]:
        """The persons a measure of the area counts, by area, household and number. As many in all as `sums_of` says."""
        within = (FACT.area_id >= area) & (FACT.area_id < upper_bound(area))
        counted = FACT.filter(within, MEASURES[measure].holds(FACT))
        page = counted.order_by("area_id", "household_id", "person_id").select("person_id").limit(limit, offset=offset)
        return [int(i) for i in _engine().run(page, {"fact": self.rows})["person_id"].to_pylist()]


class Store:
    """The columns of the county and the facts made of them, shared by all threads of the process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._columns: Columns | None = None
        self._version = -1
        self._database: Any = None
        self._facts: OrderedDict[date, Fact] = OrderedDict()

    def fact_on(self, day: date) -> Fact:
        """The fact of the day on the newest data. Threads that ask at once wait for one computation."""
        version = head()
        if is_isolated():
            # Rows of an open transaction may still be taken back: they are counted for their reader and not kept.
            return _fact(pull(), day, version)
        with self._lock:
            self._refresh(version)
            if day not in self._facts:
                self._facts[day] = _fact(self._current(), day, self._version)
            self._facts.move_to_end(day)
            while len(self._facts) > KEPT_DAYS:
                self._facts.popitem(last=False)
            return self._facts[day]

    def clear(self) -> None:
        """Forget everything; the next question reads the whole county."""
        with self._lock:
            self._columns, self._version = None, -1
            self._facts.clear()

    def _current(self) -> Columns:
        assert self._columns is not None
        return self._columns

    def _refresh(self, version: int) -> None:
        database = (connection.vendor, connection.settings_dict["NAME"])
        if database == self._database and version == self._version:
            return
        # A smaller number means another database was put in place of the one we know: nothing of it may stay.
        known = self._columns if database == self._database and version > self._version else None
        changed = persons_changed_since(self._version) if known is not None else None
        if known is None or changed is None:
            self._columns = pull()
            self._facts.clear()
        elif changed:
            self._replace(known, changed, version)
        # The head was read before the rows, so they may already hold later changes; those are read once more later.
        self._database, self._version = database, version

    def _replace(self, known: Columns, changed: set[UUID], version: int) -> None:
        """Put the changed persons' rows in place of their old ones, in the columns and in the days asked for last."""
        columns, ids = pull_persons(changed)
        self._columns = known.with_changed(columns, ids)
        for day in list(self._facts)[:-DAYS_CARRIED_OVER]:
            del self._facts[day]
        for day, fact in self._facts.items():
            is_old = pc.is_in(fact.rows["person_id"], value_set=pa.array(sorted(ids), pa.int64()))
            rows = pa.concat_tables([fact.rows.filter(pc.invert(is_old)), _rows(columns, day)])
            self._facts[day] = _summed(rows, day, version)


def _fact(columns: Columns, day: date, version: int) -> Fact:
    return _summed(_rows(columns, day), day, version)


def _rows(columns: Columns, day: date) -> pa.Table:
    """The fact of these persons. Each row depends on its own person only, so parts of a county can be put together."""
    tables = {name: getattr(columns, name).to_arrow() for name in ("persons", "spells", "categories")}
    return _engine().run(person_period(day, PRESET.rules_on(day)), tables)


def _summed(rows: pa.Table, day: date, version: int) -> Fact:
    sums = _engine().run(sums_by_area(MEASURES.values()), {"fact": rows}).sort_by("area_id")
    running = {key: [0, *accumulate(sums[key].to_pylist())] for key in MEASURES}
    return Fact(day, version, DEFINITIONS, rows, sums["area_id"].to_pylist(), running)


_ENGINE: list[DuckDB] = []
_ENGINE_LOCK = Lock()


def _engine() -> DuckDB:
    # Made at the first question and not at import: a process that shows no figure pays nothing.
    with _ENGINE_LOCK:
        if not _ENGINE:
            _ENGINE.append(DuckDB())
        return _ENGINE[0]


STORE = Store()


def warm_up() -> Thread:
    """Begin to read the columns now, beside the start of the server, so that the first reader need not wait."""
    thread = Thread(target=_warm_up, name="warm-up", daemon=True)
    thread.start()
    return thread


def _warm_up() -> None:
    try:
        STORE.fact_on(clock.today())
    except DatabaseError as error:
        # The first reader will ask again, and is told what is wrong.
        logging.getLogger(__name__).warning("the figures could not be read at the start: %s", error)
    finally:
        connection.close()


def fact_on(day: date) -> Fact:
    """The fact of the day on the newest data (see `Store.fact_on`)."""
    return STORE.fact_on(day)
