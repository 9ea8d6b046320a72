"""Vacancies in a workbook: the template to fill in, and the lines of whatever workbook was sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from io import BytesIO
from itertools import islice
from typing import Any

import xlsxwriter
from django.utils.translation import gettext

from gangqiao.kernel.attributes import Choice, MultiChoice
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.sheets import (
    Book,
    Layout,
    LineKind,
    Sheet,
    Term,
    Vocabulary,
    open_book,
    records,
    text_of,
    understand,
)
from gangqiao.kernel.words import Say
from gangqiao.vacancies.attributes import EMPLOYER, VACANCY
from gangqiao.vacancies.pasting.terms import find_fees
from gangqiao.vacancies.pasting.units import message

EMPLOYER_NAME, EMPLOYER_CODE = "employer", "employer_code"
FIRST_LINES = 60
MOST_LINES = 500  # of one workbook: they are taken while somebody waits
MEGABYTES = 5
REQUIRED = ("title", "number", "pay_form", "pay_min", "place", "valid_until", "contact_phone")


class TooManyLines(Refusal):
    def __init__(self) -> None:
        super().__init__(
            Say(
                "The workbook has more than %(n)d vacancies. Split it, and bring the parts one after the other.",
                n=MOST_LINES,
            ),
            field="file",
        )


class NothingRead(Refusal):
    def __init__(self) -> None:
        super().__init__(
            Say("No list of vacancies was found in it. Take the template: its headings are recognised."), field="file"
        )


@dataclass
class Line:
    """One line of a list. raw: cells by attribute key; faults: (letter, heading, sentence), letter "" for the line."""

    sheet: str
    line: int
    raw: dict[str, Any]
    employer: str
    letters: dict[str, tuple[str, str]]
    faults: list[tuple[str, str, str]] = field(default_factory=list)
    employer_name: str = ""

    @property
    def title(self) -> str:
        return text_of(self.raw.get("title"))

    def fault(self, key: str, sentence: Any) -> None:
        """Note what is wrong with a column, or with the line when it has no such column."""
        letter, heading = self.letters.get(key, ("", ""))
        label = heading or (str(VACANCY[key].label) if key in VACANCY else "")
        self.faults.append((letter, label, str(sentence)))


@dataclass
class Found:
    """What a workbook holds. unknown: headings nothing was made of; fees: columns of money asked of workers."""

    lines: list[Line] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    fees: list[str] = field(default_factory=list)


@cache
def vocabulary() -> Vocabulary:
    """What columns can mean."""
    terms = [Term(a.key, (a.heading, *a.synonyms), is_money=a.kind == "money") for a in VACANCY]
    name, code = EMPLOYER["name"], EMPLOYER["credit_code"]
    terms += [Term(EMPLOYER_NAME, (name.heading, *name.synonyms)), Term(EMPLOYER_CODE, (code.heading, *code.synonyms))]
    return Vocabulary(terms)


def read_workbook(content: bytes, name: str) -> Found:
    """Every line of every list in it; nothing is judged yet. Raises UnreadableFile, TooManyLines, NothingRead."""
    found = Found()
    with open_book(content, name=name) as book:
        for sheet, layout in _lists(book):
            _note_columns(found, layout)
            for line in _lines(sheet, layout):
                found.lines.append(line)
                if len(found.lines) > MOST_LINES:
                    raise TooManyLines
    if not found.lines:
        raise NothingRead
    return found


def _lists(book: Book) -> Iterator[tuple[Sheet, Layout]]:
    for sheet in book.sheets:
        if sheet.hidden:
            continue
        layout = understand(list(islice(sheet.rows(), FIRST_LINES)), sheet, vocabulary())
        if layout.is_ledger and "title" in {column.key for column in layout.columns}:
            yield sheet, layout


def _note_columns(found: Found, layout: Layout) -> None:
    for column in layout.columns:
        if not column.key and column.heading:
            asks = find_fees(message(column.heading)) and any(column.samples)
            (found.fees if asks else found.unknown).append(f"{column.letter} {column.heading}")


def _lines(sheet: Sheet, layout: Layout) -> Iterator[Line]:
    keyed = [column for column in layout.columns if column.key]
    letters = {column.key: (column.letter, column.heading) for column in keyed}
    for number, kind, cells, _filled in records(sheet, layout):
        if kind is not LineKind.RECORD:
            continue
        given = {c.key: _value(cells[c.index]) for c in keyed if c.index < len(cells) and cells[c.index] is not None}
        employer = str(given.pop(EMPLOYER_CODE, "") or given.get(EMPLOYER_NAME, "") or "")
        name = str(given.pop(EMPLOYER_NAME, "") or "")
        if given:
            yield Line(sheet.name, number, given, employer, letters, employer_name=name)


def _value(cell: Any) -> Any:
    return cell if isinstance(cell, date) else text_of(cell)


def template() -> bytes:
    """A workbook with the headings of every fact, and what may stand in the columns with a list."""
    return _written([])


def workbook_of(lines: Iterable[Line]) -> bytes:
    """The lines as they came, under the headings of the template, with what to correct: to be mended and sent again."""
    return _written(list(lines))


def _written(lines: Sequence[Line]) -> bytes:
    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as made:
        sheet = made.add_worksheet(gettext("Vacancies"))
        needed = made.add_format({"bold": True, "bg_color": "#DCE9F7", "text_wrap": True, "valign": "vcenter"})
        optional = made.add_format({"bg_color": "#F3F5F8", "text_wrap": True, "valign": "vcenter"})
        text = made.add_format({"num_format": "@"})
        keys = [(EMPLOYER_NAME, EMPLOYER["name"].heading, True)]
        keys += [(a.key, a.heading, a.key in REQUIRED) for a in VACANCY]
        for column, (key, heading, must) in enumerate(keys):
            sheet.set_column(column, column, 14, text)
            sheet.write_string(0, column, heading, needed if must else optional)
            _offer(sheet, column, key)
        sheet.freeze_panes(1, 2)
        if lines:
            sheet.set_column(len(keys), len(keys), 60)
            sheet.write_string(0, len(keys), gettext("What to correct"), needed)
        for row, line in enumerate(lines, start=1):
            _write_line(sheet, row, line, [key for key, _heading, _must in keys])
        _write_words(made)
    return target.getvalue()


def _write_line(sheet: Any, row: int, line: Line, keys: list[str]) -> None:
    for column, key in enumerate(keys):
        value = line.employer if key == EMPLOYER_NAME else line.raw.get(key)
        if value not in (None, ""):
            sheet.write_string(row, column, value.isoformat()[:10] if isinstance(value, date) else str(value))
    told = [f"{heading}: {words}" if heading else words for _letter, heading, words in line.faults]
    sheet.write_string(row, len(keys), "\n".join(told))


def _offer(sheet: Any, column: int, key: str) -> None:
    """A list to choose from, where a column has a short one and takes a single word of it."""
    if key not in VACANCY:
        return
    attribute = VACANCY[key]
    if isinstance(attribute, Choice) and not isinstance(attribute, MultiChoice):
        words = [str(word) for _code, word in attribute.codes.choices()]
        if sum(map(len, words)) + len(words) <= 255:  # what the format allows
            sheet.data_validation(
                1, column, MOST_LINES, column, {"validate": "list", "source": words, "ignore_blank": True}
            )


def _write_words(made: Any) -> None:
    """A second sheet with the words that columns take, several of which may stand side by side in some."""
    sheet = made.add_worksheet(gettext("Words to choose from"))
    for column, attribute in enumerate(a for a in VACANCY if isinstance(a, Choice)):
        sheet.set_column(column, column, 18)
        sheet.write_string(0, column, attribute.heading)
        for row, (_code, word) in enumerate(attribute.codes.choices(), start=1):
            sheet.write_string(row, column, str(word))
