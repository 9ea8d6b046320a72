"""Reads .csv in whatever encoding and with whatever separator an office writes it. Runs in the reading child."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from gangqiao.kernel.sheets.recognise import NotReadable
from gangqiao.kernel.sheets.safe import can_become_live
from gangqiao.kernel.sheets.wire import Cell

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16"),
)
_SEPARATORS = (",", "\t", ";", "|", "\uff0c", "\uff1b")
_SAMPLE_ROWS = 60
_SAMPLE_CHARACTERS = 200_000
# Excel's own limit for one cell. A quotation mark that is never closed swallows more.
_LONGEST_CELL = 32_767
_SWALLOWED_LINES = 5


class Delimited:
    """A text of rows. `rows()` may be asked again."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._codec, self.encoding = _encoding_of(file)
        sample = self._text().read(_SAMPLE_CHARACTERS)
        self._separator = _separator_of(sample)
        self.height, self.width = 0, 0
        for cells in self._records():
            self.height += 1
            self.width = max(self.width, len(cells))

    def rows(self) -> Iterator[list[Cell]]:
        """Every record as cells, blank lines as []."""
        for record in self._records():
            yield [_plain(cell) for cell in record]

    def _text(self) -> io.TextIOWrapper:
        self._file.seek(0)
        return io.TextIOWrapper(io.BufferedReader(_Kept(self._file)), encoding=self._codec, newline="")

    def _records(self) -> Iterator[list[str]]:
        csv.field_size_limit(_LONGEST_CELL)
        line = 0
        try:
            for line, record in enumerate(csv.reader(self._text(), delimiter=self._separator), 1):
                for cell in record:
                    if len(cell) > 100 and _has_swallowed(cell, self._separator):
                        raise NotReadable("quote", line=line)
                yield record
        except csv.Error as wrong:
            raise NotReadable("quote", line=line + 1) from wrong


class _Kept(io.RawIOBase):
    """The file without its end: a text wrapper that is thrown away must not close what is read again."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]
        found = self._file.read(len(buffer))
        buffer[: len(found)] = found
        return len(found)


def _encoding_of(file: BinaryIO) -> tuple[str, str]:
    """(codec, name to show). Raises NotReadable when it is not text in an encoding used in China."""
    file.seek(0)
    content = file.read()
    for mark, codec, shown in _BOMS:
        if content.startswith(mark):
            _decode(content, codec)
            return codec, shown
    if b"\x00" in content[:4000]:
        # UTF-16 without its mark: every second byte of Latin letters, digits and commas is zero.
        codec = "utf-16-le" if content[1:4000:2].count(0) > content[:4000:2].count(0) else "utf-16-be"
        _decode(content, codec)
        return codec, "utf-16"
    for codec in ("utf-8", "gb18030"):
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return codec, codec
    raise NotReadable("unknown")


def _decode(content: bytes, codec: str) -> None:
    try:
        text = content.decode(codec)
    except UnicodeDecodeError as wrong:
        raise NotReadable("unknown") from wrong
    if "\x00" in text:
        raise NotReadable("unknown")


def _separator_of(sample: str) -> str:
    """The separator by which most lines have the same number of cells, more than one; "," when none has."""
    best, best_score = ",", 0.0
    for separator in _SEPARATORS:
        try:
            reader = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
            widths = [len(record) for record, _ in zip(reader, range(_SAMPLE_ROWS), strict=False) if record]
        except csv.Error:
            continue
        if not widths:
            continue
        counted = Counter(width for width in widths if width > 1)
        if not counted:
            continue
        width, times = counted.most_common(1)[0]
        score = times / len(widths) + min(width, 50) / 1000
        if score > best_score:
            best, best_score = separator, score
    return best


def _has_swallowed(cell: str, separator: str) -> bool:
    """Whether the cell holds whole lines of the table: a quotation mark before them was never closed."""
    lines = cell.splitlines()
    return len(lines) > _SWALLOWED_LINES and sum(line.count(separator) >= 2 for line in lines) > len(lines) / 2


def _plain(cell: str) -> Cell:
    """The text that was meant: ="0123" and '0123 are how offices keep Excel from making a number of it."""
    if cell.startswith('="') and cell.endswith('"') and len(cell) > 3:
        cell = cell[2:-1]
    elif len(cell) > 1 and cell[0] == "'" and (cell[1].isdigit() or can_become_live(cell[1:])):
        cell = cell[1:]
    if not cell or cell.isspace():
        return None
    return cell
