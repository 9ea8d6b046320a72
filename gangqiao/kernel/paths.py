"""The materialised path of a division: how it is built, compared and stored.

A path is a row of segments of three base-36 digits, one segment for each level of the tree: "001" is the nation,
"00100r" its 27th province. Because every segment has the same width and both databases compare byte by byte, the rows
below an area are exactly one range: `path >= area and path < area + "~"`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models.functions import Length

from gangqiao.kernel.columns import BytewiseField

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
SEGMENT_WIDTH = 3
MAX_SEGMENT = len(DIGITS) ** SEGMENT_WIDTH - 1
DEEPEST = 7  # nation, province, prefecture, county, township, village, group
# Greater than every digit of a segment in byte order, so that it closes the range of a subtree.
SUBTREE_END = "~"


def segment(number: int) -> str:
    """The segment with this number, 1 to 46655. Raises ValueError outside that range."""
    if not 1 <= number <= MAX_SEGMENT:
        raise ValueError(f"a segment is numbered from 1 to {MAX_SEGMENT}, not {number}")
    text = ""
    for _ in range(SEGMENT_WIDTH):
        number, digit = divmod(number, len(DIGITS))
        text = DIGITS[digit] + text
    return text


def number_of(path: str) -> int:
    """The number of the last segment of a path."""
    return int(path[-SEGMENT_WIDTH:], len(DIGITS))


def upper_bound(path: str) -> str:
    """The first text after the whole subtree of a path, itself outside the subtree."""
    return path + SUBTREE_END


def parent_of(path: str) -> str:
    """The path one level up; "" above a root."""
    return path[:-SEGMENT_WIDTH]


def ancestors_of(path: str) -> Iterator[str]:
    """The path and all paths above it, from the root down."""
    for end in range(SEGMENT_WIDTH, len(path) + 1, SEGMENT_WIDTH):
        yield path[:end]


def common_path(paths: Iterable[str]) -> str:
    """The deepest path that covers all of them; "" when they share no root or there are none."""
    lowest, *others = sorted(paths) or [""]
    shared = [path for path in ancestors_of(lowest) if all(other.startswith(path) for other in others)]
    return shared[-1] if shared else ""


class PathField(BytewiseField):
    """A column that holds a path. Foreign keys to it take the same type and collation."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("max_length", SEGMENT_WIDTH * DEEPEST)
        super().__init__(*args, **options)


# Constraints say how long a path is at each level.
PathField.register_lookup(Length)
