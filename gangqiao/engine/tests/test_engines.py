"""One definition, several engines: the same rows out, to the last row."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from typing import Any

import ibis
import pyarrow as pa
import pytest
from django.db import connection

from gangqiao.engine.backends import DuckDB
from gangqiao.engine.cluster import PostgreSQL, SparkConnect, digest_of, merged, partition_of
from gangqiao.engine.facts import FACT, person_period
from gangqiao.engine.figures import DIMENSIONS, MEASURES, STATISTICS, code_of, sums_by_area
from gangqiao.engine.parameters import PRESETS, load_preset
from gangqiao.engine.tests.by_hand import random_history
from gangqiao.engine.tests.histories import tables_of

DAY = date(2020, 12, 20)
DUCKDB = DuckDB()
TABLES = tables_of(random_history(random.Random(20200316), 2_000))


def questions() -> dict[str, ibis.Table]:
    """Everything that is asked of the fact: all measures by area, every statistic, every breakdown of one measure."""
    counted = FACT.filter(MEASURES["rural_workers"].holds(FACT))
    asked = {"measures": sums_by_area(MEASURES.values())}
    for statistic in STATISTICS.values():
        asked[statistic.id] = statistic.over(FACT.filter(MEASURES[statistic.people].holds(FACT)))
    for dimension in DIMENSIONS.values():
        asked[f"by {dimension.key}"] = counted.group_by(code=code_of(counted, dimension)).agg(n=counted.count())
    return asked


@pytest.fixture(scope="module")
def sail() -> Iterator[SparkConnect]:
    """A Spark Connect server in this process."""
    from pysail.spark import SparkConnectServer
    from pyspark.sql import SparkSession

    server = SparkConnectServer()
    server.start(background=True)
    session = SparkSession.builder.remote(f"sc://localhost:{server.listening_address[1]}").getOrCreate()
    yield SparkConnect(session)
    session.stop()
    server.stop()


@pytest.fixture
def postgresql(db: None) -> Iterator[PostgreSQL]:
    if connection.vendor != "postgresql":
        pytest.skip("the suite runs on SQLite")
    s = connection.settings_dict
    backend = ibis.postgres.connect(
        host=s["HOST"], port=int(s["PORT"] or 5432), user=s["USER"], password=s["PASSWORD"], database=s["NAME"]
    )
    yield PostgreSQL(backend)
    backend.disconnect()


def assert_same(engine: Any, preset: str) -> None:
    expression = person_period(DAY, load_preset(preset).rules_on(DAY))
    fact = DUCKDB.run(expression, TABLES)
    assert digest_of(engine.run(expression, TABLES)) == digest_of(fact)
    for name, question in questions().items():
        here, there = (e.run(question, {"fact": fact}) for e in (DUCKDB, engine))
        assert digest_of(here) == digest_of(there), name


@pytest.mark.parametrize("preset", PRESETS)
def test_a_spark_connect_cluster_gives_the_same_rows(sail: SparkConnect, preset: str) -> None:
    assert_same(sail, preset)


@pytest.mark.parametrize("preset", PRESETS)
def test_postgresql_gives_the_same_rows(postgresql: PostgreSQL, preset: str) -> None:
    assert_same(postgresql, preset)


def test_the_random_county_asks_something_of_every_measure() -> None:
    fact = DUCKDB.run(person_period(DAY, load_preset("HRSS-register").rules_on(DAY)), TABLES)
    sums = merged([DUCKDB.run(sums_by_area(MEASURES.values()), {"fact": fact})])
    assert not [key for key in MEASURES if not sum(area[key] for area in sums.values())]


@pytest.mark.parametrize("preset", PRESETS)
def test_person_aligned_parts_add_up_to_the_whole(preset: str) -> None:
    ready = DUCKDB.prepare(person_period(DAY, load_preset(preset).rules_on(DAY)))
    sums = DUCKDB.prepare(sums_by_area(MEASURES.values()))

    def counted(tables: dict[str, pa.Table]) -> pa.Table:
        return DUCKDB.run(sums, {"fact": DUCKDB.run(ready, tables)})

    parts = [partition_of(TABLES, n, 3) for n in range(3)]
    assert sum(part["persons"].num_rows for part in parts) == TABLES["persons"].num_rows
    assert merged(counted(part) for part in parts) == merged([counted(TABLES)])


def test_a_digest_knows_null_from_nought_and_ignores_order() -> None:
    one = pa.table({"a": [1, None], "b": ["x", ""]})
    assert digest_of(one) == digest_of(pa.table({"b": ["", "x"], "a": [None, 1]}))
    assert digest_of(one) != digest_of(pa.table({"a": [1, 0], "b": ["x", ""]}))
    assert digest_of(one) != digest_of(pa.table({"a": [1, None], "b": ["x", None]}))
