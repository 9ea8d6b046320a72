"""Whether a licence holds, when its end is brought to mind, and which months are to be reported."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from gangqiao.kernel.policy import Parameters

NUMBERS = Parameters.from_yaml(Path(__file__).with_name("licences.yaml"))


class Validity(StrEnum):
    """How a licence or an agreement stands on a day. `ends`: the first day on which it no longer holds."""

    NONE = "none"  # there is no end: without a licence, or until it is ended
    HOLDS = "holds"
    ENDING = "ending"
    ENDED = "ended"


def validity(ends: date | None, day: date) -> Validity:
    """How what ends on a day stands today."""
    if ends is None:
        return Validity.NONE
    if ends <= day:
        return Validity.ENDED
    return Validity.ENDING if ends <= warned_until(day) else Validity.HOLDS


def warned_until(day: date) -> date:
    """Whatever ends on this day or before is brought to mind."""
    return day + timedelta(days=int(NUMBERS.on(day).warn_days))


def month_before(day: date) -> date:
    """The first day of the month before."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def months_on(period: date, months: int) -> date:
    """The first day of a month so many months later, or earlier."""
    years, month = divmod(period.year * 12 + period.month - 1 + months, 12)
    return date(years, month + 1, 1)


def is_stay_known(period: date, day: date) -> bool:
    """True when everybody hired in a month could have stayed for as long as is asked about."""
    return day >= months_on(period, 1 + int(NUMBERS.on(day).stay_months))


def is_report_late(day: date) -> bool:
    """True when the month before should have been reported."""
    return day.day > int(NUMBERS.on(day).report_day)
