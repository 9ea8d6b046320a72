"""Workbooks of every make for the tests, and the words they are understood by."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from datetime import date
from itertools import islice
from typing import Any

import xlsxwriter
import xlwt

from gangqiao.kernel.identifiers import make_id_number
from gangqiao.kernel.sheets import Layout, LineKind, Term, Vocabulary, open_book, records, text_of, understand
from gangqiao.kernel.sheets.wire import Cell

DAY = re.compile(r"\d{4}[-./年]?\d{1,2}[-./月]?\d{1,2}日?")


def _fits(pattern: str) -> Any:
    return lambda cell: bool(re.fullmatch(pattern, text_of(cell)))


def _is_day(cell: Cell) -> bool:
    return isinstance(cell, date) or bool(DAY.fullmatch(text_of(cell)))


VOCABULARY = Vocabulary(
    [
        Term("household_no", ("户编号", "户号")),
        Term("head_name", ("户主姓名", "户主")),
        Term("head_id", ("户主身份证号",), _fits(r"\d{17}[\dXx]")),
        Term("name", ("姓名", "户籍姓名", "Name", "Full name")),
        Term("id_number", ("身份证号码", "身份证号", "身份证", "证件号码", "ID number"), _fits(r"\d{17}[\dXx]|\d{15}")),
        Term("sex", ("性别", "Sex", "Gender"), _fits("[男女]|M|F")),
        Term("birth_date", ("出生日期", "出生年月", "Date of birth"), _is_day),
        Term("relation", ("与户主关系",), _fits("户主|配偶|子|女|父亲|母亲|儿媳")),
        Term("ethnicity", ("民族",), _fits(".{1,3}族")),
        Term("education", ("文化程度", "学历")),
        Term("phone", ("联系电话", "电话", "手机号码", "手机", "Phone"), _fits(r"1\d{10}")),
        Term("status", ("就业状态", "就业状况")),
        Term("employer", ("务工单位", "务工企业名称", "Employer")),
        Term("place", ("务工地点", "务工地", "Place of work")),
        Term("income", ("月收入", "月工资", "Monthly income"), _fits(r"[\d.]+"), is_money=True),
        Term("started_on", ("外出时间", "务工起始日期"), _is_day),
        Term("address", ("家庭住址", "住址")),
        Term("speaks_mandarin", ("会说普通话",), _fits("是|否")),
        Term("remark", ("备注",)),
    ]
)


def id_number(n: int, sex: str = "1") -> str:
    return make_id_number(date(1970 + n % 30, 1 + n % 12, 1 + n % 28), sex, n)


def phone(n: int) -> str:
    return f"1600{n:07d}"


def xlsx(*sheets: tuple[str, Sequence[Sequence[Any]]], merged: Sequence[tuple[int, int, int, int]] = ()) -> bytes:
    """A workbook with these sheets; `merged` are ranges of the first one."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    plain = book.add_format()
    for number, (name, rows) in enumerate(sheets):
        sheet = book.add_worksheet(name)
        for top, left, bottom, right in merged if number == 0 else ():
            sheet.merge_range(top, left, bottom, right, "", plain)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                _write(sheet, at, column, cell)
    book.close()
    return content.getvalue()


def _write(sheet: Any, row: int, column: int, cell: Any) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, cell)
    elif cell is not None:
        sheet.write(row, column, cell)


def xls(name: str, rows: Sequence[Sequence[Any]], merged: Sequence[tuple[int, int, int, int]] = ()) -> bytes:
    """A workbook of Excel 97 (BIFF8)."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet(name)
    inside = {
        (r, c) for top, left, bottom, right in merged for r in range(top, bottom + 1) for c in range(left, right + 1)
    }
    for top, left, bottom, right in merged:
        sheet.write_merge(top, bottom, left, right, rows[top][left])
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell is not None and (at, column) not in inside:
                sheet.write(at, column, cell, *([day] if isinstance(cell, date) else []))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def delimited(rows: Sequence[Sequence[Any]], encoding: str = "utf-8", separator: str = ",") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode(encoding)


def read(content: bytes, name: str = "list.xlsx") -> list[list[list[Cell]]]:
    """All cells of all sheets."""
    with open_book(content, name=name) as book:
        return [[cells for _, cells in sheet.rows()] for sheet in book.sheets]


def understood(content: bytes, name: str = "list.xlsx", remembered: dict[str, str] | None = None, sheet: int = 0):  # type: ignore[no-untyped-def]
    """(layout, [(line, kind, cells, filled)]) of one sheet."""
    with open_book(content, name=name) as book:
        chosen = book.sheets[sheet]
        layout = understand(list(islice(chosen.rows(), 60)), chosen, VOCABULARY, remembered)
        return layout, list(records(chosen, layout))


def keys(layout: Layout) -> dict[str, str]:
    """Letter of the column -> key, of those recognised."""
    return {column.letter: column.key for column in layout.columns if column.key}


def record_lines(found: Sequence[tuple[int, LineKind, list[Cell], frozenset[int]]]) -> list[int]:
    return [line for line, kind, _, _ in found if kind is LineKind.RECORD]
