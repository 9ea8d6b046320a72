"""The Chinese words by which sheets are understood, from `words.yaml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml


@cache
def words(group: str) -> frozenset[str]:
    """One group of words, in the normal form of headings (small letters)."""
    return frozenset(str(word).lower() for word in _all()[group])


@cache
def longest_first(group: str) -> tuple[str, ...]:
    """The same, longest first: so that a word is taken before its own beginning."""
    return tuple(sorted(words(group), key=lambda word: (-len(word), word)))


@cache
def _all() -> dict[str, list[str]]:
    found: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return found
