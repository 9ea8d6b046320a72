"""Reads whole lines: every recognised column by its reader, each distinct cell of a column only once.

A register writes the same forty words a hundred thousand times; reading is a look into a table for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

from gangqiao.imports.reading import amounts, coded, days, identity, places
from gangqiao.imports.reading.base import NOTHING, READ, WRONG, Place, Reader, Reading, as_text, is_blank, wrong
from gangqiao.imports.reading.columns import MASKED, ColumnReader, Texts
from gangqiao.imports.rows import Note
from gangqiao.imports.vocabulary import BY_ABOUT, CATEGORY, PARTS_OF_DESTINATION, UNWANTED, label_of
from gangqiao.kernel.attributes import (
    Attribute,
    Choice,
    CreditCode,
    Date,
    DivisionRef,
    Integer,
    Money,
    MultiChoice,
    Number,
)
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say
from gangqiao.people.codes import LISTS

IGNORED = frozenset({"", "number", UNWANTED})


Line = tuple[int, Sequence[Any], frozenset[int]]  # line from 1, cells, indexes filled from a merged cell above


@dataclass(slots=True)
class Record:
    """One line as it is meant.

    values  raw values by column key; keys of empty cells are absent
    notes   what is remarkable about cells, in the order of the columns
    cells   the line as it stands in the file
    filled  indexes of cells that were filled from a merged cell above
    likely_id  an ID number found in the wrong column: only to see that another line is about the same person
    """

    sheet: int
    line: int
    values: dict[str, Any] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    cells: Sequence[Any] = ()
    filled: frozenset[int] = frozenset()
    likely_id: str = ""

    def get(self, key: str) -> Any:
        return self.values.get(key)

    @property
    def is_wrong(self) -> bool:
        return any(n.severity == WRONG for n in self.notes)

    @property
    def content(self) -> int:
        """A number that is equal for lines that say the same, however written. Only for comparing within a process."""
        said = self.values.items()
        return hash(frozenset([(k, v if type(v) is str else str(v)) for k, v in said]))


class LineReader:
    """Reads the lines of one sheet."""

    def __init__(self, sheet: int, columns: Sequence[Place | None]) -> None:
        """`columns` says by index what stands there; None for a column that is left out."""
        self.sheet = sheet
        self.places = {p.key: p for p in columns if p is not None and p.key not in IGNORED}
        self._columns = [
            (index, place.key, place, reader_of(place))
            for index, place in enumerate(columns)
            if place is not None and place.key not in IGNORED
        ]
        self._tables = [ColumnReader(index, place, reader) for index, _key, place, reader in self._columns]
        self._indexes = [(index, key) for index, key, *_rest in self._columns]
        self._texts = Texts()

    def read(self, line: int, cells: Sequence[Any], filled: frozenset[int] = frozenset()) -> Record:
        """The line as it is meant, with the notes of its cells."""
        values: dict[str, Any] = {}
        notes: list[Note] = []
        width = len(cells)
        for index, key, place, reader in self._columns:
            cell = cells[index] if index < width else None
            if cell is None:
                continue
            found = reader(cell)
            if isinstance(cell, str) and MASKED in cell and "person_no" in self.places:
                found = _of_masked(key, self._number_of(cells), found)
            if found.value is not None:
                values[key] = found.value
            if found.severity:
                notes.append(Note(found.severity, found.code, found.say, place.letter, place.heading))
        record = Record(self.sheet, line, values, notes, cells, filled)
        self._look_for_swapped(record)
        return record

    def read_lines(self, lines: Sequence[Line]) -> list[Record]:
        """The same as `read` for each of the lines, column by column."""
        if not lines:
            return []
        if len({len(cells) for _line, cells, _filled in lines}) > 1:
            return [self.read(*line) for line in lines]
        columns = list(zip(*(cells for _line, cells, _filled in lines), strict=True))
        tables = [table for table in self._tables if table.index < len(columns)]
        values: list[list[Any]] = []
        notes: dict[int, list[Note]] = {}
        masked: set[int] = set()
        for table in tables:
            found, noted, hidden = table.read(columns[table.index])
            values.append(found)
            masked.update(hidden)
            for at, note in noted:
                notes.setdefault(at, []).append(note)
        keys = [table.place.key for table in tables]
        rows = zip(*values, strict=True) if values else repeat((), len(lines))
        records = []
        for at, (line, row) in enumerate(zip(lines, rows, strict=True)):
            if at in masked:
                records.append(self.read(*line))
                continue
            said = {key: value for key, value in zip(keys, row, strict=True) if value is not None}
            records.append(Record(self.sheet, line[0], said, notes.get(at) or [], line[1], line[2]))
            if at in notes:
                self._look_for_swapped(records[-1])
        return records

    def _number_of(self, cells: Sequence[Any]) -> Any:
        """The cell with the number of the person; None when it is empty."""
        index = next(index for index, key, *_rest in self._columns if key == "person_no")
        return cells[index] if index < len(cells) else None

    def texts(self, record: Record) -> dict[str, str]:
        """The recognised cells as they stand in the file, by key: for the preview."""
        cells, width, known = record.cells, len(record.cells), self._texts
        found = {}
        for index, key in self._indexes:
            if index < width and (cell := cells[index]) is not None:
                text = known[cell] if isinstance(cell, str) else as_text(cell)
                if text:
                    found[key] = text
        return found

    def _look_for_swapped(self, record: Record) -> None:
        """An ID number in the column of names: both cells are at fault, and one sentence says it."""
        name, number = self.places.get("person.name"), self.places.get("person.id_number")
        if name is None or number is None or not any(n.code in ("name_wrong", "id_wrong") for n in record.notes):
            return
        by_key = {key: index for index, key, *_rest in self._columns}
        cells = [record.cells[by_key[k]] if by_key[k] < len(record.cells) else None for k in (name.key, number.key)]
        if not identity.looks_like_id(cells[0]) or not (is_blank(cells[1]) or identity.looks_like_name(cells[1])):
            return
        record.notes = [n for n in record.notes if n.column not in (name.letter, number.letter)]
        sentence = Say("Name and ID number stand in each other's columns. Exchange the two cells.")
        record.notes += [Note(WRONG, "columns_swapped", sentence, p.letter, p.heading) for p in (name, number)]
        record.values.pop(name.key, None)
        record.values.pop(number.key, None)
        record.likely_id = identity.read_id(cells[0]).value or ""


def _of_masked(key: str, number: Any, found: Reading) -> Reading:
    """A masked cell of an exported ledger: it says nothing, and the number of the record says who is meant."""
    if is_blank(number):
        return found
    code = "id_masked" if key == "person.id_number" else "masked"
    sentence = Say("The cell is masked. What the register has stays.")
    return Reading(None, READ, code, sentence)


_OWN: dict[str, Reader] = {
    "person.id_number": identity.read_id,
    "person.name": identity.read_name,
    "head": identity.read_name,
    "person.phone": identity.read_phone,
    "person_no": identity.read_number,
    "household.household_no": identity.read_number,
    "household.external_no": identity.read_number,
    "person.bank_account": identity.read_number,
    "age": days.read_age,
    "status": coded.read_status,
    "group": identity.read_words,
    "village": identity.read_words,
    **dict.fromkeys(PARTS_OF_DESTINATION, identity.read_words),
    "township": identity.read_words,
    "remark": identity.read_words,
}
_BY_KIND: tuple[tuple[type[Attribute], Callable[..., Reading]], ...] = (
    (MultiChoice, coded.read_choices),
    (Choice, coded.read_choice),
    (Date, days.read_day),
    (DivisionRef, places.read_place),
    (Integer, amounts.read_measured),
    (Number, amounts.read_measured),
    (CreditCode, lambda cell, attribute: _plain(cell, attribute)),
)


def reader_of(place: Place) -> Reader:
    """What reads the cells of a column."""
    key = place.key
    if key in _OWN:
        return _OWN[key]
    if key == "relation":
        return lambda cell: coded.read_coded(cell, LISTS["relation"], label_of(key))
    if key == "poor" or key.startswith(CATEGORY):
        return lambda cell: coded.read_yes_no(cell, label_of(key))
    about, _dot, name = key.partition(".")
    attribute = BY_ABOUT[about][name]
    if isinstance(attribute, Money):
        return lambda cell: amounts.read_money(cell, attribute, place.unit)
    for kind, read in _BY_KIND:
        if isinstance(attribute, kind):
            return lambda cell, read=read: read(cell, attribute)
    return lambda cell: _plain(cell, attribute)


def _plain(cell: Any, attribute: Attribute) -> Reading:
    """A text as it stands."""
    if is_blank(cell):
        return NOTHING
    try:
        value = attribute.parse(as_text(cell))
    except Refusal as refusal:
        return wrong("text_wrong", refusal)
    return Reading(value) if value else NOTHING
