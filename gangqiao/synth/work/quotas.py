"""Who is transferred in the year of the plan, and from which day the register knows it.

Counts are exact, not left to chance: the figures of the demonstration must lie where the profile puts them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np

from gangqiao.synth import members as m
from gangqiao.synth.frames import Frame
from gangqiao.synth.persons import ages_on, of_working_age
from gangqiao.synth.profile import Profile
from gangqiao.synth.streams import Bools, Days, Floats, Ints, choose, pick_index, stream

NEVER = np.datetime64("NaT", "D")
START, CONTINUING, JANUARY = 0, 1, 2  # how the first work of the year came to be
SPRING_FESTIVAL = np.datetime64("2020-01-25")


@dataclass(frozen=True)
class YearOfThePlan:
    """By person: is a rural worker, is new, how the year began, from which day its work is known (NaT: no work)."""

    worker: Bools
    new: Bools
    began: Ints
    known_on: Days
    lost: Bools  # worked in the year before and stays at home in this one

    @property
    def transferred(self) -> Bools:
        return ~np.isnat(self.known_on)


def rural_workers(persons: Frame, day: dt.date) -> Bools:
    """The register preset: agricultural, of working age, able, counted as workforce, alive."""
    return (
        of_working_age(persons, day)
        & (persons["hukou_kind"] == "agricultural")
        & np.isin(persons["labour_capacity"], ["skilled", "ordinary", "weak"])
        & (persons["population_category"] == "03")
        & (persons["life"] == "alive")
    )


def plan_year(profile: Profile, seed: int, persons: Frame, poor: Bools, inclined: Floats) -> YearOfThePlan:
    """Choose the transferred of the year. `inclined` is how likely each person is to work outside farming."""
    rng = stream(seed, "quotas")
    worker = rural_workers(persons, profile.today)
    # Only those who are of working age to the end of the year, so that a birthday moves no figure.
    open_to_all = worker & of_working_age(persons, profile.last_day)
    age = ages_on(persons["birth_date"], profile.today)
    size = len(persons)
    known_on, new, began = np.full(size, NEVER), np.zeros(size, dtype=bool), np.zeros(size, dtype=np.int64)
    # New ones are often very young, or women whose children are at school; who was 16 last year may be "old".
    fresh = inclined * np.where(age <= 20, 6.0, 1.0) * np.where((persons["sex"] == m.WOMAN) & (age > 30), 1.6, 1.0)
    for is_poor in (True, False):
        for is_new, weight in ((True, fresh), (False, inclined * (age >= 18))):
            free = open_to_all & np.isnat(known_on) & (poor == is_poor) & (weight > 0)
            totals = _cell(profile, is_poor, is_new)
            chosen = choose(rng, np.flatnonzero(free), totals[-1], weight[free])
            new[chosen] = is_new
            known_on[chosen], began[chosen] = _known_days(profile, rng, totals, len(chosen), is_new)
    idle = np.flatnonzero(open_to_all & np.isnat(known_on) & (age >= 18))
    lost = np.zeros(size, dtype=bool)
    lost[choose(rng, idle, profile.count(profile["targets"]["lost_by_epidemic"]), inclined[idle])] = True
    return YearOfThePlan(worker, new, began, known_on, lost)


def _cell(profile: Profile, is_poor: bool, is_new: bool) -> list[int]:
    """Persons of one kind known by each of the profile's days; the four kinds add up to the targets."""
    targets: dict[str, Any] = profile["targets"]
    found = []
    for day in targets["transferred"]:
        new_poor, poor = targets["new_poor"][day], targets["poor"][day]
        new, everybody = targets["new"][day], targets["transferred"][day]
        count = {
            (True, True): new_poor,
            (True, False): poor - new_poor,
            (False, True): new - new_poor,
            (False, False): everybody - poor - new + new_poor,
        }[is_poor, is_new]
        found.append(profile.count(count))
    return found


def _known_days(
    profile: Profile, rng: np.random.Generator, totals: list[int], size: int, is_new: bool
) -> tuple[Days, Ints]:
    """Days of first knowledge for persons in random order, and how their year began."""
    targets = profile["targets"]
    days = list(targets["transferred"])
    order = rng.permutation(size)
    known_on, began = np.full(size, NEVER), np.zeros(size, dtype=np.int64)
    first, second = order[: totals[0]], order[totals[0] : totals[1]]
    rest = order[totals[1] :]
    known_on[first] = _in_first_weeks(profile, rng, len(first))
    known_on[second] = np.datetime64(days[0]) + rng.integers(1, (days[1] - days[0]).days + 1, len(second))
    month = pick_index(rng, targets["months_after_march"], len(rest))
    within = rng.integers(0, 30, len(rest))
    known_on[rest] = np.minimum(np.datetime64("2020-04-01") + month * 30 + within, np.datetime64(days[2]))
    if not is_new:
        draw = rng.random(len(first))
        share = targets["continuing"]
        began[first[draw < share]] = CONTINUING
        began[first[(draw >= share) & (draw < share + targets["returned_in_january"])]] = JANUARY
        # Work that goes on over New Year is known from the first day of the year.
        known_on[first[began[first] != START]] = np.datetime64("2020-01-01")
    return known_on, began


def _in_first_weeks(profile: Profile, rng: np.random.Generator, size: int) -> Days:
    week = pick_index(rng, profile["targets"]["weeks_to_16_march"], size)
    day = np.datetime64("2020-01-03") + week * 7 + rng.integers(0, 7, size)
    return np.minimum(day, np.datetime64(profile.today))


def inclinations(seed: int, persons: Frame, mountain: Bools, day: dt.date) -> Floats:
    """How likely each person is to take work outside farming, relative to others; 0 for nobody."""
    rng = stream(seed, "inclinations")
    age = ages_on(persons["birth_date"], day)
    base = np.interp(age, [16, 19, 24, 32, 40, 48, 54, 59], [0.6, 1.6, 2.4, 2.2, 1.5, 0.9, 0.5, 0.25])
    sex = np.where(persons["sex"] == m.MAN, 1.15, 0.9)
    able = np.select([persons["labour_capacity"] == "skilled", persons["labour_capacity"] == "weak"], [1.4, 0.35], 1.0)
    spoken = np.where(persons["speaks_mandarin"] == "no", 0.35, 1.0)
    far = np.where(mountain, 0.92, 1.05)
    # Some townships are further on than others, whatever their people are like.
    zeal = np.exp(rng.normal(0, 0.3, int(persons["township"].max()) + 1))[persons["township"]]
    return base * sex * able * spoken * far * zeal * rng.gamma(4.0, 0.25, len(persons))
