"""The words of all occupations, laid out so that a question reads only the few that can fit.

Four tables, all built once: the words themselves, their pairs of neighbouring characters, their spellings in pinyin
(sorted, for beginnings), and each word with one character left out (for one typing error, after Garbe's SymSpell).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from gangqiao.places.names import pinyin_of
from gangqiao.vacancies.occupations.classification import Occupation, all_occupations

# How a word belongs to its occupation, best first.
NAME, SYNONYM, SKILL = 0, 1, 2
# One error in two characters would make any word any other.
SHORTEST_WITH_ERROR = 3
SHORTEST_SPELLING_WITH_ERROR = 5


@dataclass(frozen=True, slots=True)
class Term:
    """One word of one occupation. `text` is folded; `spelling` and `initials` are its pinyin."""

    text: str
    kind: int
    occupation: Occupation
    spelling: str
    initials: str


@dataclass
class Terms:
    """The tables a search reads."""

    by_text: dict[str, list[Term]] = field(default_factory=lambda: defaultdict(list))
    by_pair: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    spellings: list[tuple[str, str]] = field(default_factory=list)
    initials: list[tuple[str, str]] = field(default_factory=list)
    with_one_out: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    spelling_with_one_out: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    longest: int = 0

    def add(self, term: Term) -> None:
        is_new = term.text not in self.by_text
        self.by_text[term.text].append(term)
        if not is_new:
            return
        self.longest = max(self.longest, len(term.text))
        for pair in pairs(term.text):
            self.by_pair[pair].add(term.text)
        if term.spelling:
            self.spellings.append((term.spelling, term.text))
            self.initials.append((term.initials, term.text))
        if len(term.text) >= SHORTEST_WITH_ERROR:
            for shorter in one_out(term.text):
                self.with_one_out[shorter].add(term.text)
        if len(term.spelling) >= SHORTEST_SPELLING_WITH_ERROR:
            for shorter in one_out(term.spelling):
                self.spelling_with_one_out[shorter].add(term.text)

    def containing(self, text: str) -> set[str]:
        """The words that contain this text of at least one character."""
        around = list(pairs(text))
        if not around:
            return {word for pair, words in self.by_pair.items() if text in pair for word in words if text in word}
        found = set.intersection(*(self.by_pair.get(pair, set()) for pair in around))
        return {word for word in found if text in word}

    def inside(self, text: str) -> Iterator[tuple[int, str]]:
        """The words of two characters or more that occur in this text, with where."""
        for start in range(len(text)):
            for end in range(start + 2, min(len(text), start + self.longest) + 1):
                if text[start:end] in self.by_text:
                    yield start, text[start:end]


def pairs(text: str) -> Iterator[str]:
    """Neighbouring characters, two by two."""
    return (text[i : i + 2] for i in range(len(text) - 1))


def one_out(text: str) -> Iterator[str]:
    """The text itself, and it with each one of its characters left out."""
    yield text
    yield from (text[:i] + text[i + 1 :] for i in range(len(text)))


def beginning_with(table: list[tuple[str, str]], beginning: str) -> Iterator[tuple[str, str]]:
    """The rows of a sorted table whose spelling begins so."""
    for at in range(bisect_left(table, (beginning, "")), len(table)):
        spelling, text = table[at]
        if not spelling.startswith(beginning):
            return
        yield spelling, text


def folded(text: str) -> str:
    """The form words are compared in: lower case, without spaces or punctuation."""
    return "".join(character for character in text.lower() if character.isalnum())


@cache
def terms() -> Terms:
    """The tables of all occupations."""
    tables = Terms()
    for occupation in all_occupations().values():
        kinds = [(occupation.name, NAME)]
        kinds += [(word, SYNONYM) for word in occupation.synonyms]
        kinds += [(word, SKILL) for word in occupation.skills]
        for word, kind in kinds:
            spelling, initials = pinyin_of(folded(word))
            tables.add(Term(folded(word), kind, occupation, spelling, initials))
    tables.spellings.sort()
    tables.initials.sort()
    return tables
