"""What people can do and want: skills, wishes for work and training, own businesses, other ways to reach them."""

from __future__ import annotations

import json

import numpy as np

from gangqiao.synth import members as m
from gangqiao.synth.frames import Frame, concat, texts, where
from gangqiao.synth.persons import ages_on
from gangqiao.synth.profile import Profile, words
from gangqiao.synth.streams import Bools, Ints, Texts, choose, pick, stream

NEVER = np.datetime64("NaT", "D")
TRADES_MEN = {
    "welder": 3,
    "electrician": 3,
    "construction": 4,
    "driver": 4,
    "guard": 2,
    "car_repair": 2,
    "assembly": 4,
    "cooking": 2,
}
TRADES_WOMEN = {
    "assembly": 5,
    "sewing": 4,
    "housekeeping": 3,
    "cooking": 2,
    "nursery": 2,
    "childcare": 1,
    "pastry": 1,
    "tea": 1,
}
REASONS = {"family": 0.3, "no_job": 0.22, "no_skill": 0.16, "age": 0.1, "health": 0.08, "no_wish": 0.06, "other": 0.08}
CONDITIONS = {"none": 0.46, "dormitory": 0.22, "no_night": 0.14, "children": 0.12, "elders": 0.08, "spouse": 0.07}
WANTS = {"yes": 0.47, "later": 0.16, "no": 0.37}
KINDS = {"work_out": 0.46, "local_work": 0.3, "farming": 0.12, "business": 0.07, "public_post": 0.05}
FAR = {
    "other_province": 0.36,
    "other_prefecture": 0.16,
    "other_county": 0.08,
    "other_township": 0.2,
    "own_township": 0.2,
}
MONTHS_VALID = 3


def dated(
    rng: np.random.Generator, who: Ints, since: np.ndarray, until: np.ndarray | None = None, latest_wait: int = 6
) -> Frame:
    """The columns every remembered row has: `person valid_from valid_to recorded_from`."""
    size = len(who)
    wait = rng.integers(0, latest_wait + 1, size).astype("timedelta64[D]")
    at = (since + wait).astype("datetime64[s]") + rng.integers(600, 36000, size).astype("timedelta64[s]")
    ends = np.full(size, NEVER) if until is None else until
    return Frame(
        {
            "person": who.astype(np.int64),
            "valid_from": since.astype("datetime64[D]"),
            "valid_to": ends,
            "recorded_from": at,
        }
    )


def make_skills(profile: Profile, seed: int, persons: Frame) -> Frame:
    """Skills of those whose capacity says "skilled", and of some others; half with a certificate."""
    rng = stream(seed, "skills")
    size = len(persons)
    age = ages_on(persons["birth_date"], profile.today)
    chance = np.where(persons["labour_capacity"] == "skilled", 0.92, 0.06)
    who = np.flatnonzero((persons["population_category"] == "03") & (age >= 18) & (rng.random(size) < chance))
    age18 = persons["birth_date"][who] + np.timedelta64(18 * 366, "D")
    since = np.minimum(age18 + rng.integers(0, 3000, len(who)).astype("timedelta64[D]"), np.datetime64("2019-11-30"))
    since = np.maximum(since, np.datetime64("2005-01-01"))
    frame = dated(rng, who, since, latest_wait=60)
    known = words()["skills"]
    name = pick(rng, {skill: float(weight) for skill, (_code, weight) in known.items()}, len(who))
    certified = rng.random(len(who)) < 0.5
    level = pick(rng, {"junior": 0.62, "intermediate": 0.27, "senior": 0.09, "technician": 0.02}, len(who))
    frame["name"] = name
    frame["occupation_code"] = texts([known[n][0] for n in name])
    frame["level"] = where(certified, level, "none")
    numbers = texts([f"YS{n:012d}" for n in rng.integers(0, 10**12, len(who)).tolist()])
    frame["certificate_no"] = where(certified, numbers, "")
    frame["issued_on"] = np.where(certified, since, NEVER).astype("datetime64[D]")
    frame["issued_by"] = where(certified, words()["skill_office"], "")
    return frame


