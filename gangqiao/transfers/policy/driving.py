"""How long a driver may drive, when a far coach arrives and is back, and what papers a vehicle needs. No Django."""

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
    return _whole_minute(now)


def _whole_minute(now: datetime) -> datetime:
    return now.replace(second=0, microsecond=0) + timedelta(minutes=1 if now.second or now.microsecond else 0)


def _after_the_night(now: datetime, begins: int, ends: int) -> datetime:
    return now.replace(hour=ends, minute=0, second=0, microsecond=0) if begins <= now.hour < ends else now


def _next_night(now: datetime, begins: int) -> datetime:
    night = now.replace(hour=begins, minute=0, second=0, microsecond=0)
    return night if night > now else night + timedelta(days=1)


def drivers_for(seconds: float, day: date) -> int:
    """How many drivers take turns for so long at the wheel: none of them drives longer than one may in 24 hours."""
    return max(1, -(-int(min(seconds, most_in_a_day(day))) // hours_on(day).driving))


def most_in_a_day(day: date) -> int:
    """Seconds a coach can be driven within 24 hours: it stands in the night and for each rest."""
    p = NUMBERS.on(day)
    awake, block = (p.night_from - p.night_until) % 24 * 3600, p.rest_after_minutes
    return int(awake * block / (block + p.rest_minutes))


def relief_seats(drivers: int, day: date) -> int:
    """How many seats of passengers the drivers take who do not drive at the moment."""
    return (drivers - 1) * int(NUMBERS.on(day).relief_seats)


def back_at(starts: datetime, ends: datetime, day: date) -> datetime:
    """When a vehicle is back that leaves and arrives then, when nobody knows better."""
    return _whole_minute(ends + (ends - starts) * NUMBERS.on(day).return_factor)


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
