"""The values that go into a form: of a record, of an area, of the report itself; and how they are written in a cell."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from openpyxl.cell.cell import MergedCell
from openpyxl.styles.numbers import is_date_format

from gangqiao.engine.figures import FIGURES, result_of
from gangqiao.exports.profiles import PROFILES
from gangqiao.exports.writing import cell
from gangqiao.indicators import reads as figures
from gangqiao.indicators.store import Fact, fact_on
from gangqiao.indicators.targets import Progress
from gangqiao.kernel.actor import Level
from gangqiao.kernel.attributes import Attribute, Choice, Date, Integer, Money, Number, PersonId
from gangqiao.ledgers.reads.columns import Column, Row
from gangqiao.reports import teaching as t
from gangqiao.reports.choices import CODE, FORMS, MASKED, OR_REGISTERED, PERCENT, SHARE, SPACED, attribute_of, shape

CENTS = 100
PLAIN_ID = replace(PROFILES["bare"], id="plain")
SPACED_ID = replace(PLAIN_ID, id="spaced")


@dataclass(slots=True)
class Report:
    """What one filled workbook is about. Figures of the day are counted once, however many cells show them."""

    area: str
    area_name: str
    day: date
    filler: str
    _fact: Fact | None = None
    _progress: dict[str, dict[str, Progress]] = field(default_factory=dict)

    @property
    def fact(self) -> Fact:
        """The county's figures of the day."""
        if self._fact is None:
            self._fact = fact_on(self.day)
        return self._fact

    @property
    def was_counted(self) -> bool:
        return self._fact is not None or bool(self._progress)

    def number(self, entry: t.Entry, area: str) -> Any:
        """A figure of an area: an int, a Fraction for a rate in percent, null where there is nothing to divide by."""
        if entry.kind == t.MEASURE:
            return self.fact.sums_of(area).get(entry.key)
        if entry.kind == t.FIGURE:
            figure = FIGURES.get(entry.key)
            return None if figure is None else result_of(figure, self.fact.sums_of(area)).value
        return self._of_target(entry, area)

    def _of_target(self, entry: t.Entry, area: str) -> Any:
        if area not in self._progress:
            found = figures.targets(self.day, [area])[area]
            self._progress[area] = {progress.target.id: progress for progress in found}
        progress = self._progress[area].get(entry.key)
        if progress is None:
            return None
        return {t.RESULT: progress.result.value, t.GOAL: progress.target_value, t.GAP: progress.gap}[entry.kind]


def of_record(column: Column, kind: str, row: Row, level: Level, form: str, clear: Collection[str] = ()) -> Any:
    """What a column of a list says of a record to a reader of this level; `clear` columns are shown in full."""
    if column.level > level and (column.key not in clear or form == MASKED):
        return column.mask(row)
    attribute = attribute_of(kind, column.key)
    if attribute is not None:
        plain = [getattr(r, attribute.key, None) for r in _records(column, row)]
        values = [value for value in plain if value not in (None, "", [])]
        if form == CODE and isinstance(attribute, Choice):
            return ",".join(dict.fromkeys(code for v in values for code in (v if isinstance(v, list) else [v])))
        if len(values) == 1 and (found := _typed(attribute, values[0], form)) is not None:
            return found
        if form == OR_REGISTERED and not values:
            return row.places.get(row.record.area_id)
    text = column.show(row)
    return int(text) if column.is_number and text.isdigit() else _dated(text)


def _records(column: Column, row: Row) -> list[Any]:
    if not column.needs or column.needs == "place":
        return [row.record]
    found = row.beside.get(column.needs)
    return found if isinstance(found, list) else [found] if found is not None else []


def _typed(attribute: Attribute, value: Any, form: str) -> Any:
    """A number as a number and a day as a day, so that the form's own formats and sums work; null for a text."""
    if isinstance(attribute, PersonId):
        return cell(attribute, value, SPACED_ID if form == SPACED else PLAIN_ID)
    if isinstance(attribute, Date):
        return value
    if isinstance(attribute, Money):
        return Decimal(value) / CENTS
    return value if isinstance(attribute, (Integer, Number)) else None


def _dated(text: str) -> Any:
    """A column that is worked out says its days as texts."""
    try:
        return date.fromisoformat(text) if len(text) == 10 and text[4:5] == "-" else text
    except ValueError:
        return text


def put(sheet: Any, row: int, column: int, value: Any, form: str = "") -> None:
    """Write a value into a cell, keeping how the cell looks. Text is text, whatever it begins with."""
    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        cell = _first_of_merge(sheet, cell)
    written = _written(value, form, cell.number_format)
    cell.value = written
    if isinstance(written, str):
        # Set after the value: a name such as "=1+1" would be taken for a formula, and come alive in Excel.
        cell.data_type = "s"
        cell.quotePrefix = written[:1] in ("=", "+", "-", "@", "\t", "\r")


def _first_of_merge(sheet: Any, cell: Any) -> Any:
    held = next(m for m in sheet.merged_cells.ranges if cell.coordinate in m)
    return sheet.cell(held.min_row, held.min_col)


def _written(value: Any, form: str, number_format: str) -> Any:
    if value is None or value == "":
        return None
    if isinstance(value, date):
        if form in FORMS:
            return shape(value.year, value.month, value.day, form)
        return value if is_date_format(number_format) else value.isoformat()
    if isinstance(value, Fraction):
        is_share = form == SHARE or (form != PERCENT and "%" in number_format)
        return round(float(value) / 100, 4) if is_share else round(float(value), 2)
    return float(value) if isinstance(value, Decimal) else value
