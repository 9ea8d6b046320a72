"""Items of a department's own form as attributes: read, refused, asked and shown as declared facts are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import lazystr
from django.utils.translation import get_language

from gangqiao.kernel.actor import Level
from gangqiao.kernel.attributes import Attribute, Choice, Codes, Date, Number, Text, YesNoUnknown
from gangqiao.vacancies.policy.own_items import Item, Words

LONGEST, MOST = 60, 100_000_000


class _Said:
    """Words in the language of the moment."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def __str__(self) -> str:
        return said(self.words)


def said(words: Words, language: str = "") -> str:
    """Words of an item in a language, that of the reader when none is named; "" when there are none."""
    return words.get("zh" if (language or get_language() or "zh").startswith("zh") else "en", "")


def attribute_of(item: Item) -> Attribute:
    """The item as an attribute, under its name beside the common facts."""
    common: dict[str, Any] = {
        "key": item.name,
        "label": lazystr(_Said(item.label)),
        "heading": item.heading,
        "help": lazystr(_Said(item.help)) if item.help else "",
        "source": item.source,
        "synonyms": tuple(item.also),
        "level": Level.PUBLIC if item.is_public else Level.INTERNAL,
    }
    unit = lazystr(_Said(item.unit)) if item.unit else ""
    if item.kind == "choice":
        return Choice(**common, codes=Codes(item.name, item.codes))
    if item.kind == "number":
        return Number(**common, decimals=2, most=MOST, unit=unit)
    if item.kind == "date":
        return Date(**common, past=False)
    return YesNoUnknown(**common) if item.kind == "yes_no" else Text(**common, longest=LONGEST)


def kept(value: Any) -> Any:
    """A value as it is stored with a vacancy; null for no answer."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value or None


def words_of(item: Item, stored: Any) -> str:
    """A stored answer in words of the reader's language; "" for none."""
    if stored is None:
        return ""
    if item.kind == "date":
        return attribute_of(item).show(date.fromisoformat(stored))
    if item.kind == "number":
        return attribute_of(item).show(Decimal(stored))
    return attribute_of(item).show(stored)


def answers_of(vacancy: Any) -> Mapping[str, Any]:
    """The stored answers of a vacancy, by the key of the item."""
    found: Mapping[str, Any] = (vacancy.own_items or {}).get("answers", {})
    return found
