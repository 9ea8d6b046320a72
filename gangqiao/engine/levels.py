"""Area levels: how far a place of work is from home, read from the nine digits of a township (ppccqqttt)."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

TOWNSHIP, COUNTY, PREFECTURE, PROVINCE, OTHER_PROVINCE, ABROAD = range(6)
LEVELS = ("own_township", "same_county", "same_prefecture", "same_province", "other_province", "abroad")
UNKNOWN_LEVEL = 6  # home is not known, and the place is not abroad
ABROAD_FROM = 900_000_000
# A level, the unit whose digits are the same, and the one within which the place is known.
_SHARED = ((COUNTY, 1_000, 100_000), (PREFECTURE, 100_000, 10_000_000), (PROVINCE, 10_000_000, 1_000_000_000))


def level_of(home: int, place: int) -> int:
    """The level of one pair; 0 stands for an unknown home or place.

    Trailing zeros of a place are "not known finer": it gives only the level of what is known.
    """
    if place >= ABROAD_FROM:
        return ABROAD
    if home == 0:
        return UNKNOWN_LEVEL
    if place % 1_000 and home == place:
        return TOWNSHIP
    for level, unit, whole in _SHARED:
        if place % whole and home // unit == place // unit:
            return level
    return OTHER_PROVINCE


def levels_of(home: int, places: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    """The level of each place from one home, as many as places."""
    level = np.full(len(places), OTHER_PROVINCE if home else UNKNOWN_LEVEL, np.uint8)
    if home:
        level[(places > 0) & (places // 10_000_000 == home // 10_000_000)] = PROVINCE
        level[(places % 10_000_000 > 0) & (places // 100_000 == home // 100_000)] = PREFECTURE
        level[(places % 100_000 > 0) & (places // 1_000 == home // 1_000)] = COUNTY
        level[(places % 1_000 > 0) & (places == home)] = TOWNSHIP
    level[places >= ABROAD_FROM] = ABROAD
    return level
