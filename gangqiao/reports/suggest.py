"""What the headings of a form seem to ask for: proposals, which count only once somebody confirms them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from openpyxl.utils import column_index_from_string, get_column_letter
from rapidfuzz import fuzz, process

from gangqiao.reports import teaching as t
from gangqiao.reports.choices import WRITING, Choice, choices_for
from gangqiao.reports.grid import texts_of

SURE, LIKELY = 100, 84
HEADING_LINES = 3  # a heading may stand in up to three lines, one above the other
_NOISE = re.compile(r"[\s*:\uff1a\u3001,\uff0c.\u3002\"'\u201c\u201d]|\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a column, or a cell, seems to ask for. `score`: 100 when the heading says it word for word."""

    place: str
    heading: str
    choice: Choice
    score: int


@dataclass(frozen=True, slots=True)
class GuessedBlock:
    """Where the list seems to stand, and of what."""

    kind: str
    first: int
    last: int


def normal(text: str) -> str:
    """A heading without brackets, spaces and marks, in one writing."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).casefold()


class Words:
    """The words by which the choices of a kind are known."""

    def __init__(self, choices: Iterable[Choice]) -> None:
        self._by_word: dict[str, Choice] = {}
        for choice in choices:
            for word in choice.headings:
                if word:
                    self._by_word.setdefault(normal(word), choice)

    def find(self, heading: str) -> tuple[Choice, int] | None:
        """The choice a heading means, and how surely; None when it means none."""
        asked = normal(heading)
        if not asked:
            return None
        if asked in self._by_word:
            return self._by_word[asked], SURE
        if len(asked) < 3:
            return None  # two characters differ from any two others by too little
        found = process.extractOne(asked, list(self._by_word), scorer=fuzz.ratio, score_cutoff=LIKELY)
        return (self._by_word[found[0]], int(found[1])) if found else None


def block_of(sheet: Any) -> GuessedBlock | None:
    """The list a sheet seems to hold: below the line with the most headings that are understood; None without one."""
    texts = texts_of(sheet)
    best: tuple[int, str, int] | None = None
    for kind in (t.PEOPLE, t.AREAS):
        words = Words(choices_for(kind))
        for row in sorted({r for r, _c in texts}):
            known = {found[0].what for (r, _c), text in texts.items() if r == row and (found := words.find(text))}
            if len(known) >= 2 and (best is None or len(known) >= best[0] + (kind == t.AREAS and best[2] == row)):
                best = (len(known), kind, row)
    if best is None:
        return None
    _known, kind, row = best
    return GuessedBlock(kind, row + 1, _last_line(texts, row + 1, sheet))


def _last_line(texts: dict[tuple[int, int], str], first: int, sheet: Any) -> int:
    """The last line before a total, a signature or a remark; without one the last line the form has drawn."""
    after = {normal(word) for word in WRITING["after_a_list"]}
    ends = [
        row
        for (row, _column), text in texts.items()
        if row > first and any(normal(text).startswith(word) for word in after)
    ]
    return max(min(ends, default=min(sheet.max_row, first + 200) + 1) - 1, first)


def columns_of(sheet: Any, block: t.Block) -> list[Proposal]:
    """What each column of the list seems to ask for, where nothing was said about it yet."""
    texts, words = texts_of(sheet), Words(choices_for(block.kind))
    found = []
    for column in range(1, max((c for _r, c in texts), default=0) + 1):
        letter = get_column_letter(column)
        if letter in block.columns:
            continue
        for heading in _headings(texts, block.first, column):
            if meant := words.find(heading):
                found.append(Proposal(letter, heading, *meant))
                break
    return found


def heading_of(sheet: Any, block: t.Block, letter: str) -> str:
    """The heading above a column of the list, "" when there is none."""
    return next(iter(_headings(texts_of(sheet), block.first, column_index_from_string(letter))), "")


def _headings(texts: dict[tuple[int, int], str], first: int, column: int) -> list[str]:
    """The readings of a column's heading: the line next to the list first, then the lines joined from the top."""
    lines = [texts.get((row, column), "") for row in range(max(first - HEADING_LINES, 1), first)]
    lines = list(dict.fromkeys(line for line in lines if line))
    if not lines:
        return []
    return list(dict.fromkeys((lines[-1], "".join(lines[-2:]), lines[0])))


def cells_of(sheet: Any, teaching: t.SheetTeaching) -> list[Proposal]:
    """Single cells that stand right of a word such as "unit", "date" or "filled in by", and are empty."""
    texts = texts_of(sheet)
    words = Words(c for c in choices_for("") if c.what in (t.AREA, t.DAY, t.FILLER))
    found = []
    for (row, column), text in sorted(texts.items()):
        place = f"{get_column_letter(column + 1)}{row}"
        is_free = (row, column + 1) not in texts and place not in teaching.cells
        if is_free and not (teaching.block and row >= teaching.block.first - 1 and teaching.block.holds(row)):
            meant = words.find(text)
            is_heading = teaching.block is not None and row == teaching.block.first - 1
            if meant and meant[1] == SURE and not is_heading:
                found.append(Proposal(place, text, *meant))
    return found
