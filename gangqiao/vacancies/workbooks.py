"""Vacancies in a workbook: the lines of whatever workbook was sent. The template is made by `workbooks_writing`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import islice
from typing import Any

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
from gangqiao.vacancies.policy.own_items import OWN, Item

EMPLOYER_NAME, EMPLOYER_CODE = "employer", "employer_code"
FIRST_LINES = 60
MOST_LINES = 500  # of one workbook: they are taken while somebody waits
MEGABYTES = 5


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
    """One line of a list. raw: cells by attribute key; faults: (letter, heading, sentence), letter "" for the line.

    own  cells of the departments' own items by heading: which item it is follows from who keeps the employer
    """

    sheet: str
    line: int
    raw: dict[str, Any]
    employer: str
    letters: dict[str, tuple[str, str]]
    faults: list[tuple[str, str, str]] = field(default_factory=list)
    employer_name: str = ""
    own: dict[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return text_of(self.raw.get("title"))

    def fault(self, key: str, sentence: Any, label: str = "") -> None:
        """Note what is wrong with a column, or with the line when it has no such column. label: of an own item."""
        letter, heading = self.letters.get(f"{OWN}{label}" if label else key, ("", ""))
        label = heading or label or (str(VACANCY[key].label) if key in VACANCY else "")
        self.faults.append((letter, label, str(sentence)))


@dataclass
class Found:
    """What a workbook holds. unknown: headings nothing was made of; fees: columns of money asked of workers."""

    lines: list[Line] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    fees: list[str] = field(default_factory=list)


@cache
def vocabulary(own: tuple[tuple[str, ...], ...] = ()) -> Vocabulary:
    """What columns can mean. own: the departments' own headings, each with the other writings of it."""
    terms = [Term(a.key, (a.heading, *a.synonyms), is_money=a.kind == "money") for a in VACANCY]
    name, code = EMPLOYER["name"], EMPLOYER["credit_code"]
    terms += [Term(EMPLOYER_NAME, (name.heading, *name.synonyms)), Term(EMPLOYER_CODE, (code.heading, *code.synonyms))]
    terms += [Term(f"{OWN}{headings[0]}", headings) for headings in own]
    return Vocabulary(terms)


def own_headings(items: Iterable[Item]) -> tuple[tuple[str, ...], ...]:
    """The headings of own items: equal ones of several departments are one column."""
    writings: dict[str, dict[str, None]] = {}
    for item in items:
        writings.setdefault(item.heading, {}).update(dict.fromkeys((item.heading, *item.also)))
    return tuple(tuple(also) for also in writings.values())


def read_workbook(content: bytes, name: str, own: Iterable[Item] = ()) -> Found:
    """Every line of every list in it; nothing is judged yet. own: items of departments whose columns may stand in it.

    Raises UnreadableFile, TooManyLines, NothingRead.
    """
    found, words = Found(), vocabulary(own_headings(own))
    with open_book(content, name=name) as book:
        for sheet, layout in _lists(book, words):
            _note_columns(found, layout)
            for line in _lines(sheet, layout):
                found.lines.append(line)
                if len(found.lines) > MOST_LINES:
                    raise TooManyLines
    if not found.lines:
        raise NothingRead
    return found


def _lists(book: Book, words: Vocabulary) -> Iterator[tuple[Sheet, Layout]]:
    for sheet in book.sheets:
        if sheet.hidden:
            continue
        layout = understand(list(islice(sheet.rows(), FIRST_LINES)), sheet, words)
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
        own = {key.removeprefix(OWN): given.pop(key) for key in list(given) if key.startswith(OWN)}
        if given:
            yield Line(sheet.name, number, given, employer, letters, employer_name=name, own=own)


def _value(cell: Any) -> Any:
    return cell if isinstance(cell, date) else text_of(cell)
