"""Makes room for more records in a form: lines are put in, and everything below moves as Excel would move it.

openpyxl's own `insert_rows` moves cells and nothing else: formulas, merged cells, heights, conditions and the print
area would stay behind.
"""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass
from typing import Any

from openpyxl.cell.cell import MergedCell
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formula import Tokenizer
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.worksheet.formula import ArrayFormula

_CELL = re.compile(r"(\$?)([A-Z]{1,3})?(\$?)(\d+)?")


@dataclass(frozen=True, slots=True)
class Growth:
    """`extra` lines put in below line `last` of the sheet named `sheet`. The list itself ends with `last`."""

    sheet: str
    last: int
    extra: int

    def row(self, row: int) -> int:
        """Where a line stands afterwards."""
        return row + self.extra if row > self.last else row

    def end(self, row: int) -> int:
        """Where a range that ends with this line ends afterwards: one that ends with the list grows with it."""
        return row + self.extra if row >= self.last else row


def grow(book: Any, sheet: Any, last: int, extra: int) -> None:
    """Put `extra` lines below line `last`, each like `last`, and keep everything that refers to what moved."""
    if extra < 1:
        return
    growth = Growth(sheet.title, last, extra)
    model = [copy_of(sheet.cell(last, column)) for column in range(1, sheet.max_column + 1)]
    height = sheet.row_dimensions[last].height
    if sheet.max_row > last:
        sheet.move_range(f"A{last + 1}:{get_column_letter(sheet.max_column)}{sheet.max_row}", rows=extra)
    _move_merges(sheet, growth)
    _move_heights(sheet, growth, height)
    _move_formulas(book, growth)
    _move_rules(sheet, growth)
    for row in range(last + 1, last + extra + 1):
        _write_model(sheet, row, last, model)


def copy_of(cell: Any) -> tuple[Any, Any, int]:
    """Style, formula or constant, and column of a cell of the model line."""
    return copy(cell._style), None if isinstance(cell, MergedCell) else cell.value, cell.column


def _write_model(sheet: Any, row: int, last: int, model: list[tuple[Any, Any, int]]) -> None:
    for style, value, column in model:
        cell = sheet.cell(row, column)
        cell._style = copy(style)
        if isinstance(cell, MergedCell):
            continue
        is_formula = isinstance(value, str) and value.startswith("=")
        here = f"{get_column_letter(column)}{row}"
        # What the form says on its last line stands there only; a formula is meant for each line.
        cell.value = (
            Translator(value, f"{get_column_letter(column)}{last}").translate_formula(here) if is_formula else None
        )


def _move_merges(sheet: Any, growth: Growth) -> None:
    moved = []
    for held in sheet.merged_cells.ranges:
        moved.append(_grown(held, growth))
        if held.min_row == held.max_row == growth.last:
            moved += [_at(held, row) for row in range(growth.last + 1, growth.last + growth.extra + 1)]
    sheet.merged_cells = MultiCellRange(moved)


def _grown(held: Any, growth: Growth) -> CellRange:
    """The range afterwards. A single line of the list stays a single line; the cells of a merge grow with the list."""
    is_line = held.min_row == held.max_row
    bottom = growth.row(held.max_row) if is_line else growth.end(held.max_row)
    return CellRange(min_col=held.min_col, max_col=held.max_col, min_row=growth.row(held.min_row), max_row=bottom)


def _at(held: Any, row: int) -> CellRange:
    return CellRange(min_col=held.min_col, max_col=held.max_col, min_row=row, max_row=row)


def _move_heights(sheet: Any, growth: Growth, height: float | None) -> None:
    dimensions = sheet.row_dimensions
    for row in sorted((r for r in dimensions if r > growth.last), reverse=True):
        dimension = dimensions.pop(row)
        dimension.index = growth.row(row)
        dimensions[dimension.index] = dimension
    for row in range(growth.last + 1, growth.last + growth.extra + 1):
        dimensions[row].height = height
    for page_break in sheet.row_breaks.brk:
        page_break.id = growth.row(page_break.id)


def _move_formulas(book: Any, growth: Growth) -> None:
    for sheet in book.worksheets:
        # Only the cells there are: a form may name a single cell at the far end of the sheet.
        for cell in list(sheet._cells.values()):
            if cell.data_type == "f":
                _move_formula(cell, growth)
        for name in sheet.defined_names.values():
            name.attr_text = moved_formula(name.attr_text, growth, sheet.title)
    for name in book.defined_names.values():
        name.attr_text = moved_formula(name.attr_text, growth, "")


def _move_formula(cell: Any, growth: Growth) -> None:
    if isinstance(cell.value, ArrayFormula):
        cell.value.text = moved_formula(cell.value.text, growth, cell.parent.title)
        if cell.parent.title == growth.sheet:
            cell.value.ref = moved_ref(cell.value.ref, growth)
    elif isinstance(cell.value, str):
        cell.value = moved_formula(cell.value, growth, cell.parent.title)


def moved_formula(formula: str, growth: Growth, own: str) -> str:
    """The formula afterwards. `own`: the sheet it stands on, whose cells it names without saying so."""
    has_sign = formula.startswith("=")
    tokens = Tokenizer(formula if has_sign else f"={formula}").items
    parts = [
        _moved_operand(t.value, growth, own) if t.type == "OPERAND" and t.subtype == "RANGE" else t.value
        for t in tokens
    ]
    return ("=" if has_sign else "") + "".join(parts)


def _moved_operand(text: str, growth: Growth, own: str) -> str:
    sheet, mark, ref = text.rpartition("!")
    named = sheet.strip("'").replace("''", "'") if mark else own
    return f"{sheet}{mark}{moved_ref(ref, growth)}" if named == growth.sheet else text


def moved_ref(ref: str, growth: Growth) -> str:
    """ "D5:D14" afterwards; what is no reference to cells (a name) as it was."""
    first, colon, second = ref.partition(":")
    if not colon:
        return _moved_end(first, growth.row)
    return f"{_moved_end(first, growth.row)}:{_moved_end(second, growth.end)}"


def _moved_end(text: str, move: Any) -> str:
    found = _CELL.fullmatch(text)
    if found is None or not found[4]:
        return text
    return f"{found[1]}{found[2] or ''}{found[3]}{move(int(found[4]))}"


def _move_rules(sheet: Any, growth: Growth) -> None:
    """Conditional formats, lists to choose from, the print area, the filter, tables."""
    rules = ConditionalFormattingList()
    for held in sheet.conditional_formatting:
        for rule in held.rules:
            rule.formula = [moved_formula(f, growth, sheet.title) for f in rule.formula]
            rules.add(_moved_refs(str(held.sqref), growth), rule)
    sheet.conditional_formatting = rules
    for check in sheet.data_validations.dataValidation:
        check.sqref = MultiCellRange(_moved_refs(str(check.sqref), growth, is_list=True))
    if sheet.print_area:
        areas = str(sheet.print_area).replace("$", "").split(",")
        sheet.print_area = ",".join(moved_ref(a.rpartition("!")[2], growth) for a in areas)
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = moved_ref(sheet.auto_filter.ref, growth)
    for table in sheet.tables.values():
        table.ref = moved_ref(table.ref, growth)


def _moved_refs(refs: str, growth: Growth, *, is_list: bool = False) -> str:
    moved = []
    for ref in refs.split():
        # A rule on one line of the list is meant for every record of it.
        is_line = ":" not in ref and is_list and re.sub(r"\D", "", ref) == str(growth.last)
        moved.append(moved_ref(f"{ref}:{ref}" if is_line else ref, growth))
    return " ".join(moved)
