"""The shares as an Excel workbook: units beside targets on the first sheet, a sheet of months for each target."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter
from django.utils.translation import gettext

from gangqiao.plans.showing.shares import RowShown, Shares, TableShown

A4 = 9
WIDTH = 16


def workbook(shares: Shares, title: str, says: str) -> bytes:
    """The workbook of one version, as far as its reader sees it."""
    out = io.BytesIO()
    # A text that begins with "=" stays a text.
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    formats = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format(
            {"bold": True, "bg_color": "#DCE9F7", "border": 1, "text_wrap": True, "align": "center"}
        ),
        "text": book.add_format({"border": 1}),
        "number": book.add_format({"border": 1, "num_format": "#,##0"}),
        "percent": book.add_format({"border": 1, "num_format": '0"%"'}),
    }
    _sheet(book, gettext("Targets"), title, says, shares.by_target(), formats)
    for target in shares.targets:
        _sheet(book, target.id, f"{title} {target.id}", says, shares.by_month(target), formats)
    book.close()
    return out.getvalue()


def _sheet(book: Any, name: str, title: str, says: str, table: TableShown, formats: dict[str, Any]) -> None:
    sheet = book.add_worksheet(name)
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    sheet.write_string(0, 0, title, formats["title"])
    sheet.write_string(1, 0, says)
    for number, column in enumerate(table.columns):
        sheet.write_string(2, number, str(column["label"]), formats["head"])
    sheet.set_column(0, len(table.columns) - 1, WIDTH)
    sheet.freeze_panes(3, 1)
    for line, row in enumerate(table.rows, 3):
        _row(sheet, line, row, len(table.columns), formats)


def _row(sheet: Any, line: int, row: RowShown, width: int, formats: dict[str, Any]) -> None:
    sheet.write_string(line, 0, row.name, formats["text"])
    for number, cell in enumerate(row.cells, 1):
        if cell.value is None:
            sheet.write_blank(line, number, None, formats["text"])
        else:
            sheet.write_number(line, number, cell.value, formats["percent" if cell.unit else "number"])
    if len(row.cells) + 1 < width:
        noted = row.noted_on.isoformat() if row.noted_on else ""
        sheet.write_string(line, width - 1, noted, formats["text"])
