"""Yuan as people write them, fen as the programme counts them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gangqiao.kernel.money import WrongAmount, format_yuan, parse_yuan


@given(st.integers(0, 100_000_000_000))
def test_what_is_shown_reads_back_as_the_same_fen(fen):
    assert parse_yuan(format_yuan(fen)) == fen


@given(st.integers(0, 100_000_000_00))
def test_a_number_cell_gives_the_fen_it_shows(fen):
    assert parse_yuan(fen / 100) == fen


@pytest.mark.parametrize(
    ("raw", "fen"),
    [
        ("1,000.50", 100050),
        ("1000.5", 100050),
        ("１２．５元", 1250),
        ("¥ 3", 300),
        (1e3, 100000),
        (Decimal("2.50"), 250),
        (0, 0),
        (100, 10000),
    ],
)
def test_an_amount_is_read_as_people_write_it(raw, fen):
    assert parse_yuan(raw) == fen


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (None, "is empty"),
        ("", "is empty"),
        ("-5", "is negative"),
        (-0.01, "is negative"),
        ("1.234", "smaller than a fen"),
        ("1,50", "not an amount in yuan"),
        ("1.2万", "not an amount in yuan"),
        (True, "not an amount in yuan"),
        (float("nan"), "not an amount in yuan"),
        ("99999999999", "too large"),
    ],
)
def test_an_unclear_amount_is_refused_with_its_fault(raw, words):
    with pytest.raises(WrongAmount) as refused:
        parse_yuan(raw)
    assert words in refused.value.sentence.msgid


def test_a_debt_is_shown_with_its_sign():
    assert format_yuan(-100050) == "-1,000.50"
