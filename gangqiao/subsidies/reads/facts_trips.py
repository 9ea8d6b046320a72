"""Facts of journeys: whether somebody came to the present work at another's cost.

Who boarded a vehicle of a batch, or for whom a vehicle, a ticket or an allowance was paid, came so, whatever the time
of work says. Who was to go on the own account, and got nothing, did not, unless the time of work says otherwise. What a
ticket cost that somebody paid alone stands in no table: the ledger of the batches holds what others paid. It is said
with the claim.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
from django.db import connection

from gangqiao.kernel import clock
from gangqiao.matching.features.tables import CODE, DAY, INT, Table
from gangqiao.transfers.models import Batch, Cost, Passenger
from gangqiao.transfers.policy.costs import ALLOWANCE, excluded_by

_PASSENGER, _BATCH, _COST = (model._meta.db_table for model in (Passenger, Batch, Cost))
WENT = ("boarded", "arrived", "started", "did_not_start")
FREE, OWN = "free", "own"
# A journey so many days before the first day of work is the one to this work.
DAYS_BEFORE_WORK = 31


def passengers_table(day: date, theirs: str) -> Table:
    """Who travelled in, or on the own account beside, a batch that had departed by the day; `cost`: FREE or OWN."""
    went, kinds = (", ".join(f"'{one}'" for one in listed) for listed in (WENT, excluded_by(ALLOWANCE, day)))
    paid = (
        f"EXISTS (SELECT 1 FROM {_COST} k WHERE k.passenger_id = a.id AND k.taken_back_on IS NULL "  # noqa: S608  our own
        f"AND k.kind IN ({kinds}))"
    )
    left = _day_of("COALESCE(b.departed_at, b.departs_at)")
    return Table(f"{_PASSENGER} a JOIN {_BATCH} b ON b.id = a.batch_id", {
        "person_id": ("a.person_id", INT), "left_on": (left, DAY),
        "cost": (f"CASE WHEN a.alone AND NOT {paid} THEN '{OWN}' ELSE '{FREE}' END", CODE),
    }, f"a.status IN ({went}) AND {left} <= '{day}' AND {theirs.replace('person_id', 'a.person_id')}")  # fmt: skip


def journeys(read: Any, work: pl.DataFrame) -> pl.DataFrame:
    """`person came_free`, a row for whoever travelled to the work that runs. work: `person since`."""
    frame = pl.DataFrame({
        "person": read.ints("person_id"), "left_on": read.days("left_on"),
        "cost": read.of("cost", lambda words: words.cast(pl.String)),
    })  # fmt: skip
    to_work = frame.join(work.select("person", "since"), on="person").filter(
        pl.col("left_on") >= pl.col("since").dt.offset_by(f"-{DAYS_BEFORE_WORK}d")
    )
    return to_work.group_by("person").agg(came_free=(pl.col("cost") == FREE).any())


def rode_organised(said: str = "rode_organised") -> pl.Expr:
    """What the journey and the time of work (column `said`) say together: a yes of either is a yes; unknown stays."""
    free, organised = pl.col("came_free"), pl.col(said)
    return (
        pl.when(free.fill_null(False) | organised.fill_null(False)).then(True).otherwise(pl.coalesce(organised, free))
    )


def _day_of(column: str) -> str:
    """SQL of the day of an instant in China."""
    if connection.vendor == "sqlite":
        return f"date({column}, '+8 hours')"
    return f"CAST(({column}) AT TIME ZONE '{clock.TZ}' AS date)"
