"""A look at the directory of an .xlsx before anything is unpacked, and a count of what really comes out.

A 520 kB workbook can unpack to hundreds of megabytes, and its directory can lie about it. Runs in the reading child.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import BinaryIO

from gangqiao.kernel.sheets.recognise import NotReadable

MOST_ENTRIES = 5_000
MOST_UNPACKED = 2 << 30
# Real sheets pack 5 to 30 times; formatted blank rows up to 70. zlib's limit is 1032.
BOMB_RATIO = 150
BOMB_SIZE = 30 << 20
_DIRECTORY_ENTRY = 46
_CHUNK = 1 << 20

# A formula whose value the writing program has not stored (openpyxl writes such), and cells that show an error.
_NO_VALUE = re.compile(rb"</f>\s*(?:<v\s*/>|<v></v>)?\s*</c>")
_ERROR = re.compile(rb'<c [^<>]*t="e"')


def look(file: BinaryIO) -> list[tuple[str, dict[str, int]]]:
    """Notes on the workbook as (key of `refusals.NOTES`, values). Raises NotReadable for a bomb or a damaged file."""
    file.seek(0, 2)
    size = file.tell()
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
        # The directory alone may be the bomb: overlapping entries that each claim the same bytes.
        if len(entries) > MOST_ENTRIES or len(entries) * _DIRECTORY_ENTRY > size:
            raise NotReadable("bomb")
        unpacked, packed = sum(e.file_size for e in entries), sum(e.compress_size for e in entries)
        if unpacked > MOST_UNPACKED or packed > size or any(_is_bomb(e.file_size, e.compress_size) for e in entries):
            raise NotReadable("bomb")
        empty = errors = 0
        for entry in entries:
            found = _unpack(archive, entry)
            empty, errors = empty + found[0], errors + found[1]
    names = [entry.filename.lower() for entry in entries]
    notes: list[tuple[str, dict[str, int]]] = []
    if any(name.endswith("vbaproject.bin") for name in names):
        notes.append(("macros", {}))
    if any("externallinks/" in name for name in names):
        notes.append(("links", {}))
    if empty:
        notes.append(("formulas", {"n": empty}))
    if errors:
        notes.append(("errors", {"n": errors}))
    return notes


def _is_bomb(unpacked: int, packed: int) -> bool:
    return unpacked > BOMB_SIZE and unpacked > BOMB_RATIO * max(packed, 1)


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> tuple[int, int]:
    """Unpacks the entry once, in pieces, and counts (formulas without a value, error cells) if it is a sheet.

    `zipfile` stops at the declared size and then finds that the checksum is wrong: a lie shows here, before the
    parser, which would go on unpacking, meets it.
    """
    is_sheet = "/worksheets/" in entry.filename.lower()
    empty = errors = 0
    tail = b""
    try:
        with archive.open(entry) as stream:
            while piece := stream.read(_CHUNK):
                if is_sheet:
                    window = tail + piece
                    # A match that lies wholly in the tail was counted with the piece before.
                    empty += sum(m.end() > len(tail) for m in _NO_VALUE.finditer(window)) if b"</f>" in window else 0
                    errors += sum(m.end() > len(tail) for m in _ERROR.finditer(window)) if b't="e"' in window else 0
                    tail = piece[-64:]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as wrong:
        raise NotReadable("damaged") from wrong
    return empty, errors
