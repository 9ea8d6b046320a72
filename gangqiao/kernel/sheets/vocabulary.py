"""What columns can mean: the terms a reader of a workbook looks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from gangqiao.kernel.sheets.headings import Heading, alike, take_apart, without_latin, without_owner
from gangqiao.kernel.sheets.wire import Cell

# Below this two headings are different words. Up to ALIKE the cells have to agree.
PERHAPS_ALIKE = 0.6
ALIKE = 0.72
LONGEST_ALIKE = 40  # characters
MOST_REMEMBERED = 4096


@dataclass(frozen=True)
class Term:
    """One meaning of a column.

    key       what the caller calls it
    headings  declared heading first, then synonyms
    fits      whether a cell that is not blank can be a value of it; None: no way to tell (free text)
    is_money  amounts: the unit of the heading matters
    """

    key: str
    headings: tuple[str, ...]
    fits: Callable[[Cell], bool] | None = None
    is_money: bool = False


@dataclass
class Vocabulary:
    """Terms, looked up by the normal form of their headings. The first term to declare a heading has it."""

    terms: tuple[Term, ...]
    _declared: dict[str, Term] = field(init=False, repr=False)
    _own: dict[str, str] = field(init=False, repr=False)
    _headings: list[tuple[Heading, Term]] = field(init=False, repr=False)
    _similar: dict[Heading, list[tuple[float, Term]]] = field(init=False, repr=False)

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms = tuple(terms)
        self._declared, self._headings, self._similar = {}, [], {}
        for term in self.terms:
            for written in term.headings:
                heading = take_apart(written)
                self._declared.setdefault(heading.normal, term)
                self._headings.append((heading, term))
        self._own = {term.key: take_apart(term.headings[0]).normal for term in self.terms if term.headings}
        self._by_key = {term.key: term for term in self.terms}

    @cached_property
    def keys(self) -> dict[str, str]:
        """The key of every declared heading, by its normal form."""
        return {normal: term.key for normal, term in self._declared.items()}

    def get(self, key: str) -> Term | None:
        return self._by_key.get(key)

    def declared(self, heading: Heading) -> Term | None:
        """The term that declares this heading, also with "the worker's" and the like before it."""
        found = self._declared.get(heading.normal) or self._declared.get(without_latin(heading.normal))
        if found is None and not heading.people:
            found = self._declared.get(without_owner(heading.normal))
        return found

    def is_own(self, heading: Heading, term: Term) -> bool:
        """Whether it is the heading of the term itself, not a synonym."""
        return self._own.get(term.key) == heading.normal

    def similar(self, heading: Heading) -> list[tuple[float, Term]]:
        """Terms with a heading like this one, best first, each once. A long text is no heading and like none."""
        if len(heading.normal) > LONGEST_ALIKE:
            return []
        found = self._similar.get(heading)
        if found is None:
            if len(self._similar) >= MOST_REMEMBERED:
                self._similar.clear()
            found = self._similar[heading] = self._search(heading)
        return found

    def _search(self, heading: Heading) -> list[tuple[float, Term]]:
        best: dict[str, tuple[float, Term]] = {}
        for declared, term in self._headings:
            score = alike(heading, declared)
            if score >= PERHAPS_ALIKE and score > best.get(term.key, (0.0, term))[0]:
                best[term.key] = (score, term)
        return sorted(best.values(), key=lambda found: -found[0])
