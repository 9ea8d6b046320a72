"""The figures of the synthetic county are the same on every engine, digest by digest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import ibis
import pyarrow as pa
import pytest
from django.db import connection, transaction

from gangqiao.engine.backends import DuckDB
from gangqiao.engine.cluster import PostgreSQL, SparkConnect, digest_of
from gangqiao.engine.facts import person_period
from gangqiao.engine.figures import MEASURES, sums_by_area
from gangqiao.engine.parameters import PRESETS, load_preset
from gangqiao.indicators import columns
from gangqiao.kernel import clock
from gangqiao.synth.ground import make_ground
from gangqiao.synth.load import load_world
from gangqiao.synth.tests.conftest import PLAN, PLAN_DAY, SEED
from gangqiao.synth.world import make_world

DAYS = (date(2019, 12, 31), date(2020, 1, 24), PLAN_DAY)
DUCKDB = DuckDB()
pytestmark = pytest.mark.django_db  # else no database is made when this module runs alone


@pytest.fixture(scope="module")
def tables(django_db_setup: None, django_db_blocker: Any) -> dict[str, pa.Table]:
    """The columns of a fiftieth of the county, as they come out of the database of this run."""
    world = make_world(PLAN, SEED, 0.02)
    with django_db_blocker.unblock(), clock.frozen_at(PLAN_DAY), transaction.atomic():
        load_world(world, lambda county: make_ground(county, PLAN_DAY), PLAN_DAY, replace=False, progress=print)
        found = columns.pull().arrow()
        transaction.set_rollback(True)
    return found


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


@pytest.fixture(scope="module")
def postgresql() -> Iterator[PostgreSQL]:
    if connection.vendor != "postgresql":
        pytest.skip("the run on PostgreSQL asks it")
    s = connection.settings_dict
    backend = ibis.postgres.connect(
        host=s["HOST"], port=int(s["PORT"] or 5432), user=s["USER"], password=s["PASSWORD"], database=s["NAME"]
    )
    yield PostgreSQL(backend)
    backend.disconnect()


def assert_agrees(engine: Any, tables: dict[str, pa.Table], day: date, preset: str) -> None:
    """The fact and the sums of every measure and area: as on DuckDB."""
    fact = person_period(day, load_preset(preset).rules_on(day))
    sums = sums_by_area(MEASURES.values(), fact)
    for asked in (fact, sums):
        here = DUCKDB.run(asked, tables)
        assert here.num_rows
        assert digest_of(engine.run(asked, tables)) == digest_of(here)


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_spark_connect_cluster_agrees(sail: SparkConnect, tables: dict[str, Any], day: date, preset: str) -> None:
    assert_agrees(sail, tables, day, preset)


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_postgresql_agrees(postgresql: PostgreSQL, tables: dict[str, Any], day: date, preset: str) -> None:
    assert_agrees(postgresql, tables, day, preset)
