"""Single cells: as text, and what they look like."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time

from gangqiao.kernel.sheets.wire import Cell

_ID_LIKE = re.compile(r"(?<![0-9])(?:[0-9]{17}[0-9X*]|[0-9]{15}|[0-9*]{14,17}[0-9X])(?![0-9])")
_MOBILE_LIKE = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")
_NUMBER = re.compile(r"[-+]?[0-9][0-9,]*(?:\.[0-9]+)?%?")
_LAST = frozenset("0123456789Xx*")
_CLOSE = str.maketrans("", "", " \t\r\n\u3000\u00a0\u200b\u200c\u200d\ufeff-'\u2018\u2019`\u00b7")


def letter(index: int) -> str:
    """The letters by which a spreadsheet names a column; `index` from 0."""
    found = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        found = chr(65 + rest) + found
    return found


def text_of(cell: Cell) -> str:
    """The cell as a person would read it; "" for a blank one."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() and abs(cell) < 1e21 else repr(cell)
    return str(cell)


def is_number(cell: Cell) -> bool:
    """Whether the cell is a number, also one kept as text."""
    if isinstance(cell, (int, float)):
        return True
    return isinstance(cell, str) and bool(_NUMBER.fullmatch(cell.strip()))


def names_a_person(cell: Cell) -> bool:
    """Whether the cell looks like an ID number or a mobile number, in whatever writing, also one digit short or
    damaged into a number: a line with such a cell is about somebody."""
    if isinstance(cell, str) and len(cell) == 18 and cell.isascii() and cell[:17].isdigit() and cell[17] in _LAST:
        return True  # nearly every ID number
    if cell is None or isinstance(cell, (bool, date, time)):
        return False
    if isinstance(cell, (int, float)):
        return 13_000_000_000 <= cell < 20_000_000_000 or 1e14 <= cell < 1e18
    if len(cell) < 11:
        return False
    plain = unicodedata.normalize("NFKC", cell).translate(_CLOSE).upper()
    return bool(_ID_LIKE.search(plain) or _MOBILE_LIKE.search(plain))
