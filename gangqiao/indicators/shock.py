"""The epidemic's shock: who is back at work so many days after Spring Festival, beside the same day of the year before.

The calendar's day would compare a week after the festival with three weeks before it, since the festival moves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from gangqiao.engine.facts.moments import spring_festivals
from gangqiao.indicators.history import stood_on
from gangqiao.indicators.store import fact_on
from gangqiao.places.models import Division

MEASURES_SHOWN = ("had_post", "back_at_post", "not_back", "delayed", "lost_post", "departed_since_festival")
CURVES = ("back_at_post", "departed_since_festival")
MOST_STEPS = 6  # each costs a look at everybody who has worked


class SumsOfADay(Protocol):
    """What says the sums of a day: the fact of the register, or a snapshot."""

    def sums_of(self, area: str) -> dict[str, int]: ...


@dataclass(frozen=True, slots=True)
class Moment:
    """One year's side: the festival, the day so many days after it, and the sums of the area."""

    festival: date
    day: date
    sums: Mapping[str, int]

    @property
    def year(self) -> int:
        return self.day.year


@dataclass(frozen=True, slots=True)
class Step:
    """So many days after the festival, how each curve stood in both years."""

    days_after: int
    day: date
    day_before: date
    now: dict[str, int]
    before: dict[str, int]


@dataclass(frozen=True, slots=True)
class Shock:
    """An area on a day. rows: its parts, then what lies in none of them (null), with the sums of both years."""

    area: Division
    day: date
    days_after: int
    now: Moment
    before: Moment
    rows: list[tuple[Division | None, Mapping[str, int], Mapping[str, int]]]

    @property
    def missing(self) -> int:
        """Persons who would be back besides, were as large a part back as in the year before; cut, never below 0."""
        had, had_before = self.now.sums["had_post"], self.before.sums["had_post"]
        if not had_before:
            return 0
        return max(had * self.before.sums["back_at_post"] // had_before - self.now.sums["back_at_post"], 0)


def shock(area: Division, day: date, sums_on: Callable[[date], SumsOfADay] = fact_on) -> Shock | None:
    """The area's shock; None before the festival of the day's year, or when a festival's date is not known.

    sums_on  what says the sums of a day; by itself the register as known now
    """
    festivals = spring_festivals()
    festival, festival_before = festivals.get(day.year), festivals.get(day.year - 1)
    if festival is None or festival_before is None or day < festival:
        return None
    days_after = (day - festival).days
    day_before = festival_before + timedelta(days=days_after)
    fact, fact_before = sums_on(day), sums_on(day_before)
    now = Moment(festival, day, fact.sums_of(area.key))
    before = Moment(festival_before, day_before, fact_before.sums_of(area.key))
    parts = Division.objects.filter(parent=area).order_by("key")
    rows: list[tuple[Division | None, Mapping[str, int], Mapping[str, int]]] = [
        (part, fact.sums_of(part.key), fact_before.sums_of(part.key)) for part in parts
    ]
    rows = [row for row in rows if row[1]["had_post"] or row[2]["had_post"]]
    if rest := _rest(now.sums, before.sums, rows):
        rows.append((None, *rest))
    return Shock(area, day, days_after, now, before, rows)


def _rest(
    now: Mapping[str, int],
    before: Mapping[str, int],
    rows: list[tuple[Division | None, Mapping[str, int], Mapping[str, int]]],
) -> tuple[Mapping[str, int], Mapping[str, int]] | None:
    """What is recorded on the area itself; null when nothing is, or there are no parts."""
    rest = {m: now[m] - sum(row[1][m] for row in rows) for m in MEASURES_SHOWN}
    rest_before = {m: before[m] - sum(row[2][m] for row in rows) for m in MEASURES_SHOWN}
    return (rest, rest_before) if rows and (any(rest.values()) or any(rest_before.values())) else None


def steps(found: Shock) -> list[Step]:
    """How the curves stood from the festival on, in both years. Takes a pass over the county's history."""
    every = max(7, -(-found.days_after // MOST_STEPS))
    offsets = sorted({*range(0, found.days_after, every), found.days_after})
    both = []
    for moment in (found.now, found.before):
        days = [moment.festival + timedelta(days=n) for n in offsets]
        both.append([{m: stood_on(found.area.key, m, days)[day] for m in CURVES} for day in days])
    return [
        Step(
            n, found.now.festival + timedelta(days=n), found.before.festival + timedelta(days=n), both[0][k], both[1][k]
        )
        for k, n in enumerate(offsets)
    ]
