"""The dated numbers of the monthly release, and on which day of a month it is due."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from pathlib import Path

from gangqiao.kernel.policy import Parameters

NUMBERS = Parameters.from_yaml(Path(__file__).with_name("release.yaml"))


def month_of(day: date) -> date:
    """The first day of the month a day lies in: the name of a release."""
    return day.replace(day=1)


def due_on(period: date) -> date:
    """The day on which the release of a month is compiled; the last day of a month that is too short for it."""
    last = monthrange(period.year, period.month)[1]
    wanted = int(NUMBERS.on(period.replace(day=last)).release_day)
    return period.replace(day=min(wanted, last))
