"""The fact of one day as an answer: sums of every area, breakdowns, statistics, and the people behind each number."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import cache
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from gangqiao.engine.backends import DuckDB, Prepared
from gangqiao.engine.facts import FACT, columns_read
from gangqiao.engine.figures import (
    DIMENSIONS,
    FIGURES,
    MEASURES,
    STATISTICS,
    code_of,
    definition_version,
    sums_by_area,
)
from gangqiao.engine.parameters import PRESETS, load_preset
from gangqiao.kernel.paths import upper_bound

Running = npt.NDArray[np.int64]
PATCHED_ROWS = 4_000  # a fact with more replaced persons than this is put together anew


@dataclass(frozen=True, slots=True)
class Sums:
    """Whole numbers by area, laid up so that any subtree is one subtraction: row n is the sum of the areas before n."""

    areas: list[str]
    keys: Sequence[str]
    running: Running

    @classmethod
    def of(cls, table: pa.Table, keys: Sequence[str]) -> Sums:
        """From a table with `area_id` and a column for each key; areas may repeat."""
        names = table["area_id"].to_pylist()
        areas = sorted(set(names))
        place = {area: n for n, area in enumerate(areas)}
        by_area = np.zeros((len(areas), len(keys)), np.int64)
        if names:
            rows = np.fromiter((place[name] for name in names), np.int64, len(names))
            values = np.column_stack([table[key].to_numpy() for key in keys])
            np.add.at(by_area, rows, values)
        return cls(areas, keys, _summed_up(by_area))

    def of_area(self, area: str) -> dict[str, int]:
        first, end = bisect_left(self.areas, area), bisect_left(self.areas, upper_bound(area))
        return dict(zip(self.keys, (self.running[end] - self.running[first]).tolist(), strict=True))

    def by_area(self) -> Running:
        """The numbers of each area itself, one row for each of `areas`."""
        return np.diff(self.running, axis=0)

    def changed(self, less: Sums, more: Sums) -> Sums:
        """These sums with some persons' old ones taken out and their new ones put in."""
        areas = sorted({*self.areas, *less.areas, *more.areas})
        place = {area: n for n, area in enumerate(areas)}
        by_area = np.zeros((len(areas), len(self.keys)), np.int64)
        for sums, sign in ((self, 1), (less, -1), (more, 1)):
            if sums.areas:
                by_area[[place[area] for area in sums.areas]] += sign * sums.by_area()
        return Sums(areas, self.keys, _summed_up(by_area))


def _summed_up(by_area: Running) -> Running:
    return np.concatenate([np.zeros((1, by_area.shape[1]), np.int64), by_area.cumsum(axis=0)])


