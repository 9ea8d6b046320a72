"""What was written is read back cell for cell, each with its type."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, time
from itertools import islice

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from gangqiao.kernel.sheets import open_book
from gangqiao.kernel.sheets.safe import can_become_live, for_csv
from gangqiao.kernel.sheets.tests.shapes import id_number, read, xls, xlsx
from gangqiao.kernel.sheets.wire import BrokenFrame, length, message

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), min_size=1, max_size=30)
WORDS = TEXT.filter(lambda text: not text.isspace())
CELLS = st.one_of(
    st.none(),
    WORDS,
    st.booleans(),
    st.integers(-(10**14), 10**14),
    st.floats(-1e12, 1e12, allow_nan=False).map(lambda x: round(x, 3)),
    st.dates(date(1901, 1, 1), date(2099, 12, 31)),
    st.datetimes(datetime(1901, 1, 1), datetime(2099, 12, 31)).map(lambda x: x.replace(microsecond=0)),
    st.times().map(lambda x: x.replace(microsecond=0)),
)


def grids(cells):  # type: ignore[no-untyped-def]
    return st.integers(1, 6).flatmap(
        lambda n: st.lists(st.lists(cells, min_size=n, max_size=n), min_size=1, max_size=8)
    )


def trimmed(grid: list[list[object]]) -> list[list[object]]:
    """Without blank rows at the end and blank columns at the right: a sheet does not have them."""
    grid = [list(row) for row in grid]
    while grid and all(cell is None for cell in grid[-1]):
        grid.pop()
    width = max((n + 1 for row in grid for n, cell in enumerate(row) if cell is not None), default=0)
    return [row[:width] for row in grid]


def same(read_cell: object, written: object) -> bool:
    if isinstance(written, datetime) and written.time() == time():
        written = written.date()  # a day with midnight is a day
    if isinstance(written, float):
        return isinstance(read_cell, (int, float)) and abs(read_cell - written) <= 1e-9 * abs(written)
    return type(read_cell) is type(written) and read_cell == written


def _written(grid: list[list[object]]) -> bytes:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet = book.add_worksheet()
    day, moment, clock = (book.add_format({"num_format": f}) for f in ("yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", "hh:mm:ss"))
    for r, row in enumerate(grid):
        for c, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(r, c, cell)
            elif isinstance(cell, datetime):
                sheet.write_datetime(r, c, cell, moment)
            elif isinstance(cell, (date, time)):
                sheet.write_datetime(r, c, cell, day if isinstance(cell, date) else clock)
            elif cell is not None:
                sheet.write(r, c, cell)
    book.close()
    return content.getvalue()


@settings(max_examples=40, deadline=None)
@given(grids(CELLS))
def test_a_grid_written_as_xlsx_is_read_back_with_its_types(grid):
    [found] = read(_written(grid))
    wanted = trimmed(grid)
    assert [len(row) for row in found] == [len(row) for row in wanted]
    for read_row, row in zip(found, wanted, strict=True):
        for read_cell, cell in zip(read_row, row, strict=True):
            assert same(read_cell, cell), (read_cell, cell)


@settings(max_examples=40, deadline=None)
@given(grids(st.one_of(st.none(), WORDS)), st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]))
def test_a_grid_of_texts_written_as_csv_is_read_back(grid, encoding):
    grid = [["甲", "乙", *["丙"] * len(grid[0])], *[["x", "y", *row] for row in grid]]
    text = io.StringIO(newline="")
    csv.writer(text).writerows([[for_csv(cell or "") for cell in row] for row in grid])
    [found] = read(text.getvalue().encode(encoding), "x.csv")
    assert found == [[_as_read(cell) for cell in row] for row in grid]


def _as_read(cell: str | None) -> str | None:
    # An apostrophe before a digit or a sign, and ="...", are what an office writes to keep a text a text.
    if cell and len(cell) > 1 and cell[0] == "'" and (cell[1].isdigit() or can_become_live(cell[1:])):
        return cell[1:]
    return cell


def test_an_id_kept_as_a_number_is_seen_as_one_and_a_telephone_number_stays_whole():
    [[[number, phone, text, short]]] = read(xlsx(("S", [[532526198801011234, 16000000001, id_number(1), 3.0]])))
    assert isinstance(number, float)
    assert (phone, text, short) == (16000000001, id_number(1), 3)
    assert isinstance(short, int)


def test_days_and_hidden_marks_of_excel_97():
    rows = [["姓名", "出生日期"], ["张伟", date(1980, 2, 29)], [None, None], ["李娜", 29280.0]]
    assert read(xls("S", rows), "x.xls") == [[rows[0], rows[1], [None, None], ["李娜", 29280]]]


def test_blank_lines_keep_the_numbers_of_the_lines_right():
    with open_book(xlsx(("S", [[None], ["a"], [" "], ["　"], ["b"], [""]])), name="x.xlsx") as book:
        assert list(book.sheets[0].rows()) == [(1, [None]), (2, ["a"]), (3, [None]), (4, [None]), (5, ["b"])]


def test_a_sheet_can_be_read_in_part_and_then_again():
    content = xlsx(*[(name, [[name, n] for n in range(30_000)]) for name in ("A", "B")])
    with open_book(content, name="x.xlsx") as book:
        one, other = book.sheets
        assert [line for line, _ in islice(one.rows(), 3)] == [1, 2, 3]
        assert sum(1 for _ in one.rows()) == 30_000
        half = other.rows()
        next(half)
        assert next(one.rows())[1] == ["A", 0]
        with pytest.raises(RuntimeError, match="another pass"):
            list(half)
        assert [cells for _, cells in other.rows()][-1] == ["B", 29_999]


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"1", b"[" * 100_000, b"\xff", b'{"on": 1}'])
def test_a_frame_that_is_none_of_ours_is_refused(body):
    with pytest.raises(BrokenFrame):
        message(body)


def test_a_frame_longer_than_any_of_ours_is_refused_before_it_is_read():
    with pytest.raises(BrokenFrame):
        length(b"\xff\xff\xff\xff")


def test_blank_rows_above_and_blank_columns_to_the_left_keep_their_place():
    grid = [[None, None, None], [None, None, "x"], [None, None, None], [None, "y", None]]
    assert read(xlsx(("S", grid))) == [grid]
    assert read(xls("S", grid), "x.xls") == [grid]
