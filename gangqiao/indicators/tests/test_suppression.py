"""What a public table hides, and that nobody can work it out from what is left."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gangqiao.indicators.suppression import (
    SMALL,
    _Table,
    hidden_of_line,
    hidden_of_table,
    is_small,
    large_instead,
)

COUNTS = st.one_of(st.integers(0, 12), st.integers(0, 400))


@st.composite
def tables(draw):
    width = draw(st.integers(1, 6))
    return draw(st.lists(st.lists(COUNTS, min_size=width, max_size=width), min_size=1, max_size=6))


def fits(counts, hidden, other, place) -> bool:
    """True when the other counts say the same as the table wherever it is shown, add up, and are large at the place."""
    table = _Table(counts)
    whole = {p: other.get(p, count) for p, count in table.places()}
    same = all(whole[p] == count for p, count in table.places() if p not in hidden)
    height, width = len(counts), len(counts[0])
    rows = all(sum(whole[r, c] for c in range(width)) == whole[r, width] for r in range(height + 1))
    columns = all(sum(whole[r, c] for r in range(height)) == whole[height, c] for c in range(width + 1))
    return same and rows and columns and all(whole[p] >= 1 for p in hidden) and whole[place] >= SMALL


@given(tables())
def test_every_small_count_is_hidden_and_could_be_a_large_one(counts) -> None:
    hidden, table = hidden_of_table(counts), _Table(counts)
    for place, count in table.places():
        if is_small(count):
            assert place in hidden
            assert fits(counts, hidden, large_instead(table, hidden, place), place)


@given(tables())
def test_a_count_of_nobody_is_never_hidden(counts) -> None:
    assert all(_Table(counts).at(place) for place in hidden_of_table(counts))


@given(tables())
def test_totals_that_others_show_stay_and_what_is_inside_is_safe_or_gone(counts) -> None:
    table, height, width = _Table(counts), len(counts), len(counts[0])
    rows, no_total = hidden_of_line([sum(row) for row in counts])
    columns, _same = hidden_of_line([sum(column) for column in zip(*counts, strict=True)])
    fixed = {(r, width) for r in rows} | {(height, c) for c in columns} | ({(height, width)} if no_total else set())
    hidden = hidden_of_table(counts, fixed)
    assert {place for place in hidden if not table.is_inside(place)} == fixed
    inside = {place for place, _count in table.places() if table.is_inside(place)}
    for place in inside - (set() if not inside <= hidden else inside):
        if is_small(table.at(place)):
            assert fits(counts, hidden, large_instead(table, hidden, place), place)


@given(st.lists(COUNTS, min_size=1, max_size=8))
def test_one_line_hides_at_least_two_counts_or_its_total(counts) -> None:
    hidden, total = hidden_of_line(counts)
    assert {n for n, count in enumerate(counts) if is_small(count)} <= hidden
    assert len(hidden) + total != 1
    if hidden and not total:
        # What the reader can subtract is the sum of the hidden ones: it leaves room for a large one beside 1 each.
        assert sum(counts[n] for n in hidden) >= SMALL + len(hidden) - 1


@pytest.mark.parametrize(
    ("counts", "hidden", "total"),
    [
        ([120, 80, 40], set(), False),
        ([120, 80, 4], {1, 2}, False),
        ([120, 80, 4, 0], {1, 2}, False),
        ([7], {0}, True),
        ([0, 0], set(), False),
        ([5, 3, 200], {0, 1, 2}, False),
    ],
)
def test_the_smallest_counts_are_taken_along(counts, hidden, total) -> None:
    assert hidden_of_line(counts) == (frozenset(hidden), total)
