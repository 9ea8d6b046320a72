"""The figures of the synthetic county are the same on every engine, digest by digest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from gangqiao.engine.cluster import SparkConnect
from gangqiao.synth.tests.agreeing import assert_agrees, on_each_day_by_each_preset

pytestmark = pytest.mark.django_db  # else no database is made when this module runs alone


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


@on_each_day_by_each_preset
def test_a_spark_connect_cluster_agrees(
    sail: SparkConnect, pulled_columns: dict[str, Any], day: date, preset: str
) -> None:
    assert_agrees(sail, pulled_columns, day, preset)