def make_intentions(profile: Profile, seed: int, persons: Frame, worker: Bools, at_work: Bools) -> Frame:
    """Wishes asked in the survey of January and February 2020; some asked again in summer.

    `at_work` is by person on the day of the plan. An intention expires after three months.
    """
    rng = stream(seed, "intentions")
    asked = np.flatnonzero(worker & (rng.random(len(persons)) < np.where(at_work, 0.22, 0.86)))
    since = np.datetime64("2020-01-08") + rng.integers(0, 50, len(asked)).astype("timedelta64[D]")
    first = _wishes(profile, rng, persons, asked, since, at_work)
    again = asked[~at_work[asked] & (rng.random(len(asked)) < 0.3)]
    later = np.datetime64("2020-06-10") + rng.integers(0, 60, len(again)).astype("timedelta64[D]")
    second = _wishes(profile, rng, persons, again, later, at_work)
    first["valid_to"][np.isin(first["person"], again)] = later[np.argsort(again)]
    return concat([first, second])


def _wishes(
    profile: Profile, rng: np.random.Generator, persons: Frame, who: Ints, since: np.ndarray, at_work: Bools
) -> Frame:
    size = len(who)
    frame = dated(rng, who, since)
    frame["expires_on"] = since + np.timedelta64(MONTHS_VALID * 30 + 1, "D")
    age, busy = ages_on(persons["birth_date"][who], profile.today), at_work[who]
    wants, kind, level = _aims(rng, busy, age)
    willing = wants != "no"
    frame["wants_work"], frame["work_kind"] = wants, where(willing, kind, "")
    man = persons["sex"][who] == m.MAN
    frame["wished_trades"] = where(willing, _trades(rng, man, 2), "[]")
    frame["wished_level"] = where(willing, level, "")
    floor = (np.round(np.clip(rng.normal(3200, 800, size), 1200, 8000) / 100) * 10_000).astype(np.int64)
    frame["pay_floor"] = where(willing & (rng.random(size) < 0.8), floor, None)
    soon = since + rng.integers(3, 90, size).astype("timedelta64[D]")
    frame["earliest_on"] = np.where(wants == "yes", soon, NEVER).astype("datetime64[D]")
    trains = pick(rng, {"yes": 0.31, "no": 0.59, "unknown": 0.1}, size)
    frame["training_wish"] = trains
    frame["wished_courses"] = where(trains == "yes", _trades(rng, man, 2), "[]")
    reasons = texts([json.dumps([r]) for r in pick(rng, REASONS, size)])
    frame["not_out_reasons"] = where(~busy, reasons, "[]")
    frame["conditions"] = where(willing, _conditions(rng.spawn(1)[0], size), "[]")
    leaves = (wants == "yes") & (kind == "work_out") & (rng.random(size) < 0.55)
    frame["planned_departure_on"] = np.where(leaves, soon, NEVER).astype("datetime64[D]")
    return frame


def _aims(rng: np.random.Generator, busy: Bools, age: Ints) -> tuple[Texts, Texts, Texts]:
    """Whether people want work, of what kind, and how far away. Who is at work does not look for any."""
    size = len(busy)
    wants = where(busy, "no", pick(rng, WANTS, size))
    wants = where((age > 54) & (rng.random(size) < 0.5), "no", wants)
    kind = pick(rng, KINDS, size)
    near = pick(rng, {"other_township": 0.5, "own_township": 0.5}, size)
    return wants, kind, where(kind == "work_out", pick(rng, FAR, size), near)


def _trades(rng: np.random.Generator, man: Bools, most: int) -> Texts:
    size = len(man)
    found = []
    for weights in (TRADES_MEN, TRADES_WOMEN):
        found.append([pick(rng, {k: float(v) for k, v in weights.items()}, size) for _ in range(most)])
    chosen = [where(man, men, women) for men, women in zip(*found, strict=True)]
    count = rng.integers(1, most + 1, size)
    rows = zip(count.tolist(), *[c.tolist() for c in chosen], strict=True)
    return texts([json.dumps(sorted(set(row[1 : 1 + row[0]]))) for row in rows])


