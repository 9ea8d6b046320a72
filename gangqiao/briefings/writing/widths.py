"""How wide the columns of a table are on paper: by their share, and never so narrow that a number is broken in two."""

from __future__ import annotations

from gangqiao.briefings.content.blocks import Grid

TEXT_MM = 156  # between the margins of the page
DIGIT_MM, MARK_MM, INSETS_MM = 1.8, 0.9, 4.0  # at 9 pt; a mark is a comma, a point or a sign


def widths(grid: Grid) -> list[float]:
    """The width of each column in mm; together they fill the text."""
    least = [_least(grid, place) if column.is_number else 0.0 for place, column in enumerate(grid.columns)]
    if sum(least) >= TEXT_MM:
        return [TEXT_MM * one / sum(least) for one in least]
    fixed: set[int] = set()
    while True:
        room = TEXT_MM - sum(least[place] for place in fixed)
        shares = sum(column.wide for place, column in enumerate(grid.columns) if place not in fixed)
        found = [
            least[place] if place in fixed else room * column.wide / shares for place, column in enumerate(grid.columns)
        ]
        narrow = {place for place, width in enumerate(found) if width < least[place]}
        if not narrow:
            return found
        fixed |= narrow


def _least(grid: Grid, place: int) -> float:
    return max((_long(row[place].text) for row in grid.rows), default=0.0) + INSETS_MM


def _long(text: str) -> float:
    return sum(MARK_MM if letter in ",.+-" else DIGIT_MM for letter in text)
