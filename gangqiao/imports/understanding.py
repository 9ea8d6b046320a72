"""From an opened workbook to judged lines: which sheets are lists, what their columns are, and their records in blocks.

Used by the job that stores what it finds, and by the command that only prints it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from gangqiao.imports.judging.judge import BLOCK, SheetPlan
from gangqiao.imports.reading import LineReader, Record
from gangqiao.imports.reading.base import Place, as_text, is_blank, words
from gangqiao.imports.reading.identity import SAID_GONE, gone_words
from gangqiao.imports.reading.lines import Line
from gangqiao.imports.rows import OTHER_TABLE, Note, Severity
from gangqiao.imports.vocabulary import DESTINATION, NAMES_A_PERSON, PARTS_OF_DESTINATION, UNWANTED, vocabulary
from gangqiao.kernel.sheets import Book, Column, Layout, LineKind, Sheet, records, understand
from gangqiao.kernel.sheets.cells import names_a_person
from gangqiao.kernel.words import Say

FIRST_LINES = 60
COURSES = "intention.wished_courses"
MOST_SKIPPED = 2_000  # lines told by number; a file of a million blank rows must not fill the row of its import
LONG_NUMBER = re.compile(r"\d(?=\d{0,2}[\dXx]{5})|(?<=\d{3})\d(?=\d{2})")
Json = dict[str, Any]
Remembered = Callable[[Sequence[Column]], Mapping[str, str] | None]


@dataclass
class Understood:
    """One sheet. `layout` is null for a sheet that is not read: hidden, or no list of records."""

    number: int
    sheet: Sheet
    layout: Layout | None = None
    home: str | None = None
    skipped: list[tuple[int, str]] = field(default_factory=list)
    skipped_more: int = 0
    has_persons: bool = False  # whether one of the first lines has an ID or phone number

    @property
    def is_list(self) -> bool:
        return self.layout is not None and self.layout.is_ledger

    @property
    def needs_columns(self) -> bool:
        """A list whose lines cannot be tied to persons: somebody has to say what its columns are."""
        return self.layout is not None and self.is_list and not (self.keys & NAMES_A_PERSON)

    @property
    def keys(self) -> set[str]:
        return {c.key for c in self.layout.columns if c.key} - {UNWANTED} if self.layout else set()

    def skip(self, line: int, kind: str) -> None:
        """Note a line that is no record."""
        if len(self.skipped) < MOST_SKIPPED:
            self.skipped.append((line, kind))
        else:
            self.skipped_more += 1

    def plan(self, file_name: str) -> SheetPlan:
        """What the judge has to know of the sheet."""
        assert self.layout is not None
        texts = [self.sheet.name, *(text for _line, text in self.layout.titles), file_name]
        return SheetPlan(LineReader(self.number, places_of(self.layout)), texts, self.home)

    def as_json(self) -> Json:
        """The sheet for `Import.layout`. Samples are kept with their long numbers masked: the column is not sealed."""
        columns = self.layout.columns if self.layout and self.is_list else []
        return {
            "sheet": self.sheet.name,
            "hidden": self.sheet.hidden,
            "is_list": self.is_list,
            "header_lines": list(self.layout.header_lines) if self.layout else [],
            "columns": [column_as_json(c) for c in columns],
            "skipped": [{"line": line, "kind": kind} for line, kind in self.skipped],
            "skipped_more": self.skipped_more,
            "home": self.home,
        }


def understand_book(book: Book, remembered: Remembered) -> list[Understood]:
    """Every sheet of the book. Hidden sheets are named and never read."""
    found = [understand_sheet(number, sheet, remembered) for number, sheet in enumerate(book.sheets)]
    if any(one.is_list and not one.needs_columns for one in found):
        for one in found:
            if one.layout is not None and one.needs_columns and not one.has_persons:
                one.layout.is_ledger = False  # a summary beside the lists: nobody has to say what its columns are
    return found


def understand_sheet(number: int, sheet: Sheet, remembered: Remembered) -> Understood:
    """One sheet: understood by itself, then once more with what the sender said about such headings before."""
    found = Understood(number, sheet)
    if sheet.hidden:
        return found
    first = list(islice(sheet.rows(), FIRST_LINES))
    found.has_persons = any(names_a_person(cell) for _line, cells in first for cell in cells)
    found.layout = understand(first, sheet, vocabulary())
    if found.is_list and (kept := remembered(found.layout.columns)):
        found.layout = understand(first, sheet, vocabulary(), kept)
    _leave_out_courses_held(found.layout)
    return found


def _leave_out_courses_held(layout: Layout) -> None:
    """A bare "course" is a wish only in a list about wishes: in a roster of training it is the course they were in."""
    column = layout.column_of(COURSES)
    if column is None or column.how == "remembered" or layout.column_of("intention.training_wish"):
        return
    said = "".join([column.heading, *(title for _line, title in layout.titles)])
    if not any(word in said for word in words()["wish"]):
        column.key, column.how = "", ""


def places_of(layout: Layout) -> list[Place | None]:
    """The columns by index, as a reader of lines takes them."""
    width = max((c.index for c in layout.columns), default=-1) + 1
    found: list[Place | None] = [None] * width
    for column in layout.columns:
        if column.key and column.key not in PARTS_OF_DESTINATION:
            found[column.index] = Place(column.key, column.letter, column.heading, column.unit)
    if (parts := _parts_of_destination(layout)) and (last := next(c for c in layout.columns if c.index == parts[-1])):
        found[last.index] = Place(DESTINATION, last.letter, last.heading)
    return found


def _parts_of_destination(layout: Layout) -> list[int]:
    """Indexes of the columns that name the place of work together, from the widest to the narrowest; [] for none."""
    parts = [c.index for key in PARTS_OF_DESTINATION if (c := layout.column_of(key))]
    whole = layout.column_of(DESTINATION)
    return [*parts, whole.index] if parts and whole else parts


def _join_places(cells: list[Any], parts: Sequence[int]) -> None:
    """Write the whole place into the column of its last part; a part that repeats what stands before it is left out."""
    joined = ""
    for index in parts:
        text = "" if index >= len(cells) or is_blank(cells[index]) else as_text(cells[index])
        joined = text if joined and text.startswith(joined) else joined + text
    if parts[-1] < len(cells):
        cells[parts[-1]] = joined or None


def blocks(found: Understood, reader: LineReader) -> Iterator[list[Record]]:
    """The records of a sheet as they are meant, as many at a time as are judged together."""
    assert found.layout is not None
    lines: list[Line] = []
    others: list[Record] = []
    parts = _parts_of_destination(found.layout)
    for line, kind, cells, filled in records(found.sheet, found.layout):
        if kind is LineKind.OTHER_RECORD:
            others.append(_of_another_table(found.number, line, cells))
        elif kind is LineKind.RECORD:
            if parts:
                _join_places(cells, parts)
            lines.append((line, cells, filled))
        else:
            found.skip(line, str(kind))
            continue
        if len(lines) + len(others) >= BLOCK:
            yield _in_order(reader.read_lines(lines), others)
            lines, others = [], []
    if lines or others:
        yield _in_order(reader.read_lines(lines), others)


def _in_order(read: list[Record], others: list[Record]) -> list[Record]:
    for record in read:
        if not gone_words().isdisjoint(record.cells):  # a death is not always told in the column of remarks
            record.notes = [*record.notes, Note(Severity.DOUBT, "said_gone", SAID_GONE)]
    return sorted(read + others, key=lambda record: record.line) if others else read


def _of_another_table(sheet: int, line: int, cells: list[Any]) -> Record:
    """A line under headings that differ from those of the sheet: nothing of it is read, for it would be misread."""
    sentence = Say(
        "This line stands in a second table with other headings. Put that table on a sheet of its own and send it "
        "again."
    )
    return Record(sheet, line, notes=[Note(Severity.WRONG, OTHER_TABLE, sentence)], cells=cells)


def column_as_json(column: Column) -> Json:
    return {
        "index": column.index,
        "letter": column.letter,
        "heading": column.heading,
        "normal": column.normal,
        "key": column.key,
        "how": column.how,
        "confidence": round(column.confidence, 2),
        "unit": column.unit,
        "samples": [LONG_NUMBER.sub("*", s)[:40] for s in column.samples[:5]],
    }


def digest_of(normals: Sequence[str]) -> str:
    """What a row of headings is remembered by."""
    return hashlib.sha256("\n".join(normals).encode()).hexdigest()
