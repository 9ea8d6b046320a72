"""Shares add up and nest, whatever the numbers: the rules without a database."""

from __future__ import annotations

import dataclasses
import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gangqiao.indicators.targets import Share
from gangqiao.kernel.words import Say
from gangqiao.plans.loading import library_path, load
from gangqiao.plans.shares.cascading import as_days, even_course, inner_first, monthly, months_of, wholes
from gangqiao.plans.shares.checking import faults_of
from gangqiao.plans.shares.dealing import deal
from gangqiao.plans.shares.spreading import spread

MILE = load(library_path("mile-2020")).targets
AREAS = [f"area{number:02}" for number in range(13)]
COUNTY = "county"


def cells_of(shared, months):
    cells = {(t, area, ""): value for t, row in shared.items() for area, value in row.items()}
    for target, by_month in months.items():
        cells |= {(target, area, month): v for month, row in by_month.items() for area, v in row.items()}
    return cells


def faults(targets, cells):
    return faults_of(targets, cells, county=COUNTY, name=str)


# --- dealing ---------------------------------------------------------------------------------------------------------

weights = st.lists(st.integers(0, 50_000), min_size=1, max_size=14)


@given(st.integers(0, 300_000), weights)
@pytest.mark.requirement("R023")
def test_parts_add_up_to_the_whole_and_lie_within_one_of_their_exact_part(total, by_area) -> None:
    parts = deal(total, dict(enumerate(by_area)), least=dict.fromkeys(range(len(by_area)), 0))
    assert sum(parts.values()) == total
    if sum(by_area):
        for area, weight in enumerate(by_area):
            assert abs(parts[area] - Fraction(total * weight, sum(by_area))) < 1


@given(st.data())
def test_parts_stay_within_their_bounds_and_still_add_up(data) -> None:
    many = data.draw(st.integers(1, 8))
    least = dict(enumerate(data.draw(st.lists(st.integers(0, 50), min_size=many, max_size=many))))
    room = data.draw(st.lists(st.integers(0, 50), min_size=many, max_size=many))
    most = {key: least[key] + room[key] for key in least}
    total = data.draw(st.integers(sum(least.values()), sum(most.values())))
    by_area = dict(enumerate(data.draw(st.lists(st.integers(0, 90), min_size=many, max_size=many))))
    parts = deal(total, by_area, least=least, most=most)
    assert sum(parts.values()) == total
    assert all(least[key] <= part <= most[key] for key, part in parts.items())


def test_equal_remainders_go_to_the_first() -> None:
    assert deal(5, {"a": 1, "b": 1, "c": 1}, least={"a": 0, "b": 0, "c": 0}) == {"a": 2, "b": 2, "c": 1}


def test_bounds_without_room_are_an_error() -> None:
    with pytest.raises(ValueError):
        deal(3, {"a": 1}, least={"a": 4})


# --- the whole plan --------------------------------------------------------------------------------------------------


@st.composite
def plans_of_the_same_nesting(draw):
    """The targets of Mile with other values: an inner one is never above those it lies within."""
    values: dict[str, int] = {}
    for target in reversed(inner_first(MILE)):  # outer ones first
        top = min((values[outer] for outer in target.within), default=250_000)
        values[target.id] = target.value if target.figure.denominator else draw(st.integers(1, top))
    return [dataclasses.replace(target, value=values[target.id]) for target in MILE]


@st.composite
def weights_by_base(draw):
    many = st.lists(st.integers(0, 40_000), min_size=13, max_size=13)
    return {base: dict(zip(AREAS, draw(many), strict=True)) for base in ("rural_workers", "poor_workers")}


@st.composite
def courses_for(draw, targets):
    found = {}
    for target in targets:
        months = months_of(target)
        steps = sorted(draw(st.lists(st.integers(0, 100), min_size=len(months), max_size=len(months))))
        found[target.id] = {month: Fraction(step, 100) for month, step in zip(months, steps, strict=True)}
    return found


@given(st.data())
@pytest.mark.requirement("R022", "R023")
def test_shares_by_any_weights_and_courses_nest_and_reach_the_countys_numbers(data) -> None:
    targets, by_base = data.draw(plans_of_the_same_nesting()), data.draw(weights_by_base())
    shared = wholes(targets, lambda target: by_base[target.figure.base])
    months = monthly(targets, shared, data.draw(courses_for(targets)), COUNTY)
    assert faults(targets, cells_of(shared, months)) == []


@given(st.data())
@pytest.mark.requirement("R023")
def test_with_the_same_weights_for_all_targets_a_sum_is_exact_but_for_rounding(data) -> None:
    """Two inner targets nearly as large as their outer one may round differently, and the outer holds both."""
    targets = data.draw(plans_of_the_same_nesting())
    by_area = data.draw(weights_by_base())["rural_workers"]
    shared = wholes(targets, lambda _target: by_area)
    months = monthly(targets, shared, {target.id: even_course(target) for target in targets}, COUNTY)
    for target in targets:
        if target.figure.denominator:
            assert set(shared[target.id].values()) == {target.value}
            continue
        whole = sum(shared[target.id].values())
        assert 0 <= whole - target.value < len(AREAS)
        assert sum(months[target.id][months_of(target)[-1]][a] for a in AREAS) == whole


