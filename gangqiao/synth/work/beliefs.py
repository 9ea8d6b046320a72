"""What the county believed of each spell and when: learnt late, checked by a call, corrected, ended.

Two times are kept apart: the days of the work, and the moment of each record. A later belief never goes before an
earlier one, and the register never believes two full-time spells of one person to be running at once.
"""

from __future__ import annotations

import numpy as np

from gangqiao.synth.frames import Frame, concat, where
from gangqiao.synth.profile import Profile
from gangqiao.synth.streams import Days, Ints, pick, stream
from gangqiao.synth.work.quotas import START, YearOfThePlan

Moments = Days  # datetime64[s], UTC
BASE_FIRST, BASE_DAYS = np.datetime64("2019-03-01"), 90  # the survey that set up the register: three months of 2019
DAY, MINUTE = np.timedelta64(86400, "s"), np.timedelta64(60, "s")
FOREVER = np.datetime64("9999-01-01", "s")
CARRIED = ("status", "ended_on", "end_reason", "returned_on", "evidence", "monthly_income", "organised")


def make_beliefs(profile: Profile, seed: int, spells: Frame, year: YearOfThePlan, household: Ints) -> Frame:
    """One row per belief, by spell and moment: `spell recorded_from` and the columns that change from one to the next.

    spells     by person and first day; with evidence, monthly_income and organised as they really are
    household  by person: a household is asked in one visit
    """
    rng = stream(seed, "beliefs")
    first, ended_at = _moments(rng, spells, year, household)
    at_once = ended_at <= first
    beliefs = [_first(rng, spells, first, at_once)]
    beliefs.append(_verified(rng, spells, first, ended_at, beliefs[0]))
    beliefs.append(_corrected(profile, rng, spells, first, ended_at, beliefs[0]))
    beliefs.append(_ended(spells, ended_at, ~at_once & (ended_at < FOREVER)))
    everything = concat(beliefs)
    everything = everything.take(np.lexsort((everything["recorded_from"], everything["spell"])))
    for name in CARRIED:
        everything[name] = _carry(everything[name], everything["set_" + name])
        del everything.columns["set_" + name]
    return everything


def _moments(rng: np.random.Generator, spells: Frame, year: YearOfThePlan, household: Ints) -> tuple[Moments, Moments]:
    """When each spell became known, and when its end did (FOREVER while it runs)."""
    size = len(spells)
    started, ended, person = spells["started_on"], spells["ended_on"], spells["person"]
    visit = BASE_FIRST + stream_of_households(rng, household)[household[person]].astype("timedelta64[D]")
    lag = np.minimum(1 + np.round(rng.gamma(1.6, 3.2, size)), 25).astype("timedelta64[D]")
    known = np.where(started < visit, visit, started + lag)
    of_the_year = started >= np.datetime64("2020-01-01")
    first_of_year = of_the_year & ~np.roll(of_the_year & (np.roll(person, -1) == person), 1)
    planned = first_of_year & (year.began[person] == START) & ~np.isnat(year.known_on[person])
    known = np.where(planned, year.known_on[person], known)
    first = known.astype("datetime64[s]") + rng.integers(600, 36000, size).astype("timedelta64[s]")
    # From the last spell backwards: what came first was known first.
    same = np.append(person[1:] == person[:-1], False)
    for _ in range(16):
        follows = np.append(first[1:], FOREVER) - 2 * MINUTE
        first = np.where(same & (first > follows), follows, first)
    wait = np.minimum(2 + np.round(rng.gamma(1.8, 4.5, size)), 45).astype("timedelta64[D]")
    told = np.where(ended < visit, first.astype("datetime64[D]"), ended + wait).astype("datetime64[s]")
    told = told + rng.integers(600, 36000, size).astype("timedelta64[s]")
    told = np.where(np.isnat(ended), FOREVER, told)
    told = np.where((ended < visit) & (started < visit), first, told)
    next_known = np.where(same, np.append(first[1:], FOREVER) - MINUTE, FOREVER)
    return first, np.where(np.isnat(ended), FOREVER, np.minimum(told, next_known))


def stream_of_households(rng: np.random.Generator, household: Ints) -> Ints:
    """A day of the base survey for every household."""
    return rng.integers(0, BASE_DAYS, int(household.max()) + 1)


