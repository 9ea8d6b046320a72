"""The truth about everybody's work: careers with their jobs, farm work, and how well each spell is proved."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from gangqiao.synth.frames import Frame, concat, texts, where
from gangqiao.synth.profile import Profile, words
from gangqiao.synth.streams import Bools, choose, pick, stream
from gangqiao.synth.work.careers import RETURNED
from gangqiao.synth.work.jobs import job_rows

FARM_WORKERS = 11_000  # who work on other people's fields or in a co-operative; assumed
JOB_COLUMNS = (
    "area_level",
    "destination",
    "sector",
    "employer_name",
    "credit_code",
    "occupation",
    "mode",
    "organised",
    "monthly_income",
)
NEVER = np.datetime64("NaT", "D")


def describe(profile: Profile, seed: int, careers: Frame, jobs: Frame) -> Frame:
    """The spells with everything that is true of them, by person and first day."""
    rng = stream(seed, "spells")
    size = len(careers)
    spells = Frame({name: careers[name] for name in ("person", "started_on", "ended_on", "end_reason")})
    of = job_rows(careers, jobs)
    for name in JOB_COLUMNS:
        spells[name] = jobs[name][of]
    # Only the first journey to a post is organised; next year most go back on their own.
    first = np.append(True, (of[1:] != of[:-1]))
    spells["organised"] = where(
        (spells["organised"] == "yes") & ~first & (rng.random(size) < 0.3), "no", spells["organised"]
    )
    spells["spell_kind"] = where(jobs["is_business"][of], "business", "work")
    spells["is_farm_work"] = np.full(size, "no", dtype=object)
    spells["evidence"] = pick(rng, profile["work"]["evidence"], size)
    home = (spells["end_reason"] == RETURNED) & ~np.isnat(spells["ended_on"])
    days = rng.integers(0, 4, size).astype("timedelta64[D]")
    spells["returned_on"] = np.where(home, spells["ended_on"] + days, NEVER).astype("datetime64[D]")
    unsure = ~home & ~np.isnat(spells["ended_on"]) & (rng.random(size) < 0.06)
    spells["end_reason"] = where(unsure, "unknown", spells["end_reason"])
    return spells


def mark_businesses(seed: int, jobs: Frame) -> None:
    """Some of those who found their work near home by themselves run it themselves; adds `is_business`."""
    rng = stream(seed, "businesses")
    near = np.isin(jobs["area_level"], ["own_township", "other_township"]) & (jobs["mode"] == "self")
    jobs["is_business"] = near & np.isin(jobs["sector"], ["F", "O", "C", "A"]) & (rng.random(len(jobs)) < 0.28)
    jobs["organised"] = where(jobs["is_business"], "no", jobs["organised"])
    jobs["occupation"] = where(jobs["is_business"], words()["own_business"], jobs["occupation"])


def farm_work(
    profile: Profile, seed: int, careers: Frame, persons: Frame, worker: Bools, name: Callable[[str], str]
) -> Frame:
    """Spells in co-operatives of those who never work outside farming. They count in no figure of transfer."""
    rng = stream(seed, "farm work")
    free = worker.copy()
    free[np.unique(careers["person"])] = False
    who = choose(rng, np.flatnonzero(free), profile.count(FARM_WORKERS))
    size = len(who)
    started = np.datetime64("2016-03-01") + rng.integers(0, 1400, size).astype("timedelta64[D]")
    # Nobody works before the sixteenth birthday; all of these are past it on the day of the plan.
    started = np.maximum(started, persons["birth_date"][who] + np.timedelta64(16 * 365 + 4, "D"))
    place = texts([f"township:{t}" for t in persons["township"][who].tolist()])
    fen = (np.round(np.clip(rng.normal(1700, 350, size), 800, 3500) / 100) * 10_000).astype(np.int64)
    frame = Frame({"person": who, "started_on": started, "ended_on": np.full(size, NEVER)})
    constant = {
        "end_reason": "",
        "area_level": "own_township",
        "sector": "A",
        "credit_code": "",
        "occupation": words()["farm_worker"],
        "mode": "self",
        "organised": "no",
        "spell_kind": "cooperative",
        "is_farm_work": "yes",
        "evidence": "D",
    }
    for column, value in constant.items():
        frame[column] = np.full(size, value, dtype=object)
    frame["destination"] = place
    frame["employer_name"] = texts([words()["cooperative"].format(place=name(p)) for p in place])
    frame["monthly_income"] = fen.astype(object)
    frame["returned_on"] = np.full(size, NEVER)
    return frame


def together(spells: list[Frame]) -> Frame:
    """All spells by person and first day."""
    names = sorted(spells[0].columns)
    everything = concat([Frame({n: f[n] for n in names}) for f in spells])
    return everything.take(np.lexsort((everything["started_on"], everything["person"])))


def has_work_on(spells: Frame, size: int, day: np.datetime64) -> Bools:
    """By person: a spell runs on the day."""
    runs = (spells["started_on"] <= day) & (np.isnat(spells["ended_on"]) | (spells["ended_on"] >= day))
    out = np.zeros(size, dtype=bool)
    out[spells["person"][runs]] = True
    return out
