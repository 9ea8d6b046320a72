"""What a rule brought in as text would change on a day, and for whom, compared with the book without it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import polars as pl

from gangqiao.subsidies.models import RuleText
from gangqiao.subsidies.policy.books import Book
from gangqiao.subsidies.policy.comparing import GAINS, LESS, LOSES, MORE, Change, Comparison, compare
from gangqiao.subsidies.reads.facts import county_facts
from gangqiao.subsidies.reads.rule_texts import books_around, parsed
from gangqiao.subsidies.reads.scanning import PERSON_RULES, with_all

HOW = (GAINS, MORE, LESS, LOSES)


@dataclass(frozen=True)
class Effect:
    """people: how many were looked at. frame: `person area` and their facts, the rows the changes point to."""

    before: Book
    after: Book
    frame: pl.DataFrame
    found: Comparison

    @property
    def people(self) -> int:
        return self.frame.height

    def changes_of(self, rule: str, how: str) -> list[tuple[int, str, Change]]:
        """Person's key, area and change, in the order of households."""
        person, area = self.frame["person"], self.frame["area"]
        return [
            (int(person[one.row]), str(area[one.row]), one)
            for one in self.found.changes
            if one.rule == rule and one.how == how
        ]


def effect_of(text: RuleText, day: date, areas: Iterable[str]) -> Effect:
    """The change of a text on a day among the people of these areas (paths). Only rules for persons are counted.

    Raises NoParameterYet for a day on which a number of the rule has no value.
    """
    before, after = books_around(text, day)
    key = parsed(text.pk, text.version)[0].key
    rules = [one for one in _reached(key, before) | _reached(key, after) if _is_for_persons(one, before, after)]
    frames = [county_facts(day, area=one) for one in areas if one.isalnum()]
    frame = pl.concat(frames) if frames else county_facts(day, persons=[])
    return Effect(before, after, frame, compare(with_all(after, frame), (before, day), (after, day), rules=rules))


def _reached(key: str, book: Book) -> set[str]:
    """The rule, and those that use its amount, directly or by others."""
    found = {key} & book.rules.keys()
    while more := {one.key for one in book.rules.values() if found & set(one.uses)} - found:
        found |= more
    return found


def _is_for_persons(key: str, *books: Book) -> bool:
    return any(book.rules[key].subject in PERSON_RULES for book in books if key in book.rules)
