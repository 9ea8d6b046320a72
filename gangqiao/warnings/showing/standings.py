"""A standing as a cell of the board, as a row of a table, and as a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext

from gangqiao.accounts.models import Unit
from gangqiao.imports.rows import unpack_say
from gangqiao.indicators.showing.addresses import address, names_address
from gangqiao.indicators.showing.board import in_percent, share_words
from gangqiao.indicators.targets import Target
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.charts import Band, Chart, burn_up
from gangqiao.warnings.models import StandingOn
from gangqiao.warnings.policy import Light
from gangqiao.warnings.reads.history import courses
from gangqiao.warnings.reads.standings import Standing
from gangqiao.warnings.wording import LIGHT_WORDS, METHOD_WORDS, TONES

LAGGING = (Light.RED, Light.YELLOW, Light.MISSED)


@dataclass(frozen=True, slots=True)
class Shown:
    """One standing. Addresses are "" where the reader may not go on; numbers are text as they are read."""

    standing: Standing
    unit: Unit
    href: str
    names_href: str
    definition_href: str

    @property
    def words(self) -> str:
        return self.standing.progress.target.words.in_language(get_language())

    @property
    def tone(self) -> str:
        return TONES[self.standing.light]

    @property
    def light(self) -> str:
        return str(LIGHT_WORDS[self.standing.light])

    @property
    def is_rate(self) -> bool:
        return bool(self.standing.progress.target.figure.denominator)

    @property
    def is_lagging(self) -> bool:
        return self.standing.light in LAGGING

    @property
    def result(self) -> str:
        result = self.standing.progress.result
        if not self.is_rate:
            return f"{result.persons:,}"
        return gettext("no rate") if result.share is None else in_percent(result.share)

    @property
    def aim(self) -> str:
        value = self.standing.progress.target_value
        if value is None:
            return ""
        return f"{value}%" if self.is_rate else f"{value:,}"

    @property
    def share(self) -> str:
        """Which version of the shares the aim comes from; "" while none is in force."""
        owed = self.standing.progress.owed
        return share_words(owed) if owed else ""

    @property
    def forecast(self) -> str:
        """The interval in the figure's unit; persons of today's base for a rate."""
        found, base = self.standing.forecast, self.standing.progress.result.base
        if found is None or (self.is_rate and not base):
            return ""
        if self.is_rate:
            low, high = (f"{int(n * 1000 / base) / 10:.1f}%" for n in (found.low, found.high))
        else:
            low, high = f"{found.low:,}", f"{found.high:,}"
        return low if low == high else gettext("%(low)s to %(high)s") % {"low": low, "high": high}

    @property
    def expected(self) -> str:
        found, base = self.standing.forecast, self.standing.progress.result.base
        if found is None or (self.is_rate and not base):
            return ""
        return f"{int(found.expected * 1000 / base) / 10:.1f}%" if self.is_rate else f"{found.expected:,}"

    @property
    def method(self) -> str:
        found = self.standing.forecast
        return str(METHOD_WORDS[found.method]) if found else ""

    @property
    def time_gone(self) -> str:
        return f"{self.standing.pace.time_gone:.0%}"

    @property
    def pace_so_far(self) -> str:
        so_far = self.standing.pace.so_far
        return "" if so_far is None else f"{so_far:,.1f}"

    @property
    def pace_needed(self) -> str:
        needed = self.standing.pace.needed
        return "" if needed is None else f"{needed:,.1f}"


def shown(standing: Standing, unit: Unit, actor: Actor, day: date) -> Shown:
    """The standing as one reader sees it."""
    progress = standing.progress
    figure, area = progress.target.figure, progress.area
    return Shown(
        standing=standing,
        unit=unit,
        href=reverse("warnings:standing", args=[unit.code, progress.target.id]),
        names_href=names_address(area, figure.numerator, progress.day) if actor.may("people.view_list", area) else "",
        definition_href=definition_address(progress.target, day),
    )


def definition_address(target: Target, day: date) -> str:
    """How the figure of a target is counted."""
    return address("indicators:definition", target.figure.id, day=day)


# --- how the lights changed ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Change:
    """A day on which a light changed, or from which it is known. `was` is "" for the first."""

    day: date
    light: str
    tone: str
    was: str
    reason: str
    is_afterwards: bool


def changes(rows: Sequence[StandingOn]) -> list[Change]:
    """When the light changed and why, the newest first. rows: the kept standings, the oldest first."""
    if not rows:
        return []
    turns = [(rows[0], None)] + [(now, before) for before, now in pairwise(rows) if now.light != before.light]
    return [
        Change(
            day=now.day,
            light=str(LIGHT_WORDS[Light(now.light)]),
            tone=TONES[Light(now.light)],
            was=str(LIGHT_WORDS[Light(before.light)]) if before else "",
            reason=str(unpack_say(now.reason)) if now.reason else "",
            is_afterwards=now.is_afterwards,
        )
        for now, before in reversed(turns)
    ]


def chart_of(standing: Standing, actor: Actor) -> Chart | None:
    """The count from week to week, even work to the target, and the forecast; null where no target is set."""
    progress, found = standing.progress, standing.forecast
    needed = progress.persons_needed
    if not needed:
        return None
    measure = progress.target.figure.numerator
    counts = courses(measure, progress.day).of(progress.area, measure, progress.day)
    last = len(counts) - 1
    first = date(progress.day.year, 1, 1).toordinal()
    results = {date.fromordinal(first + n): counts[n] for n in sorted({*range(0, last, 7), last})}
    due, measure = progress.target.due_on, progress.target.figure.numerator
    opens = actor.may("people.view_list", progress.area)
    band: Any = None
    if found and due > progress.day:
        today = counts[last]
        days = {progress.day: (today, today), due: (found.low, found.high)}
        band = Band(days, gettext("Forecast"))
    return burn_up(
        progress.target.words.in_language(get_language()),
        results,
        aim=needed,
        due_on=due,
        unit=gettext("persons"),
        band=band,
        hrefs={day: names_address(progress.area, measure, day) for day in results} if opens else None,
        definition_href=definition_address(progress.target, progress.day),
    )
