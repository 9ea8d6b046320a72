"""Words that were typed on the public page, and the vacancies that have them."""

from __future__ import annotations

from collections.abc import Iterable

from gangqiao.vacancies import occupations
from gangqiao.vacancies.reads.public_board import Row

MOST = 20_000

try:
    from gangqiao.vacancies.search import find as _search
except ImportError:  # the search is not there yet: whole words of the title and the occupation are
    _search = None


def best_first(words: str, rows: Iterable[Row]) -> dict[int, int]:
    """The place of each vacancy that has the words, by primary key: 0 for the best."""
    if _search is None:
        return _plainly(words, rows)
    found, _total = _search(words, limit=MOST)
    return {pk: place for place, pk in enumerate(found)}


def _plainly(words: str, rows: Iterable[Row]) -> dict[int, int]:
    parts = [(part, {one.code for one in occupations.search(part, limit=10)}) for part in words.split()]
    found = [
        row.pk
        for row in rows
        if all(part in row.title or part in row.employer or row.occupation in codes for part, codes in parts)
    ]
    return {pk: place for place, pk in enumerate(found)}
