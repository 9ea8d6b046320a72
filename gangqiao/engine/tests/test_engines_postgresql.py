"""The definitions on PostgreSQL: the same rows out as on DuckDB. Collected only in the run on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator

import ibis
import pytest
from django.db import connection

from gangqiao.engine.cluster import PostgreSQL
from gangqiao.engine.parameters import PRESETS
from gangqiao.engine.tests.asked import assert_same


@pytest.fixture
def postgresql(db: None) -> Iterator[PostgreSQL]:
    s = connection.settings_dict
    backend = ibis.postgres.connect(
        host=s["HOST"], port=int(s["PORT"] or 5432), user=s["USER"], password=s["PASSWORD"], database=s["NAME"]
    )
    yield PostgreSQL(backend)
    backend.disconnect()


@pytest.mark.parametrize("preset", PRESETS)
def test_postgresql_gives_the_same_rows(postgresql: PostgreSQL, preset: str) -> None:
    assert_same(postgresql, preset)
