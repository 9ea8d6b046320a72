"""Reads places by name: as the screen does, and from the beginning of a whole address."""

from __future__ import annotations

import re
from typing import Any

from gangqiao.imports.reading.base import DOUBT, NOTHING, Reading, as_text, is_blank, oddly
from gangqiao.kernel.attributes import Attribute
from gangqiao.kernel.words import Say
from gangqiao.people.reads.typed import places_called
from gangqiao.people.refusals import PlaceNotClear, PlaceNotFound
from gangqiao.places.levels import Kind, Level
from gangqiao.places.models import Division
from gangqiao.places.reads import county_path, full_name

# Where the name of a division may end inside an address: province, region, city, prefecture, county, district, town ...
_ENDS = re.compile(r"[\u7701\u5e02\u5dde\u53bf\u533a\u65d7\u9547\u4e61]")
TOO_COARSE = (Level.NATION, Level.PROVINCE)
SHORTEST, LONGEST = 2, 60  # characters of what is looked up


def read_place(cell: Any, attribute: Attribute) -> Reading:
    """The key of a division. A whole province is told as too coarse (rule 5_01_005), and is the value all the same."""
    if is_blank(cell):
        return NOTHING
    text = as_text(cell)
    found, whole = _found(text)
    if not found:
        return Reading(None, DOUBT, "place_not_found", PlaceNotFound(text, [], field=attribute.key).sentence)
    division = _widest(found)
    if division is None:
        names = [full_name(d.pk) for d in found]
        return Reading(None, DOUBT, "place_not_clear", PlaceNotClear(text, names, field=attribute.key).sentence)
    if division.level in TOO_COARSE and division.kind != Kind.MUNICIPALITY:
        sentence = Say("“%(raw)s” is a whole province. Write the city or county of the place, too.", raw=text[:30])
        return Reading(division.pk, DOUBT, "place_too_coarse", sentence)
    if whole and len(found) == 1:
        return Reading(division.pk)
    return oddly(division.pk, "place_taken", cell, full_name(division.pk))


def _found(text: str) -> tuple[list[Division], bool]:
    """The divisions that may be meant, and whether the whole text names them."""
    found = places_called(text[:LONGEST])
    if found:
        return found, True
    for end in reversed([m.end() for m in _ENDS.finditer(text) if SHORTEST <= m.end() < len(text)]):
        if found := places_called(text[:end]):
            return found, False
    return [], False


def _widest(found: list[Division]) -> Division | None:
    """The one that is meant of several of one name: of the own county, else the city rather than a far village.

    None: not clear.
    """
    home = county_path()
    found = [d for d in found if home and d.pk.startswith(home)] or found
    shortest = min(len(d.pk) for d in found)
    highest = [d for d in found if len(d.pk) == shortest]
    return highest[0] if len(highest) == 1 else None
