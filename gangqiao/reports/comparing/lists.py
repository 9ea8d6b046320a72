"""Reads an uploaded list and finds its people on the register, within the reader's scope. Nothing of it is kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from gangqiao.imports.vocabulary import vocabulary
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.identifiers import WrongIdNumber, id_check_character, parse_id_number
from gangqiao.kernel.sheets import LineKind, open_book, records, text_of, understand
from gangqiao.kernel.words import Say
from gangqiao.people.models import Person
from gangqiao.people.models.registry import MERGED
from gangqiao.reports.comparing.reasons import Reason
from gangqiao.reports.refusals import ListWithoutPeople, TooManyRecords

ID, NAME, NUMBER = "person.id_number", "person.name", "person_no"
LOOKED_AT = 60  # first lines by which a sheet is understood
CHUNK = 300
MOST_LINES = 200_000


@dataclass(slots=True)
class Line:
    """One record of the list. `person`: whom it means, null when nobody; `reason`: then why."""

    number: int
    name: str
    id_number: str = ""
    fault: Refusal | None = None
    person: int | None = None
    reason: Reason | None = None


@dataclass(slots=True)
class Lines:
    """The records of a list. `near`: people whom a line without a person probably means, with the sentence."""

    lines: list[Line] = field(default_factory=list)
    near: dict[int, Say] = field(default_factory=dict)


def read_list(content: bytes, name: str) -> Lines:
    """The records of every sheet that holds a list. Raises UnreadableFile, ListWithoutPeople, TooManyRecords."""
    found = Lines()
    with open_book(content, name=name) as book:
        for sheet in book.sheets:
            if not sheet.hidden:
                found.lines += _lines_of(sheet)
            if len(found.lines) > MOST_LINES:
                raise TooManyRecords(MOST_LINES)
    if not found.lines:
        raise ListWithoutPeople(name)
    _find_people(found)
    return found


def _lines_of(sheet: Any) -> Iterator[Line]:
    layout = understand(list(islice(sheet.rows(), LOOKED_AT)), sheet, vocabulary())
    columns = {key: column.index for key in (ID, NAME) if (column := layout.column_of(key)) is not None}
    if not layout.is_ledger or not columns:
        return
    for number, kind, cells, _filled in records(sheet, layout):
        if kind is LineKind.RECORD:
            line = _line(number, cells, columns)
            if line.name or line.id_number or line.fault:
                yield line


def _line(number: int, cells: list[Any], columns: dict[str, int]) -> Line:
    def cell(key: str) -> Any:
        index = columns.get(key)
        return cells[index] if index is not None and index < len(cells) else None

    name = cell(NAME)
    line = Line(number, "".join(text_of(name).split()) if name is not None else "")
    raw = cell(ID)
    if raw is not None:
        try:
            line.id_number = parse_id_number(raw).text
        except WrongIdNumber as fault:
            line.fault = fault
            line.id_number = "".join(raw.split()).upper() if isinstance(raw, str) else ""
    return line


def _find_people(found: Lines) -> None:
    for chunk in _chunks(found.lines):
        wanted = {line.id_number: line for line in chunk if line.id_number and line.fault is None}
        by_number = _by_number(wanted)
        for line in chunk:
            line.person = by_number.get(line.id_number) if line.fault is None else None
        _find_near([line for line in chunk if line.person is None and line.fault is not None], found)
        _find_by_name([line for line in chunk if line.person is None and not line.id_number and not line.fault])
        for line in chunk:
            if line.person is None and line.reason is None:
                line.reason = _unknown(line)


def _chunks(lines: list[Line]) -> Iterator[list[Line]]:
    for first in range(0, len(lines), CHUNK):
        yield lines[first : first + CHUNK]


def _by_number(numbers: Iterable[str]) -> dict[str, int]:
    """The records with these numbers. A number is opened only for those found: the index says who, not what."""
    wanted = list(numbers)
    if not wanted:
        return {}
    people = Person.objects.filter(id_index__in=wanted).exclude(record=MERGED).order_by("pk")
    return {person.id_number: person.pk for person in people}


def _find_near(lines: list[Line], found: Lines) -> None:
    """Lines whose number is wrong by one digit, or by two that changed places."""
    candidates = {line.number: set(near_numbers(line.id_number)) for line in lines}
    every = [number for numbers in candidates.values() for number in numbers]
    people = {p.id_number: p for first in range(0, len(every), CHUNK) for p in _people(every[first : first + CHUNK])}
    for line in lines:
        meant = [people[number] for number in candidates[line.number] if number in people]
        same_name = [p for p in meant if p.name == line.name] or ([] if line.name else meant)
        if len(same_name) == 1:
            person = same_name[0]
            say = Say(
                "The ID number differs from that of record %(no)s by a mistyped digit: probably the same person.",
                no=person.person_no,
            )
            line.reason = Reason("near_person", say)
            found.near.setdefault(
                person.pk,
                Say("Line %(line)s has this person's ID number with a mistyped digit.", line=line.number),
            )


def _people(numbers: list[str]) -> list[Person]:
    return list(Person.objects.filter(id_index__in=numbers).exclude(record=MERGED)) if numbers else []


def near_numbers(text: str) -> Iterator[str]:
    """Valid numbers one typing error away from a wrong one of 18 places: another digit, or two changed places."""
    if len(text) != 18:
        return
    for place in range(17):
        for digit in "0123456789":
            yield from _valid(text[:place] + digit + text[place + 1 :])
        if place < 16:
            yield from _valid(text[:place] + text[place + 1] + text[place] + text[place + 2 :])
    if text[:17].isdigit():
        yield text[:17] + id_check_character(text)


def _valid(text: str) -> Iterator[str]:
    if text[:17].isdigit() and text[17] == id_check_character(text):
        yield text


def _find_by_name(lines: list[Line]) -> None:
    """Lines that give a name only mean somebody when one person of the scope bears it."""
    names = {line.name for line in lines}
    bearers: dict[str, list[int]] = defaultdict(list)
    if names:
        living = Person.objects.filter(name__in=names, record="live").order_by().values_list("name", "pk")
        for name, key in living:
            bearers[name].append(key)
    for line in lines:
        keys = bearers.get(line.name, [])
        if len(keys) == 1:
            line.person = keys[0]
        elif keys:
            say = Say("%(n)s people bear this name, and the list gives no ID number.", n=len(keys))
            line.reason = Reason("ambiguous_name", say)


def _unknown(line: Line) -> Reason:
    if line.fault is not None:
        return Reason("wrong_id", line.fault.sentence)
    if line.id_number:
        return Reason("unknown_id", Say("Nobody in your area has this ID number."))
    return Reason("unknown_name", Say("Nobody in your area bears this name."))
