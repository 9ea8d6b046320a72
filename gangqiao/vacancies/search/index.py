"""The index: which open vacancies have a word in which field.

Vacancies share their texts: twenty thousand of them have five thousand titles, two thousand employers and a few hundred
places. So each different text is kept once with the vacancies that have it, and a word is looked for in the texts one
after the other. That is a search for substrings with no rule of how Chinese is cut into words, and it takes a few
milliseconds.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from gangqiao.vacancies.occupations.finding import scored
from gangqiao.vacancies.search.documents import SPELLED, WEIGHTS, Document, spelled
from gangqiao.vacancies.search.shelf import Shelf

# Of the occupations a word may mean, those that fit nearly as well as the best.
_NEARLY = 30.0
_WHOLE, _BEGINNING, _WITHIN, _SPELLING = 1.0, 0.8, 0.6, 0.5
_FEWEST_LETTERS = 2


class Index:
    """The open vacancies by their words. Not safe for threads by itself: `following` holds the lock.

    open      those that are open on `day`; recency is what their confirmation is worth in the order
    """

    def __init__(self, day: dt.date) -> None:
        self.day = day
        self.documents: dict[int, Document] = {}
        self.open: set[int] = set()
        self.recency: dict[int, float] = {}
        self._shelves = {field: Shelf(spelled if field in SPELLED else None) for field in WEIGHTS}

    def put(self, documents: Iterable[Document]) -> None:
        """Add vacancies, or replace what was known of them."""
        for document in documents:
            self.drop([document.pk])
            self.documents[document.pk] = document
            self.recency[document.pk] = document.recency
            if document.is_open_on(self.day):
                self.open.add(document.pk)
            for field, text in _entries(document):
                self._shelves[field].add(text, document.pk)

    def drop(self, pks: Iterable[int]) -> None:
        """Forget vacancies; those that are not known are stepped over."""
        for pk in pks:
            document = self.documents.pop(pk, None)
            if document is None:
                continue
            self.open.discard(pk)
            del self.recency[pk]
            for field, text in _entries(document):
                self._shelves[field].remove(text, pk)

    def match(self, word: str) -> dict[int, float]:
        """The vacancies that have the folded word, with what the fit is worth: the best field counts."""
        by_worth: dict[float, list[set[int]]] = defaultdict(list)
        for worth, holders in self._holders(word):
            by_worth[worth].append(holders)
        found: dict[int, float] = {}
        for worth in sorted(by_worth):
            # The better fit comes later and stays.
            found.update(dict.fromkeys(set().union(*by_worth[worth]), worth))
        return found

    def _holders(self, word: str) -> Iterator[tuple[float, set[int]]]:
        is_spelling = word.isascii() and word.isalpha() and len(word) >= _FEWEST_LETTERS
        for field, weight in WEIGHTS.items():
            shelf = self._shelves[field]
            if field == "occupation":
                yield from ((weight * share, shelf.get(code)) for code, share in meant_by(word).items())
                continue
            yield from ((weight * _quality(word, text), holders) for text, holders in shelf.containing(word))
            if is_spelling and field in SPELLED:
                yield from ((weight * _SPELLING, holders) for holders in shelf.spelled(word))


def _quality(word: str, text: str) -> float:
    if word == text:
        return _WHOLE
    return _BEGINNING if text.startswith(word) else _WITHIN


def _entries(document: Document) -> Iterable[tuple[str, str]]:
    yield from document.texts
    if document.occupation:
        yield "occupation", document.occupation


@lru_cache(maxsize=4096)
def meant_by(word: str) -> dict[str, float]:
    """The codes of the occupations a word means, each with how well it fits, to 1."""
    # One character is a part of most names and the name of nothing.
    found = scored(word) if len(word) > 1 else ()
    if not found:
        return {}
    best = found[0][1]
    return {occupation.code: worth / 110 for occupation, worth in found if worth >= best - _NEARLY and worth > 0}
