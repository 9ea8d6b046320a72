"""The whole fact against plain Python, in every preset, on one day and on many at once."""

from __future__ import annotations

import random
from datetime import date
from functools import cache
from itertools import accumulate
from typing import Any

import pyarrow as pa
import pytest

from gangqiao.engine.backends import DuckDB, Prepared
from gangqiao.engine.facts import FACT, days_table, facts_of_a_day, facts_on_days, person_period, spring_festivals
from gangqiao.engine.figures import MEASURES, broken_nestings, sums_by_area
from gangqiao.engine.parameters import PRESETS, load_preset
from gangqiao.engine.tests.by_hand import random_history, row_by_hand
from gangqiao.engine.tests.histories import tables_of

DUCKDB = DuckDB()
DAYS = [date(2019, 1, 1), date(2019, 2, 4), date(2019, 2, 5), date(2020, 2, 29), date(2020, 3, 16), date(2020, 12, 31)]


@cache
def one_day(preset: str) -> Prepared:
    return DUCKDB.prepare(facts_of_a_day(load_preset(preset).rules_on(DAYS[0])))


def fact_of(history: list[Any], day: date, preset: str) -> pa.Table:
    days = days_table([day], load_preset(preset).rules_on(day))
    return DUCKDB.run(one_day(preset), tables_of(history) | {"days": days})


@pytest.mark.requirement("R009", "R013", "D05")
@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("day", DAYS)
def test_every_column_of_the_fact_agrees_with_counting_by_hand(day: date, preset: str) -> None:
    history = random_history(random.Random(day.toordinal()), 150)
    rules = load_preset(preset).rules_on(day)
    spells_before = accumulate((len(spells) for _p, spells, *_rest in history), initial=1)
    by_hand = [
        row_by_hand(n, first, each, day, rules)
        for n, (first, each) in enumerate(zip(spells_before, history, strict=False), start=1)
    ]
    for counted, expected in zip(fact_of(history, day, preset).sort_by("person_id").to_pylist(), by_hand, strict=True):
        assert counted == {name: expected[name] for name in FACT.columns}


@pytest.mark.parametrize("preset", PRESETS)
def test_one_day_written_out_one_day_as_a_row_and_many_days_at_once_are_the_same(preset: str) -> None:
    history = random_history(random.Random(5), 60)
    rules = load_preset(preset).rules_on(DAYS[0])
    tables = tables_of(history)
    asked = pa.table({"person_id": [n for n in range(1, 61) for _ in DAYS], "day": DAYS * 60})
    ready = facts_on_days(rules, frozenset(FACT.columns))
    many = DUCKDB.run(ready, tables | {"asked": asked, "days": days_table(DAYS, rules)}).to_pylist()
    by_day = {day: [row for row in many if row["day"] == day] for day in DAYS}
    for day in DAYS:
        rows = sorted(({k: r[k] for k in FACT.columns} for r in by_day[day]), key=lambda r: r["person_id"])
        assert rows == fact_of(history, day, preset).sort_by("person_id").to_pylist()
    written = DUCKDB.run(person_period(DAYS[4], rules), tables).sort_by("person_id")
    assert written.equals(fact_of(history, DAYS[4], preset).sort_by("person_id"))


@pytest.mark.requirement("R022")
@pytest.mark.parametrize("preset", PRESETS)
def test_results_nest_in_every_preset_and_area(preset: str) -> None:
    fact = fact_of(random_history(random.Random(7), 400), date(2020, 12, 20), preset)
    rows = DUCKDB.run(sums_by_area(MEASURES.values()), {"fact": fact}).to_pylist()
    assert len(rows) > 1
    assert not [broken for row in rows for broken in broken_nestings(MEASURES.values(), row)]


def test_the_three_readings_of_new_lie_within_each_other() -> None:
    for preset in PRESETS:
        rows = fact_of(random_history(random.Random(8), 400), date(2020, 12, 20), preset).to_pylist()
        for row in rows:
            assert row["new_ever"] <= row["new_transferred"] <= row["new_same_period"] <= row["transferred_ytd"]


def test_spring_festival_lies_between_21_january_and_20_february() -> None:
    assert sorted(spring_festivals()) == list(range(2015, 2028))
    assert all((1, 21) <= (d.month, d.day) <= (2, 20) for d in spring_festivals().values())
