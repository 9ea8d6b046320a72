"""How many rows there are, said honestly: exactly when that is cheap, else "more than", and exactly on request."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from gangqiao.ledgers.reads.orders import PAGE

STEPS = (1_000, 10_000)
BUDGET_SECONDS = 0.03


@dataclass(frozen=True, slots=True)
class Count:
    """`number` rows, or more than that."""

    number: int
    is_exact: bool


def exact(rows: QuerySet[Any]) -> Count:
    """Every row is counted, however long it takes."""
    return Count(rows.order_by().count(), is_exact=True)


def cheaply(rows: QuerySet[Any], page_seconds: float) -> Count:
    """A count that stays within its budget.

    page_seconds  what the page itself took: it looked at as many rows as were needed to find a page that matches, so a
                  limit of n rows will take about n/page times that
    """
    known, spent, size = PAGE, page_seconds, PAGE
    for limit in STEPS:
        if spent * limit / size > BUDGET_SECONDS * _PESSIMISM:
            break
        begun = time.perf_counter()
        found = rows.order_by()[: limit + 1].count()
        if found <= limit:
            return Count(found, is_exact=True)
        known, spent, size = limit, time.perf_counter() - begun, limit
    return Count(known, is_exact=False)


# Fetching a row costs far more than counting one, so the page's time overstates the count's.
_PESSIMISM = 10
