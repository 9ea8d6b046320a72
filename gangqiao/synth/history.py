"""What changed: time in a household, and attributes that had another value before."""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np

from gangqiao.synth import members as m
from gangqiao.synth.frames import Frame, concat, texts, where
from gangqiao.synth.persons import ages_on, phone_numbers
from gangqiao.synth.profile import Profile
from gangqiao.synth.streams import Bools, Days, Ints, Texts, choose, pick, stream
from gangqiao.synth.wishes import dated

NEVER = np.datetime64("NaT", "D")
EARLIER_EDUCATION = {"71": "81", "61": "71", "31": "61", "21": "61", "41": "71", "44": "71", "47": "71"}
MARRIES_IN = (m.SPOUSE, m.DAUGHTER_IN_LAW, m.SON_IN_LAW)


def make_memberships(profile: Profile, seed: int, households: Frame, persons: Frame) -> Frame:
    """One current membership each; some were in another household of the same group before. The dead have left."""
    rng = stream(seed, "memberships")
    size = len(persons)
    since = persons["registered_on"]
    everybody = np.arange(size)
    frame = dated(rng, everybody, since, persons["died_on"], latest_wait=4)
    frame["household"], frame["relation"] = persons["household"], persons["relation"]
    # Who married in after the register was set up was registered with the parents before, next door.
    moved = choose(rng, np.flatnonzero(_came_late(persons) & np.isnat(persons["died_on"])), int(size * 0.011))
    before = _neighbours(households, persons["household"][moved])
    moved, before = moved[before >= 0], before[before >= 0]
    on = np.datetime64("2018-06-01") + rng.integers(0, 600, len(moved)).astype("timedelta64[D]")
    frame["valid_from"][moved] = on
    frame["recorded_from"][moved] = on.astype("datetime64[s]") + np.timedelta64(200_000, "s")
    earlier = dated(rng, moved, np.minimum(since[moved], on - np.timedelta64(60, "D")), on, latest_wait=20)
    earlier["household"] = before
    earlier["relation"] = where(persons["sex"][moved] == m.MAN, m.SON, m.DAUGHTER)
    everything = concat([frame, earlier])
    return everything.take(np.lexsort((everything["valid_from"], everything["person"])))


def _came_late(persons: Frame) -> Bools:
    return np.isin(persons["relation"], MARRIES_IN) & (persons["age"] < 36)


def _neighbours(households: Frame, household: Ints) -> Ints:
    """Another household of the same group, or -1."""
    other = np.where(household > 0, household - 1, household + 1)
    other = np.minimum(other, len(households) - 1)
    group = households["group"]
    return np.where((group[other] == group[household]) & (other != household), other, -1)


def make_facts(profile: Profile, seed: int, persons: Frame, townships: Callable[[Ints], Texts]) -> Frame:
    """Both values of each attribute that changed: the earlier until the day, the present one from the day.

    Columns beside those of `dated`: key, value (JSON). `townships` gives a person's own township as a place.
    """
    rng = stream(seed, "facts")
    alive = (persons["life"] == "alive") & (persons["record"] == "live")
    size = int(len(persons) * profile["people"]["changed_facts"] / 4)
    age = ages_on(persons["birth_date"], profile.today)
    old = np.array([e in EARLIER_EDUCATION for e in persons["education"]]) & (age >= 17) & (age < 35)
    phone = persons["phone_owner"] == "self"
    place = persons["residence"] != ""
    ill = persons["health_status"] != "01"
    found = []
    for key, may, before in (
        ("education", old, lambda who: texts([EARLIER_EDUCATION[e] for e in persons["education"][who]])),
        ("phone", phone, lambda who: phone_numbers(rng, len(who))),
        ("residence", place, lambda who: townships(who)),
        ("health_status", ill, lambda who: np.full(len(who), "01", dtype=object)),
    ):
        who = choose(rng, np.flatnonzero(alive & may), size)
        found.append(_change(rng, persons, who, key, before(who)))
    everything = concat(found)
    return everything.take(np.lexsort((everything["valid_from"], everything["key"], everything["person"])))


def _change(rng: np.random.Generator, persons: Frame, who: Ints, key: str, before: Texts) -> Frame:
    """The two rows of one changed attribute."""
    since = persons["registered_on"][who]
    room = np.maximum((np.datetime64("2020-03-01") - since).astype(np.int64), 40)
    on = since + (20 + (rng.random(len(who)) * (room - 25)).astype(np.int64)).astype("timedelta64[D]")
    earlier = dated(rng, who, since, on, latest_wait=0)
    later = dated(rng, who, on, latest_wait=9)
    for frame, value in ((earlier, before), (later, persons[key][who])):
        frame["key"] = np.full(len(who), key, dtype=object)
        frame["value"] = texts([json.dumps(v) for v in value])
    return concat([earlier, later])


def residences(profile: Profile, seed: int, persons: Frame, away: Texts) -> Texts:
    """Where people live: the destination of those long away, mostly; "" means at the registered place."""
    rng = stream(seed, "residences")
    has = (away != "") & (rng.random(len(persons)) < 0.35)
    return where(has, away, "")


def confirmations(profile: Profile, seed: int, households: Frame, persons: Frame) -> tuple[Days, Texts, Days]:
    """By person: last confirmed on, and how; by household: last confirmed on. The survey of early 2020 met most."""
    rng = stream(seed, "confirmations")
    size = len(households)
    met = rng.random(size) < profile["people"]["confirmed_in_survey"]
    survey = np.datetime64("2020-01-05") + rng.integers(0, 56, size).astype("timedelta64[D]")
    before = np.datetime64("2019-03-01") + rng.integers(0, 200, size).astype("timedelta64[D]")
    of_household = np.where(met, survey, before)
    of_person = of_household[persons["household"]]
    how = pick(rng, {"visit": 0.58, "phone": 0.28, "self": 0.09, "data_match": 0.05}, len(persons))
    missed = rng.random(len(persons)) < 0.02
    of_person = np.where(missed, np.datetime64("2019-03-01") + rng.integers(0, 200, len(persons)), of_person)
    return np.maximum(of_person, persons["registered_on"]), how, np.maximum(of_household, households["registered_on"])
