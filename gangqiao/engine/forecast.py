"""What a count that grows through the year will be on a later day, from the county's own daily history. Pure numbers.

Method "after_festival": last year's growth that was still to come on the same day after the Spring Festival, times how
much faster this year has grown than last year since the festival. The interval draws whole weeks of both years again
and again (a block bootstrap): once for the ratio, once for the days to come. Method "recent_pace", where last year
says nothing: the weeks since the festival go on as they were, and the interval is twice as wide.

The draws come from a fixed seed, so the same history gives the same forecast on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from gangqiao.engine.facts.moments import spring_festivals

Floats = npt.NDArray[np.float64]

COVERAGE = 0.8  # of the interval: one result in ten is to lie below it, one above
DRAWS = 400
SEED = 20200316
WEEK = 7
SHORTEST = 14  # days of this year without which nothing is said
WINDOW = 28  # days that are compared at least
LEAST_GROWTH = 10  # persons last year grew in the window; with fewer the ratio is chance
PRIOR = 5.0  # persons added to both sides of the ratio: without evidence this year grows like the last
LEVEL = 0.7  # spread of the pace to come, as a part of it, after one week; it falls with the root of the weeks known
WIDER = 2.0  # how much wider the interval is without a last year to lean on


class Method(StrEnum):
    """How a forecast was made."""

    AFTER_FESTIVAL = "after_festival"
    RECENT_PACE = "recent_pace"


class NoForecast(StrEnum):
    """Why there is none."""

    TOO_SHORT = "too_short"  # fewer than SHORTEST days of this year are known
    TOO_EARLY = "too_early"  # fewer than SHORTEST days after the Spring Festival: people are still at home
    OTHER_YEAR = "other_year"  # the day lies in another year: the count begins anew there
    NO_FESTIVAL = "no_festival"  # the day of the Spring Festival is not known for the year


@dataclass(frozen=True, slots=True)
class History:
    """How a figure stood at the end of each day.

    this_year  from 1 January of `year` to the day of asking
    last_year  the same for the whole year before; empty when nothing is known of it
    """

    year: int
    this_year: Sequence[int]
    last_year: Sequence[int] = ()

    @property
    def day(self) -> date:
        """The last day known."""
        return date(self.year, 1, 1) + timedelta(days=len(self.this_year) - 1)


@dataclass(frozen=True, slots=True)
class Interval:
    """A forecast: the value expected, and the bounds of the interval of COVERAGE. Whole persons."""

    expected: int
    low: int
    high: int
    method: Method
    ratio: float | None = None  # growth of this year by growth of last year since the festival


def forecast(history: History, due: date, *, most: int | None = None) -> Interval | NoForecast:
    """The count expected on the day `due`. It never falls below today's, nor above `most` (null: no bound)."""
    if reason := _why_not(history, due):
        return reason
    known = np.asarray(history.this_year, dtype=np.float64)
    ahead = (due - history.day).days
    if ahead <= 0:
        value = int(known[-1])
        return Interval(value, value, value, Method.AFTER_FESTIVAL)
    rng = np.random.default_rng([SEED, history.day.toordinal(), due.toordinal()])
    last = _like_last_year(history, ahead)
    if last is None:
        return _by_recent_pace(rng, known, _window(history), ahead, most)
    return _by_last_year(rng, known, last, ahead, most)


def _why_not(history: History, due: date) -> NoForecast | None:
    if len(history.this_year) < SHORTEST:
        return NoForecast.TOO_SHORT
    if due.year != history.year:
        return NoForecast.OTHER_YEAR
    if history.year not in spring_festivals():
        return NoForecast.NO_FESTIVAL
    return NoForecast.TOO_EARLY if (history.day - spring_festivals()[history.year]).days < SHORTEST else None


def _window(history: History) -> int:
    """Days that are compared: since the Spring Festival, at least WINDOW, as far as this year is known."""
    since = (history.day - spring_festivals()[history.year]).days
    # The step of 1 January is left out: on it stand all who worked on through New Year.
    return min(max(since, WINDOW), len(history.this_year) - 1)


@dataclass(frozen=True, slots=True)
class _Pair:
    """Persons added by day: in the window this year and last year, and last year in the days that were then to come."""

    now: Floats
    then: Floats
    to_come: Floats


