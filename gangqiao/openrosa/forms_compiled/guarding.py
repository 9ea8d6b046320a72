"""Texts on their way through the converter of forms, which would take some of their signs for its own."""

from __future__ import annotations

# It turns curly quotes into straight ones and ${...} into references: these signs travel under others.
_STAND_INS = {sign: chr(0xE000 + number) for number, sign in enumerate("‘’“”$")}
_THERE = str.maketrans(_STAND_INS)
_BACK = str.maketrans({stand_in: sign for sign, stand_in in _STAND_INS.items()})


def guarded(text: str) -> str:
    """A text that the converter leaves as it is, without what XML cannot hold."""
    return "".join(c for c in text if c >= " " or c in "\n\t").translate(_THERE)


def unguarded(xml: str) -> str:
    """The converted XML with the signs back in their places."""
    return xml.translate(_BACK)
