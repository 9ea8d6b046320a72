"""How two ID numbers stand to each other, and what may be told of it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gangqiao.duplicates.matching.numbers import differing_places, relation_of, slip_of
from gangqiao.kernel.identifiers import id_check_character, make_id_number

ONE = make_id_number(date(1985, 5, 17), "1", 21)


def _number(body: str) -> str:
    return body + id_check_character(body)


@pytest.mark.parametrize(
    ("other", "relation", "slip"),
    [
        (_number("532526" + ONE[6:17]), "county_part", "several"),
        (_number(ONE[:6] + "19850511" + ONE[14:17]), "birth_part", "one_digit"),
        (_number(ONE[:6] + "19580517" + ONE[14:17]), "birth_part", "swapped"),
        (_number(ONE[:14] + "045"), "order_digit", "one_digit"),
        (_number(ONE[:14] + "034"), "order_digit", "swapped"),
        (_number(ONE[:14] + "917"), "order_part", "several"),
        (_number(ONE[:13] + "0" + ONE[14:16] + "5"), "typing", "several"),
        (make_id_number(date(1961, 2, 3), "2", 300), "far", "several"),
    ],
)
def test_the_part_that_differs_is_told(other: str, relation: str, slip: str) -> None:
    assert relation_of(ONE, other) == relation
    assert slip_of(ONE, other) == slip


def test_a_number_that_is_not_recorded_is_no_other_number() -> None:
    assert relation_of(None, ONE) == relation_of(ONE, None) == "one_missing"
    assert relation_of(None, None) == "both_missing"


bodies = st.builds(
    make_id_number, st.dates(date(1930, 1, 1), date(2020, 1, 1)), st.sampled_from("12"), st.integers(0, 499)
)


@given(bodies, bodies)
def test_it_does_not_matter_which_of_the_two_comes_first(one: str, other: str) -> None:
    assert relation_of(one, other) == relation_of(other, one)
    assert slip_of(one, other) == slip_of(other, one)


@given(bodies, bodies)
def test_places_say_where_and_never_what_and_leave_the_check_character_out(one: str, other: str) -> None:
    assert all(1 <= place <= 17 and one[place - 1] != other[place - 1] for place in differing_places(one, other))
