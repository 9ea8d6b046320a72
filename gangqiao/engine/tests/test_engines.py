"""One definition, several engines: the same rows out, to the last row."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pytest

from gangqiao.engine.cluster import SparkConnect, digest_of, merged, partition_of
from gangqiao.engine.facts import person_period
from gangqiao.engine.figures import MEASURES, sums_by_area
from gangqiao.engine.parameters import PRESETS, load_preset
from gangqiao.engine.tests.asked import DAY, DUCKDB, TABLES, assert_same


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


@pytest.mark.parametrize("preset", PRESETS)
def test_a_spark_connect_cluster_gives_the_same_rows(sail: SparkConnect, preset: str) -> None:
    assert_same(sail, preset)


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
