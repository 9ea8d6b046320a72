"""The forecast on made-up years: what it must hold whatever the year is like."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gangqiao.engine.facts.moments import spring_festivals
from gangqiao.engine.forecast import (
    History,
    Interval,
    Method,
    NoForecast,
    forecast,
    like_last_year,
    straight_line,
)

DUE = date(2020, 12, 31)


def year_of(year: int, *, stock: int, height: float, seed: int = 1) -> list[int]:
    """A year that climbs after its festival: `height` persons a day at first, half as many after a month, and so on."""
    rng = np.random.default_rng(seed)
    count, counts = stock, []
    for number in range(366 if year % 4 == 0 else 365):
        since = (date(year, 1, 1) + timedelta(days=number) - spring_festivals()[year]).days
        count += int(rng.poisson(height * 0.5 ** (since / 30))) if since >= 0 else 0
        counts.append(count)
    return counts


def until(day: date, counts: list[int]) -> list[int]:
    return counts[: (day - date(day.year, 1, 1)).days + 1]


LAST, THIS = year_of(2019, stock=1000, height=20), year_of(2020, stock=800, height=40, seed=2)


@pytest.mark.requirement("R006")
def test_this_year_twice_as_fast_is_expected_to_add_twice_what_last_year_still_added() -> None:
    asked = date(2020, 3, 16)
    found = forecast(History(2020, until(asked, THIS), LAST), DUE)
    assert isinstance(found, Interval)
    assert found.method is Method.AFTER_FESTIVAL
    assert found.ratio == pytest.approx(2, rel=0.2)
    assert found.expected == pytest.approx(THIS[-1], rel=0.05)
    assert found.low <= THIS[-1] <= found.high


def test_the_same_history_gives_the_same_forecast() -> None:
    history = History(2020, until(date(2020, 3, 16), THIS), LAST)
    assert forecast(history, DUE) == forecast(history, DUE)


@given(
    seed=st.integers(0, 1000),
    number=st.integers(45, 365),
    height=st.integers(0, 60),
    most=st.none() | st.integers(0, 4000),
)
@settings(max_examples=60, deadline=None)
def test_a_forecast_lies_in_its_interval_above_today_and_below_the_bound(
    seed: int, number: int, height: int, most: int | None
) -> None:
    known = year_of(2020, stock=500, height=height, seed=seed)[:number]
    found = forecast(History(2020, known, LAST if seed % 2 else ()), DUE, most=most)
    assert isinstance(found, Interval)
    assert known[-1] <= found.low <= found.expected <= found.high
    if most is not None:
        assert found.high <= max(most, known[-1])


def test_on_the_due_day_the_forecast_is_what_is_there() -> None:
    found = forecast(History(2020, THIS, LAST), DUE)
    assert isinstance(found, Interval)
    assert (found.low, found.expected, found.high) == (THIS[-1],) * 3


@pytest.mark.parametrize("ahead", range(1, 14))
def test_in_the_last_days_of_a_year_whose_festival_was_earlier_last_year_goes_on_as_it_ended(ahead: int) -> None:
    found = forecast(History(2020, THIS[:-ahead], LAST), DUE)
    assert isinstance(found, Interval)
    assert found.low <= THIS[-1] <= found.high + 3


def test_where_nobody_came_so_far_it_is_not_certain_that_nobody_will() -> None:
    found = forecast(History(2020, [0] * 76), DUE)
    assert isinstance(found, Interval)
    assert (found.low, found.expected) == (0, 0)
    assert found.high >= 1


def test_without_last_year_the_pace_goes_on_and_the_interval_is_wider() -> None:
    known = until(date(2020, 6, 30), THIS)
    with_last, without = forecast(History(2020, known, LAST), DUE), forecast(History(2020, known), DUE)
    assert isinstance(with_last, Interval)
    assert isinstance(without, Interval)
    assert without.method is Method.RECENT_PACE
    assert without.high - without.low > with_last.high - with_last.low


@pytest.mark.parametrize("last", [[0] * 365, [700] * 365, LAST[:200]])
def test_a_last_year_that_says_nothing_is_not_used(last: list[int]) -> None:
    found = forecast(History(2020, until(date(2020, 6, 30), THIS), last), DUE)
    assert isinstance(found, Interval)
    assert found.method is Method.RECENT_PACE


@pytest.mark.parametrize(
    ("asked", "due", "why"),
    [
        (date(2020, 1, 10), DUE, NoForecast.TOO_SHORT),
        (date(2020, 2, 3), DUE, NoForecast.TOO_EARLY),
        (date(2020, 6, 1), date(2021, 3, 31), NoForecast.OTHER_YEAR),
    ],
)
def test_where_nothing_can_be_said_the_reason_is(asked: date, due: date, why: NoForecast) -> None:
    assert forecast(History(2020, until(asked, THIS), LAST), due) is why


def test_in_a_year_whose_festival_is_not_known_nothing_is_said() -> None:
    assert forecast(History(1990, list(range(100))), date(1990, 12, 31)) is NoForecast.NO_FESTIVAL


def test_the_interval_holds_the_result_about_as_often_as_it_claims() -> None:
    inside = asked = 0
    for seed in range(40):
        this = year_of(2020, stock=800, height=25 + seed % 20, seed=100 + seed)
        for number in (60, 90, 150):
            found = forecast(History(2020, this[:number], year_of(2019, stock=900, height=30, seed=seed)), DUE)
            assert isinstance(found, Interval)
            asked += 1
            inside += found.low <= this[-1] <= found.high
    assert inside / asked > 0.8


def test_the_naive_methods() -> None:
    rising = History(2020, [n * 2 for n in range(60)], LAST)
    assert straight_line(rising, rising.day + timedelta(days=10)) == 59 * 2 + 20
    assert like_last_year(rising, DUE) == LAST[364]
    assert like_last_year(History(2020, [1]), DUE) is None