def _blank(rows: Ints, at: Moments) -> Frame:
    """Beliefs that change nothing yet."""
    frame = Frame({"spell": rows, "recorded_from": at.astype("datetime64[s]")})
    for name in CARRIED:
        day = name in ("ended_on", "returned_on")
        frame[name] = np.full(len(rows), np.datetime64("NaT", "D")) if day else np.empty(len(rows), dtype=object)
        frame["set_" + name] = np.zeros(len(rows), dtype=bool)
    return frame


def _set(frame: Frame, name: str, values: object) -> None:
    frame[name][:] = values
    frame["set_" + name][:] = True


def _first(rng: np.random.Generator, spells: Frame, first: Moments, at_once: np.ndarray) -> Frame:
    size = len(spells)
    frame = _blank(np.arange(size), first)
    checked = np.isin(spells["evidence"], ["A", "B", "C"])
    straight = checked & (rng.random(size) < 0.55)
    soon = first < (spells["started_on"].astype("datetime64[s]") + 4 * DAY)
    departs = (spells["organised"] == "yes") & soon & ~straight & checked
    status = where(straight, "verified", where(departs, "departed", "working"))
    _set(frame, "status", where(at_once, "ended", status))
    _set(frame, "ended_on", np.where(at_once, spells["ended_on"], np.datetime64("NaT")))
    _set(frame, "end_reason", where(at_once, spells["end_reason"], ""))
    _set(frame, "returned_on", np.where(at_once, spells["returned_on"], np.datetime64("NaT")))
    told = pick(rng, {"D": 0.8, "E": 0.2}, size)
    _set(frame, "evidence", where(checked & ~straight & ~at_once, told, spells["evidence"]))
    _set(frame, "monthly_income", spells["monthly_income"])
    _set(frame, "organised", spells["organised"])
    return frame


def _verified(rng: np.random.Generator, spells: Frame, first: Moments, ended_at: Moments, said: Frame) -> Frame:
    """Some days later somebody reached the worker, or a list of the insurance did."""
    later = np.isin(spells["evidence"], ["A", "B", "C"]) & np.isin(said["status"], ["working", "departed"])
    at = first + (5 + np.round(rng.gamma(2.0, 9.0, len(spells)))).astype("timedelta64[D]").astype("timedelta64[s]")
    rows = np.flatnonzero(later & (at < ended_at))
    frame = _blank(rows, at[rows])
    _set(frame, "status", "verified")
    _set(frame, "evidence", spells["evidence"][rows])
    return frame


def _corrected(
    profile: Profile, rng: np.random.Generator, spells: Frame, first: Moments, ended_at: Moments, said: Frame
) -> Frame:
    """A few were first written down with a wrong income; the first belief is made wrong here, in place."""
    wrong = (rng.random(len(spells)) < profile["work"]["corrected"]) & (spells["monthly_income"] != None)  # noqa: E711
    days = rng.integers(1, 5, len(spells))
    at = first + days.astype("timedelta64[D]").astype("timedelta64[s]") + 7 * MINUTE
    rows = np.flatnonzero(wrong & (at < ended_at) & (first >= np.datetime64("2019-06-01")))
    slip = np.where(rng.random(len(rows)) < 0.5, 10, 1)
    off = np.array(
        [s // 10 if k == 10 else s + 50_000 for s, k in zip(spells["monthly_income"][rows], slip, strict=True)]
    )
    said["monthly_income"][rows] = off.astype(object) if len(off) else []
    frame = _blank(rows, at[rows])
    _set(frame, "monthly_income", spells["monthly_income"][rows])
    return frame


def _ended(spells: Frame, ended_at: Moments, which: np.ndarray) -> Frame:
    rows = np.flatnonzero(which)
    frame = _blank(rows, ended_at[rows])
    _set(frame, "status", "ended")
    for name in ("ended_on", "end_reason", "returned_on"):
        _set(frame, name, spells[name][rows])
    return frame


def _carry(values: np.ndarray, is_set: np.ndarray) -> np.ndarray:
    """Fill what a belief did not change from the one before. The first belief of every spell sets everything."""
    source = np.where(is_set, np.arange(len(values)), 0)
    return values[np.maximum.accumulate(source)]
