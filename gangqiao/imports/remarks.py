"""The rows that could not be taken, as a workbook with remarks: corrected in place, it can be brought in again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import xlsxwriter
from django.db.models import Q
from django.utils.translation import gettext

from gangqiao.imports.models import Import, Row
from gangqiao.imports.reading.base import as_text
from gangqiao.imports.rows import Note, Payload, Severity
from gangqiao.imports.states import Fate, Outcome
from gangqiao.imports.understanding import Understood, understand_book
from gangqiao.kernel import files
from gangqiao.kernel.sheets import LineKind, open_book, records

LONGEST_SHEET_NAME = 31
MOST_DIGITS = 11  # a longer number is written as text, so that no spreadsheet can shorten it
WIDTHS = {"heading": 14, "remark": 60}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is said of one line: the sentences, and the letters of the columns they are about."""

    sentences: tuple[str, ...]
    letters: frozenset[str]


NO_FAULT = Fault((), frozenset())


def wrong_rows_workbook(source: Import) -> bytes:
    """The wrong and refused rows with their cells as they were, and a column that says what to correct.

    Sentences are in the reader's language. Every cell is a text, a day or a short number: nothing in it can become
    live. The remarks column is left out when the workbook is brought in again. Raises FileGone, UnreadableFile.
    """
    faults = _faults(source)
    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with (
        xlsxwriter.Workbook(target, options) as made,
        open_book(files.open_kept(source.file), name=source.name) as book,
    ):
        for sheet in understand_book(book, lambda columns: None):
            if sheet.is_list and faults.get(sheet.number):
                _write_sheet(made, sheet, faults[sheet.number])
        if not made.worksheets():
            made.add_worksheet()
    return target.getvalue()


def _faults(source: Import) -> dict[int, dict[int, Fault]]:
    """By sheet and line."""
    found: dict[int, dict[int, Fault]] = {}
    rows = Row.objects.filter(Q(fate=Fate.WRONG) | Q(outcome=Outcome.REFUSED), source=source)
    for row in rows.order_by("sheet", "line").iterator(chunk_size=500):
        notes = [n for n in Payload.from_json(row.payload).notes if n.severity != Severity.READ]
        found.setdefault(row.sheet, {})[row.line] = _fault(notes, row.why)
    return found


def _fault(notes: Sequence[Note], said: str) -> Fault:
    sentences = [f"{n.column} {n.heading}: {n.say}" if n.column else str(n.say) for n in notes]
    return Fault(tuple([said] if said else []) + tuple(sentences), frozenset(n.column for n in notes if n.column))


def _write_sheet(made: Any, sheet: Understood, faults: Mapping[int, Fault]) -> None:
    assert sheet.layout is not None
    page = made.add_worksheet(sheet.sheet.name[:LONGEST_SHEET_NAME])
    styles = _Styles(made)
    columns = {c.index: c for c in sheet.layout.columns}
    width = max((*columns, -1)) + 1
    top = 0
    for _line, title in sheet.layout.titles:
        page.write_string(top, 0, title)
        top += 1
    for index, column in columns.items():
        page.write_string(top, index, column.heading.rpartition(" / ")[2], styles.heading)
        page.set_column(index, index, WIDTHS["heading"])
    page.write_string(top, width, gettext("To be corrected"), styles.heading)
    page.set_column(width, width, WIDTHS["remark"])
    page.freeze_panes(top + 1, 0)
    for line, kind, cells, _filled in records(sheet.sheet, sheet.layout):
        fault = faults.get(line, NO_FAULT if kind is LineKind.OTHER_HEADING else None)
        if fault is None:
            continue
        top += 1
        for index, cell in enumerate(cells[:width]):
            letter = columns[index].letter if index in columns else ""
            _write(page, top, index, cell, styles, is_marked=letter in fault.letters)
        page.write_string(top, width, "\n".join(fault.sentences), styles.remark)


class _Styles:
    def __init__(self, made: Any) -> None:
        marked = {"bg_color": "#FFF2B3", "border": 1, "border_color": "#B26B00"}
        self.heading = made.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.remark = made.add_format({"text_wrap": True, "valign": "top"})
        # The whole column of texts stays text when somebody types into it.
        self.plain, self.marked = made.add_format({"num_format": "@"}), made.add_format({"num_format": "@", **marked})
        self.day = made.add_format({"num_format": "yyyy-mm-dd"})
        self.marked_day = made.add_format({"num_format": "yyyy-mm-dd", **marked})


def _write(page: Any, row: int, column: int, cell: Any, styles: _Styles, *, is_marked: bool) -> None:
    text = styles.marked if is_marked else styles.plain
    if cell is None:
        page.write_blank(row, column, None, text)
    elif isinstance(cell, (datetime, date)):
        page.write_datetime(row, column, cell, styles.marked_day if is_marked else styles.day)
    elif isinstance(cell, (int, float)) and not isinstance(cell, bool):
        _write_number(page, row, column, cell, text)
    else:
        page.write_string(row, column, cell.isoformat() if isinstance(cell, time) else as_text(cell), text)


def _write_number(page: Any, row: int, column: int, cell: float, text: Any) -> None:
    """A short number as it is. A long one has lost digits: written in a form that is refused again unless retyped."""
    if abs(cell) < 10**MOST_DIGITS:
        page.write_number(row, column, cell, text)
    else:
        page.write_string(row, column, f"{cell:.11E}", text)
