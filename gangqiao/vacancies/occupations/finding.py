"""Find occupations by what is typed into a search field."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import OSA

from gangqiao.vacancies.occupations.classification import Occupation
from gangqiao.vacancies.occupations.terms import (
    SHORTEST_SPELLING_WITH_ERROR,
    SHORTEST_WITH_ERROR,
    SKILL,
    SYNONYM,
    Terms,
    beginning_with,
    folded,
    one_out,
    terms,
)

# What a kind of fit is worth. Only their order matters; the gaps leave room for the deductions below.
_WHOLE, _BEGINNING, _WITHIN, _AROUND, _ERROR = 100.0, 85.0, 70.0, 55.0, 40.0
_SPELLING, _INITIALS, _SPELLING_BEGINNING, _INITIALS_BEGINNING = 90.0, 80.0, 60.0, 50.0
_OF_KIND = {SYNONYM: -3.0, SKILL: -25.0}
_COMMON = 4.0


def search(text: str, limit: int = 20) -> list[Occupation]:
    """Occupations that fit the text, best first, at most `limit`; an empty text fits none.

    Read as a name, a synonym or a skill word, a part of one, pinyin in full or initials. Only when nothing fits so, one
    wrong, missing, doubled or swapped character is forgiven.
    """
    return [occupation for occupation, _ in scored(folded(text))[:limit]]


@lru_cache(maxsize=2048)
def scored(text: str) -> tuple[tuple[Occupation, float], ...]:
    """Every occupation that fits a folded text, with what the fit is worth, best first."""
    if not text:
        return ()
    tables = terms()
    fits = _by_characters(tables, text)
    if text.isascii() and text.isalnum():
        _take_better(fits, _by_spelling(tables, text))
    if not fits:
        fits = _with_an_error(tables, text)
    return _of_occupations(tables, fits)


def _of_occupations(tables: Terms, fits: dict[str, float]) -> tuple[tuple[Occupation, float], ...]:
    best: dict[str, tuple[Occupation, float]] = {}
    for word, worth in fits.items():
        for term in tables.by_text[word]:
            value = worth + _OF_KIND.get(term.kind, 0.0) + _COMMON * term.occupation.is_common
            if value > best.get(term.occupation.code, (None, float("-inf")))[1]:
                best[term.occupation.code] = term.occupation, value
    return tuple(sorted(best.values(), key=lambda pair: (-pair[1], pair[0].code)))


def _by_characters(tables: Terms, text: str) -> dict[str, float]:
    fits: dict[str, float] = {}
    for word in tables.containing(text):
        share = len(text) / len(word)
        fits[word] = _WHOLE if word == text else (_BEGINNING if word.startswith(text) else _WITHIN) + 10 * (share - 1)
    for _, word in tables.inside(text):
        _take_better(fits, {word: _AROUND + 10 * (len(word) / len(text) - 1)})
    return fits


def _by_spelling(tables: Terms, text: str) -> dict[str, float]:
    fits: dict[str, float] = {}
    for table, whole, beginning in (
        (tables.spellings, _SPELLING, _SPELLING_BEGINNING),
        (tables.initials, _INITIALS, _INITIALS_BEGINNING),
    ):
        for spelling, word in beginning_with(table, text):
            share = len(text) / len(spelling)
            _take_better(fits, {word: whole if spelling == text else beginning + 10 * (share - 1)})
    return fits


def _with_an_error(tables: Terms, text: str) -> dict[str, float]:
    near: set[str] = set()
    if len(text) >= SHORTEST_WITH_ERROR:
        near |= {word for word in _candidates(tables.with_one_out, text) if _is_near(text, word)}
    if text.isascii() and len(text) >= SHORTEST_SPELLING_WITH_ERROR:
        candidates = _candidates(tables.spelling_with_one_out, text)
        near |= {word for word in candidates if _is_near(text, tables.by_text[word][0].spelling)}
    return dict.fromkeys(near, _ERROR)


def _candidates(with_one_out: dict[str, set[str]], text: str) -> set[str]:
    return set().union(*(with_one_out.get(shorter, ()) for shorter in one_out(text)))


def _is_near(text: str, word: str) -> bool:
    return OSA.distance(text, word, score_cutoff=1) <= 1


def _take_better(fits: dict[str, float], more: dict[str, float]) -> None:
    for word, worth in more.items():
        fits[word] = max(worth, fits.get(word, worth))
