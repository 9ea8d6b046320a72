"""Code lists are data: a code for ever, words in two languages, and the words other people use for it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from django.utils.functional import lazystr
from django.utils.translation import get_language

from gangqiao.kernel.actor import Level


@dataclass(frozen=True)
class Codes:
    """One list of codes, in its official order.

    words  code -> {"zh": ..., "en": ..., "also": [...], "level": 3}; "also" are other writings an import may meet, and
           "level" says that holding this very code is more sensitive than the list is (kernel.actor.Level)
    """

    name: str
    words: Mapping[str, Mapping[str, Any]]
    source: str = ""

    def __iter__(self) -> Iterator[str]:
        return iter(self.words)

    def __contains__(self, code: object) -> bool:
        return code in self.words

    def word(self, code: str | None) -> str:
        """The word for a code in the reader's language; the code itself when unknown, "" when null."""
        if not code:
            return ""
        words = self.words.get(code)
        if words is None:
            return code
        return str(words["zh"] if (get_language() or "zh").startswith("zh") else words["en"])

    def above(self, level: Level) -> frozenset[str]:
        """The codes whose own level lies above a reader's."""
        return frozenset(code for code, words in self.words.items() if words.get("level", 0) > level)

    def choices(self) -> list[tuple[str, Any]]:
        """Pairs for forms; the words follow the language of the moment."""
        return [(code, lazystr(_Word(self, code))) for code in self.words]

    def find(self, text: str) -> str | None:
        """The code for a code, a word in either language, or another known writing; None when there is none."""
        return self._by_text.get(_normal(text))

    @cached_property
    def _by_text(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for code, words in self.words.items():
            for text in (code, words["zh"], words["en"], *words.get("also", ())):
                found.setdefault(_normal(str(text)), code)
        # Cells of workbooks come without the spaces inside: "C worker reached" is found by that, too.
        for text, code in list(found.items()):
            found.setdefault("".join(text.split()), code)
        return found


class _Word:
    def __init__(self, codes: Codes, code: str) -> None:
        self.codes, self.code = codes, code

    def __str__(self) -> str:
        return self.codes.word(self.code)


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


def load_codes(path: Path) -> dict[str, Codes]:
    """Every list of a YAML file: name -> {source, codes: {code: {zh, en, also}}}. Raises ValueError on a bad file."""
    lists: dict[str, Codes] = {}
    for name, body in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        for code, words in body["codes"].items():
            if not isinstance(code, str) or not {"zh", "en"} <= set(words):
                raise ValueError(f"{path.name}: {name}: code {code!r} needs quotes, zh and en")
        lists[name] = Codes(name, body["codes"], body.get("source", ""))
    return lists
