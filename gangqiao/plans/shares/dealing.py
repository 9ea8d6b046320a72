"""Deals whole numbers out by weight: the parts add up to the whole, and none leaves its bounds. No database."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from fractions import Fraction
from math import floor
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def deal(
    total: int, weights: Mapping[K, int], *, least: Mapping[K, int], most: Mapping[K, int] | None = None
) -> dict[K, int]:
    """Share `total` out by weight, by largest remainder; equal remainders go to the first in order.

    Every part has at least its `least` and at most its `most`; what a bound gives or takes is shared by the others
    by their weights. Where all weights left are 0 they count as equal. Bounds leave room: the sum of `least` is not
    above the total and that of `most` not below it; ValueError otherwise.
    """
    if sum(least.values()) > total or (most is not None and sum(most.values()) < total):
        raise ValueError(f"{total} cannot be dealt between these bounds")
    exact = _between_bounds(total, weights, least, most)
    parts = {key: floor(part) for key, part in exact.items()}
    # sorted() is stable, so that the order of the weights decides between equal remainders.
    by_remainder = sorted(exact, key=lambda key: parts[key] - exact[key])
    for key in by_remainder[: total - sum(parts.values())]:
        parts[key] += 1
    return parts


def _between_bounds(
    total: int, weights: Mapping[K, int], least: Mapping[K, int], most: Mapping[K, int] | None
) -> dict[K, Fraction]:
    """Exact parts in proportion to the weights, except where a bound holds. At most one round for each part."""
    held: dict[K, Fraction] = {}
    while True:
        free = _in_proportion(total - sum(held.values()), {k: w for k, w in weights.items() if k not in held})
        low = {k: Fraction(least[k]) for k, part in free.items() if part < least[k]}
        high = {k: Fraction(most[k]) for k, part in free.items() if most is not None and part > most[k]}
        if not low and not high:
            return {key: held.get(key, free.get(key, Fraction(0))) for key in weights}
        missing = sum((low[k] - free[k] for k in low), Fraction(0))
        beyond = sum((free[k] - high[k] for k in high), Fraction(0))
        # The larger violation is sure to stay one when the rest is dealt again; of equal ones both are.
        held |= low if missing >= beyond else {}
        held |= high if beyond >= missing else {}


def _in_proportion(total: Fraction | int, weights: Mapping[K, int]) -> dict[K, Fraction]:
    whole = sum(weights.values())
    if not whole:
        return {key: Fraction(total, len(weights)) for key in weights}
    return {key: Fraction(total) * weight / whole for key, weight in weights.items()}
