"""Results as the pages show them: words, tones and addresses. No question is asked of the database here."""

from gangqiao.indicators.showing.board import board_page
from gangqiao.indicators.showing.definitions import definition_page
from gangqiao.indicators.showing.names import names_page

__all__ = ["board_page", "definition_page", "names_page"]
