"""What would change, for whom and at what cost, if a book were replaced by another, or a day by a later one."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl

from gangqiao.subsidies.policy.books import Book

GAINS, LOSES, MORE, LESS = "gains", "loses", "more", "less"


@dataclass(frozen=True, slots=True)
class Change:
    """One row whose standing under a rule changes.

    row     number of the row in the frame, from 0
    how     "gains", "loses", "more" or "less"; before, after: amounts, 0 for who is not entitled
    """

    rule: str
    row: int
    how: str
    before: float
    after: float


@dataclass(frozen=True)
class Comparison:
    """The changes of a comparison, by rule in the order of the books, then by row; and what both sides cost.

    cost_before, cost_after   by fund line
    """

    changes: list[Change]
    cost_before: dict[str, float]
    cost_after: dict[str, float]

    def counts(self) -> dict[tuple[str, str], int]:
        """How many rows, by rule and kind of change."""
        found: dict[tuple[str, str], int] = {}
        for change in self.changes:
            found[(change.rule, change.how)] = found.get((change.rule, change.how), 0) + 1
        return found


def compare(
    frame: pl.DataFrame,
    before: tuple[Book, date],
    after: tuple[Book, date],
    subject: str = "",
    rules: Collection[str] | None = None,
) -> Comparison:
    """The same rows under two books, or on two days. subject: only rules for these; "" all. rules: only these."""
    amounts_before, cost_before = _amounts(frame, *before, subject, rules)
    amounts_after, cost_after = _amounts(frame, *after, subject, rules)
    changes: list[Change] = []
    for key in dict.fromkeys([*amounts_before, *amounts_after]):
        nothing = pl.Series([0.0] * frame.height, dtype=pl.Float64)
        changes += _changes(key, amounts_before.get(key, nothing), amounts_after.get(key, nothing))
    return Comparison(changes, cost_before, cost_after)


def _amounts(
    frame: pl.DataFrame, book: Book, day: date, subject: str, rules: Collection[str] | None
) -> tuple[dict[str, pl.Series], dict[str, float]]:
    asked = [rule for key, rule in book.rules.items() if rules is None or key in rules]
    only = [rule.key for rule in asked if not subject or rule.subject == subject]
    found: dict[str, pl.Series] = {}
    cost: dict[str, float] = {}
    for key, result in book.decide(frame, day, only).items():
        found[key] = result["amount"].cast(pl.Float64).fill_null(0.0)
        line = book.rules[key].fund_line
        cost[line] = cost.get(line, 0.0) + float(found[key].sum())
    return found, cost


def _changes(key: str, before: pl.Series, after: pl.Series) -> Iterator[Change]:
    differ = (before != after).arg_true().to_list()
    for row in differ:
        was, now = float(before[row]), float(after[row])
        how = GAINS if was == 0 else LOSES if now == 0 else MORE if now > was else LESS
        yield Change(key, row, how, was, now)
