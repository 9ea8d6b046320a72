"""Quiet hours and lengths, for every moment and every text."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gangqiao.kernel.clock import TZ
from gangqiao.messaging.hours import is_quiet, next_allowed
from gangqiao.messaging.lengths import parts_of

MOMENTS = st.datetimes(dt.datetime(2019, 1, 1), dt.datetime(2031, 1, 1), timezones=st.just(dt.UTC))


@given(MOMENTS)
def test_the_next_allowed_moment_is_never_quiet_and_never_earlier(moment):
    allowed = next_allowed(moment)
    assert not is_quiet(allowed)
    assert dt.timedelta() <= allowed - moment <= dt.timedelta(hours=10)
    if not is_quiet(moment):
        assert allowed == moment


@given(MOMENTS)
def test_quiet_is_what_the_clock_on_the_countys_wall_says(moment):
    assert is_quiet(moment) == (moment.astimezone(TZ).hour in (21, 22, 23, 0, 1, 2, 3, 4, 5, 6))


@pytest.mark.parametrize(
    ("length", "parts"), [(0, 0), (1, 1), (70, 1), (71, 2), (134, 2), (135, 3), (201, 3), (202, 4)]
)
def test_seventy_characters_are_one_message_and_each_further_part_has_sixty_seven(length, parts):
    assert parts_of("字" * length) == parts


def test_a_sign_outside_the_basic_plane_counts_twice():
    assert parts_of("😀" * 35) == 1
    assert parts_of("😀" * 36) == 2


@given(st.text(max_size=400), st.text(max_size=50))
def test_a_longer_text_is_never_fewer_messages(text, more):
    assert parts_of(text + more) >= parts_of(text)
