"""Workbooks of vacancies that go out: the template of a department, what is kept, and lines to be corrected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext

from gangqiao.kernel.attributes import Attribute, Choice, Date, DivisionRef, MultiChoice
from gangqiao.places.reads import path_names_of
from gangqiao.vacancies.attributes import EMPLOYER, VACANCY
from gangqiao.vacancies.own_items import answers_of, attribute_of
from gangqiao.vacancies.policy.own_items import OWN, Item
from gangqiao.vacancies.reads.own_items import items_by
from gangqiao.vacancies.workbooks import EMPLOYER_NAME, MOST_LINES, Line

REQUIRED = ("title", "number", "pay_form", "pay_min", "place", "valid_until", "contact_phone")


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is written. attribute: null for the name of the employer."""

    key: str
    heading: str
    needed: bool
    attribute: Attribute | None


def template(own: Sequence[Item] = ()) -> bytes:
    """A workbook with the headings of every fact, then of a department's own items, and the words of lists."""
    return _written([], own)


def workbook_of(lines: Iterable[Line], own: Sequence[Item] = ()) -> bytes:
    """The lines as they came, under the headings of the template, with what to correct: to be mended and sent again."""
    return _written(list(lines), own)


def workbook_of_vacancies(vacancies: Iterable[Any], own: Sequence[Item] = ()) -> bytes:
    """What is kept of vacancies, under the headings of the template."""
    rows = list(vacancies)
    names = path_names_of({row.place_id for row in rows if row.place_id})
    return _written([_line_of(row, names.get(row.place_id, [])) for row in rows], own)


def _line_of(row: Any, way: Sequence[str]) -> Line:
    raw = {a.key: _cell(a, getattr(row, a.key)) for a in VACANCY if not isinstance(a, DivisionRef)}
    answers, items = answers_of(row), items_by(row)
    own = {items[key].heading: _own_cell(items[key], value) for key, value in answers.items() if key in items}
    return Line("", 0, raw | {"place": "".join(way)}, row.employer.name, {}, own=own)


def _cell(attribute: Attribute, value: Any) -> Any:
    return value if isinstance(attribute, Date) else attribute.show(value)


def _own_cell(item: Item, value: Any) -> str:
    """As it is read again: the word of a list, a day and a number as they are kept."""
    return attribute_of(item).show(value) if item.kind in ("choice", "yes_no") else str(value)


def _columns(own: Iterable[Item]) -> list[Column]:
    columns = [Column(EMPLOYER_NAME, EMPLOYER["name"].heading, True, None)]
    columns += [Column(a.key, a.heading, a.key in REQUIRED, a) for a in VACANCY]
    by_heading: dict[str, Column] = {}
    for item in own:
        column = Column(f"{OWN}{item.heading}", item.heading, item.required, attribute_of(item))
        by_heading.setdefault(item.heading, column)
    return columns + list(by_heading.values())


def _written(lines: Sequence[Line], own: Iterable[Item]) -> bytes:
    target, columns = BytesIO(), _columns(own)
    has_faults = any(line.faults for line in lines)
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as made:
        sheet = made.add_worksheet(gettext("Vacancies"))
        needed = made.add_format({"bold": True, "bg_color": "#DCE9F7", "text_wrap": True, "valign": "vcenter"})
        optional = made.add_format({"bg_color": "#F3F5F8", "text_wrap": True, "valign": "vcenter"})
        text = made.add_format({"num_format": "@"})
        for at, column in enumerate(columns):
            sheet.set_column(at, at, 14, text)
            sheet.write_string(0, at, column.heading, needed if column.needed else optional)
            _offer(sheet, at, column.attribute)
        sheet.freeze_panes(1, 2)
        if has_faults:
            sheet.set_column(len(columns), len(columns), 60)
            sheet.write_string(0, len(columns), gettext("What to correct"), needed)
        for row, line in enumerate(lines, start=1):
            _write_line(sheet, row, line, columns)
        _write_words(made, columns)
    return target.getvalue()


def _write_line(sheet: Any, row: int, line: Line, columns: Sequence[Column]) -> None:
    for at, column in enumerate(columns):
        value = _value_of(line, column.key)
        if value not in (None, ""):
            sheet.write_string(row, at, value.isoformat()[:10] if isinstance(value, date) else str(value))
    told = [f"{heading}: {words}" if heading else words for _letter, heading, words in line.faults]
    if told:
        sheet.write_string(row, len(columns), "\n".join(told))


def _value_of(line: Line, key: str) -> Any:
    if key == EMPLOYER_NAME:
        return line.employer
    return line.own.get(key.removeprefix(OWN)) if key.startswith(OWN) else line.raw.get(key)


def _offer(sheet: Any, at: int, attribute: Attribute | None) -> None:
    """A list to choose from, where a column has a short one and takes a single word of it."""
    if isinstance(attribute, Choice) and not isinstance(attribute, MultiChoice):
        words = [str(word) for _code, word in attribute.codes.choices()]
        if sum(map(len, words)) + len(words) <= 255:  # what the format allows
            sheet.data_validation(1, at, MOST_LINES, at, {"validate": "list", "source": words, "ignore_blank": True})


def _write_words(made: Any, columns: Iterable[Column]) -> None:
    """A second sheet with the words that columns take, several of which may stand side by side in some."""
    sheet = made.add_worksheet(gettext("Words to choose from"))
    lists = [column.attribute for column in columns if isinstance(column.attribute, Choice)]
    for at, attribute in enumerate(lists):
        sheet.set_column(at, at, 18)
        sheet.write_string(0, at, attribute.heading)
        for row, (_code, word) in enumerate(attribute.codes.choices(), start=1):
            sheet.write_string(row, at, str(word))
