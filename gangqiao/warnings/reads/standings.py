"""Where each area stands with each target: result, time gone, gap, pace, forecast, light and the reason for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from gangqiao.engine.forecast import History, Interval, NoForecast, forecast
from gangqiao.indicators.reads import targets
from gangqiao.indicators.targets import Progress, State
from gangqiao.kernel import clock
from gangqiao.kernel.words import Say
from gangqiao.plans.calendar import is_working_day, working_days_after
from gangqiao.warnings.policy import NUMBERS, Facts, Light, Verdict, light_of
from gangqiao.warnings.reads import history
from gangqiao.warnings.reads.history import Courses, courses

WEEKS = 28  # days over which the pace so far is measured
WHY_NOT = {
    NoForecast.TOO_SHORT: Say("Too few days of this year for a forecast"),
    NoForecast.TOO_EARLY: Say("Less than two weeks after the Spring Festival, so no forecast"),
    NoForecast.OTHER_YEAR: Say("Due in another year, so no forecast"),
    NoForecast.NO_FESTIVAL: Say("The day of the Spring Festival is not known, so no forecast"),
}


@dataclass(frozen=True, slots=True)
class Pace:
    """Persons a working day.

    so_far      in the last four weeks; null when that is not known
    needed      from now to the due day; null when nothing is missing or no target is set
    days_left   working days to the due day, that day among them
    time_gone   part of the working days of the target's year that have passed, 0 to 1
    """

    so_far: float | None
    needed: float | None
    days_left: int
    time_gone: float


@dataclass(frozen=True, slots=True)
class Standing:
    """How an area stands with a target on a day. forecast: null when there is none; why: the reason for that."""

    progress: Progress
    light: Light
    reason: Say
    pace: Pace
    forecast: Interval | None
    why: Say | None

    @property
    def area(self) -> str:
        return self.progress.area


def standings(day: date, area_keys: Iterable[str], outlook: Outlook | None = None) -> dict[str, list[Standing]]:
    """The standings of each area on the day, in the order of the plan. outlook: shared by several days of one year."""
    outlook = outlook or Outlook()
    return {key: [standing_of(p, day, outlook) for p in found] for key, found in targets(day, area_keys).items()}


def standing_of(progress: Progress, day: date, outlook: Outlook) -> Standing:
    """The standing for one result, on the day it is asked for."""
    past = outlook.history(progress.area, progress.target.figure.numerator, progress.day)
    expected = outlook.forecast(past, progress)
    pace = _pace(progress, day, _so_far(past.this_year, progress.day))
    interval = expected if isinstance(expected, Interval) else None
    why = None if isinstance(expected, Interval) else WHY_NOT[expected]
    verdict = _light(progress, pace, interval, why, day)
    return Standing(progress, verdict.light, verdict.reason, pace, interval, why)


class Outlook:
    """What one page needs of the past, each history once.

    until  the last day that will be asked for: the histories of earlier days of its year are cut from those up to it
    """

    def __init__(self, until: date | None = None) -> None:
        self._until = until
        self._courses: list[Courses] = []
        self._histories: dict[tuple[str, str, date], History] = {}

    def history(self, area: str, measure: str, day: date) -> History:
        key = (area, measure, day)
        if key not in self._histories:
            self._histories[key] = self._courses_of(measure, day).history(area, measure, day)
        return self._histories[key]

    def forecast(self, past: History, progress: Progress) -> Interval | NoForecast:
        """The forecast for the due day. It never lies below what is counted at this moment."""
        found = _forecast(past, progress.target.due_on, progress.result.base or None)
        if not isinstance(found, Interval):
            return found
        now = progress.result.persons
        return replace(found, low=max(found.low, now), expected=max(found.expected, now), high=max(found.high, now))

    def _courses_of(self, measure: str, day: date) -> Courses:
        for known in self._courses:
            if known.hold(measure, day):
                return known
        until = self._until if self._until and self._until.year == day.year else day
        self._courses.append(self._count(measure, max(until, day)))
        return self._courses[-1]

    def _count(self, measure: str, until: date) -> Courses:
        """Courses that hold the measure up to the day."""
        return courses(measure, until)


@lru_cache(maxsize=2048)
def _forecast(past: History, due: date, most: int | None) -> Interval | NoForecast:
    return forecast(past, due, most=most)


def _light(progress: Progress, pace: Pace, interval: Interval | None, why: Say | None, day: date) -> Verdict:
    facts = Facts(
        result=progress.result.persons,
        needed=progress.persons_needed,
        counted=progress.state is not State.UNKNOWN,
        is_over=progress.days_left < 0,
        days_left=pace.days_left,
        low=interval.low if interval else None,
        high=interval.high if interval else None,
        why=why,
        pace=pace.so_far,
    )
    return light_of(facts, NUMBERS.on(day))


def _so_far(counts: Sequence[int], day: date) -> float | None:
    """Persons added on a working day in the last four weeks, or since 2 January where the year is younger."""
    days = min(WEEKS, len(counts) - 1)
    if days <= 0:
        return None
    worked = working_days_after(day - timedelta(days=days), day)
    return (counts[-1] - counts[-1 - days]) / worked if worked else None


def _pace(progress: Progress, day: date, so_far: float | None) -> Pace:
    due = progress.target.due_on
    before = date(due.year - 1, 12, 31)
    whole, gone = working_days_after(before, due), working_days_after(before, min(day, due))
    left = max(working_days_after(day, due), 0) + is_working_day(day) if day <= due else 0
    gap = progress.gap
    return Pace(so_far, gap / max(left, 1) if gap else None, int(left), gone / whole if whole else 1.0)


def warm_up() -> None:
    """Begin to count what today's forecasts are made from, in a thread of its own."""
    history.warm_up(clock.today())
