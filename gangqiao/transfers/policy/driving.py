"""How long a driver may drive, when a far coach arrives, and whether a vehicle may drive on a day. No Django."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from gangqiao.engine.routing.port import Rest
from gangqiao.kernel.policy import Parameters

NUMBERS = Parameters.from_yaml(Path(__file__).with_name("driving.yaml"))

# Papers of a vehicle, in the order in which they are asked for: field of the vehicle.
PAPERS = ("licence_until", "insured_until", "driver_until")
GOOD, SOON, OVER, MISSING = "good", "soon", "over", "missing"


@dataclass(frozen=True, slots=True)
class Hours:
    """What holds for one driver on a day, in seconds, as the engine takes it."""

    rest: Rest
    driving: int
    shift: int


def hours_on(day: date) -> Hours:
    """The limits in force on a day."""
    p = NUMBERS.on(day)
    rest = Rest(after=p.rest_after_minutes * 60, pause=p.rest_minutes * 60)
    return Hours(rest=rest, driving=p.driving_minutes * 60, shift=p.shift_minutes * 60)


def boarding_seconds(people: int, day: date) -> int:
    """How long a vehicle stands where so many wait."""
    p = NUMBERS.on(day)
    return max(int(p.boarding_minutes) * 60, people * int(p.boarding_seconds_each))


def arrival(leaves: datetime, km: float, day: date) -> datetime:
    """When a coach that leaves then arrives so far away: with the rests of the drivers, and standing in the night.

    Drivers take turns at the wheel; each rest is a rest of the coach as well. `leaves` bears the county's own time.
    """
    p = NUMBERS.on(day)
    left, now = timedelta(hours=km / p.speed_far), leaves
    block, pause = timedelta(minutes=p.rest_after_minutes), timedelta(minutes=p.rest_minutes)
    while left > timedelta(0):
        now = _after_the_night(now, p.night_from, p.night_until)
        until = min(now + block, _next_night(now, p.night_from))
        drives = min(left, until - now)
        now, left = now + drives, left - drives
        if left > timedelta(0) and drives == block:
            now += pause
    return now.replace(second=0, microsecond=0) + timedelta(minutes=1 if now.second or now.microsecond else 0)


def _after_the_night(now: datetime, begins: int, ends: int) -> datetime:
    return now.replace(hour=ends, minute=0, second=0, microsecond=0) if begins <= now.hour < ends else now


def _next_night(now: datetime, begins: int) -> datetime:
    night = now.replace(hour=begins, minute=0, second=0, microsecond=0)
    return night if night > now else night + timedelta(days=1)


def drivers_for(seconds: float, day: date) -> int:
    """How many drivers take turns for so long at the wheel."""
    return max(1, -(-int(seconds) // hours_on(day).driving))


def paper_state(until: date | None, day: date) -> str:
    """How a paper with a last day stands on a day: MISSING is as bad as OVER."""
    if until is None:
        return MISSING
    if until < day:
        return OVER
    return SOON if (until - day).days <= int(NUMBERS.on(day).warn_days) else GOOD


def holds_on(until: date | None, day: date) -> bool:
    """True when a paper holds on a day. One that was never entered does not."""
    return until is not None and until >= day
