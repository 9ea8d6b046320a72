"""Reads any workbook safely, understands its columns and lines, and writes cells that cannot become live."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gangqiao.kernel.sheets.book import Book as Book
    from gangqiao.kernel.sheets.book import Sheet as Sheet
    from gangqiao.kernel.sheets.book import open_book as open_book
    from gangqiao.kernel.sheets.cells import letter as letter
    from gangqiao.kernel.sheets.cells import text_of as text_of
    from gangqiao.kernel.sheets.headings import take_apart as take_apart
    from gangqiao.kernel.sheets.layout import Column as Column
    from gangqiao.kernel.sheets.layout import Layout as Layout
    from gangqiao.kernel.sheets.lines import LineKind as LineKind
    from gangqiao.kernel.sheets.lines import kind_of_line as kind_of_line
    from gangqiao.kernel.sheets.lines import records as records
    from gangqiao.kernel.sheets.refusals import UnreadableFile as UnreadableFile
    from gangqiao.kernel.sheets.understanding import understand as understand
    from gangqiao.kernel.sheets.vocabulary import Term as Term
    from gangqiao.kernel.sheets.vocabulary import Vocabulary as Vocabulary
    from gangqiao.kernel.sheets.wire import Cell as Cell

_WHERE = {
    **dict.fromkeys(("Book", "Sheet", "open_book"), "book"),
    **dict.fromkeys(("letter", "text_of"), "cells"),
    "take_apart": "headings",
    **dict.fromkeys(("Column", "Layout"), "layout"),
    **dict.fromkeys(("LineKind", "kind_of_line", "records"), "lines"),
    "UnreadableFile": "refusals",
    "understand": "understanding",
    **dict.fromkeys(("Term", "Vocabulary"), "vocabulary"),
    "Cell": "wire",
}
__all__ = sorted(_WHERE)


def __getattr__(name: str) -> Any:
    """Loaded when it is first asked for: the reading child is a module of this package and needs next to nothing."""
    if name not in _WHERE:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
