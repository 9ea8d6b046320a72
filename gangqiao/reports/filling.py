"""Fills a taught workbook: the same sheets, formats, merged cells and formulas, with the values of a day and area."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from openpyxl.utils import column_index_from_string

from gangqiao.kernel.actor import Actor, Level
from gangqiao.kernel.words import Say
from gangqiao.ledgers.reads import asking
from gangqiao.ledgers.reads.columns import HEAD, PLACE, Row
from gangqiao.ledgers.reads.ledgers import LEDGERS
from gangqiao.ledgers.reads.loading import rows_of
from gangqiao.ledgers.reads.page import level_of
from gangqiao.places.models import Division
from gangqiao.places.reads import children
from gangqiao.reports import teaching as t
from gangqiao.reports.choices import OR_REGISTERED
from gangqiao.reports.grid import open_template, shown_text
from gangqiao.reports.growing import Growth, grow
from gangqiao.reports.provenance import write_mark, write_provenance
from gangqiao.reports.refusals import TooManyForPost, TooManyRecords
from gangqiao.reports.values import Report, of_record, put

CHUNK = 500
MOST_RECORDS = 50_000


@dataclass(slots=True)
class Filled:
    """A filled workbook.

    records  lines of lists of people or households; persons: whom they name, for the log
    missing  lines whose record was gone when it was to be written
    told     sentences about what the reader should know
    """

    content: bytes = b""
    records: int = 0
    missing: int = 0
    persons: list[UUID] = field(default_factory=list)
    told: list[Say] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Eyes:
    """What the reader may see: a field level, and by kind of list the deeper columns that are shown in full."""

    level: Level
    clear: Mapping[str, Collection[str]] = field(default_factory=dict)


def fill(
    template: bytes,
    teaching: t.Teaching,
    report: Report,
    actor: Actor,
    about: dict[str, str],
    *,
    clear: Mapping[str, Collection[str]] | None = None,
    mark: str = "",
) -> Filled:
    """The filled workbook, read in the scope of the moment. `about`: further lines for its provenance.

    `clear`: by kind of list, the columns somebody else has approved to be shown in full. `mark`: stands at the foot of
    each printed page. Raises TooManyForPost, TooManyRecords.
    """
    book, filled = open_template(template), Filled()
    eyes = Eyes(level_for(actor, teaching, report.area), clear or {})
    for name, taught in teaching.sheets.items():
        if name in book.sheetnames:
            _fill_sheet(book, book[name], taught, report, eyes, filled)
        elif not taught.is_empty:
            filled.told.append(Say("The sheet “%(sheet)s” is not in the workbook any more.", sheet=name))
    write_provenance(book, teaching, report, about, filled.records)
    if mark:
        write_mark(book, mark)
    out = io.BytesIO()
    book.save(out)
    filled.content = out.getvalue()
    return filled


def level_for(actor: Actor, teaching: t.Teaching, area: str) -> Level:
    """How deep a filled workbook shows an area to the actor without an approval. Raises TooManyForPost."""
    level = min(level_of(actor, Division.objects.get(key=area)), Level.PERSONAL)
    if teaching.lists_people and level < Level.PERSONAL:
        raise TooManyForPost
    return level


def lines_of(teaching: t.Teaching, area: str, level: Level) -> int:
    """How many lines of people and households the workbook would have. Raises TooManyRecords."""
    return sum(len(_keys(b, area, level)) for b in teaching.blocks if b.kind != t.AREAS and b.columns)


def _fill_sheet(book: Any, sheet: Any, taught: t.SheetTeaching, report: Report, eyes: Eyes, filled: Filled) -> None:
    growth, lines = Growth(sheet.title, t.MOST_LINES, 0), 0
    if (block := taught.block) is not None and block.columns:
        growth, lines = _fill_block(book, sheet, block, report, eyes, filled)
    for ref, entry in taught.cells.items():
        letter, row = t.read_ref(ref)
        column = column_index_from_string(letter)
        value = _single(entry, report, lines, letter, block, growth)
        if isinstance(value, _Formula):
            sheet.cell(growth.row(row), column).value = value.text
        else:
            put(sheet, growth.row(row), column, value, entry.form)


@dataclass(frozen=True, slots=True)
class _Formula:
    text: str


def _single(entry: t.Entry, report: Report, lines: int, letter: str, block: t.Block | None, growth: Growth) -> Any:
    if entry.what == t.COUNT:
        return lines
    if entry.what == t.TOTAL:
        return _Formula(f"=SUM({letter}{block.first}:{letter}{growth.end(block.last)})") if block else None
    return _general(entry, report, report.area, report.area_name)


def _general(entry: t.Entry, report: Report, area: str, area_name: str) -> Any:
    plain = {t.TEXT: entry.text, t.AREA: area_name, t.DAY: report.day, t.FILLER: report.filler}
    return plain[entry.what] if entry.what in plain else report.number(entry, area)


def _fill_block(
    book: Any, sheet: Any, block: t.Block, report: Report, eyes: Eyes, filled: Filled
) -> tuple[Growth, int]:
    """Write the lines of a list; gives how the sheet has grown, and how many lines were written."""
    if block.kind == t.AREAS:
        return _fill_areas(book, sheet, block, report, filled)
    keys, number = _keys(block, report.area, eyes.level), 0
    growth = _make_room(book, sheet, block, len(keys))
    for number, row in enumerate(_records(keys, block, report.area), start=1):
        _write(sheet, block.first + number - 1, number, block, report, eyes, row)
        filled.persons += _named(row)
    filled.records += len(keys)
    filled.missing += len(keys) - number
    return growth, len(keys)


def _make_room(book: Any, sheet: Any, block: t.Block, lines: int) -> Growth:
    extra = max(lines - (block.last - block.first + 1), 0)
    grow(book, sheet, block.last, extra)
    return Growth(sheet.title, block.last, extra)


def _keys(block: t.Block, area: str, level: Level) -> list[int]:
    """Which records the list holds, in the ledger's order, fixed before the first is written."""
    ledger = LEDGERS[block.kind]
    values, _wrong = asking.read_all([f for f in ledger.filters if f.level <= level], block.filters)
    rows = ledger.order(None, values).sorted(ledger.asked(area, values, None))
    keys = list(rows.values_list("pk", flat=True)[: MOST_RECORDS + 1])
    if len(keys) > MOST_RECORDS:
        raise TooManyRecords(MOST_RECORDS)
    return keys


