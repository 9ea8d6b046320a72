"""Facts of public posts: who holds one on a day, and what the sheet of the month before says.

The sheet's own line is what is known; what came up against it since is asked by `assistance.reads.sheets.payable_lines`
when a claim is made, and by the checks before payment.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl

from gangqiao.assistance.models import DutyLine, DutySheet, Holder, PublicPost, Quota
from gangqiao.matching.features.tables import CODE, INT, TEXT, Table

_HOLDER, _POST, _QUOTA = (model._meta.db_table for model in (Holder, PublicPost, Quota))
_LINE, _SHEET = DutyLine._meta.db_table, DutySheet._meta.db_table
COLUMNS = (
    "holds_public_post", "post_kind", "post_standard", "post_required_days", "post_days", "post_is_payable",
)  # fmt: skip


def month_before(day: date) -> date:
    """The first day of the month before a day's."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def holders_table(day: date, theirs: str) -> Table:
    """Who is on duty by a signed agreement on the day; a suspended holder still holds the post."""
    joined = f"{_HOLDER} h JOIN {_POST} p ON p.id = h.post_id JOIN {_QUOTA} q ON q.id = p.quota_id"
    return Table(joined, {
        "person_id": ("h.person_id", INT), "standard": ("h.standard", INT), "required": ("h.required_days", INT),
        "kind": ("q.kind", CODE),
    }, f"h.begins_on <= '{day}' AND h.ends_on >= '{day}' AND (h.ended_on IS NULL OR h.ended_on >= '{day}') "
       f"AND h.signed_on IS NOT NULL AND h.status <> 'agreement' "
       f"AND {theirs.replace('person_id', 'h.person_id')}")  # fmt: skip


def lines_table(day: date, theirs: str) -> Table:
    """The month's own lines of final sheets of the month before the day."""
    joined = f"{_LINE} l JOIN {_SHEET} s ON s.id = l.sheet_id JOIN {_HOLDER} h ON h.id = l.holder_id"
    return Table(joined, {
        "person_id": ("h.person_id", INT), "standard": ("l.standard", INT), "required": ("l.required_days", INT),
        "halves": ("CAST(l.days * 2 AS INTEGER)", INT), "amount": ("l.amount", INT), "blocked": ("l.blocked", TEXT),
    }, f"s.status = 'final' AND l.month = '{month_before(day)}' AND l.number = 0 "
       f"AND {theirs.replace('person_id', 'h.person_id')}")  # fmt: skip


def posts(holders: Any, lines: Any) -> pl.DataFrame:
    """`person` and COLUMNS, a row for whoever holds a post or stands on a sheet. Of two posts the last one is told."""
    held = pl.DataFrame({
        "person": holders.ints("person_id"), "post_standard": holders.ints("standard"),
        "post_required_days": holders.ints("required"),
        "post_kind": holders.of("kind", lambda words: words.replace("", None).cast(pl.String)),
    }).with_columns(holds_public_post=pl.lit(True)).unique("person", keep="last", maintain_order=True)  # fmt: skip
    sheet = pl.DataFrame({
        "person": lines.ints("person_id"), "line_standard": lines.ints("standard"),
        "line_required": lines.ints("required"), "halves": lines.ints("halves"), "amount": lines.ints("amount"),
        "blocked": lines.of("blocked", lambda words: words.cast(pl.String)),
    }).unique("person", keep="last", maintain_order=True)  # fmt: skip
    found = held.join(sheet, on="person", how="full", coalesce=True)
    return found.select(
        "person", "post_kind",
        holds_public_post=pl.col("holds_public_post").fill_null(False),
        post_standard=pl.coalesce("line_standard", "post_standard"),
        post_required_days=pl.coalesce("line_required", "post_required_days"),
        post_days=pl.col("halves").cast(pl.Float64) / 2,
        post_is_payable=((pl.col("blocked").fill_null("") == "") & (pl.col("amount") > 0)).fill_null(False),
    )  # fmt: skip


def without() -> dict[str, pl.Expr]:
    """For whoever is in no row: no post is held and nothing is payable, which the register says for certain."""
    return {name: pl.col(name).fill_null(False) for name in ("holds_public_post", "post_is_payable")}
