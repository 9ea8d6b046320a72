"""A paper as a workbook: its words on the first sheet, then every table on a sheet of its own, numbers as numbers."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter

from gangqiao.briefings.content.blocks import Cell, Column, Grid, Heading, Listing, Paper, Sentence
from gangqiao.briefings.writing.documents import Imprint
from gangqiao.exports.sheet import A4, HEAD_COLOUR, foot_text

WIDTH, WIDE = 13, 11  # of a column of numbers, and for each share of width of one of words
LINE = 100  # width of the sheet of words


def write_excel(paper: Paper, imprint: Imprint) -> bytes:
    """The workbook."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": paper.title, "author": paper.unit})
    formats = _formats(book)
    _write_words(book, paper, imprint, formats)
    mark = foot_text(f"{paper.title}  {imprint.status(paper)}  {paper.provisional_words}".strip())
    for number, grid in enumerate((one for one in paper.every_block if isinstance(one, Grid)), start=1):
        _write_grid(book, f"{number} {grid.key}", grid, formats, mark)
    book.close()
    return out.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    return {
        "title": book.add_format({"bold": True, "font_size": 16, "align": "center", "text_wrap": True}),
        "heading": book.add_format({"bold": True, "font_size": 12}),
        "words": book.add_format({"text_wrap": True, "valign": "top"}),
        "head": book.add_format(
            {
                "bold": True,
                "bg_color": HEAD_COLOUR,
                "border": 1,
                "text_wrap": True,
                "align": "center",
                "valign": "vcenter",
            }
        ),
        "text": book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"}),
        "count": book.add_format({"border": 1, "num_format": "#,##0", "valign": "vcenter"}),
        "percent": book.add_format({"border": 1, "num_format": '0.0"%"', "valign": "vcenter"}),
        "signed": book.add_format({"border": 1, "num_format": "+#,##0;-#,##0;+0", "valign": "vcenter"}),
        "other": book.add_format({"border": 1, "align": "right", "valign": "vcenter"}),
    }


def _write_words(book: Any, paper: Paper, imprint: Imprint, formats: dict[str, Any]) -> None:
    page = book.add_worksheet(paper.labels["text"])
    page.set_column(0, 0, LINE)
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.set_footer(f"&R&8&P / &N&L&8{foot_text(paper.title)}")
    lines = [(paper.title, "title"), (f"{paper.unit}  {imprint.status(paper)}  {imprint.day(paper)}".strip(), "words")]
    lines += [(line, "words") for line in (paper.about, paper.provisional_words, *paper.basis) if line]
    for block in paper.blocks:
        if isinstance(block, Heading):
            lines.append((block.text, "heading"))
        elif isinstance(block, Sentence):
            lines.append((block.text, "words"))
        elif isinstance(block, Listing):
            lines += [(f"{n}. {entry}", "words") for n, entry in enumerate(block.entries, start=1)]
        elif isinstance(block, Grid):
            lines.append((f"→ {block.title}", "words"))
    for number, (line, form) in enumerate(lines):
        page.write_string(number, 0, line, formats[form])


def _write_grid(book: Any, name: str, grid: Grid, formats: dict[str, Any], mark: str) -> None:
    page = book.add_worksheet(name)
    page.set_paper(A4)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_footer(f"&L&8{mark}&R&8&P / &N")
    page.merge_range(0, 0, 0, max(len(grid.columns) - 1, 1), grid.title, formats["title"])
    for place, column in enumerate(grid.columns):
        page.set_column(place, place, _width(column))
        page.write_string(1, place, column.label, formats["head"])
    page.freeze_panes(2, 1)
    page.repeat_rows(0, 1)
    for number, row in enumerate(grid.rows, start=2):
        for place, cell in enumerate(row):
            _write_cell(page, number, place, cell, grid.columns[place], formats)
    if grid.note:
        page.write_string(len(grid.rows) + 2, 0, grid.note)


def _width(column: Column) -> int:
    return WIDTH if column.is_number else max(WIDTH, WIDE * column.wide)


def _write_cell(page: Any, row: int, place: int, cell: Cell, column: Column, formats: dict[str, Any]) -> None:
    if cell.value is None and not cell.text:
        page.write_blank(row, place, None, formats["text"])
        return
    if cell.value is None:
        page.write_string(row, place, cell.text, formats["other" if column.is_number else "text"])
        return
    form = "percent" if cell.text.endswith("%") else "signed" if cell.text[:1] in "+-" else "count"
    page.write_number(row, place, cell.value, formats[form])
