"""The figures of the synthetic county on PostgreSQL: as on DuckDB. Collected only in the run on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import ibis
import pytest
from django.db import connection

from gangqiao.engine.cluster import PostgreSQL
from gangqiao.synth.tests.agreeing import assert_agrees, on_each_day_by_each_preset

pytestmark = pytest.mark.django_db  # else no database is made when this module runs alone


@pytest.fixture(scope="module")
def postgresql(django_db_setup: None) -> Iterator[PostgreSQL]:
    s = connection.settings_dict
    backend = ibis.postgres.connect(
        host=s["HOST"], port=int(s["PORT"] or 5432), user=s["USER"], password=s["PASSWORD"], database=s["NAME"]
    )
    yield PostgreSQL(backend)
    backend.disconnect()


@on_each_day_by_each_preset
def test_postgresql_agrees(postgresql: PostgreSQL, pulled_columns: dict[str, Any], day: date, preset: str) -> None:
    assert_agrees(postgresql, pulled_columns, day, preset)
