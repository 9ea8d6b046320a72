"""Says of each line under a header what it is. A record is never dropped: what is in doubt is a record."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache

from gangqiao.kernel.sheets.book import Sheet
from gangqiao.kernel.sheets.cells import is_number, names_a_person, text_of
from gangqiao.kernel.sheets.headings import take_apart
from gangqiao.kernel.sheets.layout import Layout
from gangqiao.kernel.sheets.wire import Cell
from gangqiao.kernel.sheets.words import longest_first, words


class LineKind(StrEnum):
    """RECORD speaks of somebody; HEADING repeats the header; TITLE names what follows; REMARK is for the reader.

    OTHER_HEADING begins a table with other columns on the same sheet, OTHER_RECORD is a line of it.
    """

    RECORD = "record"
    BLANK = "blank"
    HEADING = "heading"
    TITLE = "title"
    TOTAL = "total"
    REMARK = "remark"
    OTHER_HEADING = "other heading"
    OTHER_RECORD = "other record"


_LONG = 25
_SHORTEST_ID = 15
_FEWEST_HEADINGS = 3
_BRACKETED = re.compile(r"\([^()]*\)")
_COUNT = re.compile(r"[0-9,.]+")
_SPLIT = re.compile(r":|\s{2,}|\t")


def kind_of_line(cells: list[Cell], layout: Layout) -> LineKind:
    """What the line is, from its own cells (not from merged ones above it)."""
    if any(map(names_a_person, cells)):
        return LineKind.RECORD
    filled = {index: cell for index, cell in enumerate(cells) if cell is not None}
    if not filled:
        return LineKind.BLANK
    if _is_only_numbered(filled, layout):
        return LineKind.BLANK
    if _begins_another_table(filled, layout):
        return LineKind.OTHER_HEADING
    if _repeats_header(filled, layout) or is_numbering(cells):
        return LineKind.HEADING
    texts = [text_of(cell) for cell in filled.values()]
    if _is_total(texts) or (len(texts) == 1 and _says_complete(texts[0])):
        return LineKind.TOTAL
    if _is_remark(texts):
        return LineKind.REMARK
    return _lone_text(filled, texts, layout)


def records(sheet: Sheet, layout: Layout) -> Iterator[tuple[int, LineKind, list[Cell], frozenset[int]]]:
    """(line, kind, cells, indexes filled down) for every line under the header.

    A cell merged over several lines counts for each of them that is a record; the kind is told before that. So does
    the cell above a ditto mark. From a line with other headings on, records belong to another table and are told so.
    """
    start = layout.first_line
    merged = _Merged(sheet, start)
    above: list[Cell] = []
    is_other = False
    for line, cells in sheet.rows():
        merged.begin(line, cells)
        if line < start:
            continue
        kind, is_other = _kind_in_place(cells, layout, is_other)
        filled = merged.fill(line, cells, kind is LineKind.RECORD)
        if kind is LineKind.RECORD:
            if not _dittos().isdisjoint(cells):
                filled += _fill_dittos(cells, above)
            above = cells
        yield line, kind, cells, frozenset(filled)


def _kind_in_place(cells: list[Cell], layout: Layout, is_other: bool) -> tuple[LineKind, bool]:
    """(what the line is, whether lines below it belong to another table); `is_other`: the same of the line above."""
    kind = kind_of_line(cells, layout)
    if kind is LineKind.OTHER_HEADING:
        return kind, True
    if kind is LineKind.HEADING:
        return kind, is_other and is_numbering(cells)
    if is_other and kind is LineKind.RECORD:
        return LineKind.OTHER_RECORD, True
    return kind, is_other


class _Merged:
    """The cells of a sheet that are merged over several lines, as the lines come."""

    def __init__(self, sheet: Sheet, start: int) -> None:
        self._start = start
        self._waiting = sorted((m for m in sheet.merged if m[2] > m[0] and m[2] + 1 >= start), reverse=True)
        self._running: dict[int, tuple[int, Cell]] = {}  # column -> (last line, value)

    def begin(self, line: int, cells: list[Cell]) -> None:
        """Take note of what is merged from this line on."""
        waiting = self._waiting
        while waiting and waiting[-1][0] + 1 <= line:
            top, left, bottom, _ = waiting.pop()
            if top + 1 == line and line >= self._start and left < len(cells):
                self._running[left] = (bottom + 1, cells[left])

    def fill(self, line: int, cells: list[Cell], is_record: bool) -> list[int]:
        """Fill the blank cells of a record that are merged with one above; their indexes."""
        filled: list[int] = []
        for index, (last, value) in list(self._running.items()):
            if line > last:
                del self._running[index]
            elif is_record and cells[index] is None and value is not None:
                cells[index] = value
                filled.append(index)
        return filled


@cache
def _dittos() -> frozenset[Cell]:
    return frozenset(words("ditto"))


def _fill_dittos(cells: list[Cell], above: list[Cell]) -> list[int]:
    """Put the cells above in the place of ditto marks; the indexes. An ID number is nobody else's: its mark stays."""
    marked = [index for index, cell in enumerate(cells) if cell in _dittos() and index < len(above)]
    meant = [index for index in marked if not (isinstance(above[index], str) and _is_id(above[index]))]
    for index in meant:
        cells[index] = above[index]
    return meant


