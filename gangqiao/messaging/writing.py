"""Days and moments as a message says them, in the language of the moment."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext, pgettext

from gangqiao.kernel.clock import TZ

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def as_written(iso: str, kind: str) -> str:
    """A kept day or moment in words; the year is left out, since a notice speaks of the days to come."""
    if kind == "day":
        return _day(date.fromisoformat(iso))
    local = datetime.fromisoformat(iso).astimezone(TZ)
    return gettext("%(day)s %(time)s") % {"day": _day(local), "time": f"{local:%H:%M}"}


def _day(value: Any) -> str:
    parts = {"day": value.day, "month": value.month, "name": MONTHS[value.month - 1]}
    # Either takes of the parts what it needs: 16 Mar, and the number of the month in Chinese.
    return pgettext("day of a notice", "%(day)s %(name)s") % parts