def _like_last_year(history: History, ahead: int) -> _Pair | None:
    """Both years side by side, by days after the Spring Festival; null when last year says too little."""
    year, festivals = history.year, spring_festivals()
    if year - 1 not in festivals or len(history.last_year) < 365:
        return None
    # The same day after the festival of the year before, as an index into that year.
    there = (history.day - festivals[year] + festivals[year - 1] - date(year - 1, 1, 1)).days
    added = np.diff(np.asarray(history.last_year, dtype=np.float64), prepend=np.nan)
    added[0] = 0.0
    # Where last year ends before the days that are needed do (its festival was later), its last month goes on.
    missing = max(there + 1 + ahead - len(added), 0)
    added = np.concatenate([added, np.full(missing, added[-WINDOW:].mean())])
    window = min(_window(history), there)
    if window < SHORTEST:
        return None
    then, to_come = added[there - window + 1 : there + 1], added[there + 1 : there + 1 + ahead]
    now = np.diff(np.asarray(history.this_year, dtype=np.float64))[-window:]
    return None if then.sum() < LEAST_GROWTH else _Pair(now, then, to_come)


def _by_last_year(rng: np.random.Generator, known: Floats, pair: _Pair, ahead: int, most: int | None) -> Interval:
    ratio = (pair.now.sum() + PRIOR) / (pair.then.sum() + PRIOR)
    expected = known[-1] + ratio * pair.to_come.sum()
    now, then = _drawn(rng, len(pair.now), len(pair.now), pair.now, pair.then)
    ratios = (now.sum(axis=1) + PRIOR) / (then.sum(axis=1) + PRIOR)
    (to_come,) = _drawn(rng, ahead, ahead, pair.to_come)
    grown = ratios * to_come.sum(axis=1) * _level(rng, len(pair.now))
    # People come one by one: beside the weeks' own spread there is that of a count.
    ends = known[-1] + _counted(rng, grown)
    return _interval(expected, ends, known[-1], most, Method.AFTER_FESTIVAL, 1.0, ratio)


def _by_recent_pace(rng: np.random.Generator, known: Floats, window: int, ahead: int, most: int | None) -> Interval:
    added = np.diff(known)[-window:]
    expected = known[-1] + added.mean() * ahead
    (paces,) = _drawn(rng, window, window, added)
    ends = known[-1] + _counted(rng, paces.mean(axis=1) * ahead * _level(rng, window))
    return _interval(expected, ends, known[-1], most, Method.RECENT_PACE, WIDER, None)


def _counted(rng: np.random.Generator, growth: Floats) -> Floats:
    """Whole persons where so many are expected. Nobody so far does not make it certain that nobody comes."""
    return rng.poisson(rng.gamma(np.clip(growth, 0, 1e9) + 0.5)).astype(np.float64)


def _level(rng: np.random.Generator, days: int) -> Floats:
    """How much faster or slower the whole time to come may be than the weeks known: a year is not the last one."""
    return np.exp(rng.normal(0, LEVEL / np.sqrt(days / WEEK), DRAWS))


def _drawn(rng: np.random.Generator, length: int, days: int, *series: Floats) -> list[npt.NDArray[np.float64]]:
    """DRAWS series of `days` days, each put together from weeks of the given ones, which are drawn together."""
    blocks = -(-days // WEEK)
    starts = rng.integers(0, max(length - WEEK, 0) + 1, size=(DRAWS, blocks))
    picks = (starts[:, :, None] + np.arange(WEEK)).reshape(DRAWS, -1)[:, :days] % length
    return [one[picks] for one in series]


def _interval(
    expected: float, ends: Floats, today: float, most: int | None, method: Method, wider: float, ratio: float | None
) -> Interval:
    tail = (1 - COVERAGE) / 2
    low, high = np.quantile(ends, [tail, 1 - tail])
    low, high = min(low, expected), max(high, expected)
    low, high = expected - (expected - low) * wider, expected + (high - expected) * wider
    top = np.inf if most is None else max(float(most), today)
    value, least, greatest = (round(float(np.clip(x, today, top))) for x in (expected, low, high))
    return Interval(value, least, greatest, method, None if ratio is None else round(float(ratio), 3))


# --- two naive methods, to be compared with --------------------------------------------------------------------------


def straight_line(history: History, due: date) -> int:
    """The last four weeks' pace goes on to the end."""
    known = history.this_year
    window = min(WINDOW, len(known) - 1)
    if window <= 0:
        return int(known[-1])
    return round(known[-1] + (known[-1] - known[-1 - window]) / window * max((due - history.day).days, 0))


def like_last_year(history: History, due: date) -> int | None:
    """The same number as last year on the same day of the calendar; null when last year is not known."""
    number = min((due - date(due.year, 1, 1)).days, 364)
    return int(history.last_year[number]) if len(history.last_year) > number else None
