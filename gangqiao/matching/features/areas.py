"""Divisions as the nine digits the engine compares: equal beginnings mean equal areas, zeros mean "not known finer".

The digits are the numbers of a path's segments, not the official code: a path never changes, so what is stored today
can be compared with what is read tomorrow.
"""

from __future__ import annotations

from functools import cache

from gangqiao.kernel.paths import DIGITS, SEGMENT_WIDTH
from gangqiao.places.levels import KEY_LENGTH, Level

ABROAD = 900_000_000
_DIGITS_OF = ((100, Level.PROVINCE), (100, Level.PREFECTURE), (100, Level.COUNTY), (1000, Level.TOWNSHIP))
_MOST_PROVINCES = 89


class TooManyDivisions(ValueError):
    """A division has more siblings than the digits can tell apart."""


@cache
def area_code(path: str, home: str) -> int:
    """The nine digits of a division; 0 when not even its province is known. `home`: the path of the own county."""
    if len(path) < KEY_LENGTH[Level.PROVINCE]:
        return 0
    if path[:SEGMENT_WIDTH] != home[:SEGMENT_WIDTH]:
        return ABROAD
    code = 0
    for size, level in _DIGITS_OF:
        end = KEY_LENGTH[level]
        number = int(path[end - SEGMENT_WIDTH : end], len(DIGITS)) if len(path) >= end else 0
        if number >= size or (level == Level.PROVINCE and number > _MOST_PROVINCES):
            raise TooManyDivisions(f"{path[:end]} cannot be told in nine digits")
        code = code * size + number
    return code


@cache
def village_code(path: str) -> int:
    """A number of the village a path lies in; of the township where no village is known."""
    segments = path[KEY_LENGTH[Level.COUNTY] : KEY_LENGTH[Level.VILLAGE]]
    return int(segments.ljust(2 * SEGMENT_WIDTH, "0") or "0", len(DIGITS)) % 2**31


def village_path(path: str) -> str:
    """The path of the village a path lies in."""
    return path[: KEY_LENGTH[Level.VILLAGE]]