@given(st.data())
@pytest.mark.requirement("R023")
def test_the_numbers_of_the_plan_are_shared_out_exactly(data) -> None:
    by_area = data.draw(st.lists(st.integers(1, 50_000), min_size=13, max_size=13))
    shared = wholes(MILE, lambda _target: dict(zip(AREAS, by_area, strict=True)))
    for target in MILE:
        if not target.figure.denominator:
            assert sum(shared[target.id].values()) == target.value


@given(st.data())
@pytest.mark.requirement("R022")
def test_a_share_of_an_inner_target_above_its_outer_one_is_always_found(data) -> None:
    targets, by_base = data.draw(plans_of_the_same_nesting()), data.draw(weights_by_base())
    shared = wholes(targets, lambda target: by_base[target.figure.base])
    cells = cells_of(shared, monthly(targets, shared, {t.id: even_course(t) for t in targets}, COUNTY))
    inner = data.draw(st.sampled_from([t for t in targets if t.within]))
    outer, area = data.draw(st.sampled_from(inner.within)), data.draw(st.sampled_from(AREAS))
    month = data.draw(st.sampled_from(["", *months_of(inner)]))
    cells[inner.id, area, month] = cells[outer, area, month] + data.draw(st.integers(1, 99))
    found = faults(targets, cells)
    assert any((f.target, f.area, f.month) == (inner.id, area, month) for f in found)


@given(st.data())
@pytest.mark.requirement("R023")
def test_a_sum_below_the_countys_number_is_always_found_with_the_difference(data) -> None:
    shared = wholes(MILE, lambda target: dict.fromkeys(AREAS, 1))
    cells = cells_of(shared, monthly(MILE, shared, {t.id: even_course(t) for t in MILE}, COUNTY))
    target = data.draw(st.sampled_from([t for t in MILE if not t.figure.denominator]))
    area = data.draw(st.sampled_from(AREAS))
    less = data.draw(st.integers(1, cells[target.id, area, ""]))
    cells[target.id, area, ""] -= less
    (short,) = [f for f in faults(MILE, cells) if (f.target, f.area, f.month) == (target.id, "", "")]
    assert f"{less:,}" in str(short.sentence)


def test_a_draft_of_the_whole_plan_is_without_fault_after_a_share_is_raised_by_hand() -> None:
    shared = wholes(MILE, lambda target: dict(zip(AREAS, range(1, 14), strict=True)))
    before = cells_of(shared, monthly(MILE, shared, {t.id: even_course(t) for t in MILE}, COUNTY))
    raised = before["R014", AREAS[0], ""] + 1_000
    after = spread(MILE, before, {("R014", AREAS[0], ""): raised}, set(), county=COUNTY)
    assert faults(MILE, after) == []
    assert after["R014", AREAS[0], "2020-12"] == raised
    assert after["R014", AREAS[0], "2020-06"] > before["R014", AREAS[0], "2020-06"]


def test_a_month_written_by_hand_stays_until_the_whole_share_is_written() -> None:
    shared = wholes(MILE, lambda target: dict.fromkeys(AREAS, 1))
    before = cells_of(shared, monthly(MILE, shared, {t.id: even_course(t) for t in MILE}, COUNTY))
    cell = ("R014", AREAS[0], "2020-06")
    first = spread(MILE, before, {cell: before[cell] + 7}, set(), county=COUNTY)
    second = spread(MILE, first, {("R015", AREAS[1], ""): 2_000}, {cell}, county=COUNTY)
    assert second[cell] == before[cell] + 7
    third = spread(MILE, second, {("R014", AREAS[0], ""): 20_000}, {cell}, county=COUNTY)
    assert third[cell] != before[cell] + 7


# --- the pace --------------------------------------------------------------------------------------------------------


def share(**months: int) -> Share:
    course = as_days({key.replace("m", "2020-"): value for key, value in months.items()}, dt.date(2020, 3, 31))
    return Share(course[-1][1], course, Say("x"), None, False, 1, dt.date(2020, 3, 16))


def test_what_is_expected_lies_evenly_between_two_ends_of_months() -> None:
    owed = share(m01=310, m02=600, m03=910)
    for day, value in (("2020-01-31", 310), ("2020-01-01", 10), ("2020-02-29", 600), ("2020-03-16", 760)):
        assert owed.expected_on(dt.date.fromisoformat(day)) == value
    assert owed.expected_on(dt.date(2020, 2, 1)) == 320
    assert owed.expected_on(dt.date(2021, 5, 1)) == 910


def test_without_a_course_nothing_is_expected() -> None:
    assert Share(5, (), Say("x"), None, False, 1, dt.date(2020, 3, 16)).expected_on(dt.date(2020, 3, 1)) is None
