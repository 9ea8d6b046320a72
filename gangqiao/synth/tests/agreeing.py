"""What one engine must answer about the synthetic county as another does."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from gangqiao.engine.backends import DuckDB
from gangqiao.engine.cluster import digest_of
from gangqiao.engine.facts import person_period
from gangqiao.engine.figures import MEASURES, sums_by_area
from gangqiao.engine.parameters import PRESETS, load_preset
from gangqiao.synth.tests.conftest import PLAN_DAY

DAYS = (date(2019, 12, 31), date(2020, 1, 24), PLAN_DAY)
DUCKDB = DuckDB()


def on_each_day_by_each_preset(test: Any) -> Any:
    """The test for each day and each way of counting."""
    return pytest.mark.parametrize("preset", PRESETS)(pytest.mark.parametrize("day", DAYS, ids=str)(test))


def assert_agrees(engine: Any, tables: dict[str, pa.Table], day: date, preset: str) -> None:
    """The fact and the sums of every measure and area: as on DuckDB."""
    fact = person_period(day, load_preset(preset).rules_on(day))
    sums = sums_by_area(MEASURES.values(), fact)
    for asked in (fact, sums):
        here = DUCKDB.run(asked, tables)
        assert here.num_rows
        assert digest_of(engine.run(asked, tables)) == digest_of(here)
