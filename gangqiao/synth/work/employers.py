"""Made employers of a destination: names that say they are samples, and made credit codes."""

from __future__ import annotations

from gangqiao.kernel.identifiers import make_credit_code
from gangqiao.synth.profile import words

PER_PLACE = 40  # employers per destination and sector at most


def employer_name(place: str, sector: str, number: int) -> str:
    """The name of a sample employer; the same arguments give the same name."""
    kinds, brands = words()["sectors"][sector], words()["brands"]
    first, second = divmod(number, len(brands))
    brand = brands[second] + (brands[first % len(brands)] if first else "")
    return str(words()["employer"].format(place=place, brand=brand, kind=kinds[number % len(kinds)]))


def employer_code(place_order: int, sector: str, number: int) -> str:
    """The made credit code of a sample employer."""
    sectors = sorted(words()["sectors"])
    return make_credit_code((place_order * 100 + sectors.index(sector)) * 1000 + number)
