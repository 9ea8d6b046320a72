"""Hides small counts of a table that leaves the office, so that they cannot be worked out from what is left.

A count from 1 to 9 is hidden; so are further counts, until nobody who knows this rule and sees the rest of the table
can narrow a hidden count down below 10. A count of 0 names nobody and stays.

The table is taken with its totals, and every total is the sum of its line. Whoever sees the table knows each hidden
count to be at least 1. A hidden count is safe when the hidden counts may also be others that fit every total shown
and make it 10 or more: then the reader cannot tell it from a large one (A. G. de Waal, L. Willenborg, Elements of
Statistical Disclosure Control, 2001, chapter 5). Whether they may is asked as a flow: one more here is one less there.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence

SMALL = 10
Place = tuple[int, int]  # row and column, from 0
Line = tuple[bool, int]  # True for a row, and its number


def is_small(count: int) -> bool:
    """True for a count that could name somebody: 1 to 9."""
    return 0 < count < SMALL


def hidden_of_line(counts: Sequence[int]) -> tuple[frozenset[int], bool]:
    """Which counts of one line must be hidden, and whether their total must be."""
    hidden = {number for number, count in enumerate(counts) if is_small(count)}
    rest = sorted((count, number) for number, count in enumerate(counts) if count and number not in hidden)
    # With the total shown, the hidden ones have a known sum: it must leave 10 for any of them beside 1 for each other.
    while hidden and sum(counts[n] for n in hidden) < SMALL + len(hidden) - 1:
        if not rest:
            return frozenset(hidden), True
        hidden.add(rest.pop(0)[1])
    return frozenset(hidden), False


def hidden_of_table(counts: Sequence[Sequence[int]], fixed: Iterable[Place] | None = None) -> frozenset[Place]:
    """The places (row, column) to hide. Row `len(counts)` and column `len(counts[0])` are those of the totals.

    fixed  the places hidden among the totals, when other tables have already shown the rest of them; only counts
           inside are hidden then. Where that cannot make the table safe, all of them are, those of 0 too: what is
           left says no more than the totals did
    """
    table = _Table(counts)
    hidden = {place for place, count in table.places() if is_small(count)}
    if fixed is not None:
        hidden = {place for place in hidden if table.is_inside(place)} | set(fixed)
    safe: set[Place] = set()
    while place := _first_open(table, hidden, safe):
        more = table.next_to_hide(place, hidden, inside_only=fixed is not None)
        if more is None:
            return frozenset(hidden | {place for place, _count in table.places() if table.is_inside(place)})
        hidden.add(more)
    return frozenset(hidden)


def _first_open(table: _Table, hidden: set[Place], safe: set[Place]) -> Place | None:
    """A hidden small count that could be told from a large one. What was safe stays safe when more is hidden."""
    for place in sorted(hidden - safe):
        if is_small(table.at(place)) and large_instead(table, hidden, place) is None:
            return place
        safe.add(place)
    return None


class _Table:
    """The counts with their totals. Taken with a minus, totals make every row and column add up to nothing."""

    def __init__(self, counts: Sequence[Sequence[int]]) -> None:
        self.height, self.width = len(counts), len(counts[0]) if counts else 0
        rows = [[*row, sum(row)] for row in counts]
        self.counts = [*rows, [sum(column) for column in zip(*rows, strict=True)]]

    def at(self, place: Place) -> int:
        return self.counts[place[0]][place[1]]

    def places(self) -> Iterable[tuple[Place, int]]:
        return (((r, c), count) for r, row in enumerate(self.counts) for c, count in enumerate(row))

    def is_inside(self, place: Place) -> bool:
        return place[0] < self.height and place[1] < self.width

    def has_minus(self, place: Place) -> bool:
        return (place[0] == self.height) != (place[1] == self.width)

    def next_to_hide(self, place: Place, hidden: set[Place], *, inside_only: bool) -> Place | None:
        """The smallest count still shown in the row or column of the place, then anywhere; None when none is left."""
        shown = [
            (other[0] != place[0] and other[1] != place[1], count, other)
            for other, count in self.places()
            if count and other not in hidden and (self.is_inside(other) or not inside_only)
        ]
        return min(shown)[2] if shown else None


def large_instead(table: _Table, hidden: Iterable[Place], place: Place) -> dict[Place, int] | None:
    """Other hidden counts, each at least 1, that fit everything shown and make this one 10 or more; None for none."""
    other = {p: table.at(p) for p in hidden}
    lines: dict[Line, list[Place]] = {}
    for step in other:
        if step != place:
            lines.setdefault((True, step[0]), []).append(step)
            lines.setdefault((False, step[1]), []).append(step)
    while other[place] < SMALL:
        way = _way_round(table, lines, other, place)
        if not way:
            return None
        # As far as the way bears it: a count that falls stays at least 1.
        by = min([SMALL - other[place], *(other[step] - 1 for step, rises in way if not rises)])
        other[place] += by
        for step, rises in way:
            other[step] += by if rises else -by
    return other


def _way_round(
    table: _Table, lines: dict[Line, list[Place]], other: dict[Place, int], place: Place
) -> list[tuple[Place, bool]]:
    """The hidden counts to raise (True) or lower so that each line keeps its sum when this one rises; [] for none.

    Lines are nodes, hidden counts lead from one to the next: from the row of the place, in turn against it and with
    it, to its column. The shortest way is taken.
    """
    start, goal = (True, place[0]), (False, place[1])
    came: dict[Line, tuple[Line, Place, bool] | None] = {start: None}
    waiting = deque([start])
    while waiting and goal not in came:
        line = waiting.popleft()
        is_row = line[0]
        for step in lines.get(line, ()):
            onward = (not is_row, step[1] if is_row else step[0])
            rises = is_row == (table.has_minus(place) != table.has_minus(step))
            if onward not in came and (rises or other[step] > 1):
                came[onward] = (line, step, rises)
                waiting.append(onward)
    way: list[tuple[Place, bool]] = []
    back = came.get(goal)
    while back is not None:
        line, step, rises = back
        way.append((step, rises))
        back = came[line]
    return way
