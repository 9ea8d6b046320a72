"""Lines put into a form: every formula still says what it said."""

from __future__ import annotations

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gangqiao.reports.growing import Growth, grow, moved_formula


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("=SUM(D5:D7)", "=SUM(D5:D17)"),
        ("=SUM($D$5:$D$7)", "=SUM($D$5:$D$17)"),
        ("=D8/D7", "=D18/D7"),
        ("=SUM(D5:D6)", "=SUM(D5:D6)"),
        ('=COUNTIF(B5:B7,"D8:D9")&D8', '=COUNTIF(B5:B17,"D8:D9")&D18'),
        ("=SUM(Sheet1!D5:D7)", "=SUM(Sheet1!D5:D17)"),
        ("=SUM('another'!D5:D9)", "=SUM('another'!D5:D9)"),
        ("=SUM(D:D)+SUM(7:8)", "=SUM(D:D)+SUM(7:18)"),
        ("=LOG10(D8)", "=LOG10(D18)"),
        ("=Total", "=Total"),
    ],
)
def test_references_below_move_and_ranges_of_the_list_grow(formula, moved):
    assert moved_formula(formula, Growth("Sheet1", 7, 10), "Sheet1") == moved


def test_a_formula_of_another_sheet_moves_only_what_it_takes_from_the_grown_one():
    assert moved_formula("=D8+Sheet1!D8", Growth("Sheet1", 7, 2), "other") == "=D8+Sheet1!D10"


@given(last=st.integers(2, 30), extra=st.integers(1, 40), row=st.integers(1, 60))
def test_what_a_cell_says_is_found_where_its_reference_leads(last, extra, row):
    book = openpyxl.Workbook()
    sheet = book.active
    for number in range(1, 61):
        sheet.cell(number, 1).value = number
    sheet["C1"] = f"=A{row}"
    grow(book, sheet, last, extra)
    reference = sheet["C1"].value.removeprefix("=")
    assert sheet[reference].value == row
    assert [sheet.cell(r, 1).value for r in range(last + 1, last + extra + 1)] == [None] * extra


def test_each_new_line_has_the_formula_of_the_last_one():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["C4"], sheet["C5"] = "=A4*B4", "=SUM(C3:C4)"
    grow(book, sheet, 4, 2)
    assert [sheet[f"C{row}"].value for row in (4, 5, 6, 7)] == ["=A4*B4", "=A5*B5", "=A6*B6", "=SUM(C3:C6)"]
