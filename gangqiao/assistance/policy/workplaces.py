"""When a recognition runs out, how near is near, and how long somebody has held a place. No Django."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from pathlib import Path

from gangqiao.kernel.policy import Parameters

NUMBERS = Parameters.from_yaml(Path(__file__).with_name("workplaces.yaml"))

# Only these are recognised by a document; the others are there because they pledged places (R095-R098).
RECOGNISED_KINDS = ("workshop", "base")
# The measure of a personal plan that a place of each kind is, and the way the time of work was found.
MEASURE_OF = {
    "workshop": "workshop", "base": "workshop", "employer": "local_employer", "agriculture": "agriculture",
    "project": "project",
}  # fmt: skip
MODE_OF = {"workshop": "workshop", "base": "workshop"}
GOOD, SOON, OVER, NONE = "good", "soon", "over", "none"


def recognition(expires_on: date | None, day: date) -> str:
    """How a recognition stands on a day: its last day still counts."""
    if expires_on is None:
        return NONE
    if expires_on < day:
        return OVER
    return SOON if expires_on <= warned_until(day) else GOOD


def warned_until(day: date) -> date:
    """The last day of recognitions that are warned of on this day."""
    return day + timedelta(days=int(NUMBERS.on(day).warn_days))


def latest_expiry(recognised_on: date) -> date:
    """The last day a recognition of this day may have."""
    return months_on(recognised_on, int(NUMBERS.on(recognised_on).longest_months)) - timedelta(days=1)


def is_count_due(counted_on: date | None, day: date) -> bool:
    """True when nobody has asked how many are employed, or too long ago."""
    return counted_on is None or (day - counted_on).days >= NUMBERS.on(day).count_days


def has_share(poor: int, headcount: int | None, day: date) -> bool | None:
    """Whether enough of the people employed are registered poor; null while nobody counted."""
    if not headcount:
        return None
    return poor * 100 >= headcount * int(NUMBERS.on(day).share_percent)


def is_near(km: float | None, day: date) -> bool:
    """True for a way that somebody goes every day; false when nobody knows how far it is."""
    return km is not None and km <= NUMBERS.on(day).near_km


def months_held(since: date, until: date) -> int:
    """Whole months of a place held from the one day to the other, both days counted.

    1 March to 31 March is one month; 15 March to 14 April, too.
    """
    end = until + timedelta(days=1)
    months = (end.year - since.year) * 12 + end.month - since.month
    return max(0, months - (months_on(since, months) > end))


def months_on(day: date, months: int) -> date:
    """The same day so many months later; the last of a month that is shorter."""
    at = day.month - 1 + months
    year, month = day.year + at // 12, at % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def days_held(since: date, until: date) -> int:
    """Days of a place held, both counted."""
    return max(0, (until - since).days + 1)
