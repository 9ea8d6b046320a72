"""Quiet hours: nobody's telephone rings at night. By the county's clock; no Django."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from gangqiao.kernel.clock import TZ

QUIET_FROM, QUIET_UNTIL = time(21), time(7)


def is_quiet(instant: datetime) -> bool:
    """True from 21:00 until 7:00 of the next morning."""
    local = instant.astimezone(TZ).time()
    return local >= QUIET_FROM or local < QUIET_UNTIL


def next_allowed(instant: datetime) -> datetime:
    """The instant itself, or the end of the quiet hours it falls in."""
    if not is_quiet(instant):
        return instant
    local = instant.astimezone(TZ)
    day = local.date() + timedelta(days=local.time() >= QUIET_FROM)
    return datetime.combine(day, QUIET_UNTIL, TZ).astimezone(instant.tzinfo)
