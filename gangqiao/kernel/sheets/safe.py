"""Cells that cannot become live: no text of ours is run as a formula by whoever opens the file."""

from __future__ import annotations

# Excel, WPS and LibreOffice take these at the start of a csv cell for a formula; the full-width twins are turned into
# them by some input tools and by normalising readers. NUL and line ends hide what follows them.
_SIGNS = frozenset("=+-@＝＋－＠\t\r\n\x00")
_PLAIN_NUMBER = frozenset("0123456789.")
_CONTROL = {code: None for code in range(32) if code not in (9, 10, 13)}


def can_become_live(text: str) -> bool:
    """Whether a spreadsheet could take the text for a formula or a command when it stands in a csv."""
    stripped = text.lstrip(" \u00a0\u3000\ufeff\u200b")
    return bool(stripped) and (stripped[0] in _SIGNS or text[0] in _SIGNS) and not _is_number(stripped)


def for_csv(text: str) -> str:
    """The text for a csv cell: an apostrophe before what could become live. `delimited` takes it off again."""
    text = text.translate(_CONTROL)
    return f"'{text}" if can_become_live(text) else text


def for_xlsx(text: str) -> str:
    """The text for a string cell (`write_string`, never `write`), without the control characters XML cannot hold.

    A string cell is never run; the text itself stays what it is.
    """
    return text.translate(_CONTROL)[:32_767]


def _is_number(text: str) -> bool:
    """A negative amount is a number and no formula."""
    return text[0] == "-" and 1 < len(text) <= 16 and set(text[1:]) <= _PLAIN_NUMBER and text.count(".") <= 1
