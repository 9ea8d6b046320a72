"""Minutes learned on a platform, as its Excel tells them: by day and learner."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import yaml

from gangqiao.kernel.identifiers import WrongIdNumber, WrongPhone, parse_id_number, parse_phone
from gangqiao.kernel.sheets import Cell, LineKind, Term, Vocabulary, open_book, records, text_of, understand
from gangqiao.people.attributes import PERSON
from gangqiao.training.refusals_learners import NoLines, TooManyLines

MOST_LINES = 5_000
MEGABYTES = 5
FIRST_LINES = 60
HEADINGS: Any = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file. number: as the spreadsheet counts; on, minutes: null where they cannot be read."""

    number: int
    name: str
    id_number: str
    phone: str
    on: date | None
    minutes: int | None


@cache
def _vocabulary() -> Vocabulary:
    known = [Term(a.key, (a.heading, *a.synonyms)) for a in (PERSON["id_number"], PERSON["name"], PERSON["phone"])]
    more = [Term(key, tuple(said)) for key, said in HEADINGS.items()]
    return Vocabulary([*known, *more])


def read_minutes(content: bytes, name: str) -> list[Line]:
    """Every line of every sheet that is a list of minutes. Raises UnreadableFile, NoLines, TooManyLines."""
    found: list[Line] = []
    with open_book(content, name=name) as book:
        for sheet in book.sheets:
            if sheet.hidden:
                continue
            layout = understand(list(islice(sheet.rows(), FIRST_LINES)), sheet, _vocabulary())
            at = {column.key: column.index for column in layout.columns if column.key}
            if not {"day", "minutes"} <= set(at) or not {"id_number", "phone", "name"} & set(at):
                continue
            for number, kind, cells, _filled in records(sheet, layout):
                if kind is LineKind.RECORD:
                    found.append(_line(number, cells, at))
                if len(found) > MOST_LINES:
                    raise TooManyLines(MOST_LINES)
    if not found:
        raise NoLines
    return found


def _line(number: int, cells: list[Cell], at: dict[str, int]) -> Line:
    def cell(key: str) -> str:
        place = at.get(key, -1)
        return text_of(cells[place]).strip() if 0 <= place < len(cells) else ""

    return Line(
        number, cell("name"), _id_number(cell("id_number")), _phone(cell("phone")), _day(cell("day")),
        _minutes(cell("minutes")),
    )  # fmt: skip


def _id_number(text: str) -> str:
    try:
        return parse_id_number(text).text
    except WrongIdNumber:
        return ""


def _phone(text: str) -> str:
    try:
        return parse_phone(text)
    except WrongPhone:
        return ""


def _day(text: str) -> date | None:
    """A day however it is written: year, month, day, with anything between them, or nothing."""
    parts = re.findall(r"\d+", text[:11])
    if len(parts) == 1 and len(parts[0]) == 8:
        parts = [parts[0][:4], parts[0][4:6], parts[0][6:]]
    try:
        return date(*map(int, parts[:3])) if len(parts) >= 3 else None
    except ValueError:
        return None


def _minutes(text: str) -> int | None:
    try:
        read = round(float(text))
    except ValueError:
        return None
    return read if read >= 0 else None
