"""The definitions of the eight targets, against a plain-Python oracle and against what must hold for all histories."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from gangqiao.engine.backends import DuckDB
from gangqiao.engine.facts import FACT, days_table, facts_of_a_day, person_period
from gangqiao.engine.figures import (
    FIGURES,
    MEASURES,
    broken_nestings,
    definition_version,
    get_figure,
    result_of,
    sums_by_area,
)
from gangqiao.engine.parameters import load_preset
from gangqiao.engine.tests.histories import counted_by_hand, days, histories, tables_of
from gangqiao.kernel.policy import NoParameterYet

DAY = date(2020, 3, 16)
DUCKDB = DuckDB()
PRESET = load_preset("HRSS-register")
ONE_DAY = DUCKDB.prepare(facts_of_a_day(PRESET.rules_on(DAY)))
SUMS = DUCKDB.prepare(sums_by_area(MEASURES.values()))
for_all = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])

WORKER = {
    "area_id": "001001001001001001001",
    "household_id": 1,
    "sex": "1",
    "birth_date": date(1985, 5, 5),
    "hukou_kind": "agricultural",
    "population_category": "03",
    "labour_capacity": "ordinary",
    "life": "alive",
    "record": "live",
}
SPELL = {"status": "working", "started_on": date(2020, 2, 20), "ended_on": None, "is_farm_work": False}
POOR = {"kind": "registered_poor", "valid_from": date(2014, 1, 1), "valid_to": None}


def counted(history: list[Any], day: date = DAY) -> dict[str, dict[str, int]]:
    tables = tables_of(history) | {"days": days_table([day], PRESET.rules_on(day))}
    rows = DUCKDB.run(SUMS, {"fact": DUCKDB.run(ONE_DAY, tables)}).to_pylist()
    return {row.pop("area_id"): row for row in rows}


def together(sums: dict[str, dict[str, int]], prefix: str = "") -> Counter[str]:
    total: Counter[str] = Counter(dict.fromkeys(MEASURES, 0))
    for area, measures in sums.items():
        if area.startswith(prefix):
            total.update(measures)
    return total


def one(person: dict[str, Any], *spells: dict[str, Any], poor: bool = False, day: date = DAY) -> Counter[str]:
    return together(counted([({**WORKER, **person}, list(spells), [POOR] if poor else [])], day))


@pytest.mark.requirement("R014", "R015", "R016", "R017", "R018", "R019", "D05")
@for_all
@given(history=histories, day=days)
def test_every_figure_agrees_with_counting_by_hand(history: list[Any], day: date) -> None:
    by_hand = counted_by_hand(history, day, PRESET.rules_on(day))
    assert {area: {key: sums[key] for key in by_hand[area]} for area, sums in counted(history, day).items()} == by_hand


@pytest.mark.requirement("R022")
@for_all
@given(history=histories, day=days)
def test_results_nest_in_every_area(history: list[Any], day: date) -> None:
    sums = counted(history, day)
    assert not broken_nestings(MEASURES.values(), together(sums))
    for area in sums:
        assert not broken_nestings(MEASURES.values(), sums[area])


@for_all
@given(history=histories)
def test_groups_add_up_to_villages_townships_and_county(history: list[Any]) -> None:
    sums = counted(history)
    county = together(sums)
    for width in (15, 18, 21):
        parts = {area[:width] for area in sums}
        assert sum((together(sums, p) for p in parts), Counter(dict.fromkeys(MEASURES, 0))) == +county
    assert county["rural_workers"] <= len(history)


@for_all
@given(history=histories)
def test_doubled_spells_and_categories_never_double_a_person(history: list[Any]) -> None:
    doubled = [(person, spells * 2, categories * 2) for person, spells, categories in history]
    assert counted(doubled) == counted(history)


@for_all
@given(history=histories, day=days)
def test_the_dead_the_merged_and_the_gone_count_nowhere(history: list[Any], day: date) -> None:
    for change in ({"life": "dead"}, {"record": "merged"}, {"record": "moved_out"}):
        gone = [({**person, **change}, spells, categories) for person, spells, categories in history]
        assert not +together(counted(gone, day))


@for_all
@given(history=histories)
def test_the_count_of_a_year_never_falls_while_the_same_people_stay_workers(history: list[Any]) -> None:
    settled = [({**WORKER, "area_id": p["area_id"]}, spells, categories) for p, spells, categories in history]
    day, last = date(2020, 1, 1), 0
    while day.year == 2020:
        now = together(counted(settled, day))["transferred"]
        assert now >= last
        day, last = day + timedelta(days=61), now


def test_the_fact_has_one_row_for_each_person_and_no_unknown_truth() -> None:
    history = [({**WORKER, "birth_date": None, "sex": None, "hukou_kind": None}, [SPELL, SPELL], [POOR, POOR])]
    fact = DUCKDB.run(person_period(DAY, PRESET.rules_on(DAY)), tables_of(history))
    assert fact.schema.names == list(FACT.columns)
    assert fact.num_rows == 1
    assert [fact[c][0].as_py() for c in ("is_rural_worker", "is_poor", "transferred_ytd")] == [False, True, False]


@pytest.mark.parametrize(
    ("born", "sex", "is_worker"),
    [
        (date(2004, 3, 16), "1", True),  # sixteen today
        (date(2004, 3, 17), "1", False),  # sixteen tomorrow
        (date(1960, 3, 17), "1", True),  # sixty tomorrow
        (date(1960, 3, 16), "1", False),  # sixty today
        (date(1965, 3, 17), "2", True),  # fifty-five tomorrow
        (date(1965, 3, 16), "2", False),
        (date(1962, 1, 1), "2", False),  # a man of this age would count
    ],
)
def test_working_age_begins_and_ends_on_the_birthday(born: date, sex: str, is_worker: bool) -> None:
    assert one({"birth_date": born, "sex": sex})["rural_workers"] == is_worker


def test_one_born_on_29_february_grows_older_on_1_march_of_a_common_year() -> None:
    born = {"birth_date": date(1964, 2, 29), "sex": "2"}
    assert one(born, day=date(2019, 2, 28))["rural_workers"] == 1
    assert one(born, day=date(2019, 3, 1))["rural_workers"] == 0  # fifty-five


@pytest.mark.requirement("R014")
@pytest.mark.parametrize(
    ("change", "counts"),
    [
        ({}, True),
        ({"status": "planned"}, False),
        ({"is_farm_work": True}, False),
        ({"is_farm_work": None}, False),
        ({"started_on": DAY}, True),
        ({"started_on": DAY + timedelta(days=1)}, False),
        ({"started_on": date(2019, 3, 1), "ended_on": date(2020, 1, 1)}, True),  # the last day is inside
        ({"started_on": date(2019, 3, 1), "ended_on": date(2019, 12, 31)}, False),
        ({"status": "ended", "ended_on": date(2020, 2, 21)}, True),  # any length
    ],
)
def test_one_spell_that_touches_the_year_makes_a_transferred_worker(change: dict[str, Any], counts: bool) -> None:
    assert one({}, {**SPELL, **change})["transferred"] == counts


@pytest.mark.requirement("R015", "R017")
@pytest.mark.parametrize(
    ("earlier", "is_new"),
    [
        ({"started_on": date(2019, 6, 1), "ended_on": date(2019, 7, 1)}, False),
        ({"started_on": date(2018, 6, 1), "ended_on": date(2019, 1, 1)}, False),
        ({"started_on": date(2018, 6, 1), "ended_on": date(2018, 12, 31)}, True),
        ({"started_on": date(2019, 6, 1), "ended_on": date(2019, 7, 1), "status": "planned"}, True),
        ({"started_on": date(2019, 6, 1), "ended_on": date(2019, 7, 1), "is_farm_work": True}, True),
    ],
)
def test_new_means_no_such_work_in_the_calendar_year_before(earlier: dict[str, Any], is_new: bool) -> None:
    sums = one({}, SPELL, {**SPELL, "status": "ended", **earlier}, poor=True)
    assert (sums["transferred"], sums["new_transferred"], sums["poor_new_transferred"]) == (1, is_new, is_new)


@pytest.mark.requirement("R018", "R019")
def test_a_rate_is_exact_and_an_empty_base_has_none() -> None:
    rate = result_of(get_figure("transfer_rate"), {"transferred": 5999, "rural_workers": 9999})
    assert rate.value is not None
    assert rate.value < 60
    assert result_of(get_figure("transfer_rate"), {"transferred": 0, "rural_workers": 0}).value is None
    assert result_of(get_figure("transferred"), {"transferred": 0, "rural_workers": 0}).value == 0


@pytest.mark.requirement("R022")
def test_a_part_larger_than_its_whole_is_told() -> None:
    sums = dict.fromkeys(MEASURES, 10) | {"new_transferred": 11}
    assert [(b.inner, b.outer) for b in broken_nestings(MEASURES.values(), sums)] == [
        ("new_transferred", "transferred")
    ]


def test_only_additive_figures_say_so() -> None:
    assert {f.id for f in FIGURES.values() if not f.is_additive} == {
        f.id for f in FIGURES.values() if f.unit == "percent"
    }


def test_every_figure_names_measures_and_parameters_that_exist() -> None:
    for figure in FIGURES.values():
        assert {figure.numerator, figure.base} <= set(MEASURES)
        assert all(load_preset(figure.preset).get(key) for key in figure.parameters)
    assert {outer for m in MEASURES.values() for outer in m.within} <= set(MEASURES)


def test_a_changed_definition_or_parameter_changes_the_version_of_the_definitions() -> None:
    figures = list(FIGURES.values())
    now = definition_version(figures, [PRESET])
    later = replace(PRESET.parameters[0], values={**PRESET.parameters[0].values, date(2030, 1, 1): 17})
    assert now != definition_version([replace(figures[0], version=2), *figures[1:]], [PRESET])
    assert now != definition_version(figures, [replace(PRESET, parameters=(later, *PRESET.parameters[1:]))])


def test_a_parameter_is_unknown_before_its_first_day() -> None:
    with pytest.raises(NoParameterYet):
        PRESET.rules_on(date(1949, 9, 30))


def test_every_parameter_names_its_source() -> None:
    assert all(p.reference and p.description for p in PRESET.parameters)
    assert not PRESET.get("working_age_from").confirmed


def test_the_engine_shows_the_sql_it_runs() -> None:
    assert "GROUP BY" in DUCKDB.sql_of(sums_by_area(MEASURES.values()))
