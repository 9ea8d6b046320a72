"""Which costs of a journey exclude each other, and how a sum is divided to the last cent. No Django."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

from gangqiao.kernel import clock
from gangqiao.kernel.policy import Parameters

NUMBERS = Parameters.from_yaml(Path(__file__).with_name("costs.yaml"))
ALLOWANCE, VEHICLE = "allowance", "vehicle"


def excluded_by(kind: str, day: date) -> tuple[str, ...]:
    """The kinds that are not paid for the same journey beside this one, itself first."""
    against = tuple(NUMBERS.on(day).allowance_excludes)
    if kind == ALLOWANCE:
        return (kind, *against)
    return (kind, ALLOWANCE) if kind in against else (kind,)


def may_be_paid_without_travelling(kind: str, day: date) -> bool:
    """True when it was spent although the person did not go in the end."""
    return kind in NUMBERS.on(day).without_travelling


def is_same_journey(first: tuple[date, date], second: tuple[date, date]) -> bool:
    """True when two journeys (first and last day) overlap or nearly touch."""
    near = timedelta(days=NUMBERS.on(max(first[1], second[1])).same_journey_days)
    return first[0] <= second[1] + near and second[0] <= first[1] + near


def journey(departs_at: datetime, arrives_at: datetime | None) -> tuple[date, date]:
    """First and last day of a journey; without an arrival it is of one day."""
    first = clock.day_of(departs_at)
    return first, max(first, clock.day_of(arrives_at)) if arrives_at else first


def shares(cents: int, many: int) -> list[int]:
    """A sum divided among many: they differ by a cent at most and add up exactly. Raises ValueError for nobody."""
    if many < 1 or cents < many:
        raise ValueError("a sum is divided among at least one, with a cent for each")
    whole, rest = divmod(cents, many)
    return [whole + 1] * rest + [whole] * (many - rest)
