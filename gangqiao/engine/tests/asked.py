"""Everything that is asked of a random county, for one engine to answer as another does."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import ibis

from gangqiao.engine.backends import DuckDB
from gangqiao.engine.cluster import digest_of
from gangqiao.engine.facts import FACT, person_period
from gangqiao.engine.figures import DIMENSIONS, MEASURES, STATISTICS, code_of, sums_by_area
from gangqiao.engine.parameters import load_preset
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


def assert_same(engine: Any, preset: str) -> None:
    expression = person_period(DAY, load_preset(preset).rules_on(DAY))
    fact = DUCKDB.run(expression, TABLES)
    assert digest_of(engine.run(expression, TABLES)) == digest_of(fact)
    for name, question in questions().items():
        here, there = (e.run(question, {"fact": fact}) for e in (DUCKDB, engine))
        assert digest_of(here) == digest_of(there), name
