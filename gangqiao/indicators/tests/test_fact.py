"""A fact as an answer: breakdowns add up, lists are as long as their numbers, a series is the facts of its days."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from gangqiao.engine.figures import DIMENSIONS, FIGURES, MEASURES, STATISTICS
from gangqiao.engine.parameters import PRESETS
from gangqiao.engine.tests.by_hand import random_history
from gangqiao.engine.tests.histories import tables_of
from gangqiao.indicators.columns import Columns
from gangqiao.indicators.fact import Fact
from gangqiao.indicators.series import counted_on
from gangqiao.indicators.store import make_fact

DAY = date(2020, 12, 20)
COUNTY, TOWNSHIP, VILLAGE = "001001001001", "001001001001001", "001001001001001001"


def columns_of(seed: int, persons: int) -> Columns:
    tables = tables_of(random_history(random.Random(seed), persons))
    return Columns(**{name: pl.DataFrame(pl.from_arrow(table)) for name, table in tables.items()})


WHOLE = columns_of(4, 1_500)


@pytest.fixture(scope="module")
def fact() -> Fact:
    return make_fact(WHOLE, DAY, 1)


@pytest.mark.requirement("R023", "D05")
def test_areas_add_up_and_nobody_counts_twice(fact: Fact) -> None:
    county = fact.sums_of(COUNTY)
    areas = fact.sums.areas
    for width in (15, 18, 21):
        parts = [fact.sums_of(area) for area in {area[:width] for area in areas}]
        assert {key: sum(part[key] for part in parts) for key in county} == county
    for measure in MEASURES:
        people = fact.people_of(COUNTY, measure, offset=0, limit=10_000)
        assert len(people) == len(set(people)) == county[measure]


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_a_breakdown_adds_up_and_each_of_its_numbers_opens_to_as_many(fact: Fact, dimension: str) -> None:
    for area in (COUNTY, TOWNSHIP, VILLAGE):
        for measure in ("transferred", "in_work_now", "poor_transferred"):
            parts = fact.split(area, measure, dimension)
            assert sum(parts.values()) == fact.sums_of(area)[measure]
            for code, number in parts.items():
                people = fact.people_of(area, measure, offset=0, limit=10_000, where={dimension: code})
                assert len(people) == number


def test_conditions_of_two_dimensions_narrow_together(fact: Fact) -> None:
    both = fact.people_of(COUNTY, "transferred", offset=0, limit=10_000, where={"sex": "1", "level": "abroad"})
    men = fact.people_of(COUNTY, "transferred", offset=0, limit=10_000, where={"sex": "1"})
    abroad = fact.people_of(COUNTY, "transferred", offset=0, limit=10_000, where={"level": "abroad"})
    assert both
    assert set(both) == set(men) & set(abroad)


def test_an_additive_statistic_adds_up_and_a_median_is_the_middle(fact: Fact) -> None:
    villages = {area[:18] for area in fact.sums.areas}
    for key, statistic in STATISTICS.items():
        if statistic.is_additive:
            assert sum(fact.statistic(v, key) or 0 for v in villages) == fact.statistic(COUNTY, key)
        else:
            assert fact.statistic("009", key) is None
    counted = [r for r in fact.rows.to_pylist() if r["transferred_ytd"] and r["income_monthly"] is not None]
    incomes = sorted(r["income_monthly"] for r in counted)
    middle = incomes[(len(incomes) - 1) // 2], incomes[len(incomes) // 2]
    assert fact.statistic(COUNTY, "median_income") == sum(middle) / 2 / 100


ELSEWHERE = [
    (measure, preset) for preset in PRESETS[1:] for measure in ("transferred", "new_same_period", "in_work_now")
]


@pytest.mark.parametrize(("measure", "preset"), [*((measure, PRESETS[0]) for measure in MEASURES), *ELSEWHERE])
def test_a_series_is_the_facts_of_its_days(measure: str, preset: str, facts: dict[Any, Fact]) -> None:
    days = sorted(day for day, name in facts if name == preset)
    counted = counted_on(SMALL.arrow(), TOWNSHIP, measure, days, preset)
    assert counted == {day: facts[day, preset].sums_of(TOWNSHIP)[measure] for day in days}


SMALL = columns_of(6, 250)


@pytest.fixture(scope="module")
def facts() -> dict[Any, Fact]:
    """Days close together and far apart, over two turns of the year, a leap day and Spring Festival."""
    apart = [
        date(2018, 12, 20) + timedelta(days=n) for n in (0, 11, 12, 40, 47, 48, 60, 200, 375, 376, 400, 401, 436, 437)
    ]
    days = [*apart, *(date(2020, 3, 10) + timedelta(days=n) for n in range(8)), DAY]
    return {(day, preset): make_fact(SMALL, day, 1, preset) for day in days for preset in PRESETS}


def test_changes_taken_up_one_by_one_are_the_fact_made_anew(fact: Fact) -> None:
    after = columns_of(9, 1_500)
    changed = fact
    for ids in ({1, 2, 3}, {3, 4}, set(range(700, 760)), {1_499, 1_500, 2}):
        part = make_fact(after.of_persons(ids), DAY, 2)
        changed = changed.changed(ids, part.rows, 2)
        changed.split(COUNTY, "transferred", "level")
    touched = {1, 2, 3, 4, *range(700, 760), 1_499, 1_500}
    anew = make_fact(WHOLE.with_changed(after.of_persons(touched), touched), DAY, 2)
    assert changed.rows.sort_by("person_id").equals(anew.rows.sort_by("person_id"))
    for area in (COUNTY, TOWNSHIP, VILLAGE):
        assert changed.sums_of(area) == anew.sums_of(area)
        assert changed.split(area, "transferred", "level") == anew.split(area, "transferred", "level")
        assert changed.people_of(area, "transferred", offset=5, limit=9) == anew.people_of(
            area, "transferred", offset=5, limit=9
        )


def test_every_figure_names_its_source_and_since_when_it_holds() -> None:
    for definition in (*FIGURES.values(), *STATISTICS.values()):
        assert definition.source
        assert definition.null_rule
        assert definition.since <= DAY
