"""The different texts of one field, laid out in one long string: a word in any of them is found by one search of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator

_END = "\x00"


class Shelf:
    """Texts with their holders. The long string is made anew at the first search after a text came or went.

    spell   gives the pinyin of a text in the form of `documents.spelled`; None: the field has none
    """

    def __init__(self, spell: Callable[[str], str] | None) -> None:
        self._spell = spell
        self._holders: dict[str, set[int]] = {}
        self._spellings: dict[str, str] = {}
        self._plain: _Line | None = None
        self._spelled: _Line | None = None

    def add(self, text: str, holder: int) -> None:
        if text not in self._holders:
            self._holders[text] = set()
            if self._spell:
                self._spellings[text] = self._spell(text)
            self._plain = self._spelled = None
        self._holders[text].add(holder)

    def remove(self, text: str, holder: int) -> None:
        holders = self._holders[text]
        holders.discard(holder)
        if not holders:
            del self._holders[text]
            self._spellings.pop(text, None)
            self._plain = self._spelled = None

    def get(self, text: str) -> set[int]:
        """Who has exactly this text."""
        return self._holders.get(text, set())

    def containing(self, word: str) -> Iterator[tuple[str, set[int]]]:
        """The texts that contain the word, with their holders."""
        if self._plain is None:
            self._plain = _Line(list(self._holders), list(self._holders))
        return ((text, self._holders[text]) for text in self._plain.having(word))

    def spelled(self, letters: str) -> Iterator[set[int]]:
        """The holders of the texts in whose pinyin the letters begin at a syllable."""
        if self._spelled is None:
            self._spelled = _Line(list(self._spellings), list(self._spellings.values()))
        return (self._holders[text] for text in self._spelled.having("\n" + letters))


class _Line:
    """Some strings one after the other, and where each begins."""

    def __init__(self, names: list[str], strings: list[str]) -> None:
        self._names = names
        self._starts: list[int] = []
        at = 0
        for string in strings:
            self._starts.append(at)
            at += len(string) + len(_END)
        self._line = _END.join(strings) + _END

    def having(self, part: str) -> Iterator[str]:
        """The names of the strings that contain the part, each once."""
        at = self._line.find(part)
        while at >= 0:
            which = bisect_right(self._starts, at) - 1
            yield self._names[which]
            following = which + 1
            at = self._line.find(part, self._starts[following]) if following < len(self._starts) else -1
