"""Reads the lines of a block column by column: a look into a table for nearly every cell.

`LineReader.read` says what a line means; this comes to the same for many lines at once, and leaves to it the lines
with a masked cell. A test compares the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gangqiao.imports.reading.base import Place, Reader, as_text
from gangqiao.imports.rows import Note

MASKED = "***"  # as an exported ledger hides a value from who may not have it in full
# Distinct cells remembered for a column; beyond, the table is emptied, so that memory stays bounded.
MOST_REMEMBERED = 20_000
# Nearly every cell of these is another one: a table would only cost memory.
NOT_REMEMBERED = frozenset({"person.id_number", "person.phone", "person_no", "number", "person.bank_account"})
TEXTS = frozenset({str, type(None)})


class ColumnReader(dict[Any, Any]):
    """Raw value by cell of one column. A cell that is no text stands in it with its type: 1, 1.0 and True are three."""

    def __init__(self, index: int, place: Place, reader: Reader) -> None:
        super().__init__()
        self.index, self.place, self.reader = index, place, reader
        self.noted: dict[Any, Note] = {}
        self._has_mask = False
        self._most = 0 if place.key in NOT_REMEMBERED else MOST_REMEMBERED

    def __missing__(self, key: Any) -> Any:
        if isinstance(key, str) and MASKED in key:
            self._has_mask = True
            return None  # not remembered: each of them is to be seen
        found = self.reader(key[1] if isinstance(key, tuple) else key)
        if found.severity:
            place = self.place
            self.noted[key] = Note(found.severity, found.code, found.say, place.letter, place.heading)
        self[key] = found.value
        return found.value

    def read(self, cells: Sequence[Any]) -> tuple[list[Any], list[tuple[int, Note]], list[int]]:
        """Raw values of some cells, notes with the place of their cell, places of masked cells. None stays None."""
        if len(self) > self._most:
            self.clear()
            self.noted.clear()
        self[None] = None
        self._has_mask = False
        keys = cells
        if not TEXTS.issuperset(map(type, cells)):
            keys = [cell if cell is None or isinstance(cell, str) else (type(cell), cell) for cell in cells]
        values = list(map(self.__getitem__, keys))
        noted = self.noted
        notes = [(at, noted[key]) for at, key in enumerate(keys) if key in noted] if noted else []
        masked = [at for at, key in enumerate(keys) if isinstance(key, str) and MASKED in key] if self._has_mask else []
        return values, notes, masked


class Texts(dict[str, str]):
    """Cells as texts, each worked out once."""

    def __missing__(self, cell: str) -> str:
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        found = self[cell] = as_text(cell)
        return found
