"""A chart as plain data: an option anybody can draw, and the table of the same numbers behind it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a chart shows."""

    PROGRESS = "progress"
    BURN_UP = "burn-up"
    TREND = "trend"
    TILES = "tiles"
    FLOWS = "flows"
    FLOW_MAP = "flow-map"
    LEAGUE = "league"
    COMPOSITION = "composition"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the table.

    href     the people behind the number, or the page of the row; "" where the reader may not open it
    persons  how many people the number stands for; null where it counts none
    how      the definition of the number, where it is not that of the chart
    counts   what a number that counts no people is, in one word for tests: "target", "doubts"
    """

    text: str
    href: str = ""
    persons: int | None = None
    how: str = ""
    counts: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers of a chart in words. The first column names the row; all others are numbers or states."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart.

    option           for ECharts, JSON only: colours are "token:NAME" of the theme, functions "fn:NAME" of the front end
    label            what can be seen, in one sentence, for those who cannot see it
    height           of the drawing in pixels; the width is that of the place
    narrow_height    the same in a place as narrow as a phone; 0 for no other
    definition_href  how the numbers are counted; "" leaves the mark out
    """

    kind: Kind
    title: str
    option: dict[str, Any] = field(repr=False)
    table: Table = field(repr=False)
    label: str = ""
    height: int = 320
    definition_href: str = ""
    narrow_height: int = 0

    @property
    def is_empty(self) -> bool:
        """Nothing to draw: the page says so in words instead of showing empty axes."""
        return not self.table.rows


TONE_MARKS = {
    "good": ("disc", "good-tint", "good"),
    "warn": ("triangle", "warn-tint", "warn"),
    "bad": ("square", "bad-tint", "bad"),
    "busy": ("ring", "blue-tint", "blue"),
    "calm": ("ring", "sheet", "line-strong"),
}
"""Tone of a state (as the component `state`) -> its shape, and the tokens of its ground and its line."""
