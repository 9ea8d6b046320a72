"""Numbers divided by one or two dimensions, in one question to the engine; each part is a number of persons.

A dimension divides the persons of a measure: everybody lies in exactly one part, those of whom the answer is not known
in the part "". So the parts of a count add up to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from gangqiao.engine.backends import Prepared
from gangqiao.engine.facts import FACT, columns_read
from gangqiao.engine.figures import DIMENSIONS, MEASURES, Dimension, Measure, code_of
from gangqiao.indicators.fact import Fact, engine
from gangqiao.indicators.suppression import hidden_of_line, hidden_of_table
from gangqiao.places.models import Division

UNKNOWN = ""
GRADES = ("A", "B", "C", "D", "E")
_AT_WORK = {"transferred", "in_work_now", "departed_since_festival"}


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A measure of an area by one dimension, and by a second one across when `across` is not None.

    rows, columns    codes in order, the unknown last and only where somebody is; one column "" without a second one
    persons          by (row, column)
    mix              per row, persons by grade of evidence; empty where the measure rests on no work
    hidden           (row number, column number) of counts not shown, totals one beyond the last; null: all are shown
    """

    area: Division
    day: date
    preset: str
    measure: Measure
    by: Dimension
    across: Dimension | None
    rows: list[str]
    columns: list[str]
    persons: dict[tuple[str, str], int]
    mix: dict[str, dict[str, int]] = field(default_factory=dict)
    hidden: frozenset[tuple[int, int]] | None = None

    def total_of_row(self, row: str) -> int:
        return sum(self.persons.get((row, column), 0) for column in self.columns)

    def total_of_column(self, column: str) -> int:
        return sum(self.persons.get((row, column), 0) for row in self.rows)

    @property
    def total(self) -> int:
        return sum(self.persons.values())


def tally(fact: Fact, area: str, measure: str, by: Sequence[str]) -> dict[tuple[str, ...], int]:
    """Persons of the measure in every part that anybody lies in, by the codes of the dimensions in their order."""
    columns = {"area_id", *columns_read(MEASURES[measure].holds), *(DIMENSIONS[key].column for key in by)}
    rows = fact.rows.select(sorted(columns))
    rows = engine().run(_tally(measure, tuple(by)), {"fact": rows.filter(pc.starts_with(rows["area_id"], area))})
    return {tuple(row[key] for key in _keys(by)): row["persons"] for row in rows.to_pylist()}


@cache
def _tally(measure: str, by: tuple[str, ...]) -> Prepared:
    counted = FACT.filter(MEASURES[measure].holds(FACT))
    codes = {name: code_of(counted, DIMENSIONS[key]) for name, key in zip(_keys(by), by, strict=True)}
    return engine().prepare(counted.group_by(**codes).agg(persons=counted.count()))


def counted(fact: Fact, area: str, measure: str) -> npt.NDArray[np.int64]:
    """The numbers of the persons the measure counts, in no order."""
    rows = fact.rows.select(sorted({"area_id", "person_id", *columns_read(MEASURES[measure].holds)}))
    found = engine().run(_counted(measure), {"fact": rows.filter(pc.starts_with(rows["area_id"], area))})
    ids: npt.NDArray[np.int64] = found["person_id"].to_numpy()
    return ids


@cache
def _counted(measure: str) -> Prepared:
    prepared: Prepared = engine().prepare(FACT.filter(MEASURES[measure].holds(FACT)).select("person_id"))
    return prepared


def _keys(by: Sequence[str]) -> list[str]:
    return [f"by_{n}" for n in range(len(by))]


def broken_down(
    fact: Fact, area: Division, measure: str, by: str, across: str = "", *, is_public: bool = False
) -> Breakdown:
    """The measure by one dimension, or by two. `is_public` hides small counts and leaves out the evidence."""
    parts = tally(fact, area.key, measure, [by, across] if across else [by])
    persons = {(codes[0], codes[1] if across else UNKNOWN): count for codes, count in parts.items()}
    rows = in_order(DIMENSIONS[by], {row for row, _column in persons})
    columns = in_order(DIMENSIONS[across], {c for _row, c in persons}) if across else [UNKNOWN]
    return Breakdown(
        area=area,
        day=fact.day,
        preset=fact.preset,
        measure=MEASURES[measure],
        by=DIMENSIONS[by],
        across=DIMENSIONS[across] if across else None,
        rows=rows,
        columns=columns,
        persons=persons,
        mix={} if is_public or across or by == "evidence" else _mix_of_rows(fact, area.key, measure, by),
        hidden=_hidden(rows, columns, persons, crossed=bool(across)) if is_public else None,
    )


def in_order(dimension: Dimension, found: set[str]) -> list[str]:
    """The codes that occur, in the order of their list, then any others; the unknown last."""
    listed = [code for code in dimension.codes or () if code in found]
    return [*listed, *sorted(found - set(listed) - {UNKNOWN}), *([UNKNOWN] if UNKNOWN in found else [])]


def evidence_of(fact: Fact, area: str, measure: str) -> dict[str, int]:
    """The persons of a measure by the best evidence of their work; nothing for a measure that rests on no work."""
    if not rests_on_work(measure):
        return {}
    mix = {grade: persons for grade, persons in fact.split(area, measure, "evidence").items() if persons}
    return mix if set(mix) - {UNKNOWN} else {}


def rests_on_work(measure: str) -> bool:
    """True when everybody the measure counts has work that somebody may have evidence of."""
    return measure in _AT_WORK or any(rests_on_work(outer) for outer in MEASURES[measure].within)


def _mix_of_rows(fact: Fact, area: str, measure: str, by: str) -> dict[str, dict[str, int]]:
    if not rests_on_work(measure):
        return {}
    rows: dict[str, dict[str, int]] = {}
    for (code, grade), persons in tally(fact, area, measure, [by, "evidence"]).items():
        rows.setdefault(code, {})[grade] = persons
    return rows if any(set(mix) - {UNKNOWN} for mix in rows.values()) else {}


def _hidden(
    rows: list[str], columns: list[str], persons: Mapping[tuple[str, str], int], *, crossed: bool
) -> frozenset[tuple[int, int]]:
    counts = [[persons.get((row, column), 0) for column in columns] for row in rows]
    of_rows, no_total = hidden_of_line([sum(row) for row in counts])
    # One dimension alone is another table of the same people: what it hides and shows is the same in every table.
    fixed = {(r, len(columns)) for r in of_rows} | ({(len(rows), len(columns))} if no_total else set())
    if not crossed:
        return frozenset(fixed | {(r, 0) for r in of_rows} | ({(len(rows), 0)} if no_total else set()))
    of_columns, _same = hidden_of_line([sum(column) for column in zip(*counts, strict=True)])
    return hidden_of_table(counts, fixed | {(len(rows), c) for c in of_columns})
