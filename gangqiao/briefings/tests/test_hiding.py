"""A public paper shows no count under 10, and none can be worked out from what it shows."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from gangqiao.briefings import actions
from gangqiao.briefings.content.blocks import Cell, Grid
from gangqiao.briefings.content.hiding import hidden
from gangqiao.briefings.content.making import make
from gangqiao.briefings.models import Kind
from gangqiao.briefings.tests.conftest import DAY
from gangqiao.indicators.suppression import is_small
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.scope import scope_of

PARTS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=6)


def nested(parts: list[tuple[int, int, int]]) -> dict[str, list[int]]:
    """Poor new ones within new ones within all."""
    return {
        "inner": [a for a, _b, _c in parts],
        "middle": [a + b for a, b, _c in parts],
        "outer": [a + b + c for a, b, c in parts],
    }


@given(PARTS)
def test_no_small_count_is_shown_nor_left_over(parts: list[tuple[int, int, int]]) -> None:
    columns = nested(parts)
    places = hidden(columns, [("inner", "middle"), ("middle", "outer")])
    for name, counts in columns.items():
        whole = [*counts, sum(counts)]
        for row, count in enumerate(whole):
            assert not is_small(count) or (row, name) in places
        out = [row for row in range(len(counts)) if (row, name) in places]
        if out and (len(counts), name) not in places:
            # What is hidden together is at least 10, and never one count alone.
            assert len(out) > 1
            assert sum(counts[row] for row in out) >= 10
    for inner, outer in (("inner", "middle"), ("middle", "outer")):
        for row, (i, o) in enumerate(zip(columns[inner], columns[outer], strict=True)):
            if (row, inner) not in places and (row, outer) not in places:
                assert not is_small(o - i)


def test_the_public_version_hides_what_is_small(workers: None, county: Any, office: Actor) -> None:
    with scope_of(office.areas("briefings.make")):
        made = make(actions.ask(Kind.MONTHLY, county.division, DAY, actor=office, is_public=True))
    for paper in made.papers.values():
        assert paper.is_public
        assert not paper.appendix
        shown = [cell for one in paper.blocks if isinstance(one, Grid) for row in one.rows for cell in row]
        assert Cell("*") in shown
        assert not any(cell.ref for cell in shown)
        results = next(one for one in paper.blocks if isinstance(one, Grid) and one.key == "results")
        assert [row[1].text for row in results.rows] == ["*", "*"]  # 12 would tell the 3 of the other
