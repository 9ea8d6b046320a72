"""The one clock: instants in UTC, business days in Asia/Shanghai. Nobody else asks the machine for the time."""

from __future__ import annotations

import os
import time as time_module
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

TZ = ZoneInfo("Asia/Shanghai")
NOON = time(12)

# Process-wide and not per thread: a test that freezes the clock also freezes the server it drives.
_frozen: list[datetime] = []


def now() -> datetime:
    """The present instant, aware, in UTC.

    `GANGQIAO_TODAY=2020-03-16` moves a demo to that day: the day stands still and the time of day runs on, so that
    every process of the demo agrees on the day. Never set it where people really work.
    """
    if _frozen:
        return _frozen[-1]
    real = datetime.now(UTC)
    if moved_to := os.environ.get("GANGQIAO_TODAY"):
        local = real.astimezone(TZ)
        return datetime.combine(date.fromisoformat(moved_to), local.time(), TZ).astimezone(UTC)
    return real


def machine_seconds() -> float:
    """Seconds since 1970 by the machine's own clock, never moved: for the age of sessions and other real delays.

    A demonstration that lives in 2020 still ends its sessions after half an hour.
    """
    return time_module.time()


def today() -> date:
    """The business day: the calendar day in Asia/Shanghai."""
    return now().astimezone(TZ).date()


def day_of(instant: datetime) -> date:
    """The business day on which an aware instant falls."""
    return _aware(instant).astimezone(TZ).date()


def age_on(birth: date, on: date) -> int:
    """Whole years lived on a day; negative before birth. Who is born on 29 February is a year older on 1 March."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


@contextmanager
def frozen_at(moment: date | datetime) -> Iterator[None]:
    """Stop the clock at an aware instant, or at noon of a business day, until the block ends. For tests and replays."""
    if isinstance(moment, datetime):
        instant = _aware(moment).astimezone(UTC)
    else:
        instant = datetime.combine(moment, NOON, TZ).astimezone(UTC)
    _frozen.append(instant)
    try:
        yield
    finally:
        _frozen.pop()


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError(f"the instant {instant} has no time zone; a naive one would be eight hours wrong")
    return instant
