"""What somebody has had of each rule before, as columns "RULE:had_...": from the claims of the county, at once.

A claim takes up its period from the first draft until it is rejected or withdrawn: nobody is found twice. Money that
was paid and came back stays counted, because whoever has had it and lost it does not get it again by itself.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

import polars as pl

from gangqiao.kernel.policy import WrongPolicyFile
from gangqiao.matching.features.tables import CODE, DAY, INT, TEXT, Table
from gangqiao.subsidies.models import Claim
from gangqiao.subsidies.policy.books import Book
from gangqiao.subsidies.policy.rules import Rule
from gangqiao.subsidies.reads.rule_texts import county_book
from gangqiao.subsidies.states import DEAD

# Of which rules a period ends: what was had in another year does not count against this one.
BY_YEAR = ("year", "month", "day")


def columns_of(book: Book) -> list[str]:
    """The columns a book reads, in the order of its rules."""
    return [f"{rule.key}:{name}" for rule in book.rules.values() for name in rule.history]


def claims_table(theirs: str) -> Table:
    """Claims of persons that did not come to nothing. theirs: SQL of whose."""
    dead = ", ".join(f"'{status}'" for status in DEAD)
    return Table(Claim._meta.db_table, {
        "person_id": ("person_id", INT), "programme": ("programme", CODE), "period": ("period", TEXT),
        "amount": ("amount", INT), "decided": ("decided_for", DAY),
    }, f"person_id IS NOT NULL AND status NOT IN ({dead}) AND {theirs}")  # fmt: skip


def claimed(read: Any) -> pl.DataFrame:
    """`person programme period amount year`, a row a claim. year: of the period, or of the decision."""
    frame = pl.DataFrame({
        "person": read.ints("person_id"),
        "programme": read.of("programme", lambda words: words.cast(pl.String)),
        "period": read.texts("period").cast(pl.String), "amount": read.ints("amount"), "decided": read.days("decided"),
    })  # fmt: skip
    return with_year(frame)


def claimed_by(persons: Collection[int]) -> pl.DataFrame:
    """The same of some persons, by key. Needs a scope."""
    rows = Claim.objects.filter(person__in=list(persons)).exclude(status__in=DEAD).order_by("pk")
    listed = list(rows.values_list("person_id", "programme", "period", "amount", "decided_for"))
    kinds = {"person": pl.Int64, "programme": pl.String, "period": pl.String, "amount": pl.Int64, "decided": pl.Date}
    return with_year(pl.DataFrame(listed, schema=kinds, orient="row"))


def with_year(frame: pl.DataFrame) -> pl.DataFrame:
    """Claims with `year` in place of `decided`: of the period, or of the decision where the period names none."""
    said = pl.col("period").str.extract(r"^(\d{4})(?:-\d{2})?$").cast(pl.Int64)
    return frame.with_columns(year=pl.coalesce(said, pl.col("decided").dt.year().cast(pl.Int64))).drop("decided")


def book_of_day(day: date) -> Book | None:
    """The county's book of a day; null for days before every book."""
    try:
        return county_book(day)
    except WrongPolicyFile:
        return None


def history(claims: pl.DataFrame, day: date, book: Book) -> pl.DataFrame:
    """`person` and the columns of the book, a row for whoever has claimed anything (`claimed`). Never null."""
    made = []
    for rule in book.rules.values():
        for name in rule.history:
            made.append(_column(claims, rule, name, day).rename({"had": f"{rule.key}:{name}"}))
    found = claims.select("person").unique()
    for one in made:
        found = found.join(one, on="person", how="left")
    return found.with_columns(**nothing(book, found))


def nothing(book: Book, frame: pl.DataFrame) -> dict[str, pl.Expr]:
    """The columns of the book in a frame, with nothing had where there is none."""
    return {
        name: (pl.col(name) if name in frame.columns else pl.lit(None)).cast(_kind(name)).fill_null(_zero(name))
        for name in columns_of(book)
    }


def _column(claims: pl.DataFrame, rule: Rule, name: str, day: date) -> pl.DataFrame:
    """`person had` for one column of one rule."""
    if name == "had_excluded":
        rows = claims.filter(pl.col("programme").is_in(list(rule.excludes)))
        if rule.period in BY_YEAR:
            rows = rows.filter(pl.col("year") == day.year)
        return rows.select("person").unique().with_columns(had=pl.lit(True))
    rows = claims.filter(pl.col("programme") == rule.key)
    if name.endswith("_in_year"):
        rows = rows.filter(pl.col("year") == day.year)
    # What came late for a period (number 1, 2...) is money, but no further time or month.
    had = pl.col("amount").sum() if name.startswith("had_amount") else pl.col("period").n_unique()
    return rows.group_by("person").agg(had=had.cast(pl.Int64))


def _kind(name: str) -> Any:
    return pl.Boolean if name.endswith("had_excluded") else pl.Int64


def _zero(name: str) -> bool | int:
    return False if name.endswith("had_excluded") else 0
