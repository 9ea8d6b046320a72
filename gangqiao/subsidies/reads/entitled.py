"""Who of the reader's area stands how to the rules: counts, and the people behind each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import polars as pl

from gangqiao.people.models import Person
from gangqiao.subsidies.policy.books import Book, Decision
from gangqiao.subsidies.policy.functions import HOUSEHOLD
from gangqiao.subsidies.policy.rules import Standing
from gangqiao.subsidies.reads.facts import KEYS, county_facts
from gangqiao.subsidies.reads.facts_history import columns_of
from gangqiao.subsidies.reads.rule_texts import county_book
from gangqiao.subsidies.reads.scanning import PERSON_RULES, Scanned, scan

TOLD = (Standing.ENTITLED, Standing.ONE_MISSING, Standing.RECEIVING)


def book_on(day: date) -> Book:
    """The book of the county on a day, with the rules it brought in and switched on."""
    return county_book(day)


def scanned(day: date, areas: Iterable[str], area: str = "") -> Scanned:
    """Everybody of these areas against every rule. areas: paths the reader may see; area: one below them, "" all."""
    within = [one for one in areas if one.startswith(area)] if area else list(areas)
    asked = [area] if area and any(area.startswith(one) for one in areas) else within
    frames = [county_facts(day, area=one) for one in asked if one.isalnum()]
    frame = pl.concat(frames) if frames else county_facts(day, persons=[])
    return scan(book_on(day), day, frame)


def decisions_about(person: Person, day: date) -> list[Decision]:
    """Every rule for persons that is in force, about one person, with the household around."""
    book = book_on(day)
    frame = county_facts(day, [person.pk])
    rows = [row for row in frame.iter_rows(named=True) if row["person"] == person.pk]
    if not rows:
        return []
    others = [_facts(row, book) for row in frame.iter_rows(named=True) if row["person"] != person.pk]
    found = book.explain(_facts(rows[0], book), day, others)
    return [decision for decision in found if decision.rule.subject in PERSON_RULES]


def _facts(row: dict[str, object], book: Book) -> dict[str, object]:
    given = {*book.schema, *columns_of(book)} - {*KEYS, HOUSEHOLD}
    return {key: value for key, value in row.items() if key in given}
