"""How two ID numbers stand to each other, by the part in which they differ."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import OSA, DamerauLevenshtein

COUNTY, BIRTH, ORDER = slice(0, 6), slice(6, 14), slice(14, 17)
BODY = slice(0, 17)  # the 18th character follows from the others


def relation_of(one: str | None, other: str | None) -> str:
    """The level of the field `id` (policy/weights.yaml). Two numbers in normal form; None: not recorded."""
    if one is None or other is None:
        return "both_missing" if one is other else "one_missing"
    differing = [part for part in (COUNTY, BIRTH, ORDER) if one[part] != other[part]]
    if differing == [COUNTY]:
        return "county_part"
    if differing == [BIRTH]:
        return "birth_part"
    if differing == [ORDER]:
        return "order_digit" if OSA.distance(one[ORDER], other[ORDER]) == 1 else "order_part"
    # A digit left out and another put in shifts what stands between: two edits, many places.
    return "typing" if DamerauLevenshtein.distance(one[BODY], other[BODY], score_cutoff=2) <= 2 else "far"


def slip_of(one: str, other: str) -> str:
    """The slip of the hand that makes one of the other: one_digit, swapped, shifted, several, or "" (the same)."""
    a, b = one[BODY], other[BODY]
    places = [place for place, pair in enumerate(zip(a, b, strict=True)) if pair[0] != pair[1]]
    if not places:
        return ""
    if len(places) == 1:
        return "one_digit"
    if OSA.distance(a, b) == 1:
        return "swapped"
    return "shifted" if DamerauLevenshtein.distance(a, b) == 2 and len(places) > 2 else "several"


def differing_places(one: str, other: str) -> list[int]:
    """Where the two differ, counted from 1; the check character is left out: it would tell of the other digits."""
    return [p for p, (a, b) in enumerate(zip(one[BODY], other[BODY], strict=True), start=1) if a != b]


def relations(ones: Sequence[str | None], others: Sequence[str | None]) -> list[str]:
    """`relation_of` for many pairs."""
    return [relation_of(a, b) for a, b in zip(ones, others, strict=True)]
