"""What each job is: how far, where, for whom, what trade, how found, what pay. Spells of one job share it."""

from __future__ import annotations

from typing import Any

import numpy as np

from gangqiao.synth.frames import Frame, texts, where
from gangqiao.synth.profile import Profile, words
from gangqiao.synth.streams import Bools, Ints, Texts, pick, pick_index, stream
from gangqiao.synth.work.employers import PER_PLACE, employer_code, employer_name

LEVELS = ("other_province", "other_prefecture", "other_county", "other_township", "own_township")
NEAR = ("other_county", "other_township", "own_township")
MODES = {
    "far": {"self": 0.34, "kin": 0.3, "government": 0.09, "enterprise": 0.1, "broker": 0.09, "agency": 0.08},
    "near": {"self": 0.48, "kin": 0.27, "government": 0.05, "enterprise": 0.14, "broker": 0.02, "agency": 0.04},
    "poor_near": {
        "self": 0.3,
        "kin": 0.2,
        "government": 0.1,
        "enterprise": 0.12,
        "workshop": 0.12,
        "public_post": 0.16,
    },
}
ORGANISED_MODES = {"government": 1.0, "enterprise": 0.55, "broker": 0.75, "agency": 0.8}


def usual_levels(profile: Profile, seed: int, poor: Bools) -> Texts:
    """How far from home each person usually works."""
    rng = stream(seed, "usual levels")
    rich = pick(rng, profile["area_levels"], len(poor))
    return where(poor, pick(rng, profile["area_levels_poor"], len(poor)), rich)


def make_jobs(profile: Profile, seed: int, spells: Frame, levels: Texts, poor: Bools, home: Ints, names: Any) -> Frame:
    """One row per job: `person job area_level destination sector employer_name credit_code occupation mode organised
    monthly_income`.

    levels   the usual level by person
    home     township position by person
    names    gives the name of a destination from its code
    Destinations are official codes; "township:<position>" for the own county's.
    """
    rng = stream(seed, "jobs")
    pairs = np.unique(np.stack([spells["person"], spells["job"]]), axis=1)
    person = pairs[0]
    size = len(person)
    jobs = Frame({"person": person, "job": pairs[1]})
    elsewhere = rng.random(size) < 0.2
    other = where(poor[person], pick(rng, profile["area_levels_poor"], size), pick(rng, profile["area_levels"], size))
    jobs["area_level"] = where(elsewhere & (pairs[1] > 0), other, levels[person])
    jobs["destination"] = _destinations(profile, rng, jobs["area_level"], home[person], int(home.max()) + 1)
    jobs["sector"] = _by_level(rng, profile["work"]["sectors"], jobs["area_level"])
    _employers(rng, jobs, names)
    _how_found(rng, jobs, poor[person])
    _pay(profile, rng, jobs)
    return jobs


def _by_level(rng: np.random.Generator, weights: dict[str, dict[str, float]], levels: Texts) -> Texts:
    out = np.empty(len(levels), dtype=object)
    for level in LEVELS:
        rows = np.flatnonzero(levels == level)
        out[rows] = pick(rng, weights[level], len(rows))
    return out


def _destinations(profile: Profile, rng: np.random.Generator, levels: Texts, home: Ints, townships: int) -> Texts:
    out = np.empty(len(levels), dtype=object)
    for level, weights in profile["destinations"].items():
        rows = np.flatnonzero(levels == level)
        out[rows] = pick(rng, weights, len(rows))
    own = np.flatnonzero(levels == "own_township")
    out[own] = texts([f"township:{t}" for t in home[own].tolist()])
    rows = np.flatnonzero(levels == "other_township")
    # Most work in the county is in the county town and the three towns beside it.
    weights = np.array([8.0] + [1.0] * (townships - 1))
    weights[1:5] = 2.5
    drawn = pick_index(rng, weights, len(rows))
    drawn = np.where(
        drawn == home[rows], np.where(home[rows] == 0, 1 + rng.integers(0, townships - 1, len(rows)), 0), drawn
    )
    out[rows] = texts([f"township:{t}" for t in drawn.tolist()])
    return out


def _employers(rng: np.random.Generator, jobs: Frame, names: Any) -> None:
    size = len(jobs)
    # Few large employers take most people, as always.
    number = np.minimum(rng.gamma(1.2, 9.0, size).astype(np.int64), PER_PLACE - 1)
    places = {code: order for order, code in enumerate(sorted(set(jobs["destination"].tolist())))}
    made: dict[tuple[str, str, int], tuple[str, str]] = {}
    employer, code = np.empty(size, dtype=object), np.empty(size, dtype=object)
    rows = zip(jobs["destination"].tolist(), jobs["sector"].tolist(), number.tolist(), strict=True)
    for row, key in enumerate(rows):
        if key not in made:
            made[key] = (employer_name(names(key[0]), key[1], key[2]), employer_code(places[key[0]], key[1], key[2]))
        employer[row], code[row] = made[key]
    known = rng.random(size)
    jobs["employer_name"] = where(known < 0.04, "", employer)
    jobs["credit_code"] = where(known < 0.62, "", code)
    occupation = np.empty(size, dtype=object)
    for sector, trades in words()["occupations"].items():
        rows_of = np.flatnonzero(jobs["sector"] == sector)
        occupation[rows_of] = texts(trades)[rng.integers(0, len(trades), len(rows_of))]
    jobs["occupation"] = occupation


def _how_found(rng: np.random.Generator, jobs: Frame, poor: Bools) -> None:
    size = len(jobs)
    near = np.isin(jobs["area_level"], NEAR)
    inside = np.isin(jobs["area_level"], ["own_township", "other_township"])
    mode = where(near, pick(rng, MODES["near"], size), pick(rng, MODES["far"], size))
    mode = where(poor & inside, pick(rng, MODES["poor_near"], size), mode)
    chance = np.array([ORGANISED_MODES.get(m, 0.0) for m in mode])
    jobs["mode"] = mode
    jobs["organised"] = where(rng.random(size) < chance, "yes", where(rng.random(size) < 0.02, "unknown", "no"))


def _pay(profile: Profile, rng: np.random.Generator, jobs: Frame) -> None:
    """Fen a month, in steps of 100 yuan; null when nobody said."""
    median = np.array([profile["work"]["income"][level] for level in jobs["area_level"]], dtype=float)
    median = np.where(jobs["mode"] == "public_post", 800, median)
    yuan = np.round(median * np.exp(rng.normal(0, 0.24, len(jobs))) / 100) * 100
    fen = (np.maximum(yuan, 500) * 100).astype(np.int64)
    jobs["monthly_income"] = where(rng.random(len(jobs)) < profile["work"]["income_missing"], None, fen)


def job_rows(spells: Frame, jobs: Frame) -> Ints:
    """Position in `jobs` of each spell's job; both are ordered by person."""
    span = int(jobs["job"].max()) + 1 if len(jobs) else 1
    keys = jobs["person"] * span + jobs["job"]
    return np.searchsorted(keys, spells["person"] * span + spells["job"])
