"""A transaction that the database could not carry through is begun anew."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError, connection

TRIES = 5
# What a second try can mend (PostgreSQL): serialization failure, deadlock, lock not available.
AGAIN = frozenset({"40001", "40P01", "55P03"})

T = TypeVar("T")


def retried(act: Callable[[], T]) -> T:
    """What the act gives; a deadlock or a lock that was not given makes it begin anew, up to five times.

    Only at the outermost transaction: inside of another one nothing can be begun anew.
    """
    for attempt in range(1, TRIES + 1):
        try:
            return act()
        except OperationalError as fault:
            if attempt == TRIES or connection.in_atomic_block or _code(fault) not in AGAIN:
                raise
            time.sleep(random.uniform(0, 0.02 * attempt))
    raise AssertionError("unreachable")


def _code(fault: OperationalError) -> str:
    return str(getattr(fault.__cause__, "sqlstate", None) or "")
