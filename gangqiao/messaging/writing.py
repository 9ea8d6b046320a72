"""Days and moments as a message says them, in the language of the moment."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.dateformat import format as formatted
from django.utils.translation import pgettext

from gangqiao.kernel.clock import TZ


def as_written(iso: str, kind: str) -> str:
    """A kept day or moment in words; the year is left out, since a notice speaks of the days to come."""
    if kind == "day":
        return str(formatted(date.fromisoformat(iso), pgettext("how a day is written", "j M")))
    moment = datetime.fromisoformat(iso).astimezone(TZ)
    return str(formatted(moment, pgettext("how a moment is written", "j M H:i")))
