"""Finds the header of a list: one to three rows anywhere among the first ones, under titles and lines on units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise

from gangqiao.kernel.sheets.cells import is_number, names_a_person, text_of
from gangqiao.kernel.sheets.headings import take_apart
from gangqiao.kernel.sheets.vocabulary import ALIKE, Vocabulary
from gangqiao.kernel.sheets.wire import Cell
from gangqiao.kernel.sheets.words import words

Line = tuple[int, list[Cell]]
Merged = Sequence[tuple[int, int, int, int]]

LAST_HEADER_ROW = 40
DEEPEST = 3
_LONGEST_HEADING = 60
_LONGEST_GROUP = 16
_DECLARED, _SIMILAR, _PLAIN = 1.0, 0.6, 0.12
_GROUPED, _DEEPER = 0.05, -0.15
_FEWEST = 2  # of columns known by their headings


@dataclass(frozen=True)
class Header:
    """`lines` from 1; `headings`: column index -> (joined as written, leaf as written)."""

    lines: tuple[int, ...]
    headings: dict[int, tuple[str, str]]
    score: float


def find_header(first: Sequence[Line], merged: Merged, vocabulary: Vocabulary) -> Header | None:
    """The rows that most look like headings, or None. The upper of two equal ones: a header may be repeated below."""
    best: Header | None = None
    lines = [line for line in first if line[0] <= LAST_HEADER_ROW]
    for at in range(len(lines)):
        if best is not None and _is_record_under(lines[at], best):
            break  # a header further down heads another table
        for depth in range(1, min(DEEPEST, at + 1) + 1):
            found = _header_of(lines[at + 1 - depth : at + 1], merged, vocabulary)
            if found and (best is None or found.score > best.score + 1e-9):
                best = found
    return best or _unknown_header(lines)


def _is_record_under(line: Line, header: Header) -> bool:
    """Whether the line names a person in a list of these headings, and not in a note above the table."""
    filled = [cell for cell in line[1] if cell is not None]
    return len(filled) >= max(2, len(header.headings) / 2) and any(map(names_a_person, filled))


def _unknown_header(lines: Sequence[Line]) -> Header | None:
    """A row of short, different texts over a row with a value, when no heading is known: the reader names them."""
    for (line, cells), (_, below) in pairwise(lines):
        texts = [text_of(cell) for cell in cells if cell is not None]
        values = sum(is_number(cell) or names_a_person(cell) or isinstance(cell, date) for cell in below)
        wide = sum(cell is not None for cell in below)
        if len(texts) < 3 or len(texts) < 0.7 * wide or not values or not _can_be_header(cells):
            continue
        if len(texts) == len(set(texts)) and max(map(len, texts)) <= 2 * _LONGEST_GROUP:
            written = {n: " ".join(text_of(cell).split()) for n, cell in enumerate(cells) if cell is not None}
            return Header((line,), {n: (text, text) for n, text in written.items()}, 0.0)
    return None


def _header_of(rows: Sequence[Line], merged: Merged, vocabulary: Vocabulary) -> Header | None:
    if not all(_can_be_header(cells) for _, cells in rows):
        return None
    width = max((index + 1 for index, cell in enumerate(rows[-1][1]) if cell is not None), default=0)
    if not all(_is_group_row(upper, below, merged, width) for upper, below in pairwise(rows)):
        return None
    stacks = _stacks(rows, merged)
    headings: dict[int, tuple[str, str]] = {}
    score = 0.0
    seen: set[str] = set()
    for index, stack in stacks.items():
        joined, leaf = " / ".join(stack), stack[-1]
        headings[index] = (joined, leaf)
        score += _score_of(joined, leaf, vocabulary, seen)
    if len(seen) < _FEWEST:
        return None
    leaves = [leaf for _, leaf in headings.values()]
    grouped = all(_groups(row, leaves, merged) for row in rows[:-1])
    # One row less is the simpler reading, unless the upper one plainly groups the lower.
    score += (_GROUPED if grouped else _DEEPER) * (len(rows) - 1)
    return Header(tuple(line for line, _ in rows), headings, score)


def _groups(row: Line, leaves: list[str], merged: Merged) -> bool:
    """Whether cells of the row are merged over columns or down to the next row, or tell equal leaves apart."""
    line = row[0] - 1
    filled = [cell for cell in row[1] if cell is not None]
    spans = [m for m in merged if m[0] == line and (m[3] > m[1] or m[2] > m[0])]
    return len(filled) >= 2 and (bool(spans) or len(set(leaves)) < len(leaves))


def _score_of(joined: str, leaf: str, vocabulary: Vocabulary, seen: set[str]) -> float:
    for written in dict.fromkeys((joined, leaf)):
        term = vocabulary.declared(take_apart(written))
        if term:
            score = 0.0 if term.key in seen else _DECLARED
            seen.add(term.key)
            return score
    heading = take_apart(leaf)
    if heading.normal in words("sequence"):
        seen.add("#")
        return _SIMILAR
    likeness, term = next(iter(vocabulary.similar(heading)), (0.0, None))
    if term and likeness >= ALIKE and term.key not in seen:
        seen.add(term.key)
        return _SIMILAR
    return _PLAIN


def _can_be_header(cells: list[Cell]) -> bool:
    """Whether nothing in the row looks like a value: no ID or telephone number, hardly a number or a day."""
    filled = [cell for cell in cells if cell is not None]
    if not filled or any(names_a_person(cell) for cell in filled):
        return False
    values = sum(isinstance(cell, (date, time, bool)) or (is_number(cell) and not _is_year(cell)) for cell in filled)
    long = sum(len(text_of(cell)) > _LONGEST_HEADING for cell in filled)
    return values <= len(filled) * 0.2 and long <= len(filled) * 0.3


def _is_year(cell: Cell) -> bool:
    return text_of(cell).isdigit() and 1980 <= int(text_of(cell)[:6]) <= 2060


def _is_group_row(upper: Line, below: Line, merged: Merged, width: int) -> bool:
    """Whether the upper row belongs to the header: it groups, or heads columns that are blank below; no title does."""
    line, cells = upper
    filled = [index for index, cell in enumerate(cells) if cell is not None]
    if below[0] != line + 1 or all(cell is None for cell in below[1]):
        return False
    ranges = [m for m in merged if m[0] <= line - 1 <= m[2]]
    if any(len(text_of(cells[index])) > _LONGEST_GROUP or ":" in text_of(cells[index]) for index in filled):
        return False  # "Filled in by: ..."
    span = max((right - left + 1 for _, left, _, right in ranges), default=1)
    if span >= max(3, 0.8 * width):
        return False  # one text over the whole width is a title
    return len(filled) >= 2 or bool(ranges)


def _stacks(rows: Sequence[Line], merged: Merged) -> dict[int, list[str]]:
    """For each column its texts from the upper row to the lowest, merged groups spread over their columns."""
    spread = [_spread(line, cells, merged, is_last=n == len(rows) - 1) for n, (line, cells) in enumerate(rows)]
    stacks: dict[int, list[str]] = {}
    for index in range(max(len(row) for row in spread)):
        stack = [text for row in spread if index < len(row) and (text := row[index])]
        stack = [text for n, text in enumerate(stack) if n == 0 or text != stack[n - 1]]
        own = any(index < len(cells) and cells[index] is not None for _, cells in rows)
        # A group spread over a column that has no leaf is not its heading, unless it was merged into it.
        if stack and (own or _is_covered(rows, index, merged)):
            stacks[index] = stack
    return stacks


def _spread(line: int, cells: list[Cell], merged: Merged, *, is_last: bool) -> list[str]:
    texts = [" ".join(text_of(cell).split()) for cell in cells]
    ranges = [(top, left, bottom, right) for top, left, bottom, right in merged if top == line - 1]
    for _, left, _, right in ranges:
        if left < len(texts):
            texts[left + 1 : right + 1] = [texts[left]] * (min(right + 1, len(texts)) - left - 1)
    if not is_last and not any(right > left for _, left, _, right in ranges):
        # No merged cells (a csv has none): a group stands at its first column and counts up to the next one.
        for index in range(1, len(texts)):
            texts[index] = texts[index] or texts[index - 1]
    return texts


def _is_covered(rows: Sequence[Line], index: int, merged: Merged) -> bool:
    lines = {line - 1 for line, _ in rows}
    return any(left < index <= right and top in lines and bottom in lines for top, left, bottom, right in merged)
