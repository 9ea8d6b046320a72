"""The scan: how everybody of the county stands to every rule on a day, with what they would get."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from gangqiao.subsidies.policy.books import Book
from gangqiao.subsidies.policy.functions import HOUSEHOLD
from gangqiao.subsidies.policy.rules import Standing
from gangqiao.subsidies.reads.claims_facts import facts_of
from gangqiao.subsidies.reads.facts import county_facts

PERSON_RULES = ("person", "household")
# Facts of which a sheet or a class is the record. A rule about them is claimed by `actions.feeding` alone: made from
# the scan as well, the same days would be paid under two periods.
FED_BY = ("post_days", "days_attended")


@dataclass(frozen=True)
class Scanned:
    """people: rows looked at. frame: their facts; decided: by rule, as many rows in the same order (`Book.decide`)."""

    book: Book
    day: date
    frame: pl.DataFrame
    decided: Mapping[str, pl.DataFrame]

    @property
    def people(self) -> int:
        return self.frame.height

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """By rule, how many stand how; standings without anybody are left out."""
        found = {}
        for key, result in self.decided.items():
            many = dict(result["standing"].cast(pl.String).value_counts().iter_rows())
            found[key] = {str(s): int(many[s]) for s in Standing if s in many}
        return found

    @property
    def cost(self) -> dict[str, float]:
        """By rule, what all who are entitled would get together, in the unit of the rule."""
        return {key: float(result["amount"].cast(pl.Float64).sum() or 0.0) for key, result in self.decided.items()}

    def people_of(self, key: str, standing: Standing) -> pl.DataFrame:
        """`person area amount` of who stands so to a rule; and of who is "entitled if", the one thing: `missing`."""
        result = self.decided[key]
        answers = [column for column in result.columns if column.startswith("is:")]
        # The one condition that is not met or not known.
        missing = pl.coalesce(*(
            pl.when(pl.col(column).fill_null(False)).then(None).otherwise(pl.lit(column.removeprefix("is:")))
            for column in answers
        ), pl.lit(None, dtype=pl.String))  # fmt: skip
        rows = self.frame.select("person", "area", HOUSEHOLD).hstack(result)
        found = rows.filter(pl.col("standing") == str(standing)).with_columns(missing=missing)
        return found.select("person", "area", "amount", "missing")


def comes_by_itself(book: Book, key: str) -> bool:
    """True for a rule whose claims come from sheets or classes, never from the scan or by hand."""
    return not {*FED_BY}.isdisjoint(facts_of(book, key))


def scan(book: Book, day: date, frame: pl.DataFrame | None = None) -> Scanned:
    """Everybody on the register against every rule for persons. frame: facts read before, to compare books by."""
    facts = county_facts(day) if frame is None else frame
    only = [rule.key for rule in book.rules.values() if rule.subject in PERSON_RULES]
    return Scanned(book, day, facts, book.decide(with_all(book, facts), day, only))


def with_all(book: Book, facts: pl.DataFrame) -> pl.DataFrame:
    """The facts the county gives, and the others as unknown."""
    missing = {name: kind for name, kind in book.schema.items() if name not in facts.columns}
    return facts.with_columns(pl.lit(None, dtype=kind).alias(name) for name, kind in missing.items())