def _conditions(rng: np.random.Generator, size: int) -> Texts:
    """What people ask of any work; one in eight was not asked. Drawn apart: the other wishes stay what they were."""
    first, second = pick(rng, CONDITIONS, size), pick(rng, CONDITIONS, size)
    alone = (rng.random(size) < 0.7) | (first == "none") | (second == "none")
    asked = rng.random(size) < 0.875
    rows = zip(first.tolist(), second.tolist(), alone.tolist(), asked.tolist(), strict=True)
    return texts([json.dumps(sorted({a} if single else {a, b}) if is_asked else []) for a, b, single, is_asked in rows])


def make_businesses(profile: Profile, seed: int, spells: Frame) -> Frame:
    """Own businesses: one for each spell of that kind (its first, when a person has several)."""
    rng = stream(seed, "own businesses")
    rows = np.flatnonzero(spells["spell_kind"] == "business")
    rows = rows[np.unique(spells["person"][rows], return_index=True)[1]]
    size = len(rows)
    frame = dated(rng, spells["person"][rows], spells["started_on"][rows], latest_wait=40)
    frame["name"] = where(spells["employer_name"][rows] == "", words()["small_business"], spells["employer_name"][rows])
    frame["licence_no"] = where(rng.random(size) < 0.7, spells["credit_code"][rows], "")
    frame["destination"] = spells["destination"][rows]
    frame["sector"] = spells["sector"][rows]
    farm = frame["sector"] == "A"
    kind = pick(rng, {"individual": 0.82, "enterprise": 0.12, "cooperative": 0.06}, size)
    frame["business_kind"] = where(farm, pick(rng, {"farm": 0.5, "cooperative": 0.3, "individual": 0.2}, size), kind)
    frame["investment"] = ((rng.gamma(1.5, 40_000, size) // 1000 + 5) * 100_000).astype(np.int64).astype(object)
    jobs = rng.poisson(1.6, size)
    frame["jobs_created"] = jobs.astype(object)
    frame["poor_workers"] = np.minimum(jobs, rng.poisson(0.3, size)).astype(object)
    return frame


def make_contacts(profile: Profile, seed: int, persons: Frame, worker: Bools) -> Frame:
    """Other numbers: a relative's for many workers, and what the last call to the own one found."""
    rng = stream(seed, "contacts")
    with_phone = np.flatnonzero((persons["phone_owner"] == "self") & worker)
    called = choose(rng, with_phone, int(len(with_phone) * 0.24))
    dead = rng.random(len(called)) < profile["people"]["phones_dead"] / 0.24
    since = np.datetime64("2019-12-20") + rng.integers(0, 80, len(called)).astype("timedelta64[D]")
    own = dated(rng, called, since, latest_wait=2)
    own["phone"], own["whose"] = persons["phone"][called], np.full(len(called), "self", dtype=object)
    own["works"] = where(dead, "no", where(rng.random(len(called)) < 0.9, "yes", "unknown"))
    head = np.searchsorted(persons["household"], persons["household"])
    lends = (persons["phone_owner"][head] == "self") & (head != np.arange(len(persons))) & worker
    borrower = choose(rng, np.flatnonzero(lends), int(lends.sum() * 0.2))
    since = np.datetime64("2019-03-01") + rng.integers(0, 300, len(borrower)).astype("timedelta64[D]")
    family = dated(rng, borrower, since)
    family["phone"] = persons["phone"][head[borrower]]
    child = np.isin(persons["relation"][borrower], [m.SON, m.DAUGHTER])
    family["whose"] = where(persons["relation"][borrower] == m.SPOUSE, "spouse", where(child, "parent", "neighbour"))
    family["works"] = np.full(len(borrower), "unknown", dtype=object)
    return concat([own, family])
