"""What holds for days and pay of public posts: which days count, and the amount they come to. No Django."""

from __future__ import annotations

import hashlib
from calendar import monthrange
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal
from pathlib import Path
from uuid import UUID

from gangqiao.kernel.policy import Parameters

NUMBERS = Parameters.from_yaml(Path(__file__).with_name("duty.yaml"))

PRESENT = "present"
BAD_FINDINGS = ("not_found", "stand_in")  # of a visit: pay is held back until it is cleared up
BAD_ANSWERS = ("paid_back", "not_got")  # of a call: for the bureau, and never held against the holder
Span = tuple[date, date]


def month_of(day: date) -> date:
    """The month of a day, by its first day."""
    return day.replace(day=1)


def last_day(month: date) -> date:
    """The last day of a month."""
    return month.replace(day=monthrange(month.year, month.month)[1])


def days_of(month: date) -> list[date]:
    """Every day of a month."""
    return [month.replace(day=n) for n in range(1, last_day(month).day + 1)]


def months_before(month: date, many: int) -> date:
    """The month so many months before."""
    at = month.year * 12 + month.month - 1 - many
    return date(at // 12, at % 12 + 1, 1)


def covered(
    month: date,
    *,
    begins_on: date | None,
    ends_on: date | None,
    ended_on: date | None = None,
    died_on: date | None = None,
    suspended: Sequence[Span] = (),
) -> list[date]:
    """The days of a month the agreement covers: not before it, not after its end, the last day of duty or a death,
    and not while the holder is suspended. No agreement covers nothing."""
    if begins_on is None or ends_on is None:
        return []
    last = min(day for day in (ends_on, ended_on, died_on) if day is not None)
    return [
        day
        for day in days_of(month)
        if begins_on <= day <= last and not any(start <= day <= end for start, end in suspended)
    ]


def worth(mark: str, half: bool, day: date) -> Decimal:
    """How much of a day a mark pays: a whole one, half of one, or nothing."""
    if mark not in NUMBERS.on(day).paid_marks:
        return Decimal(0)
    return Decimal("0.5") if half else Decimal(1)


def attended(marks: Iterable[tuple[date, str, bool]], inside: Collection[date]) -> Decimal:
    """The days that count. A mark on a day the agreement does not cover counts nothing, whoever made it."""
    days = set(inside)
    return sum((worth(mark, half, day) for day, mark, half in marks if day in days), Decimal(0))


def amount(standard: int, required_days: int, days: Decimal | int) -> int:
    """Fen of a month: standard / required days x days attended, rounded down, never above the standard."""
    if required_days < 1 or standard < 0 or days < 0:
        raise ValueError((standard, required_days, days))
    exact = Decimal(standard) * Decimal(days) / Decimal(required_days)
    return min(int(exact.to_integral_value(ROUND_FLOOR)), standard)


def more(standard: int, required_days: int, days: Decimal, paid_days: Decimal, paid: int) -> tuple[Decimal, int]:
    """Days and fen that a month still owes after what was paid for it; (0, 0) when it owes nothing.

    By the month as a whole and not by the late days alone, so that no rounding and no cap is won by coming late.
    """
    owed = amount(standard, required_days, days) - paid
    return (days - paid_days, owed) if days > paid_days and owed > 0 else (Decimal(0), 0)


def may_be_submitted(month: date, today: date) -> bool:
    """True when nearly all days of the month have come."""
    return today >= last_day(month) - timedelta(days=int(NUMBERS.on(today).submit_before_end))


def earliest_month(today: date) -> date:
    """The oldest month whose days can still be brought in."""
    return months_before(month_of(today), int(NUMBERS.on(today).late_months))


def published_until(start: date) -> date:
    """The last day of a publicity that begins on a day."""
    return start + timedelta(days=int(NUMBERS.on(start).publicity_days) - 1)


def to_draw(people: int, kind: str, day: date) -> int:
    """How many of the people of a township are drawn."""
    numbers = NUMBERS.on(day)
    share = numbers.spot_share if kind == "visit" else numbers.call_share
    wanted = max(-(-people * int(share) // 100), int(numbers.spot_least))
    return min(wanted, int(numbers.spot_most), people)


def draw(people: Iterable[UUID], many: int, seed: str) -> list[UUID]:
    """So many at random: the same ones for the same seed, in whatever order they are given."""
    return sorted(people, key=lambda one: hashlib.sha256(f"{seed}:{one}".encode()).digest())[:many]


def carried(days: Collection[int], covered: Sequence[date], to: date) -> list[int]:
    """The planned days of a month as the plan of another one: whole weekdays stay weekdays, single dates stay dates.

    days, and what comes back: numbers of days of the month; covered: the days of the old month that were on duty.
    """
    wanted = set(days)
    weekdays = {day.weekday() for day in covered if day.day in wanted}
    if wanted == {day.day for day in covered if day.weekday() in weekdays}:
        return [day.day for day in days_of(to) if day.weekday() in weekdays]
    return sorted(wanted & {day.day for day in days_of(to)})
