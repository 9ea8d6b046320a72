"""What was taught about a workbook: what goes into which cell, and where a list stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from openpyxl.utils import column_index_from_string

from gangqiao.reports.refusals import NoSuchCell, WrongBlock

TEXT, AREA, DAY, FILLER, NUMBER, COUNT, TOTAL = "text", "area", "day", "filler", "number", "count", "total"
PLAIN = (AREA, DAY, FILLER, NUMBER, COUNT, TOTAL, TEXT)
COLUMN, FIGURE, MEASURE, RESULT, GOAL, GAP = "column", "figure", "measure", "result", "goal", "gap"
PEOPLE, HOUSEHOLDS, AREAS = "people", "households", "areas"
KINDS = (PEOPLE, HOUSEHOLDS, AREAS)
ON_A_SHEET, IN_PROPERTIES = "sheet", "properties"
_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
MOST_LINES, MOST_COLUMNS = 1_048_576, 16_384


@dataclass(frozen=True, slots=True)
class Entry:
    """What goes into a cell, or into each cell of a column of a list.

    what  one of the constants above, or "column:KEY", "figure:ID", "measure:KEY", "result|goal|gap:TARGET"
    form  how it is written, a key of `forms.yaml`; "" as the sheet is made
    text  the words themselves, for TEXT
    """

    what: str
    form: str = ""
    text: str = ""

    @property
    def kind(self) -> str:
        return self.what.partition(":")[0]

    @property
    def key(self) -> str:
        return self.what.partition(":")[2]


@dataclass(slots=True)
class Block:
    """A list: one record, or one part of the area, a line.

    first, last  lines of the first and last record the form has room for; more are put in below `last`
    filters      as the address of the ledger says them
    """

    kind: str
    first: int
    last: int
    filters: dict[str, str] = field(default_factory=dict)
    columns: dict[str, Entry] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.kind not in KINDS or not 1 <= self.first <= self.last <= MOST_LINES:
            raise WrongBlock

    def holds(self, row: int) -> bool:
        return self.first <= row <= self.last


@dataclass(slots=True)
class SheetTeaching:
    """One sheet: single cells by their reference, and the list if there is one."""

    cells: dict[str, Entry] = field(default_factory=dict)
    block: Block | None = None

    @property
    def is_empty(self) -> bool:
        return not self.cells and (self.block is None or not self.block.columns)


@dataclass(slots=True)
class Teaching:
    """Everything taught about a workbook, by sheet. `provenance`: where the filled workbook says how it was made."""

    sheets: dict[str, SheetTeaching] = field(default_factory=dict)
    provenance: str = ON_A_SHEET

    def of(self, sheet: str) -> SheetTeaching:
        """The teaching of a sheet, begun when there is none."""
        return self.sheets.setdefault(sheet, SheetTeaching())

    @property
    def is_empty(self) -> bool:
        return all(sheet.is_empty for sheet in self.sheets.values())

    @property
    def blocks(self) -> list[Block]:
        return [s.block for s in self.sheets.values() if s.block is not None]

    @property
    def lists_people(self) -> bool:
        """True when the filled workbook names people or households."""
        return any(block.kind in (PEOPLE, HOUSEHOLDS) for block in self.blocks)

    @property
    def entries(self) -> list[Entry]:
        found = [e for s in self.sheets.values() for e in s.cells.values()]
        return found + [e for block in self.blocks for e in block.columns.values()]

    def dump(self) -> dict[str, Any]:
        """As it is stored."""
        return asdict(self)


def load(stored: Mapping[str, Any]) -> Teaching:
    """The teaching as it was stored. Raises WrongBlock."""
    sheets = {name: _sheet(body) for name, body in stored.get("sheets", {}).items()}
    return Teaching(sheets, stored.get("provenance", ON_A_SHEET))


def _sheet(body: Mapping[str, Any]) -> SheetTeaching:
    block = body.get("block")
    return SheetTeaching(
        {ref: Entry(**entry) for ref, entry in body.get("cells", {}).items()},
        Block(**{**block, "columns": {c: Entry(**e) for c, e in block["columns"].items()}}) if block else None,
    )


def read_ref(text: str) -> tuple[str, int]:
    """Column letter and line of a cell written as "b5". Raises NoSuchCell."""
    found = _CELL.fullmatch(text.strip().upper())
    if found is None or int(found[2]) > MOST_LINES or column_index_from_string(found[1]) > MOST_COLUMNS:
        raise NoSuchCell(text)
    return found[1], int(found[2])
