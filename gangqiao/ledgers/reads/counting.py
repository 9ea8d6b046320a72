"""How many rows there are, said honestly: exactly when that is cheap, else "more than", and exactly on request."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from gangqiao.ledgers.reads.orders import PAGE

# Each step is tried when it should stay within the budget, judged by the step before.
STEPS = (200, 1_000, 10_000)
BUDGET_SECONDS = 0.04


@dataclass(frozen=True, slots=True)
class Count:
    """`number` rows, or more than that."""

    number: int
    is_exact: bool


def exact(rows: QuerySet[Any]) -> Count:
    """Every row is counted, however long it takes."""
    return Count(rows.order_by().count(), is_exact=True)


def cheaply(rows: QuerySet[Any], page_seconds: float, *, is_dated: bool = False) -> Count:
    """A count that stays within its budget: exact when it can be, else the greatest limit known to be passed.

    page_seconds  what the page itself took: as many rows were looked at as were needed to find a page that matches
    is_dated      a filter asks about dated rows. Then PostgreSQL leaves the order of the list at some limit and reads
                  the table of all spells (5 ms for 200 rows, 300 for 1,000), which no time taken before foretells
    """
    known, next_takes = PAGE, page_seconds
    steps = STEPS[:1] if is_dated and connection.vendor == "postgresql" else STEPS
    for limit, following in zip(steps, (*steps[1:], steps[-1]), strict=True):
        if next_takes > BUDGET_SECONDS:
            break
        begun = time.perf_counter()
        found = rows.order_by()[: limit + 1].count()
        if found <= limit:
            return Count(found, is_exact=True)
        known, next_takes = limit, (time.perf_counter() - begun) * following / limit
    return Count(known, is_exact=False)
