"""Writes the file row by row, so that memory does not grow with the rows.

By rustpy-xlsxwriter where it is installed (an eighth of the time), by XlsxWriter where it is not: the same sheet. Every
text is written as a text: "=1+1" stays what was written.
"""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import xlsxwriter

from gangqiao.exports.columns import OutColumn
from gangqiao.exports.writing import Cell, csv_cell

try:
    import rustpy_xlsxwriter as fast
except ImportError:  # a young package of one author: the product works without it, more slowly
    fast = None

TEXT = "@"
HEAD_COLOUR = "#DCE9F7"
FAINT = "#8A8A8A"
A4 = 9


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file holds beside its rows.

    above  lines over the heading, the first one the title; none in a bare file
    mark    who took it out, when, and the number: at the foot of every printed page
    is_faint  the mark stands large and faint at the head of every printed page, too
    hidden  lines of a hidden sheet that says the same; none: no such sheet
    """

    name: str
    columns: Sequence[OutColumn]
    above: Sequence[str] = ()
    mark: str = ""
    hidden: Sequence[str] = field(default_factory=tuple)
    hidden_name: str = "mark"
    is_faint: bool = False


Rows = Iterable[Sequence[Cell]]


def write_xlsx(sheet: Sheet, rows: Rows, out: BinaryIO, *, is_fast: bool = True) -> None:
    """Write the workbook into an open file. `rows` are asked one after the other and not kept."""
    if is_fast and fast is not None:
        _write_fast(sheet, rows, out)
    else:
        _write_slowly(sheet, rows, out)


def write_csv(sheet: Sheet, rows: Rows, out: BinaryIO) -> None:
    """Write UTF-8 with the mark by which spreadsheet programs know it; no text is taken for a formula."""
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow([csv_cell(column.heading) for column in sheet.columns])
    writer.writerows([csv_cell(value) for value in row] for row in rows)
    text.detach()


# --- the fast way ----------------------------------------------------------------------------------------------------


def _write_fast(sheet: Sheet, rows: Rows, out: BinaryIO) -> None:
    names = [column.heading for column in sheet.columns]
    top, last = len(sheet.above), len(names) - 1
    books: list[tuple[str, Any]] = [(sheet.name, _records(names, rows))]
    of: dict[str, Any] = {
        "header_format": {sheet.name: _head()},
        "header_row": {sheet.name: top},
        "freeze_panes": {sheet.name: {"row": top + 1, "col": 1}},
        "column_widths": {sheet.name: {c.heading: c.width for c in sheet.columns}},
        "column_formats": {sheet.name: {name: fast.Format().set_num_format("General") for name in names}},
        "ignore_errors": {sheet.name: names},
        "page_setup": {sheet.name: _page(sheet)},
    }
    if sheet.above:
        of["merge_ranges"] = {sheet.name: [_merged(n, last, line) for n, line in enumerate(sheet.above)]}
    if sheet.hidden:
        books.append((sheet.hidden_name, [{sheet.hidden_name: line} for line in sheet.hidden]))
        of["sheet_view"] = {sheet.hidden_name: {"hidden": True}}
    fast.write_worksheets(books, out, **of)


def _records(names: Sequence[str], rows: Rows) -> Iterator[dict[str, Cell]]:
    """Rows as the library takes them. A sheet without rows still has its heading, from an empty record."""
    rows = iter(rows)
    first = next(rows, [None] * len(names))
    for row in itertools.chain([first], rows):
        yield dict(zip(names, row, strict=True))


def _head() -> Any:
    return fast.Format().set_bold().set_background_color(HEAD_COLOUR).set_border("thin").set_text_wrap()


def _merged(line: int, last: int, text: str) -> tuple[Any, ...]:
    form = fast.Format()
    form = form.set_bold().set_font_size(16).set_align("center") if line == 0 else form.set_align("left")
    return (line, 0, line, max(last, 1), text, form)


def _page(sheet: Sheet) -> dict[str, Any]:
    return {
        "landscape": True,
        "paper_size": A4,
        "fit_to_pages": (1, 0),
        "repeat_rows": len(sheet.above),
        "header": _header(sheet),
        "footer": _footer(sheet),
    }


def _header(sheet: Sheet) -> str:
    """Faint and large across the head of every printed page."""
    return f"&C&18&K{FAINT[1:]}{foot_text(sheet.mark)}" if sheet.is_faint else ""


def _footer(sheet: Sheet) -> str:
    return f"&L&8{foot_text(sheet.mark)}&R&8&P / &N"


def foot_text(text: str) -> str:
    """A text for the head or foot of a printed page, where an ampersand begins a code."""
    return text.replace("&", "&&")[:200]


# --- the slow way ----------------------------------------------------------------------------------------------------


def _write_slowly(sheet: Sheet, rows: Rows, out: BinaryIO) -> None:
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    page = book.add_worksheet(sheet.name)
    top, last = len(sheet.above), len(sheet.columns) - 1
    _set_up(page, sheet, top)
    head = book.add_format({"bold": True, "bg_color": HEAD_COLOUR, "border": 1, "text_wrap": True})
    for number, line in enumerate(sheet.above):
        form = {"bold": True, "font_size": 16, "align": "center"} if number == 0 else {"align": "left"}
        page.merge_range(number, 0, number, max(last, 1), line, book.add_format(form))
    for column, out in enumerate(sheet.columns):
        page.write_string(top, column, out.heading, head)
    for number, row in enumerate(rows, start=top + 1):
        _write_row(page, number, row)
    if sheet.hidden:
        kept = book.add_worksheet(sheet.hidden_name)
        kept.hide()
        for number, line in enumerate((sheet.hidden_name, *sheet.hidden)):
            kept.write_string(number, 0, line)
    book.close()


def _write_row(page: Any, number: int, row: Sequence[Cell]) -> None:
    for column, value in enumerate(row):
        if isinstance(value, str):
            page.write_string(number, column, value)
        elif value is not None:
            page.write_number(number, column, value)


def _set_up(page: Any, sheet: Sheet, top: int) -> None:
    for number, column in enumerate(sheet.columns):
        page.set_column(number, number, column.width)
    page.freeze_panes(top + 1, 1)
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)
    page.set_header(_header(sheet))
    page.set_footer(_footer(sheet))


def locked(content: bytes, password: str) -> bytes:
    """The workbook encrypted with a password (agile encryption, as spreadsheet programs do it)."""
    from msoffcrypto.format.ooxml import OOXMLFile

    out = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt(password, out)
    return out.getvalue()
