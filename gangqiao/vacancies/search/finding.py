"""Answer a search: the words, the filters, the order, and the last look at the database."""

from __future__ import annotations

import heapq
import re
from dataclasses import dataclass
from uuid import UUID

from gangqiao.vacancies.occupations.terms import folded
from gangqiao.vacancies.pasting.places import beginning
from gangqiao.vacancies.search.documents import Document
from gangqiao.vacancies.search.filters import Filters
from gangqiao.vacancies.search.following import open_among, true_index
from gangqiao.vacancies.search.index import Index

_BETWEEN = re.compile(r"[\s,;/|\u3001\uff0c\u3002\uff1b]+")
_MOST_WORDS = 8
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Hits:
    """What was found: one page of it, best first, and how many there are in all."""

    pks: tuple[int, ...]
    uuids: tuple[UUID, ...]
    total: int


def find(text: str, *, filters: Filters | None = None, offset: int = 0, limit: int = 20) -> Hits:
    """Open vacancies that have every word of the text and pass the filters, best first.

    An empty text finds all, the newest confirmation first. A word of letters is read as pinyin, too, in full or by
    initials. A vacancy that is not open at this moment is never among them.
    """
    wanted = filters or Filters()
    with true_index() as index:
        worths = _worths(index, words_of(text))
        found = _passing(index, worths.keys() & index.open, wanted)
        recency = index.recency
        best = heapq.nlargest(offset + limit, found, key=lambda pk: worths[pk] + recency[pk])
        page = [index.documents[pk] for pk in best[offset:]]
    return _open_ones(page, len(found))


def ranked(text: str) -> dict[int, float]:
    """What each open vacancy with every word of the text is worth, by primary key: the better the fit, the more.

    For readers with filters of their own, who ask the database themselves what is still open: it is not asked here.
    """
    with true_index() as index:
        worths, recency = _worths(index, words_of(text)), index.recency
        return {pk: worth + recency[pk] for pk, worth in worths.items() if pk in index.open}


def _passing(index: Index, pks: set[int], filters: Filters) -> set[int]:
    for rule in filters.rules:
        pks = {pk for pk in pks if rule(filters, index.documents[pk])}
    return pks


def words_of(text: str) -> list[str]:
    """The words that are looked for, folded."""
    words = (folded(part) for part in _BETWEEN.split(text[:_LONGEST]))
    return list(dict.fromkeys(word for word in words if word))[:_MOST_WORDS]


def _worths(index: Index, words: list[str]) -> dict[int, float]:
    """The vacancies that have all the words, with the sum of what the fits are worth."""
    if not words:
        return dict.fromkeys(index.documents, 0.0)
    together: dict[int, float] | None = None
    for word in words:
        fits = _matches(index, word)
        together = fits if together is None else {pk: together[pk] + fits[pk] for pk in together.keys() & fits.keys()}
    return together or {}


def _matches(index: Index, word: str) -> dict[int, float]:
    """The vacancies that have the word; when none has, a place at its beginning is taken for a word of its own."""
    fits = index.match(word)
    cut = 0 if fits else beginning(word)
    if not cut or cut == len(word):
        return fits
    places, rest = index.match(word[:cut]), index.match(word[cut:])
    return {pk: places[pk] + rest[pk] for pk in places.keys() & rest.keys()}


def _open_ones(page: list[Document], total: int) -> Hits:
    """The page without what was closed past the log in this very moment: the database has the last word."""
    if not page:
        return Hits((), (), total)
    still = open_among(document.pk for document in page)
    kept = [document for document in page if document.pk in still]
    gone = len(page) - len(kept)
    return Hits(tuple(d.pk for d in kept), tuple(d.uuid for d in kept), total - gone)
