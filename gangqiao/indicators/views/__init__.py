"""Pages of the figures: boards, people behind a number, breakdowns, and how a figure is counted."""

from gangqiao.indicators.views.board import board, board_of, names
from gangqiao.indicators.views.breakdowns import (
    breakdown,
    breakdown_of,
    months,
    shock,
    shock_days,
    shock_of,
    side_by_side,
    side_by_side_of,
)
from gangqiao.indicators.views.definitions import definition, definitions

__all__ = [
    "board",
    "board_of",
    "breakdown",
    "breakdown_of",
    "definition",
    "definitions",
    "months",
    "names",
    "shock",
    "shock_days",
    "shock_of",
    "side_by_side",
    "side_by_side_of",
]
