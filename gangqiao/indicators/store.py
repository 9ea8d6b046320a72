"""Keeps the columns of the county and the facts made of them, as long as the data and the definitions stay the same.

The version of the data is the number of the last event of the audit log. After a change only the persons whom the new
events name are read again, and a fact takes them up when it is asked for: the page after a change is nearly as fast as
the page before it, and nobody pays for a day or a preset that is not asked for.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache
from threading import Lock, Thread
from typing import Any
from uuid import UUID

import polars as pl
import pyarrow as pa
from django.db import DatabaseError, connection

from gangqiao.audit.reads import head, persons_changed_since
from gangqiao.engine.backends import Prepared
from gangqiao.engine.facts import days_table, facts_of_a_day
from gangqiao.engine.parameters import Rules, load_preset
from gangqiao.indicators.columns import Columns, pull, pull_persons
from gangqiao.indicators.fact import Fact, definitions, engine
from gangqiao.indicators.series import counted_on, steps_by_place
from gangqiao.kernel import beside, clock
from gangqiao.kernel.pulling.statements import is_isolated

PLAN_PRESET = "HRSS-register"  # the way of counting the plan's targets are measured by
PRESET = load_preset(PLAN_PRESET)
KEPT_FACTS = 6  # a fact of a county of 443,000 persons takes 66 MB
PERSONS_TAKEN_UP = 2_000  # a fact that missed more changed persons than this is made anew

__all__ = ["PRESET", "STORE", "Fact", "Store", "definitions", "fact_on", "series", "steps", "warm_up"]


class Store:
    """The columns of the county and the facts made of them, shared by all threads of the process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._columns: Columns | None = None
        self._fresh: Columns | None = None  # rows of persons changed since, not yet put into `_columns`
        self._fresh_ids: set[int] = set()
        self._version = -1
        self._database: Any = None
        self._facts: OrderedDict[tuple[date, str], Fact] = OrderedDict()
        self._changes: list[tuple[int, set[int]]] = []  # version, and who was changed by it

    def fact_on(self, day: date, preset: str = PLAN_PRESET) -> Fact:
        """The fact of the day on the newest data. Threads that ask at once wait for one computation."""
        version = head()
        if is_isolated():
            # Rows of an open transaction may still be taken back: they are counted for their reader and not kept.
            return make_fact(pull(), day, version, preset)
        with self._lock:
            self._refresh(version)
            known = self._facts.get((day, preset))
            if known is None or known.version != self._version:
                self._facts[day, preset] = self._brought_up(known, day, preset)
            self._facts.move_to_end((day, preset))
            while len(self._facts) > KEPT_FACTS:
                self._facts.popitem(last=False)
            return self._facts[day, preset]

    def columns(self) -> tuple[Columns, int]:
        """The newest columns of the county and their version."""
        version = head()
        if is_isolated():
            return pull(), version
        with self._lock:
            self._refresh(version)
            return self._whole(), self._version

    def clear(self) -> None:
        """Forget everything; the next question reads the whole county."""
        with self._lock:
            self._version = -1
            self._put(None)

    def _brought_up(self, known: Fact | None, day: date, preset: str) -> Fact:
        if known is None:
            return make_fact(self._whole(), day, self._version, preset)
        missed: set[int] = set().union(*(ids for version, ids in self._changes if version > known.version))
        if not missed:
            return known
        if len(missed) > PERSONS_TAKEN_UP:
            return make_fact(self._whole(), day, self._version, preset)
        newest = self._fresh if self._fresh is not None and missed <= self._fresh_ids else self._whole()
        return known.changed(missed, _rows(newest.of_persons(missed), day, preset), self._version)

    def _refresh(self, version: int) -> None:
        database = (connection.vendor, connection.settings_dict["NAME"])
        is_known = self._columns is not None and database == self._database
        if is_known and version == self._version:
            return
        # A smaller number means another database was put in place of the one we know: nothing of it may stay.
        changed = persons_changed_since(self._version) if is_known and version > self._version else None
        if changed is None:
            self._put(pull())
        elif changed:
            self._take_up(changed, version)
        # The head was read before the rows, so they may already hold later changes; those are read once more later.
        self._database, self._version = database, version

    def _put(self, columns: Columns | None) -> None:
        self._columns, self._fresh, self._fresh_ids = columns, None, set()
        self._facts.clear()
        self._changes.clear()

    def _take_up(self, changed: Collection[UUID], version: int) -> None:
        """Read the changed persons, and note who they are: their rows are put in place when the whole is asked for."""
        rows, ids = pull_persons(changed)
        self._fresh = rows if self._fresh is None else self._fresh.with_changed(rows, ids)
        self._fresh_ids |= ids
        oldest = min((fact.version for fact in self._facts.values()), default=version)
        self._changes = [(v, who) for v, who in self._changes if v > oldest] + [(version, ids)]

    def _whole(self) -> Columns:
        """The columns with every change in its place."""
        assert self._columns is not None
        if self._fresh is not None:
            self._columns = self._columns.with_changed(self._fresh, self._fresh_ids)
            self._fresh, self._fresh_ids = None, set()
        return self._columns


def make_fact(columns: Columns, day: date, version: int, preset: str = PLAN_PRESET) -> Fact:
    """The fact of these columns, whatever they are: of now, or of what was known on another day."""
    return Fact.of(_rows(columns, day, preset), day, version, preset)


def _rows(columns: Columns, day: date, preset: str) -> pa.Table:
    """The fact of these persons. Each row depends on its own person only, so parts of a county can be put together."""
    rules = load_preset(preset).rules_on(day)
    rows: pa.Table = engine().run(_compiled(rules), columns.arrow() | {"days": days_table([day], rules)})
    return rows


@lru_cache(maxsize=16)
def _compiled(rules: Rules) -> Prepared:
    prepared: Prepared = engine().prepare(facts_of_a_day(rules))
    return prepared


STORE = Store()


def warm_up() -> Thread:
    """Begin to read the columns now, beside the start of the server, so that the first reader need not wait."""
    return beside.begin("warm-up", _warm_up)


def _warm_up() -> None:
    try:
        STORE.fact_on(clock.today())
    except DatabaseError as error:
        # The first reader will ask again, and is told what is wrong.
        logging.getLogger(__name__).warning("the figures could not be read at the start: %s", error)


def fact_on(day: date, preset: str = PLAN_PRESET) -> Fact:
    """The fact of the day on the newest data (see `Store.fact_on`)."""
    return STORE.fact_on(day, preset)


def series(area: str, measure: str, days: Sequence[date], preset: str = PLAN_PRESET) -> dict[date, int]:
    """How the figure stood on each of the days, in one pass: as `fact_on(day).sums_of(area)[measure]` for each."""
    columns, _version = STORE.columns()
    return counted_on(columns.arrow(), area, measure, days, preset)


def steps(measures: Sequence[str], days: Sequence[date], preset: str = PLAN_PRESET) -> tuple[pl.DataFrame, int]:
    """The same for several measures and every place at once (see `steps_by_place`), and the data's version."""
    columns, version = STORE.columns()
    return steps_by_place(columns.arrow(), measures, days, preset), version
