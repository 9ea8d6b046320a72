"""Dated categories of persons: registered poor, out of poverty, relocated, low income, disabled, veteran and others."""

from __future__ import annotations

import numpy as np

from gangqiao.synth import members as m
from gangqiao.synth.county import County
from gangqiao.synth.frames import Frame, concat, texts
from gangqiao.synth.persons import ages_on
from gangqiao.synth.profile import Profile, words
from gangqiao.synth.streams import Bools, Days, Ints, choose, stream

NEVER = np.datetime64("NaT", "D")


def poor_households(
    profile: Profile, seed: int, county: County, households: Frame, persons: Frame, workers: Bools
) -> Bools:
    """By household: on the poverty register. Clustered in the mountain townships; never more workers than the profile.

    Households are taken in random order, poorer townships first on average, until the next would pass the number.
    """
    rng = stream(seed, "poverty")
    size = len(households)
    per_village = np.clip(rng.gamma(2.5, 0.4, len(county.village_name)), 0.15, 3.5)
    village = county.group_village[households["group"]]
    weight = county.poor_weight[county.village_township[village]] * per_village[village]
    order = np.argsort(rng.exponential(size=size) / weight, kind="stable")
    count = np.bincount(persons["household"][workers], minlength=size)
    total = np.cumsum(count[order])
    poor = np.zeros(size, dtype=bool)
    poor[order[total <= profile.count(profile["targets"]["poor_workers"])]] = True
    return poor


def make_categories(
    profile: Profile, seed: int, county: County, households: Frame, persons: Frame, poor: Bools, working: Bools
) -> tuple[Frame, Frame]:
    """All category rows (`person kind basis valid_from valid_to recorded_from`), and the households with relocation.

    `poor` is by household, `working` by person: has a spell, which rules some categories out.
    """
    of_person = poor[persons["household"]] & (persons["life"] == "alive")
    rows = _poverty(profile, stream(seed, "poverty dates"), persons, households, poor, of_person)
    moved = _relocated_households(profile, stream(seed, "relocation"), county, households, poor)
    rows.append(_of_households(stream(seed, "relocated"), persons, moved, "relocated", 2017, 900))
    rows += _welfare(profile, stream(seed, "welfare"), persons, households, poor, working)
    rows += _personal(profile, stream(seed, "personal"), county, persons, working)
    everything = concat(rows)
    everything["basis"] = texts([words()["basis"][kind] for kind in everything["kind"]])
    order = np.lexsort((everything["valid_from"], everything["person"]))
    return everything.take(order), Frame({"moved": moved})


def _rows(
    rng: np.random.Generator, persons: Frame, who: Ints, kind: str, since: Days, until: Days | None = None
) -> Frame:
    """Nobody holds a category before birth; it is recorded some days after it begins."""
    size = len(who)
    begins = np.maximum(since.astype("datetime64[D]"), persons["birth_date"][who])
    ends = np.full(size, NEVER) if until is None else until
    wait = rng.integers(1, 40, size).astype("timedelta64[D]")
    at = (begins + wait).astype("datetime64[s]") + rng.integers(600, 36000, size).astype("timedelta64[s]")
    return Frame(
        {
            "person": who.astype(np.int64),
            "kind": np.full(size, kind, dtype=object),
            "valid_from": begins,
            "valid_to": ends,
            "recorded_from": at,
        }
    )


def _poverty(
    profile: Profile, rng: np.random.Generator, persons: Frame, households: Frame, poor: Bools, of_person: Bools
) -> list[Frame]:
    """Registered from 2014 to 2017; nine of ten out by the end of 2019, the rest at the end of 2020."""
    size = len(households)
    year = rng.choice([2014, 2014, 2014, 2015, 2016, 2017], size)
    since = np.array([np.datetime64(f"{y}-10-15") for y in range(2014, 2018)])[year - 2014]
    since = since + rng.integers(0, 60, size).astype("timedelta64[D]")
    out_year = np.clip(year + 1 + rng.integers(0, 5, size), 2015, 2019)
    out_year = np.where(rng.random(size) < 0.1, 2020, out_year)
    out = np.array([np.datetime64(f"{y}-12-01") for y in range(2015, 2021)])[out_year - 2015]
    out = out + rng.integers(0, 25, size).astype("timedelta64[D]")
    who = np.flatnonzero(of_person)
    home = persons["household"][who]
    rows = [
        _rows(rng, persons, who, "registered_poor", since[home]),
        _rows(rng, persons, who, "out_of_poverty", out[home]),
    ]
    watched = poor & (out_year <= 2019) & (rng.random(size) < 0.035)
    who = np.flatnonzero(of_person & watched[persons["household"]])
    rows.append(_rows(rng, persons, who, "monitored_unstable", np.full(len(who), np.datetime64("2020-01-06"))))
    margin = ~poor & (rng.random(size) < 0.004)
    who = np.flatnonzero(margin[persons["household"]] & (persons["life"] == "alive"))
    rows.append(_rows(rng, persons, who, "monitored_marginal", np.full(len(who), np.datetime64("2020-01-06"))))
    return rows