def _records(keys: list[int], block: t.Block, home: str) -> Iterator[Row]:
    ledger = LEDGERS[block.kind]
    wanted = {e.key for e in block.columns.values() if e.kind == t.COLUMN}
    always = {*ledger.needs_always, *([PLACE] if any(e.form == OR_REGISTERED for e in block.columns.values()) else [])}
    needs = [c for c in ledger.columns if c.key in wanted or c.needs in always]
    for number in range(0, len(keys), CHUNK):
        chunk = keys[number : number + CHUNK]
        found = ledger.rows().in_bulk(chunk)
        yield from rows_of([found[key] for key in chunk if key in found], needs, home)


def _write(sheet: Any, line: int, number: int, block: t.Block, report: Report, eyes: Eyes, row: Row) -> None:
    columns, clear = {c.key: c for c in LEDGERS[block.kind].columns}, eyes.clear.get(block.kind, ())
    for letter, entry in block.columns.items():
        if entry.what == t.NUMBER:
            value: Any = number
        elif entry.kind == t.COLUMN:
            column = columns.get(entry.key)
            value = None if column is None else of_record(column, block.kind, row, eyes.level, entry.form, clear)
        else:
            value = _general(entry, report, report.area, report.area_name)
        put(sheet, line, column_index_from_string(letter), value, entry.form)


def _named(row: Row) -> list[UUID]:
    person = row.record if hasattr(row.record, "person_no") else row.beside.get(HEAD)
    return [person.uuid] if person is not None else []


# --- one part of the area a line -------------------------------------------------------------------------------------


def _fill_areas(book: Any, sheet: Any, block: t.Block, report: Report, filled: Filled) -> tuple[Growth, int]:
    parts = list(children(report.area, report.day)) or [Division.objects.get(key=report.area)]
    lines = _printed(sheet, block)
    if lines:
        growth, placed = Growth(sheet.title, block.last, 0), _matched(lines, parts, filled)
    else:
        growth = _make_room(book, sheet, block, len(parts))
        placed = list(zip(range(block.first, block.first + len(parts)), parts, strict=True))
    for number, (line, part) in enumerate(placed, start=1):
        for letter, entry in block.columns.items():
            if lines and entry.what == t.AREA:
                continue  # the form has printed the names itself
            value = number if entry.what == t.NUMBER else _general(entry, report, part.key, part.name)
            put(sheet, line, column_index_from_string(letter), value, entry.form)
    return growth, len(placed)


def _printed(sheet: Any, block: t.Block) -> dict[int, str]:
    """The names of parts that the form has printed already, by line."""
    letter = next((letter for letter, e in block.columns.items() if e.what == t.AREA), "")
    if not letter:
        return {}
    column = column_index_from_string(letter)
    found = {row: shown_text(sheet.cell(row, column).value).strip() for row in range(block.first, block.last + 1)}
    return {row: text for row, text in found.items() if text}


def _matched(lines: dict[int, str], parts: list[Division], filled: Filled) -> list[tuple[int, Division]]:
    """The printed lines with their parts. What the form misses, and what it names that is no part, is told."""
    by_name = {name: part for part in parts for name in (part.short_name, part.name)}
    placed = [(row, by_name[text]) for row, text in lines.items() if text in by_name]
    for text in (text for text in lines.values() if text not in by_name):
        filled.told.append(Say("The line “%(name)s” names no part of the area; it was left empty.", name=text[:40]))
    missing = [p.name for p in parts if p.key not in {part.key for _row, part in placed}]
    if missing:
        filled.told.append(Say("The form has no line for: %(names)s.", names=", ".join(missing[:20])))
    return placed
