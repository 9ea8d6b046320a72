"""Sheets as grids of cells, the faults planted in them, and the files they become."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

WRITTEN_AT = dt.datetime(2020, 3, 16, 9, 0)  # fixed, so that the same county gives the same bytes


@dataclass(frozen=True)
class Fault:
    """One planted fault.

    line    row of the sheet, from 1
    column  letter, "" when the whole row or sheet is meant; heading: the heading above it
    found   what stands in the file; true: what should
    """

    kind: str
    file: str
    sheet: str
    line: int
    column: str
    heading: str
    found: Any
    true: Any
    person_no: str

    def plain(self) -> dict[str, Any]:
        return asdict(self)


@dataclass
class Grid:
    """One sheet. Cells are texts, numbers, days or "" for an empty one; `clean` maps a line to the person on it."""

    name: str
    lines: list[list[Any]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)  # first and last line and column, from 0
    hidden: bool = False
    clean: dict[int, int] = field(default_factory=dict)

    def add(self, cells: list[Any]) -> int:
        """Append a line and return its number, from 1."""
        self.lines.append(cells)
        return len(self.lines)


def letter(column: int) -> str:
    """The letter of a column, from 0."""
    return str(xl_col_to_name(column))


def write_xlsx(path: Path, grids: list[Grid]) -> None:
    """Write the sheets as one workbook; the same grids give the same bytes."""
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd", "strings_to_numbers": False})
    book.set_properties({"created": WRITTEN_AT, "author": "synth"})
    centred = book.add_format({"align": "center", "bold": True})
    for grid in grids:
        sheet = book.add_worksheet(grid.name)
        if grid.hidden:
            sheet.hide()
        elif book.worksheets_objs[0].hidden:
            # Excel opens the first sheet unless told otherwise, and cannot hide the one it opens.
            sheet.activate()
            sheet.set_first_sheet()
        for row, cells in enumerate(grid.lines):
            for column, value in enumerate(cells):
                _write(sheet, row, column, value)
        for first, last, left, right in grid.merged:
            value = grid.lines[first][left]
            sheet.merge_range(first, left, last, right, value, centred)
    book.close()


def _write(sheet: Any, row: int, column: int, value: Any) -> None:
    if value == "" or value is None:
        return
    if isinstance(value, dt.date):
        sheet.write_datetime(row, column, value)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, value)


def write_gbk(path: Path, grid: Grid) -> None:
    """Write one sheet as the CSV that an older Excel saves."""
    with path.open("w", encoding="gbk", errors="replace", newline="") as file:
        csv.writer(file).writerows(grid.lines)
