"""What a rule decides about persons, with what the register knows and what an applicant declares."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

import polars as pl

from gangqiao.people.models import Household
from gangqiao.subsidies.policy.books import Book, Decision
from gangqiao.subsidies.policy.rules import Standing
from gangqiao.subsidies.reads.claims_facts import facts_of, kept
from gangqiao.subsidies.reads.claims_history import AT_ONCE
from gangqiao.subsidies.reads.entitled import book_on
from gangqiao.subsidies.reads.facts import KEYS, county_facts
from gangqiao.subsidies.reads.scanning import with_all


class Decided(NamedTuple):
    """person: key; facts: what the rule read and is known, for the record."""

    person: int
    decision: Decision
    facts: dict[str, Any]


def frame_of(day: date, areas: Collection[str], persons: Collection[int] | None) -> pl.DataFrame:
    """The facts of everybody of these areas, or of some persons with their households."""
    if persons is not None:
        return county_facts(day, persons)
    frames = [county_facts(day, area=one) for one in areas if one.isalnum()]
    return pl.concat(frames) if frames else county_facts(day, persons=[])


def known_of(person: int, day: date) -> dict[str, Any]:
    """What the register knows of one person; {} for who is not on it."""
    rows = county_facts(day, [person]).filter(pl.col("person") == person).to_dicts()
    return {key: value for key, value in rows[0].items() if key not in KEYS} if rows else {}


def declared(frame: pl.DataFrame, book: Book, person: int, given: Mapping[str, Any]) -> pl.DataFrame:
    """The frame with what one person declares."""
    whole = with_all(book, frame)
    return whole.with_columns(
        pl.when(pl.col("person") == person).then(pl.lit(value, dtype=book.facts[key].dtype)).otherwise(pl.col(key))
        .alias(key)
        for key, value in given.items()
    )  # fmt: skip


def entitled_in(programme: str, day: date, frame: pl.DataFrame, among: Collection[int] | None) -> list[Decided]:
    """Who of a frame is entitled to a rule, by the key of the person; who has claimed it for the period is not.

    among: only these; null: everybody. Of a rule for households the head claims. Needs a scope.
    """
    book = book_on(day)
    result = book.decide(with_all(book, frame), day, [programme]).get(programme)
    if result is None:
        return []
    chosen = frame.select("person").filter(result["standing"].cast(pl.String) == str(Standing.ENTITLED))
    keys: list[int] = sorted(chosen["person"].to_list())
    wanted = keys if among is None else sorted(set(keys) & set(among))
    if book.rules[programme].subject == "household":
        wanted = _heads(wanted)
    return list(_told(book, programme, day, frame, result, wanted))


def decide(book: Book, programme: str, day: date, frame: pl.DataFrame, person: int) -> Decided | None:
    """What the rule says about one person of a frame, entitled or not; null for who is not in it."""
    result = book.decide(with_all(book, frame), day, [programme])[programme]
    return next(_told(book, programme, day, frame, result, [person]), None)


def _told(
    book: Book, programme: str, day: date, frame: pl.DataFrame, result: pl.DataFrame, persons: Collection[int]
) -> Iterator[Decided]:
    stood, names = book.stood(programme, day), facts_of(book, programme)
    rows = frame.with_row_index("at").filter(pl.col("person").is_in(list(persons))).sort("person")
    for row in rows.iter_rows(named=True):
        said = result.row(row["at"], named=True)
        answers = stood.answers_of(row, [said[f"is:{c.key}"] for c, _expression in stood.conditions])
        decision = Decision(book.rules[programme], Standing(said["standing"]), said["amount"], answers)
        yield Decided(row["person"], decision, kept(row, names))


def _heads(persons: Collection[int]) -> list[int]:
    keys, found = list(persons), set[int]()
    for start in range(0, len(keys), AT_ONCE):
        found |= set(Household.objects.filter(head__in=keys[start : start + AT_ONCE]).values_list("head_id", flat=True))
    return [key for key in keys if key in found]
