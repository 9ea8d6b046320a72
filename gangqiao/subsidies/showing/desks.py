"""What the desks of a claim are called."""

from __future__ import annotations

from typing import Any

from django.utils.translation import pgettext_lazy

WORDS: dict[str, Any] = {
    "village_check": pgettext_lazy("desk of claims", "check by the village"),
    "village_publicity": pgettext_lazy("desk of claims", "publicity in the village"),
    "township_check": pgettext_lazy("desk of claims", "check by the township"),
    "city_check": pgettext_lazy("desk of claims", "check by the city"),
    "city_publicity": pgettext_lazy("desk of claims", "publicity by the city"),
    "approve": pgettext_lazy("desk of claims", "approval"),
    "pay": pgettext_lazy("desk of claims", "payment"),
    "": pgettext_lazy("desk of claims", "nobody"),
}


def desk_words(desk: str) -> Any:
    """A desk in words; the key itself for one that is not known."""
    return WORDS.get(desk, desk)