def _is_id(cell: Cell) -> bool:
    return len(text_of(cell)) >= _SHORTEST_ID and names_a_person(cell)


def is_numbering(cells: list[Cell]) -> bool:
    """Whether the line only counts the columns: 1 2 3 4."""
    plain = [
        unicodedata.normalize("NFKC", text_of(cell)).strip("()[]<> ").lower() for cell in cells if cell is not None
    ]
    counted = [text for text in plain if text not in words("numbering")]
    return len(plain) >= 3 and bool(counted) and counted == [str(n) for n in range(1, len(counted) + 1)]


def _is_only_numbered(filled: Mapping[int, Cell], layout: Layout) -> bool:
    """Whether there is nothing but a running number: forms are numbered to their end before they are filled in."""
    return len(filled) == 1 and layout.sequence.issuperset(filled) and all(is_number(cell) for cell in filled.values())


def _repeats_header(filled: Mapping[int, Cell], layout: Layout) -> bool:
    needed = max(2, math.ceil(0.6 * len(filled)))
    left = len(filled)
    same = 0
    for index, cell in filled.items():
        if same + left < needed:
            return False
        left -= 1
        forms = layout.forms.get(index)
        if forms and isinstance(cell, str) and len(cell) < 60 and take_apart(cell).normal in forms:
            same += 1
    return same >= needed


def _begins_another_table(filled: Mapping[int, Cell], layout: Layout) -> bool:
    """Whether nearly all cells are known headings, and at least one of them heads another column than up there."""
    if len(filled) < _FEWEST_HEADINGS:
        return False
    known = own = other = 0
    for index, cell in filled.items():
        if not isinstance(cell, str) or len(cell) >= 60:
            continue
        normal = take_apart(cell).normal
        is_own = normal in layout.forms.get(index, ())
        key = layout.known.get(normal)
        own += is_own
        known += is_own or key is not None
        other += not is_own and key is not None and key != layout.keys.get(index)
    return other > 0 and known >= max(_FEWEST_HEADINGS, 0.6 * len(filled))


def _is_total(texts: list[str]) -> bool:
    """Whether the first text is a word for a total and next to nothing else is a text."""
    others = [text for text in texts if not is_number(text)]
    if not others or len(others) > max(1, len(texts) // 3) + 1:
        return False
    return _says_total(others[0]) and all(_says_total(text) or len(text) < 8 for text in others)


def _says_total(text: str) -> bool:
    plain = re.sub(r"[\s:,;\u3002()]", "", unicodedata.normalize("NFKC", text).lower())
    plain = _COUNT.sub("", plain)
    for unit in longest_first("counted"):
        plain = plain.removesuffix(unit)
    return any(plain == word or (plain.endswith(word) and len(plain) <= len(word) + 8) for word in words("totals"))


def _says_complete(text: str) -> bool:
    """Whether the text says how many there are in all, as under a complete list."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    for opening in longest_first("complete"):
        if plain.startswith(opening) and (number := _COUNT.match(plain, len(opening))):
            return plain[number.end() :].startswith(longest_first("counted"))
    return False


def _is_remark(texts: list[str]) -> bool:
    """Whether the line begins as the foot of a form does, "Filled in by:", or says how to fill in: "required"."""
    if all(text in words("fillers") for text in texts):
        return True
    first = _BRACKETED.sub("", unicodedata.normalize("NFKC", texts[0])).strip()
    parts = [part for part in _SPLIT.split(first) if part.strip()]
    opening = "".join(parts[0].split()).lower() if parts else ""
    has_sign = len(_SPLIT.split(first)) > 1
    signed = opening in words("remarks") or (has_sign and opening.endswith(longest_first("signatures")))
    if signed and has_sign:
        return len(texts) <= 8
    if signed and len(texts) > 1:
        # Each word in its own cell.
        return sum(_opens(text) for text in texts) * 2 >= len(texts)
    return signed and len(texts) == 1


def _opens(text: str) -> bool:
    plain = "".join(unicodedata.normalize("NFKC", text).split()).rstrip(":")
    return plain.split(":")[0] in words("remarks")


def _lone_text(filled: Mapping[int, Cell], texts: list[str], layout: Layout) -> LineKind:
    """A line with one text: a remark when it is long, a title when it names no person; else a record."""
    named = [column for column in layout.columns if column.heading]
    if len(filled) > 1 or len(named) < 3:
        return LineKind.RECORD
    text = texts[0]
    if len(text) > _LONG:
        return LineKind.REMARK
    index = next(iter(filled))
    column = next((column for column in layout.columns if column.index == index), None)
    if column is None or not column.key or text.endswith(longest_first("title_endings")):
        return LineKind.TITLE
    # The name of a group over its people, written in a column of numbers.
    numbers = column.samples and all(is_number(sample) for sample in column.samples)
    return LineKind.TITLE if numbers and not is_number(text) else LineKind.RECORD