def _relocated_households(
    profile: Profile, rng: np.random.Generator, county: County, households: Frame, poor: Bools
) -> Bools:
    mountain = county.mountain[county.group_township[households["group"]]]
    return poor & (rng.random(len(households)) < np.where(mountain, 0.16, 0.03))


def _of_households(rng: np.random.Generator, persons: Frame, which: Bools, kind: str, year: int, days: int) -> Frame:
    since = np.datetime64(f"{year}-03-01") + rng.integers(0, days, len(which)).astype("timedelta64[D]")
    who = np.flatnonzero(which[persons["household"]] & (persons["life"] == "alive"))
    return _rows(rng, persons, who, kind, since[persons["household"][who]])


def _welfare(
    profile: Profile, rng: np.random.Generator, persons: Frame, households: Frame, poor: Bools, working: Bools
) -> list[Frame]:
    """Low income, some of it ended again; extreme-poverty support for old people without a working household."""
    size = len(households)
    low = rng.random(size) < np.where(poor, 0.24, 0.018)
    since = np.datetime64("2015-01-01") + rng.integers(0, 1800, size).astype("timedelta64[D]")
    ended = rng.random(size) < 0.25
    until = np.where(ended, since + rng.integers(300, 900, size).astype("timedelta64[D]"), NEVER)
    until = np.where(until < np.datetime64("2020-03-01"), until, NEVER)
    who = np.flatnonzero(low[persons["household"]] & (persons["life"] == "alive"))
    home = persons["household"][who]
    born_later = persons["birth_date"][who] > since[home]
    who, home = who[~born_later], home[~born_later]
    rows = [_rows(rng, persons, who, "low_income", since[home], until[home])]
    any_work = np.bincount(persons["household"][working], minlength=size) > 0
    age = ages_on(persons["birth_date"], profile.today)
    alone = (
        ~any_work[persons["household"]] & (age >= 60) & (persons["life"] == "alive") & (persons["marital"] != m.MARRIED)
    )
    who = np.flatnonzero(alone & (rng.random(len(persons)) < 0.3))
    rows.append(_rows(rng, persons, who, "extreme_poverty_support", np.full(len(who), np.datetime64("2016-07-01"))))
    return rows


def _personal(
    profile: Profile, rng: np.random.Generator, county: County, persons: Frame, working: Bools
) -> list[Frame]:
    size = len(persons)
    age = ages_on(persons["birth_date"], profile.today)
    alive = persons["life"] == "alive"
    disabled = np.flatnonzero((persons["health_status"] == "04") & alive)
    since = np.datetime64("2008-01-01") + rng.integers(0, 4300, len(disabled)).astype("timedelta64[D]")
    rows = [_rows(rng, persons, disabled, "disabled", since)]
    man = persons["sex"] == m.MAN
    served = np.flatnonzero(man & alive & (age >= 21) & (age < 62) & (rng.random(size) < 0.016))
    left = persons["birth_date"][served] + np.timedelta64(int(20.5 * 365), "D")
    rows.append(_rows(rng, persons, served, "veteran", left))
    near_town = np.isin(county.group_township[persons["group"]], [0, 1])
    lost = np.flatnonzero(near_town & alive & (age >= 16) & (rng.random(size) < 0.02))
    since = np.datetime64("2012-01-01") + rng.integers(0, 2700, len(lost)).astype("timedelta64[D]")
    rows.append(_rows(rng, persons, lost, "land_lost", since))
    able = (persons["population_category"] == "03") & alive & ~working
    hard = choose(rng, np.flatnonzero(able & (age >= 45)), profile.count(3200))
    rows.append(_rows(rng, persons, hard, "hard_to_employ", np.full(len(hard), np.datetime64("2019-06-03"))))
    back = choose(rng, np.flatnonzero(able & (age >= 20) & (age < 50)), profile.count(4200))
    rows.append(_rows(rng, persons, back, "returnee", np.full(len(back), np.datetime64("2020-02-20"))))
    return rows
