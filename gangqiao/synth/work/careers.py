"""Spells of work from 2015 to the end of the plan's year: out after the Spring Festival, home before the next.

A spell has a person, a first and a last day (NaT: still at work) and the number of the job, which stays the same when
somebody goes back to the post they had.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from gangqiao.synth.frames import Frame
from gangqiao.synth.profile import Profile
from gangqiao.synth.streams import Bools, Days, Ints, stream
from gangqiao.synth.work.quotas import CONTINUING, JANUARY, NEVER, YearOfThePlan

FESTIVALS = {
    2015: "2015-02-19",
    2016: "2016-02-08",
    2017: "2017-01-28",
    2018: "2018-02-16",
    2019: "2019-02-05",
    2020: "2020-01-25",
}
FIRST_YEAR, LAST_YEAR_BEFORE = 2015, 2019
ENTRY_WEIGHTS = [0.66, 0.09, 0.08, 0.08, 0.09]
RETURNED, CHANGED, UNKNOWN = "returned", "changed_employer", "unknown"


@dataclass
class Careers:
    """The people who ever work, with the spell each has open, and the spells already closed."""

    rng: np.random.Generator
    people: Ints
    near: Bools  # works in the own county or the next: comes home at night, rarely stops for the festival
    opened: Days = field(init=False)
    job: Ints = field(init=False)
    last_day: Days = field(init=False)
    closed: list[Frame] = field(default_factory=list)

    def __post_init__(self) -> None:
        size = len(self.people)
        self.opened = np.full(size, NEVER)
        self.last_day = np.full(size, np.datetime64("2000-01-01"))
        self.job = np.zeros(size, dtype=np.int64)

    def is_open(self) -> Bools:
        return ~np.isnat(self.opened)

    def start(self, who: Ints, day: Days) -> None:
        """Begin a spell, after the last one at the earliest."""
        self.opened[who] = np.maximum(day, self.last_day[who] + np.timedelta64(1, "D"))

    def end(self, who: Ints, day: Days, reason: str) -> None:
        """Close the open spells; nobody stops before having started."""
        last = np.maximum(day, self.opened[who])
        self.closed.append(self._spells(who, last, reason))
        self.last_day[who] = last
        self.opened[who] = NEVER

    def change(self, who: Ints, day: Days, rest: Ints) -> None:
        """Leave one employer for another, with days between."""
        self.end(who, day, CHANGED)
        self.job[who] += 1
        self.start(who, self.last_day[who] + rest.astype("timedelta64[D]"))

    def all_spells(self) -> Frame:
        """Closed and open spells by person and first day."""
        open_now = np.flatnonzero(self.is_open())
        self.closed.append(self._spells(open_now, np.full(len(open_now), NEVER), ""))
        names = self.closed[0].columns
        everything = Frame({name: np.concatenate([f[name] for f in self.closed]) for name in names})
        return everything.take(np.lexsort((everything["started_on"], everything["person"])))

    def _spells(self, who: Ints, last: Days, reason: str) -> Frame:
        return Frame(
            {
                "person": self.people[who],
                "position": who,
                "job": self.job[who].copy(),
                "started_on": self.opened[who].copy(),
                "ended_on": last.astype("datetime64[D]"),
                "end_reason": np.full(len(who), reason, dtype=object),
            }
        )


def make_careers(profile: Profile, seed: int, year: YearOfThePlan, age: Ints, near: Bools) -> Frame:
    """All spells outside farming. `near` and `age` (on the plan's day) are by person."""
    rng = stream(seed, "careers")
    past_only = year.worker & ~year.transferred & ~year.lost & (age >= 22) & (rng.random(len(age)) < 0.16)
    people = np.flatnonzero(year.transferred | year.lost | past_only)
    careers = Careers(rng, people, near[people])
    worked_last_year = (year.transferred & ~year.new) | year.lost
    entry, leaves = _years_of_work(rng, people, year, worked_last_year, age)
    for each in range(FIRST_YEAR, LAST_YEAR_BEFORE + 1):
        _one_year(careers, profile, each, entry, leaves)
    _turn_of_the_year(careers, year)
    _the_plans_year(careers, year)
    return careers.all_spells()


def _years_of_work(
    rng: np.random.Generator, people: Ints, year: YearOfThePlan, worked_last_year: Bools, age: Ints
) -> tuple[Ints, Ints]:
    """First and last year of work before the plan's year; a last year before the first means none."""
    size = len(people)
    entry = FIRST_YEAR + np.searchsorted(np.cumsum(ENTRY_WEIGHTS), rng.random(size) * sum(ENTRY_WEIGHTS))
    # Nobody works before the year in which they turn 17.
    entry = np.maximum(entry, 2020 - age[people] + 17)
    last = np.full(size, LAST_YEAR_BEFORE)
    before = ~worked_last_year[people]
    has_past = (rng.random(size) < 0.4) | ~(year.transferred[people] | year.lost[people])
    last = np.where(before, np.where(has_past, 2016 + rng.integers(0, 3, size), 0), last)
    # Who worked last year at 18 began then at the latest.
    entry = np.where(before, entry, np.minimum(entry, LAST_YEAR_BEFORE))
    return entry, last


def _one_year(careers: Careers, profile: Profile, year: int, entry: Ints, leaves: Ints) -> None:
    """Go out, perhaps change, perhaps come home for the next festival; for good in the last year."""
    rng, size = careers.rng, len(careers.people)
    festival = np.datetime64(FESTIVALS[year])
    active = (entry <= year) & (year <= leaves) & ((rng.random(size) < 0.95) | (year == LAST_YEAR_BEFORE))
    leaving = np.flatnonzero(careers.is_open() & ~active)
    careers.end(leaving, festival - rng.integers(4, 12, len(leaving)), RETURNED)
    going = np.flatnonzero(active & ~careers.is_open())
    wait = np.minimum(6 + np.round(rng.gamma(2.0, 8.0, len(going))), 200)
    begins_late = (entry[going] == year) & (year > FIRST_YEAR)
    wait = np.where(begins_late, rng.integers(10, 230, len(going)), wait)
    careers.start(going, festival + wait.astype("timedelta64[D]"))
    _changes(careers, profile["work"]["changes_employer"], year)
    if year == LAST_YEAR_BEFORE:
        return
    stays = np.where(careers.near, 0.8, profile["work"]["stays_over_new_year"])
    last = leaves == year
    home = np.flatnonzero(careers.is_open() & (last | (rng.random(size) >= stays)))
    before = np.datetime64(FESTIVALS[year + 1]) - (3 + np.round(rng.gamma(2.0, 6.0, len(home)))).astype(
        "timedelta64[D]"
    )
    # Who stops for good has stopped before New Year: the next year is to be free of work.
    before = np.where(last[home], np.minimum(before, np.datetime64(f"{year}-12-31")), before)
    careers.end(home, before, RETURNED)
    careers.job[home[rng.random(len(home)) < 0.3]] += 1


def _changes(careers: Careers, share: float, year: int) -> None:
    rng, size = careers.rng, len(careers.people)
    midyear = np.datetime64(f"{year}-05-05")
    settled = careers.is_open() & (careers.opened < midyear - np.timedelta64(25, "D"))
    who = np.flatnonzero(settled & (rng.random(size) < share))
    day = midyear + rng.integers(0, 130, len(who)).astype("timedelta64[D]")
    careers.change(who, day, rng.integers(1, 40, len(who)))


def _turn_of_the_year(careers: Careers, year: YearOfThePlan) -> None:
    """Come home before the festival of 2020 as the quota says: before New Year, in January, or not at all."""
    rng, people = careers.rng, careers.people
    began = year.began[people]
    stays = (began == CONTINUING) & year.transferred[people]
    january = (began == JANUARY) & year.transferred[people]
    in_january = np.flatnonzero(careers.is_open() & january)
    day = np.datetime64("2020-01-21") - np.minimum(np.round(rng.gamma(2.0, 3.2, len(in_january))), 17).astype(
        "timedelta64[D]"
    )
    careers.end(in_january, day, RETURNED)
    before = np.flatnonzero(careers.is_open() & ~january & ~stays)
    day = np.datetime64("2019-12-30") - np.minimum(np.round(rng.gamma(2.0, 7.0, len(before))), 70).astype(
        "timedelta64[D]"
    )
    careers.end(before, np.minimum(day, np.datetime64("2019-12-31")), RETURNED)


def _the_plans_year(careers: Careers, year: YearOfThePlan) -> None:
    """The late return of 2020, changes during the year, and the first to come home for the festival of 2021."""
    rng, people = careers.rng, careers.people
    size = len(people)
    began, known = year.began[people], year.known_on[people]
    starts = np.flatnonzero(year.transferred[people] & (began != CONTINUING) & (began != JANUARY))
    # The first day of work is what the register learns of some days later.
    lag = np.minimum(1 + np.round(rng.gamma(1.6, 2.6, len(starts))), 25).astype("timedelta64[D]")
    careers.start(starts, np.maximum(known[starts] - lag, np.datetime64("2020-01-01")))
    changed_post = starts[rng.random(len(starts)) < 0.35]
    careers.job[changed_post] += 1
    again = np.flatnonzero(year.transferred[people] & (began == JANUARY) & (rng.random(size) < 0.86))
    # Roads and factories opened again from mid-February; most who came home in January left in March.
    wait = np.round(rng.gamma(3.2, 9.5, len(again))).astype("timedelta64[D]")
    careers.start(again, np.datetime64("2020-02-12") + wait)
    _changes(careers, 0.12, 2020)
    home = np.flatnonzero(careers.is_open() & (careers.opened < np.datetime64("2020-09-01")) & (rng.random(size) < 0.2))
    day = np.datetime64("2020-10-20") + rng.integers(0, 72, len(home)).astype("timedelta64[D]")
    careers.end(home, day, RETURNED)
