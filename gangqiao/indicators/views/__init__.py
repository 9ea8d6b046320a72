"""Pages of the figures: boards, the people behind a number, and how a figure is counted."""

from gangqiao.indicators.views.board import board, board_of, names
from gangqiao.indicators.views.definitions import definition

__all__ = ["board", "board_of", "definition", "names"]
