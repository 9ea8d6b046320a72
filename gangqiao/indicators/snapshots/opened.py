"""A snapshot opened: the figures of every area and the people behind each, from its files alone.

Every file is checked against its digest when it is opened. What was counted stands in the files, so a number opens to
the same people however the definitions have changed since.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from gangqiao.engine.figures import DIMENSIONS, STATISTICS
from gangqiao.indicators.models import Snapshot
from gangqiao.indicators.snapshots import files
from gangqiao.indicators.snapshots.computing import COUNTS, FIGURES, SHARED, VILLAGE, part_name, run
from gangqiao.indicators.snapshots.pseudonyms import find_persons
from gangqiao.kernel.paths import upper_bound

PRESET = "HRSS-register"


class Facts:
    """What a snapshot says by one preset. Answers like `store.Fact`, where that has been taken."""

    def __init__(self, snapshot: Snapshot, preset: str = PRESET) -> None:
        self.snapshot, self.preset = snapshot, preset
        read = files.read_checked(snapshot, snapshot.folder, files.MANIFEST, snapshot.manifest_digest)
        self.manifest: dict[str, Any] = json.loads(read)

    @property
    def day(self) -> date:
        return self.snapshot.day

    @property
    def definitions(self) -> str:
        return self.snapshot.definitions

    @property
    def measures(self) -> list[str]:
        """The keys of the measures it holds, in their order."""
        return list(self.manifest["measures"])

    def sums_of(self, area: str) -> dict[str, int]:
        """Every measure over all persons of the area. An area without persons has zeros."""
        nothing = dict.fromkeys(self.measures, 0)
        if len(area) <= VILLAGE:
            return nothing | self._figures.get(area, {})
        first, count = self._within(area)
        return {key: pc.sum(self.people[COUNTS + key].slice(first, count)).as_py() or 0 for key in self.measures}

    def people_of(
        self, area: str, measure: str, *, offset: int, limit: int, where: Mapping[str, str] | None = None
    ) -> list[int]:
        """The persons a measure of the area counts, by number, in the order of the ledger of that day.

        Not asked for their scope: whoever shows them does.
        """
        keys = self.keys_of(area, measure, where=where)[offset : offset + limit]
        found = find_persons(keys)
        return [found[key] for key in keys if key in found]

    def keys_of(self, area: str, measure: str, *, where: Mapping[str, str] | None = None) -> list[int]:
        """The pseudonyms of the persons a measure of the area counts."""
        counted = self._counted(area, measure)
        for dimension, code in (where or {}).items():
            counted = counted.filter(pc.equal(_codes(counted[DIMENSIONS[dimension].column]), code))
        return [int(key) for key in counted["person_key"].to_pylist()]

    def split(self, area: str, measure: str, dimension: str) -> dict[str, int]:
        """The persons of a measure by code of the dimension; "" is not known. The numbers add up to `sums_of`."""
        codes = _codes(self._counted(area, measure)[DIMENSIONS[dimension].column])
        counted = {pair["values"]: pair["counts"] for pair in pc.value_counts(codes).to_pylist()}
        known = DIMENSIONS[dimension].codes or ()
        return {code: counted.get(code, 0) for code in sorted({*counted, *known})}

    def statistic(self, area: str, statistic: str) -> Fraction | None:
        """A number that is no count, in its unit, by the text stored; None when there is nothing to say."""
        sql = self.manifest["statistics"][statistic]
        rows = self.people.slice(*self._within(area))
        found = run(sql, {"fact": rows.rename_columns(["person_id", *rows.column_names[1:]])}).to_pylist()[0]
        return STATISTICS[statistic].result(found["value"], found["divisor"])

    @cached_property
    def people(self) -> pa.Table:
        """Every person of the county on that day, in the order of the ledger."""
        shared, own = self._part(SHARED), self._part(part_name(self.preset))
        return pa.table({t: rows[t] for rows in (shared, own) for t in rows.column_names})

    @cached_property
    def _figures(self) -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = {}
        for row in self._part(FIGURES).to_pylist():
            if row["preset"] == self.preset:
                found.setdefault(row["area_id"], {})[row["measure"]] = row["persons"]
        return found

    @cached_property
    def _areas(self) -> list[str]:
        return self.people["area_id"].to_pylist()

    def _within(self, area: str) -> tuple[int, int]:
        first, end = bisect_left(self._areas, area), bisect_left(self._areas, upper_bound(area))
        return first, end - first

    def _counted(self, area: str, measure: str) -> pa.Table:
        if measure not in self.measures:
            raise KeyError(measure)
        rows = self.people.slice(*self._within(area))
        return rows.filter(rows[COUNTS + measure])

    def _part(self, name: str) -> pa.Table:
        said = self.manifest["parts"][name]
        return files.table_of(
            files.read_checked(self.snapshot, self.snapshot.folder, said["file"], str(said["sha256"]))
        )


def _codes(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_boolean(column.type):
        return pc.if_else(pc.fill_null(column, False), "yes", "no")
    return pc.fill_null(column, "")