@dataclass(frozen=True, slots=True)
class Fact:
    """The fact of one day and preset, with its measures summed over every area.

    version  number of the last event the data contain; with `definitions`, the day and the preset it fixes every figure
    """

    day: date
    version: int
    preset: str
    sums: Sums = field(repr=False)
    _base: pa.Table = field(repr=False)
    _gone: frozenset[int] = field(default=frozenset(), repr=False)
    _added: pa.Table | None = field(default=None, repr=False)
    _splits: dict[tuple[str, str], Sums] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, rows: pa.Table, day: date, version: int, preset: str) -> Fact:
        return cls(day, version, preset, _sums(rows), rows)

    @property
    def definitions(self) -> str:
        """Digest of all definitions and presets in force in this installation."""
        return definitions()

    @property
    def rows(self) -> pa.Table:
        """The rows of FACT, one for each person."""
        return self._table(FACT.columns)

    def sums_of(self, area: str) -> dict[str, int]:
        """Every measure over all persons of the area. An area without persons has zeros."""
        return self.sums.of_area(area)

    def people_of(
        self, area: str, measure: str, *, offset: int, limit: int, where: Mapping[str, str] | None = None
    ) -> list[int]:
        """The persons a measure of the area counts, by area, household and number. As many in all as `sums_of` says.

        where  codes of dimensions they must have besides, "" for unknown; then as many as `split` says
        """
        asked = ("area_id", "household_id", "person_id", *_columns_of(measure))
        dimensions = {DIMENSIONS[key]: code for key, code in (where or {}).items()}
        rows = self._table([*asked, *(d.column for d in dimensions)], area)
        for dimension, code in dimensions.items():
            rows = rows.filter(pc.equal(_codes(rows, dimension.column), code))
        people = _run(_people(measure), rows)
        return [int(i) for i in people["person_id"].slice(offset, limit).to_pylist()]

    def split(self, area: str, measure: str, dimension: str) -> dict[str, int]:
        """The measure by code of the dimension, "" for unknown. The numbers add up to `sums_of`.

        Every code the dimension knows is there; where it takes its codes from the data, those that occur.
        """
        key = (measure, dimension)
        if key not in self._splits:
            self._splits[key] = self._split(measure, dimension)
        counted = self._splits[key].of_area(area)
        known = DIMENSIONS[dimension].codes or ()
        return {code: n for code, n in counted.items() if n or code in known}

    def statistic(self, area: str, statistic: str) -> Fraction | None:
        """A number that is no count (see STATISTICS), in its unit; None when there is nothing to say."""
        rows = _run(_statistic(statistic), self._table(FACT.columns, area)).to_pylist()[0]
        return STATISTICS[statistic].result(rows["value"], rows["divisor"])

    def changed(self, ids: Collection[int], rows: pa.Table, version: int) -> Fact:
        """The fact with these persons' rows replaced."""
        gone = frozenset(ids)
        # By place and not by mask: few rows of many columns.
        old = [self._base.take(pc.indices_nonzero(_is_in(self._base, gone - self._gone)))]
        kept = None
        if self._added is not None:
            replaced = _is_in(self._added, gone)
            old.append(self._added.filter(replaced))
            kept = self._added.filter(pc.invert(replaced))
        sums = self.sums.changed(_sums(pa.concat_tables(old)), _sums(rows))
        changed = replace(
            self,
            version=version,
            sums=sums,
            _gone=self._gone | gone,
            _added=rows if kept is None else pa.concat_tables([kept, rows]),
            _splits={},
        )
        if len(changed._gone) > PATCHED_ROWS:
            return replace(changed, _base=changed.rows, _gone=frozenset(), _added=None)
        return changed

    def _table(self, columns: Sequence[str], area: str = "") -> pa.Table:
        """These columns of all persons, or of those of one area. Replaced rows are left out only here, when asked."""
        names = list(dict.fromkeys([*columns, "area_id", "person_id"]))
        parts = [self._base.select(names), *([] if self._added is None else [self._added.select(names)])]
        if area:
            parts = [part.filter(pc.starts_with(part["area_id"], area)) for part in parts]
        if self._gone:
            parts[0] = parts[0].filter(pc.invert(_is_in(parts[0], self._gone)))
        return pa.concat_tables(parts) if len(parts) > 1 else parts[0]

    def _split(self, measure: str, dimension: str) -> Sums:
        rows = self._table([*_columns_of(measure), DIMENSIONS[dimension].column])
        counted = _run(_split_by(measure, dimension), rows)
        codes = sorted({*counted["code"].to_pylist(), *(DIMENSIONS[dimension].codes or ())})
        columns = {
            code: pc.if_else(pc.equal(counted["code"], code), counted["persons"], 0).combine_chunks() for code in codes
        }
        return Sums.of(pa.table({"area_id": counted["area_id"], **columns}), codes)


def _is_in(rows: pa.Table, ids: Collection[int]) -> pa.ChunkedArray:
    return pc.is_in(rows["person_id"], value_set=pa.array(sorted(ids), pa.int64()))


def _codes(rows: pa.Table, column: str) -> pa.ChunkedArray:
    values = rows[column]
    if pa.types.is_boolean(values.type):
        return pc.if_else(pc.fill_null(values, False), "yes", "no")
    return pc.fill_null(values, "")


def _sums(rows: pa.Table) -> Sums:
    return Sums.of(_run(_all_sums(), rows), list(MEASURES))


def _columns_of(measure: str) -> list[str]:
    return sorted(columns_read(MEASURES[measure].holds))


# Compiled once: to compile an expression costs more than to run it over a county.


@cache
def _all_sums() -> Prepared:
    return engine().prepare(sums_by_area(MEASURES.values()))


@cache
def _people(measure: str) -> Prepared:
    counted = FACT.filter(MEASURES[measure].holds(FACT))
    return engine().prepare(counted.order_by("area_id", "household_id", "person_id").select("person_id"))


@cache
def _split_by(measure: str, dimension: str) -> Prepared:
    counted = FACT.filter(MEASURES[measure].holds(FACT))
    by_code = counted.group_by("area_id", code=code_of(counted, DIMENSIONS[dimension]))
    return engine().prepare(by_code.agg(persons=counted.count()))


@cache
def _statistic(statistic: str) -> Prepared:
    wanted = STATISTICS[statistic]
    return engine().prepare(wanted.over(FACT.filter(MEASURES[wanted.people].holds(FACT))))


@cache
def definitions() -> str:
    """The digest of all definitions and presets. Asked for when something is written down, not with every page."""
    return definition_version([*FIGURES.values(), *STATISTICS.values()], [load_preset(name) for name in PRESETS])


def _run(prepared: Prepared, rows: pa.Table) -> pa.Table:
    return engine().run(prepared, {"fact": rows})


_ENGINE: list[DuckDB] = []
_ENGINE_LOCK = Lock()


def engine() -> Any:
    """The engine of this process. Made at the first question: a process that shows no figure pays nothing."""
    with _ENGINE_LOCK:
        if not _ENGINE:
            _ENGINE.append(DuckDB())
        return _ENGINE[0]
