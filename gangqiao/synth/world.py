"""The whole synthetic county, as it really is from 2015 to the end of the plan's year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from gangqiao.people.pinyin import pinyin_of
from gangqiao.places.levels import Level
from gangqiao.places.names import short_name_of
from gangqiao.places.official import NATIONAL_LIST, CountyFile, read_list
from gangqiao.synth import categories, history, wishes
from gangqiao.synth.county import County, make_county
from gangqiao.synth.frames import Frame, texts, where
from gangqiao.synth.households import make_households
from gangqiao.synth.members import make_members
from gangqiao.synth.persons import ages_on, make_persons
from gangqiao.synth.profile import Profile, load_profile
from gangqiao.synth.streams import Bools, Days, Texts
from gangqiao.synth.traits import add_traits
from gangqiao.synth.work import beliefs, careers, jobs, quotas, spells

VERSION = 1  # of the generator: another number makes another county from the same seed


@dataclass(frozen=True)
class World:
    """Everything that is true, by columns; rows of a person are found by `person`, the position in `persons`."""

    profile: Profile
    seed: int
    county: County
    households: Frame
    persons: Frame
    memberships: Frame
    categories: Frame
    skills: Frame
    intentions: Frame
    businesses: Frame
    contacts: Frame
    facts: Frame
    spells: Frame
    beliefs: Frame

    def frames(self) -> dict[str, Frame]:
        """The frames by name."""
        return {name: value for name, value in vars(self).items() if isinstance(value, Frame)}


def make_world(plan: str, seed: int, scale: float, say: Callable[[str], None] = lambda _: None) -> World:
    """The county of a plan preset. The same arguments give the same county, digit for digit."""
    profile = load_profile(plan, scale)
    county = make_county(profile, seed)
    households = make_households(profile, seed, county)
    say("households")
    persons = make_persons(profile, seed, county, households, make_members(seed, len(households)))
    persons["township"] = county.group_township[persons["group"]]
    add_traits(profile, seed, persons)
    _spell_names(persons)
    say("persons")
    _registration(households, persons)
    workers = quotas.rural_workers(persons, profile.today)
    poor = categories.poor_households(profile, seed, county, households, persons, workers)
    truth, year = _work(profile, seed, county, persons, poor[persons["household"]])
    known = beliefs.make_beliefs(profile, seed, truth, year, persons["household"])
    say("work")
    return _the_rest(profile, seed, county, households, persons, poor, truth, known)


def _spell_names(persons: Frame) -> None:
    spelt = [pinyin_of(name) for name in persons["name"]]
    persons["name_pinyin"] = texts([full for full, _initials in spelt])
    persons["name_initials"] = texts([initials for _full, initials in spelt])


def _registration(households: Frame, persons: Frame) -> None:
    """The day each person came into the register: with the household, or at birth."""
    with_household = households["registered_on"][persons["household"]]
    born = persons["birth_date"] + np.timedelta64(20, "D")
    today = np.datetime64("2020-03-10")
    since = np.minimum(np.maximum(with_household, born), today)
    since = np.maximum(since, persons["birth_date"])
    # Who died before the household was written down was written down before dying.
    died = persons["died_on"]
    persons["registered_on"] = np.where(~np.isnat(died) & (died < since), died, since).astype("datetime64[D]")
    persons["record"] = np.full(len(persons), "live", dtype=object)


def _work(
    profile: Profile, seed: int, county: County, persons: Frame, poor: Bools
) -> tuple[Frame, quotas.YearOfThePlan]:
    """The true spells, and the year of the plan."""
    home = persons["township"]
    inclined = quotas.inclinations(seed, persons, county.mountain[home], profile.today)
    year = quotas.plan_year(profile, seed, persons, poor, inclined)
    levels = jobs.usual_levels(profile, seed, poor)
    age = ages_on(persons["birth_date"], profile.today)
    lives = careers.make_careers(profile, seed, year, age, np.isin(levels, jobs.NEAR))
    called = place_names(county)
    posts = jobs.make_jobs(profile, seed, lives, levels, poor, home, called)
    spells.mark_businesses(seed, posts)
    outside = spells.describe(profile, seed, lives, posts)
    farm = spells.farm_work(profile, seed, lives, persons, year.worker, called)
    return spells.together([outside, farm]), year


def _the_rest(
    profile: Profile,
    seed: int,
    county: County,
    households: Frame,
    persons: Frame,
    poor: Bools,
    truth: Frame,
    known: Frame,
) -> World:
    size = len(persons)
    worker = quotas.rural_workers(persons, profile.today)
    at_work = spells.has_work_on(truth, size, np.datetime64(profile.today))
    ever = np.zeros(size, dtype=bool)
    ever[truth["person"]] = True
    kinds, moved = categories.make_categories(profile, seed, county, households, persons, poor, ever)
    households["is_relocated"] = moved["moved"]
    away = _away(truth, size, np.datetime64(profile.today))
    persons["left_behind_elder"] = _left_behind(profile, persons, at_work)
    persons["residence"] = history.residences(profile, seed, persons, away)
    confirmed, how, of_household = history.confirmations(profile, seed, households, persons)
    persons["last_confirmed_on"], persons["confirmed_how"] = confirmed, how
    households["last_confirmed_on"] = of_household
    own = texts([f"township:{t}" for t in persons["township"].tolist()])
    return World(
        profile,
        seed,
        county,
        households,
        persons,
        memberships=history.make_memberships(profile, seed, households, persons),
        categories=kinds,
        skills=by_person(wishes.make_skills(profile, seed, persons)),
        intentions=by_person(wishes.make_intentions(profile, seed, persons, worker, at_work)),
        businesses=by_person(wishes.make_businesses(profile, seed, truth)),
        contacts=by_person(wishes.make_contacts(profile, seed, persons, worker)),
        facts=history.make_facts(profile, seed, persons, lambda who: own[who]),
        spells=truth,
        beliefs=known,
    )


def _left_behind(profile: Profile, persons: Frame, at_work: Bools) -> Texts:
    """Old people in whose household everybody of working age is away at work."""
    age = ages_on(persons["birth_date"], profile.today)
    adult = (age >= 16) & (age < 60) & (persons["life"] == "alive")
    homes = int(persons["household"].max()) + 1
    present = np.bincount(persons["household"][adult & ~at_work], minlength=homes)[persons["household"]]
    working = np.bincount(persons["household"][adult & at_work], minlength=homes)[persons["household"]]
    return where(age >= 65, where((present == 0) & (working > 0), "yes", "no"), "")


def by_person(frame: Frame) -> Frame:
    """Rows by person and first day."""
    return frame.take(np.lexsort((frame["valid_from"], frame["person"])))


def _away(truth: Frame, size: int, day: Days) -> Texts:
    """By person: the place of the work on the day when it lies outside the county, else ""."""
    far = np.isin(truth["area_level"], ["other_province", "other_prefecture", "other_county"])
    runs = (truth["started_on"] <= day - np.timedelta64(300, "D")) & np.isnat(truth["ended_on"])
    out = np.full(size, "", dtype=object)
    rows = np.flatnonzero(far & runs)
    out[truth["person"][rows]] = truth["destination"][rows]
    return where(out != "", out, "")


def place_names(county: County) -> Callable[[str], str]:
    """Short names of destinations: of official codes by city, and of "township:<position>"."""
    cities, provinces = _short_names()

    def name(code: str) -> str:
        if code.startswith("township:"):
            return str(county.township_name[int(code.split(":")[1])])
        # In a municipality the level between province and district only fills the list.
        return cities.get(code[:4]) or provinces[code[:2]]

    return name


@cache
def _short_names() -> tuple[dict[str, str], dict[str, str]]:
    """Short names of prefectures and of provinces by code."""
    fillers = CountyFile.of("mile").read()["placeholders"]
    rows = [row for row in read_list(NATIONAL_LIST) if row.name not in fillers]
    cities = {r.code: short_name_of(r.level, r.name) for r in rows if r.level == Level.PREFECTURE}
    return cities, {r.code: short_name_of(r.level, r.name) for r in rows if r.level == Level.PROVINCE}
