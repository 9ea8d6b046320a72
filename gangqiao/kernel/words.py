"""Sentences of the kernel's pure modules: written in English where they arise, translated when they are shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def _as_written(message: str) -> str:
    return message


_translate: Callable[[str], str] = _as_written


def translate_with(translate: Callable[[str], str]) -> None:
    """Use this function for every sentence shown from now on. The kernel's app passes Django's `gettext`."""
    # Passed in, not imported: `policy/` folders and the engine use these modules and stay free of Django.
    global _translate
    _translate = translate


class Say:
    """One sentence with its values. `str()` gives it in the reader's language; `tools/messages.py` collects the msgid.

    A value that is itself a `Say` or a lazy translation is translated with the sentence.
    """

    __slots__ = ("msgid", "values")

    def __init__(self, msgid: str, **values: Any) -> None:
        self.msgid = msgid
        self.values = values

    def __str__(self) -> str:
        sentence = _translate(self.msgid)
        if not self.values:
            return sentence
        # Numbers stay numbers for "%(n)d"; everything else (another sentence, a lazy translation) is said now.
        said = {key: value if isinstance(value, (int, float)) else str(value) for key, value in self.values.items()}
        return sentence % said

    def __repr__(self) -> str:
        return f"Say({self.msgid!r}, {self.values!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Say) and (self.msgid, self.values) == (other.msgid, other.values)

    def __hash__(self) -> int:
        return hash(self.msgid)
