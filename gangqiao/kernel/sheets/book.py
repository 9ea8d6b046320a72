"""Opens a workbook that anybody may have made: it is parsed in a child process, this one only gets cells."""

from __future__ import annotations

import os
import selectors
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

from gangqiao.kernel.sheets import wire
from gangqiao.kernel.sheets.refusals import NOTES, UnreadableFile
from gangqiao.kernel.sheets.wire import Cell
from gangqiao.kernel.words import Say

# The child's own CPU limit is lower: this one is for a child that sleeps or a machine that is overrun.
SECONDS_FOR_AN_ANSWER = 180.0
LARGEST_FILE = 60 << 20
MOST_COLUMNS = 1024
_PIECE = 1 << 18
_ENDINGS = {
    "xlsx": (".xlsx", ".xlsm", ".xltx", ".xltm"),
    "xls": (".xls", ".et", ".xlt"),
    "csv": (".csv", ".txt", ".tsv"),
}
_CHILD = [sys.executable, "-I", "-m", "gangqiao.kernel.sheets.child"]


class Sheet:
    """One sheet. Its measures are found when they are first asked for: the child parses one sheet at a time."""

    def __init__(self, book: Book, number: int, name: str, hidden: bool) -> None:
        self._book = book
        self._measures: dict[str, Any] | None = None
        self.number = number  # in the file, from 0
        self.name = name
        self.hidden = hidden

    def __repr__(self) -> str:
        return f"Sheet({self.number}, {self.name!r})"

    @property
    def height(self) -> int:
        """Lines up to the last one with a cell; blank ones at the end that the file counts are included."""
        return int(self._measured()["height"])

    @property
    def width(self) -> int:
        """Columns up to the last one with a cell, 1,024 at most."""
        return int(self._measured()["width"])

    @property
    def merged(self) -> list[tuple[int, int, int, int]]:
        """Merged ranges as (top, left, bottom, right), from 0, all included."""
        return [(top, left, bottom, right) for top, left, bottom, right in self._measured()["merged"]]

    def rows(self) -> Iterator[tuple[int, list[Cell]]]:
        """(line from 1, cells, as many as the sheet is wide), streamed. Blank rows at the end are not given.

        One pass at a time in a book: a second one ends the first, which then raises RuntimeError.
        """
        width = self.width
        expected = 1
        for line, cells in self._book._rows_of(self.number):
            for blank in range(expected, line):
                yield blank, [None] * width
            cells.extend([None] * (width - len(cells)))
            yield line, cells
            expected = line + 1

    def _measured(self) -> dict[str, Any]:
        if self._measures is None:
            self._measures = self._book._ask("s", self.number)
        return self._measures


class Book:
    """An opened workbook.

    `kind`: "xlsx", "xls" or "csv"; `encoding`: of a csv, else ""; `notes`: what was remarkable about the file, more of
    it once a sheet has been read.
    """

    def __init__(self, child: subprocess.Popen[bytes], name: str) -> None:
        self._child = child
        self._name = name
        self._asked = 0  # answers that have not been read yet
        self._pass = 0
        head = self._answer()
        self.kind: str = head["kind"]
        self.encoding: str = head["encoding"]
        self.notes: list[Say] = [NOTES[code](values) for code, values in head["notes"]]
        title = Path(name).stem
        self.sheets = [Sheet(self, n, found or title, hidden) for n, (found, hidden) in enumerate(head["sheets"])]
        ending = Path(name).suffix.lower()
        if ending not in _ENDINGS[self.kind]:
            self.notes.append(NOTES["extension"]({"ending": ending or name, "kind": f".{self.kind}"}))

    def _rows_of(self, number: int) -> Iterator[tuple[int, list[Cell]]]:
        self._pass += 1
        own = self._pass
        block = self._ask("r", number)
        while True:
            if block["more"]:
                self._tell("n", 0)  # the child prepares the next block while this one is worked on
            for line, cells in block["rows"]:
                yield line, cells
                if own != self._pass:
                    raise RuntimeError("another pass over the book has begun")
            if not block["more"]:
                break
            block = self._answer()
        if block["wide"]:
            self._note("wide", n=MOST_COLUMNS)

    def _note(self, code: str, **values: Any) -> None:
        said = NOTES[code](values)
        if said not in self.notes:
            self.notes.append(said)

    def _ask(self, letter: str, number: int) -> dict[str, Any]:
        # A pass that was left half way has one block on the way.
        while self._asked:
            self._answer()
        self._tell(letter, number)
        return self._answer()

    def _tell(self, letter: str, number: int) -> None:
        assert self._child.stdin is not None
        try:
            self._child.stdin.write(f"{letter} {number}\n".encode())
            self._child.stdin.flush()
        except OSError as wrong:
            raise self._ended() from wrong
        self._asked += 1

    def _answer(self) -> dict[str, Any]:
        until = monotonic() + SECONDS_FOR_AN_ANSWER
        try:
            found = wire.message(self._read(wire.length(self._read(4, until)), until))
        except wire.BrokenFrame as wrong:
            raise UnreadableFile("damaged", name=self._name) from wrong
        self._asked = max(0, self._asked - 1)
        if refused := found.get("refused"):
            raise UnreadableFile(refused[0], name=self._name, **refused[1])
        return found

    def _read(self, size: int, until: float) -> bytes:
        """Exactly so many bytes. Raises UnreadableFile when the child has ended or says nothing until then."""
        assert self._child.stdout is not None
        pipe = self._child.stdout.fileno()
        found = bytearray()
        with selectors.DefaultSelector() as waiting:
            waiting.register(pipe, selectors.EVENT_READ)
            while len(found) < size:
                if not waiting.select(max(0.0, until - monotonic())):
                    raise UnreadableFile("too_heavy", name=self._name)
                piece = os.read(pipe, min(_PIECE, size - len(found)))
                if not piece:
                    raise self._ended()
                found += piece
        return bytes(found)

    def _ended(self) -> UnreadableFile:
        # It was killed by one of its limits: by the kernel for CPU, or it gave up for want of memory.
        self._child.wait(timeout=10)
        return UnreadableFile("too_heavy", name=self._name)


@contextmanager
def open_book(content: bytes | Path, *, name: str) -> Iterator[Book]:
    """The workbook, readable inside the block. Raises UnreadableFile here or from any of its methods.

    `name` is the name the sender gave the file; what the file is, is told by its content.
    """
    handle = _handle(content, name)
    try:
        child = subprocess.Popen(  # noqa: S603  our own module
            [*_CHILD, str(handle)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a parser's panic may quote the file, and the file is about people
            env={"LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
            pass_fds=(handle,),
            cwd="/",
        )
    finally:
        os.close(handle)
    try:
        yield Book(child, name)
    finally:
        child.kill()
        child.communicate()


def _handle(content: bytes | Path, name: str) -> int:
    """A descriptor of the file. Bytes are kept in memory, never in a temporary file: they are about people."""
    if isinstance(content, Path):
        return os.open(content, os.O_RDONLY | os.O_CLOEXEC)
    if len(content) > LARGEST_FILE:
        raise UnreadableFile("too_large", name=name, n=LARGEST_FILE >> 20)
    handle = os.memfd_create("workbook", os.MFD_CLOEXEC)
    with open(handle, "wb", closefd=False) as file:
        file.write(content)
    return handle
