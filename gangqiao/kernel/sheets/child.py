"""Reads one file in a process of its own, with limits: a hostile workbook ends this process and nothing else.

Started as `python -I -m gangqiao.kernel.sheets.child FD`; FD is the file. Writes frames (`wire`): first what the file
is or why it is refused, then one answer to each command on standard input, a letter and a number in a line:
`s N` the measures of sheet N, `r N` its first block of rows, `n 0` the next block. Nothing is read ahead, so neither
side ever holds all rows as Python objects.
"""

from __future__ import annotations

import contextlib
import ctypes
import resource
import signal
import sys
from collections.abc import Iterator
from datetime import date, time, timedelta
from math import isfinite
from typing import Any, BinaryIO

import python_calamine as calamine

from gangqiao.kernel.sheets import unpacking
from gangqiao.kernel.sheets.delimited import Delimited
from gangqiao.kernel.sheets.recognise import NotReadable, kind_of
from gangqiao.kernel.sheets.wire import Cell, frame

MEMORY = 2 << 30
CPU_SECONDS = 60
LARGEST_FILE = 60 << 20
MOST_SHEETS = 400
MOST_COLUMNS = 1024
# What a sheet can have at all: row numbers beyond it are made up, and the parser would count up to them.
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
MOST_MERGED = 100_000
BLOCK_CELLS = 20_000
LONGEST_CELL = 32_767
_EXACT = 10**15  # a whole number above it may already have lost digits: it stays a float, to be seen as one
_PR_SET_PDEATHSIG = 1


def limit() -> None:
    """Memory, CPU and descriptors from here on; the process ends with its parent."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    with contextlib.suppress(OSError, AttributeError):  # elsewhere than on Linux the closed pipe has to do
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


class Workbook:
    """The opened file: what it is, and one sheet of it at a time in memory."""

    def __init__(self, fd: int) -> None:
        file: BinaryIO = open(fd, "rb", closefd=False)  # noqa: SIM115  read until the process ends
        if file.seek(0, 2) > LARGEST_FILE:
            raise NotReadable("too_large", n=LARGEST_FILE >> 20)
        kind = kind_of(file)
        self.kind = "csv" if kind == "text" else kind
        self.encoding = ""
        self.notes: list[tuple[str, dict[str, int]]] = []
        self._at = -1
        self._sheet: calamine.CalamineSheet | None = None
        if kind == "text":
            self._text: Delimited | None = Delimited(file)
            self.encoding, self.sheets = self._text.encoding, [("", False)]
            return
        self._text = None
        if kind == "xlsx":
            self.notes = unpacking.look(file)
        self._book = calamine.CalamineWorkbook.from_path(f"/proc/self/fd/{fd}")
        found = [m for m in self._book.sheets_metadata if m.typ == calamine.SheetTypeEnum.WorkSheet]
        self.sheets = [(m.name, m.visible != calamine.SheetVisibleEnum.Visible) for m in found]
        if not found or len(found) > MOST_SHEETS:
            raise NotReadable("no_sheet" if not found else "too_heavy")

    def head(self) -> dict[str, Any]:
        return {"kind": self.kind, "encoding": self.encoding, "sheets": self.sheets, "notes": self.notes}

    def measures(self, number: int) -> dict[str, Any]:
        if self._text:
            return {"height": self._text.height, "width": min(self._text.width, MOST_COLUMNS), "merged": []}
        sheet = self._load(number)
        end = sheet.end or (-1, -1)
        merged = [(a[0], a[1], b[0], b[1]) for a, b in (sheet.merged_cell_ranges or [])[:MOST_MERGED]]
        return {"height": end[0] + 1, "width": min(end[1] + 1, MOST_COLUMNS), "merged": merged}

    def rows(self, number: int) -> Iterator[list[Cell]]:
        if self._text:
            yield from self._text.rows()
            return
        sheet = self._load(number)
        # The parser gives the blank rows above the first cell, but not the blank columns left of it.
        left: list[Cell] = [None] * (sheet.start or (0, 0))[1]
        for row in sheet.iter_rows():
            yield left + [_cell(value) for value in row] if left else [_cell(value) for value in row]

    def _load(self, number: int) -> calamine.CalamineSheet:
        if self._at != number:
            # The sheet before goes first: two at once would need the memory twice.
            self._at, self._sheet = -1, None
            self._sheet = self._book.get_sheet_by_name(self.sheets[number][0])
            self._at = number
            end = self._sheet.end or (0, 0)
            if end[0] >= LAST_ROW or end[1] >= LAST_COLUMN:
                raise NotReadable("damaged")
        assert self._sheet is not None
        return self._sheet


def _cell(value: Any) -> Cell:
    if isinstance(value, str):
        return None if not value or value.isspace() else value[:LONGEST_CELL]
    if isinstance(value, float):
        if value.is_integer() and -_EXACT < value < _EXACT:
            return int(value)
        return value if isfinite(value) else None
    if isinstance(value, timedelta):
        hours, rest = divmod(int(value.total_seconds()), 3600)
        return f"{hours}:{rest // 60:02d}"
    return value if isinstance(value, (int, date, time)) else str(value)


def blocks(rows: Iterator[list[Cell]]) -> Iterator[dict[str, Any]]:
    """Rows that are not blank, as [line, cells up to the last filled one], in blocks of about as many cells."""
    block: list[tuple[int, list[Cell]]] = []
    cells = wide = 0
    for line, row in enumerate(rows, 1):
        while row and row[-1] is None:
            row.pop()
        if not row:
            continue
        if len(row) > MOST_COLUMNS:
            row, wide = row[:MOST_COLUMNS], wide + 1
        block.append((line, row))
        cells += len(row)
        if cells >= BLOCK_CELLS:
            yield {"rows": block, "more": True, "wide": wide}
            block, cells = [], 0
    yield {"rows": block, "more": False, "wide": wide}


def serve(fd: int) -> Iterator[dict[str, Any]]:
    """The answers, in the order of the commands."""
    workbook = Workbook(fd)
    yield workbook.head()
    stream: Iterator[dict[str, Any]] = iter(())
    for command in sys.stdin:
        letter, number = command.split()
        if letter == "s":
            yield workbook.measures(int(number))
            continue
        if letter == "r":
            stream = blocks(workbook.rows(int(number)))
        yield next(stream, {"rows": [], "more": False, "wide": 0})


def refusal_of(wrong: BaseException) -> tuple[str, dict[str, Any]]:
    """(key of `refusals.SENTENCES`, its values)."""
    if isinstance(wrong, NotReadable):
        return wrong.code, wrong.values
    if isinstance(wrong, calamine.PasswordError):
        return "password", {}
    return ("too_heavy" if isinstance(wrong, MemoryError) else "damaged"), {}


def main() -> None:
    limit()
    out = sys.stdout.buffer
    try:
        for answer in serve(int(sys.argv[1])):
            out.write(frame(answer))
            out.flush()
    except BrokenPipeError:
        return
    except BaseException as wrong:  # also the panics of the parser, which are no Exception
        out.write(frame({"refused": refusal_of(wrong)}))
        out.flush()


if __name__ == "__main__":
    main()
