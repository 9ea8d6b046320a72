"""Small workbooks as village officers send them."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter

HEADINGS = ("序号", "村民小组", "户主姓名", "与户主关系", "姓名", "身份证号码", "联系电话")


def workbook(*rows: tuple[Any, ...], headings: tuple[str, ...] = HEADINGS) -> bytes:
    """A list with a title, headings in the second line, and the rows from the third on."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("花名册")
    sheet.write(0, 0, "布龙村委会农村劳动力花名册")
    for line, cells in enumerate((headings, *rows), start=1):
        for column, cell in enumerate(cells):
            sheet.write(line, column, cell)
    book.close()
    return out.getvalue()
