"""Computes what a snapshot holds: the people of each preset with what counts them, and the figures of every area.

The statement that makes the people is kept in the manifest as text. A later recomputation runs that text and not the
definitions of its own day, so it gives the same rows although a definition has changed since.

Rows come in the order of the ledger (area, household, person); the keys themselves are not stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from gangqiao.engine.facts import FACT, person_period
from gangqiao.engine.figures import MEASURES, STATISTICS
from gangqiao.engine.parameters import PRESETS, load_preset
from gangqiao.indicators.as_known import Known
from gangqiao.indicators.fact import engine
from gangqiao.indicators.snapshots.pseudonyms import Numbers, Pseudonyms
from gangqiao.kernel.paths import SEGMENT_WIDTH

COUNTS = "counts_"  # before the key of a measure: whether it counts the person
LEDGER_ORDER = ("area_id", "household_id", "person_id")
NOT_STORED = ("person_id", "household_id")
ORDERED = f" ORDER BY {', '.join(LEDGER_ORDER)}"
# What tells the rows of a table apart, so that they lie in one order whatever the database; others: all their columns.
APART = {"persons": LEDGER_ORDER, "spells": ("person_id", "spell_id")}
VILLAGE = 6 * SEGMENT_WIDTH  # length of a village's path: the figures are stored down to it
SHARED = "people"
FIGURES = "figures"


@dataclass(frozen=True, slots=True)
class Part:
    """One table of a snapshot. `sql` made it; "" for the figures and for what all presets share."""

    name: str
    rows: pa.Table
    sql: str = ""


def part_name(preset: str) -> str:
    """The name of the part with the people of a preset."""
    return f"people-{preset.lower()}"


def compute(known: Known) -> list[Part]:
    """The parts of a snapshot, by the definitions of today. Raises NoParameterYet before a preset's first day."""
    return recompute(known, {preset: statement(known.day, preset) for preset in PRESETS})


def recompute(known: Known, statements: Mapping[str, str]) -> list[Part]:
    """The parts of a snapshot, by the statements given for each preset."""
    tables, keys = engine_tables(known), keys_of(known)
    people = {preset: people_of(sql, tables, keys) for preset, sql in statements.items()}
    first, *others = people.values()
    # Every preset has the same persons in the same order: what they agree on is stored once.
    shared = [name for name in first.column_names if all(first[name].equals(other[name]) for other in others)]
    parts = [Part(part_name(preset), rows.drop_columns(shared), statements[preset]) for preset, rows in people.items()]
    return [Part(SHARED, first.select(shared)), *parts, Part(FIGURES, figures_of(people))]


def keys_of(known: Known) -> tuple[Numbers, Numbers]:
    """The persons by number, and the pseudonym of each. Raises RuntimeError when two share one: nothing is stored."""
    persons = known.tables["persons"].sort("person_id")
    keys = Pseudonyms().many(persons["uuid"].to_list())
    if len(np.unique(keys)) != len(keys):
        raise RuntimeError("two persons share a pseudonym")
    return persons["person_id"].to_numpy(), keys


@lru_cache(maxsize=64)
def statement(day: date, preset: str) -> str:
    """The SQL text of the people of one preset: the columns of the fact, and whether each measure counts the person."""
    fact = engine().sql_of(person_period(day, load_preset(preset).rules_on(day)))
    return f"WITH fact AS ({fact}) SELECT * FROM ({_counted()}){ORDERED}"  # noqa: S608  of our own definitions


@cache
def _counted() -> str:
    # Apart from the fact, which is compiled for every day: to compile costs more than to run.
    counted = {COUNTS + key: m.holds(FACT).fill_null(False) for key, m in MEASURES.items()}
    return str(engine().sql_of(FACT.select(*FACT.columns, **counted)))


def engine_tables(known: Known) -> dict[str, pa.Table]:
    """The tables as the engine asks for them, their rows in an order that does not depend on the database."""
    return {name: _in_order(name, known.of(name)).to_arrow() for name in known.tables}


def _in_order(name: str, rows: pl.DataFrame) -> pl.DataFrame:
    by = APART.get(name, ("person_id", *(c for c in rows.columns if c != "person_id")))
    # Codes by their text: as categories they would lie in the order in which they were met. Nulls as the engine does.
    texts = (pl.col(c).cast(pl.String) if rows.schema[c] == pl.Categorical else pl.col(c) for c in by)
    return rows.sort(list(texts), nulls_last=True)


def people_of(sql: str, tables: Mapping[str, pa.Table], keys: tuple[Numbers, Numbers]) -> pa.Table:
    """The rows of the statement with the pseudonym of each person in place of the numbers."""
    rows = _run_in_order(sql, tables)
    numbers, pseudonyms = keys
    own = pa.array(pseudonyms[np.searchsorted(numbers, rows["person_id"].to_numpy())], pa.int64())
    kept = rows.drop_columns(list(NOT_STORED))
    return pa.table({"person_key": own, **{n: _plain(kept[n]) for n in kept.column_names}})


def _run_in_order(sql: str, tables: Mapping[str, pa.Table]) -> pa.Table:
    """The rows of the statement. To put wide rows in order costs a third of it, and the persons lie in that order."""
    if sql.endswith(ORDERED):
        rows = run(sql.removesuffix(ORDERED), tables)
        if rows["person_id"].equals(tables["persons"]["person_id"]):
            return rows
    return run(sql, tables)


def run(sql: str, tables: Mapping[str, pa.Table], threads: int = 1) -> pa.Table:
    """The rows of one statement on an engine of its own. One thread: then not even the order of a tie can differ."""
    settings: dict[str, Any] = {
        "threads": threads,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    with duckdb.connect(config=settings) as connection:
        for name, table in tables.items():
            connection.register(name, table)
        return connection.sql(sql).to_arrow_table()


def _plain(column: pa.ChunkedArray) -> pa.Array:
    """The column in one piece and in a plain type: codes as text, not as numbers into a dictionary."""
    whole = column.combine_chunks()
    whole = whole.combine_chunks() if isinstance(whole, pa.ChunkedArray) else whole
    kind = whole.type
    if pa.types.is_dictionary(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return pc.cast(whole, pa.string())
    return whole


def figures_of(people: Mapping[str, pa.Table]) -> pa.Table:
    """Every measure of every preset summed over each area from the county down to the villages: whole persons."""
    found = []
    for preset, rows in people.items():
        counts = [name for name in rows.column_names if name.startswith(COUNTS)]
        frame = pl.DataFrame(pl.from_arrow(rows.select(["area_id", *counts])))
        by_area = frame.group_by("area_id").agg(pl.col(counts).sum().cast(pl.Int64))
        for length in range(4 * SEGMENT_WIDTH, VILLAGE + 1, SEGMENT_WIDTH):
            inside = by_area.filter(pl.col("area_id").str.len_chars() >= length)
            level = inside.group_by(pl.col("area_id").str.head(length)).agg(pl.col(counts).sum())
            long = level.unpivot(counts, index="area_id", variable_name="measure", value_name="persons")
            found.append(long.with_columns(pl.col("measure").str.strip_prefix(COUNTS), preset=pl.lit(preset)))
    names = ["preset", "area_id", "measure", "persons"]
    table = pl.concat([part.select(names) for part in found]).sort(names[:3]).to_arrow()
    return pa.table({name: _plain(table[name]) for name in names})


@cache
def statistics() -> dict[str, str]:
    """The SQL text of each number that is no count, over the people of one area."""
    return {
        key: str(engine().sql_of(one.over(FACT.filter(MEASURES[one.people].holds(FACT)))))
        for key, one in STATISTICS.items()
    }
