"""Our own stages of `bench/indicators.py` that ask columns on disk: one county or many, a snapshot, another engine."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

from bench.runs.indicators import (
    DAY_ASKED,
    PRESET,
    SET,
    STRIDE,
    TABLES,
    digest,
    files,
    folder,
    peak_mb,
    setup,
    timed,
)

COPIES = 10  # parts with numbers of persons of their own
Work = Callable[[], dict[str, Any]]


def parts(options: argparse.Namespace) -> Work:
    """The people of the first part as a snapshot holds them, and copies with other numbers until there are `many`."""
    setup()
    import polars as pl
    import pyarrow.parquet as pq

    from gangqiao.indicators.fact import definitions
    from gangqiao.indicators.snapshots.computing import NOT_STORED, run, statement

    def made() -> None:
        tables = {name: pq.read_table(folder(options, 0) / f"{name}.parquet") for name in TABLES}
        people = pl.DataFrame(pl.from_arrow(run(statement(DAY_ASKED, PRESET), tables)))
        people = people.with_row_index("person_key").drop(NOT_STORED)
        people.write_parquet(folder(options, 0) / "people.parquet", compression="zstd")

    def work() -> dict[str, Any]:
        if options.many == 1:
            made()
        sizes = [pq.read_metadata(folder(options, 0) / f"{name}.parquet").num_rows for name in TABLES]
        # Of the same definitions too: people made by others hold other counts.
        for number in range(1, options.many):
            copied(options, number, f"{sizes} {definitions()}")
        return {"what": f"{options.many} parts"}

    return work


def copied(options: argparse.Namespace, number: int, version: str) -> None:
    """One more part with other numbers. From the eleventh on it is one of the first again, which saves the disk."""
    import polars as pl

    place, names = folder(options, number), (*TABLES, "people")
    place.mkdir(exist_ok=True)
    if number >= COPIES:
        for name in names:
            (place / f"{name}.parquet").unlink(missing_ok=True)
            (place / f"{name}.parquet").hardlink_to(folder(options, number % COPIES) / f"{name}.parquet")
        return
    mark = place / "whole"
    if mark.exists() and mark.read_text() == version:
        return
    for name in names:
        rows = pl.read_parquet(folder(options, 0) / f"{name}.parquet")
        ids = [c for c in ("person_id", "household_id", "spell_id") if c in rows.columns]
        rows.with_columns(pl.col(c) + number * STRIDE for c in ids).write_parquet(place / f"{name}.parquet")
    mark.write_text(version)


def raw(options: argparse.Namespace) -> Work:
    """Columns on disk, part by part, to all measures of every area: the parts' sums are added. Read are those asked."""
    return _from_columns(options, None)


def only_set(options: argparse.Namespace) -> Work:
    """The same, of the representative set alone."""
    return _from_columns(options, SET)


def _from_columns(options: argparse.Namespace, only: tuple[str, ...] | None) -> Work:
    import duckdb

    from gangqiao.engine.backends import DuckDB
    from gangqiao.engine.cluster import merged
    from gangqiao.engine.facts import columns_read, days_table, facts_of_a_day
    from gangqiao.engine.figures import MEASURES, sums_by_area
    from gangqiao.engine.parameters import load_preset

    keys = list(only or MEASURES)
    rules = load_preset(PRESET).rules_on(DAY_ASKED)
    engine = DuckDB()
    read = [columns_read(MEASURES[key].holds) for key in keys]
    fact = facts_of_a_day(rules, frozenset().union(*read))
    duckdb.read_parquet(str(folder(options, 0) / "categories.parquet"))  # loads what reading needs
    ready = timed(lambda: {"sql": engine.prepare(sums_by_area([MEASURES[key] for key in keys], fact))})
    compiled, days = ready.pop("sql"), days_table([DAY_ASKED], rules)

    def one(number: int) -> Any:
        tables = {name: folder(options, number) / f"{name}.parquet" for name in TABLES}
        return engine.run(compiled, tables | {"days": days})

    def work() -> dict[str, Any]:
        sums = merged(one(number) for number in range(options.many))
        said = f"{len(keys)} measures of {len(sums):,} areas from columns on disk, {options.many} parts"
        said += f" (compiled once before: {ready['cpu_s']:.2f} CPU s)"
        return {"what": said, "sums": digest(sums, SET), "all_sums": digest(sums, keys), "compile": ready}

    return work


def snapshot(options: argparse.Namespace) -> Work:
    """The people of a snapshot, on disk, to all measures of every area: DuckDB alone, nothing else is loaded."""
    import duckdb

    counted = "counts_"
    people = files(options, "people")
    with duckdb.connect() as connection:
        names = [c[0] for c in connection.execute("SELECT * FROM read_parquet(?) LIMIT 0", [people[0]]).description]
    keys = [name.removeprefix(counted) for name in names if name.startswith(counted)]
    before = peak_mb()

    def work() -> dict[str, Any]:
        sums: dict[str, dict[str, int]] = {}
        totals = ", ".join(f'count_if("{counted}{key}")' for key in keys)
        with duckdb.connect(config={"threads": 2}) as connection:
            asked = f"SELECT area_id, {totals} FROM read_parquet(?) GROUP BY area_id"
            for area, *counts in connection.execute(asked, [people]).fetchall():
                sums[area] = dict(zip(keys, counts, strict=True))
        said = f"{len(keys)} measures of {len(sums):,} areas from {options.many} snapshots"
        return {"what": said, "all_sums": digest(sums, keys), "sums": digest(sums, SET), "loaded_mb": before}

    return work


def sail(options: argparse.Namespace) -> Work | dict[str, Any]:
    """All measures of every area on a Spark Connect server, and the digest of both results."""
    if not (find_spec("pysail") and find_spec("pyspark")):
        return {"skipped": "pysail or pyspark is not installed"}
    import pyarrow.parquet as pq
    from pysail.spark import SparkConnectServer
    from pyspark.sql import SparkSession

    from gangqiao.engine.backends import DuckDB
    from gangqiao.engine.cluster import SparkConnect, digest_of
    from gangqiao.engine.facts import person_period
    from gangqiao.engine.figures import MEASURES, sums_by_area
    from gangqiao.engine.parameters import load_preset

    tables = {name: pq.read_table(folder(options, 0) / f"{name}.parquet") for name in TABLES}
    asked = sums_by_area(MEASURES.values(), person_period(DAY_ASKED, load_preset(PRESET).rules_on(DAY_ASKED)))
    own = digest_of(DuckDB().run(asked, tables))
    server = SparkConnectServer()
    server.start(background=True)
    remote = f"sc://localhost:{server.listening_address[1]}"
    session = SparkSession.builder.remote(remote).getOrCreate()

    def work() -> dict[str, Any]:
        try:
            found = SparkConnect(session).run(asked, tables)
        finally:
            # A server that still has a session keeps its process from ending.
            session.stop()
            server.stop()
        said = f"{len(MEASURES)} measures of {found.num_rows:,} areas on Sail, columns sent and compiled"
        return {"what": said, "digest": digest_of(found), "own_digest": own}

    return work


STAGES: dict[str, Callable[[argparse.Namespace], Any]] = {
    "parts": parts,
    "raw": raw,
    "set": only_set,
    "snapshot": snapshot,
    "sail": sail,
}
