"""One time zone, one clock, and days that tests and demos can set."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gangqiao.kernel import clock


def test_the_business_day_is_that_of_shanghai():
    with clock.frozen_at(datetime(2020, 3, 15, 16, 30, tzinfo=UTC)):
        assert clock.today() == date(2020, 3, 16)
        assert clock.now() == datetime(2020, 3, 15, 16, 30, tzinfo=UTC)
    assert clock.day_of(datetime(2020, 3, 15, 15, 59, tzinfo=UTC)) == date(2020, 3, 15)


def test_a_frozen_day_ends_with_its_block_and_may_hold_another():
    with clock.frozen_at(date(2020, 1, 31)):
        with clock.frozen_at(date(2019, 1, 1)):
            assert clock.today() == date(2019, 1, 1)
        assert clock.today() == date(2020, 1, 31)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(days=9999)
    assert clock.today() not in (date(2020, 1, 31), date(2019, 1, 1))


def test_an_instant_without_time_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"), clock.frozen_at(datetime(2020, 3, 16)):
        pass


def test_a_demo_stands_on_its_day_while_the_time_runs(monkeypatch):
    monkeypatch.setenv("GANGQIAO_TODAY", "2020-03-16")
    real = datetime.now(clock.TZ)
    shown = clock.now().astimezone(clock.TZ)
    assert clock.today() == date(2020, 3, 16)
    difference = (shown.hour - real.hour) * 60 + shown.minute - real.minute
    assert difference in (0, 1, -1439)


def test_without_the_demo_the_clock_is_the_machine_s(monkeypatch):
    monkeypatch.delenv("GANGQIAO_TODAY", raising=False)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


@given(st.dates(date(1880, 1, 1), date(2100, 1, 1)), st.integers(0, 43000))
def test_an_age_grows_by_one_from_birthday_to_birthday(birth, days):
    day = birth + timedelta(days=days)
    age = clock.age_on(birth, day)
    assert age == clock.age_on(birth, day - timedelta(days=1)) + ((day.month, day.day) == birthday_in(birth, day.year))


def birthday_in(birth: date, year: int) -> tuple[int, int]:
    try:
        return (birth.replace(year=year).month, birth.replace(year=year).day)
    except ValueError:
        return (3, 1)
