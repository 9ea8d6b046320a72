"""A workbook's sheet as the page shows it: its cells, its merged cells, and what was taught about each."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from gangqiao.reports.teaching import SheetTeaching

MOST_ROWS, MOST_COLUMNS = 80, 60
SPARE = 3  # empty lines shown below the last one that is written


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as shown. `wide`, `high`: how many columns and rows it covers. `taught`: words of what goes there."""

    ref: str
    text: str
    wide: int = 1
    high: int = 1
    taught: str = ""
    is_list: bool = False
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Grid:
    """The sheet. `is_cut`: it is larger than what is shown; the box for the cell still reaches the rest."""

    letters: list[str]
    lines: list[Line]
    is_cut: bool


def open_template(content: bytes) -> Any:
    """The workbook with its formulas, to be shown or filled."""
    return openpyxl.load_workbook(io.BytesIO(content), keep_links=False, rich_text=False)


def shown_text(value: Any) -> str:
    """A cell's content as text."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.date() if not value.time() else value
    if isinstance(value, (date, datetime)):
        return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()
    return str(getattr(value, "text", value))


def texts_of(sheet: Any) -> dict[tuple[int, int], str]:
    """What is written on a sheet by line and column; a merged cell says the same on all it covers."""
    bottom, right = min(sheet.max_row, MOST_ROWS), min(sheet.max_column, MOST_COLUMNS)
    found = {
        (cell.row, cell.column): " ".join(text.split())
        for cells in sheet.iter_rows(max_row=bottom, max_col=right)
        for cell in cells
        if (text := shown_text(cell.value))
    }
    for held in sheet.merged_cells.ranges:
        text = found.get((held.min_row, held.min_col))
        if text:
            rows = range(held.min_row, min(held.max_row, bottom) + 1)
            found |= {(r, c): text for r in rows for c in range(held.min_col, min(held.max_col, right) + 1)}
    return found


def grid_of(sheet: Any, teaching: SheetTeaching, words: Mapping[str, str], here: str) -> Grid:
    """The sheet as shown. `words`: what is taught by reference; of a column of the list by the reference of its first
    line."""
    merged = {(m.min_row, m.min_col): m for m in sheet.merged_cells.ranges}
    covered = {
        (r, c)
        for m in merged.values()
        for r in range(m.min_row, min(m.max_row, MOST_ROWS) + 1)
        for c in range(m.min_col, min(m.max_col, MOST_COLUMNS) + 1)
    } - merged.keys()
    written = [cell for cells in sheet.iter_rows(max_row=MOST_ROWS) for cell in cells if cell.value is not None]
    block = teaching.block
    lowest = max([c.row for c in written] + [m.max_row for m in merged.values()] + [block.first if block else 1])
    right = max([c.column for c in written] + [m.max_col for m in merged.values()] + [1])
    bottom, right = min(lowest + SPARE, MOST_ROWS), min(right + 1, MOST_COLUMNS)
    lines = [
        Line(
            row,
            [_cell(sheet, row, c, merged, block, words, here) for c in range(1, right + 1) if (row, c) not in covered],
        )
        for row in range(1, bottom + 1)
    ]
    is_cut = sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS
    return Grid([get_column_letter(c) for c in range(1, right + 1)], lines, is_cut)


def _cell(sheet: Any, row: int, column: int, merged: Any, block: Any, words: Mapping[str, str], here: str) -> Cell:
    ref = f"{get_column_letter(column)}{row}"
    held = merged.get((row, column))
    return Cell(
        ref,
        " ".join(shown_text(sheet.cell(row, column).value).split())[:60],
        wide=min(held.max_col, MOST_COLUMNS) - held.min_col + 1 if held else 1,
        high=min(held.max_row, MOST_ROWS) - held.min_row + 1 if held else 1,
        taught=words.get(ref, ""),
        is_list=block is not None and block.holds(row),
        is_here=ref == here,
    )
