"""How many SMS a text is, counted in the Chinese way. No Django."""

from __future__ import annotations

ONE_PART = 70  # characters of a message in UCS-2, which every text with Chinese is
OF_MANY = 67  # of each part of a longer one: the rest says which part it is


def parts_of(text: str) -> int:
    """How many messages a text is sent as; 0 for none. Signs outside the basic plane count twice."""
    length = len(text.encode("utf-16-be")) // 2
    return min(length, 1) if length <= ONE_PART else -(-length // OF_MANY)
