"""What is written about each person: education, school, health, capacity, category of the population, phones."""

from __future__ import annotations

import json
from itertools import pairwise

import numpy as np

from gangqiao.synth import members as m
from gangqiao.synth.frames import Frame, texts, where
from gangqiao.synth.persons import ages_on, card_numbers, of_working_age, phone_numbers
from gangqiao.synth.profile import Profile
from gangqiao.synth.streams import Bools, Floats, Ints, Texts, pick, stream

# Share still in school by age; from 16 they are "02", not yet workers. Assumed.
IN_SCHOOL = {3: 0.5, 4: 0.8, 5: 0.95, 15: 0.95, 16: 0.52, 17: 0.42, 18: 0.25, 19: 0.14, 20: 0.11, 21: 0.09, 22: 0.05}
EDUCATION_BY_BIRTH = {  # year from: shares by GB/T 4658 code, assumed
    1900: {"90": 0.42, "81": 0.48, "71": 0.08, "61": 0.02},
    1955: {"90": 0.13, "81": 0.52, "71": 0.28, "61": 0.06, "41": 0.01},
    1970: {"90": 0.04, "81": 0.36, "71": 0.50, "61": 0.06, "41": 0.02, "31": 0.02},
    1980: {"90": 0.01, "81": 0.21, "71": 0.60, "61": 0.08, "44": 0.02, "41": 0.03, "31": 0.04, "21": 0.01},
    1990: {"81": 0.06, "71": 0.54, "61": 0.14, "44": 0.06, "41": 0.06, "47": 0.03, "31": 0.08, "21": 0.03},
}
LANGUAGES = {"07": "yi", "06": "miao", "08": "zhuang", "18": "dai"}
DEATHS_A_YEAR = {0: 0.0004, 40: 0.002, 55: 0.006, 65: 0.018, 75: 0.05}


def add_traits(profile: Profile, seed: int, persons: Frame) -> None:
    """Add the attributes of the register to the persons, in place."""
    age = ages_on(persons["birth_date"], profile.today)
    _life(profile, stream(seed, "deaths"), persons, age)
    _school(stream(seed, "school"), persons, age)
    _capacity(profile, stream(seed, "capacity"), persons, age)
    _standing(profile, stream(seed, "standing"), persons, age)
    _speech(stream(seed, "speech"), persons, age)
    _phones(profile, stream(seed, "phones"), persons, age)


def by_age(steps: dict[int, float], age: Ints) -> Floats:
    """The value of the last step not above each age; 0 below the first."""
    starts = np.array(sorted(steps))
    values = np.array([0.0, *[steps[start] for start in sorted(steps)]])
    return values[np.searchsorted(starts, age, side="right")]


def _life(profile: Profile, rng: np.random.Generator, persons: Frame, age: Ints) -> None:
    """A few have died since the register was set up; heads live, so that every household has one."""
    size = len(persons)
    dead = (rng.random(size) < by_age(DEATHS_A_YEAR, age) * 1.5) & (persons["relation"] != m.HEAD)
    days_ago = rng.integers(20, 550, size)
    died = np.datetime64(profile.today) - days_ago.astype("timedelta64[D]")
    # Nobody dies before birth, and no household loses a member it was given only after the death.
    dead &= died > persons["birth_date"] + np.timedelta64(30, "D")
    missing = ~dead & (age > 18) & (rng.random(size) < 0.0002) & (persons["relation"] != m.HEAD)
    persons["life"] = where(dead, "dead", where(missing, "missing", "alive"))
    persons["died_on"] = np.where(dead, died, np.datetime64("NaT")).astype("datetime64[D]")


def _school(rng: np.random.Generator, persons: Frame, age: Ints) -> None:
    size = len(persons)
    steps = {**IN_SCHOOL, 6: 1.0, 23: 0.0}
    pupil = (rng.random(size) < by_age(steps, age)) & (persons["life"] == "alive") & (persons["marital"] == m.SINGLE)
    pupil &= persons["relation"] != m.HEAD
    years = persons["birth_date"].astype("datetime64[Y]").astype(np.int64) + 1970
    education = np.empty(size, dtype=object)
    starts = [*sorted(EDUCATION_BY_BIRTH), 9999]
    for start, end in pairwise(starts):
        rows = np.flatnonzero((years >= start) & (years < end))
        education[rows] = pick(rng, EDUCATION_BY_BIRTH[start], len(rows))
    education = where(age < 13, "90", where((age < 16), where(age < 15, "81", "71"), education))
    # Who is 16 to 18 and at work has left after junior school; who is older and in school is beyond it.
    young = (age >= 16) & (age < 19)
    education = where(young, where(pupil, "71", pick(rng, {"71": 0.8, "81": 0.12, "44": 0.08}, size)), education)
    education = where((age >= 19) & pupil, pick(rng, {"61": 0.6, "31": 0.3, "41": 0.1}, size), education)
    education = where((age >= 6) & (age < 13), where(age < 12, "90", "81"), education)
    persons["school_status"] = where(pupil, "in_school", "not_in_school")
    persons["education"] = education


def _capacity(profile: Profile, rng: np.random.Generator, persons: Frame, age: Ints) -> None:
    """Health, capacity for work and category of the population, which must agree with each other."""
    size = len(persons)
    worse = np.clip((age - 30) / 100, 0, 0.6)
    draw = rng.random(size)
    health = where(draw < 0.045 * (1 + 5 * worse), "02", "01")
    health = where(draw < 0.018 * (1 + 4 * worse), "04", health)
    health = where(draw < 0.004 * (1 + 5 * worse), "03", health)
    health = where((draw > 0.95) & (age > 40), "05", health)
    working_age = of_working_age(persons, profile.today)
    weak = (rng.random(size) < 0.025) | ((health != "01") & (rng.random(size) < 0.45))
    lost = ((health == "03") & (rng.random(size) < 0.5)) | ((health == "04") & (rng.random(size) < 0.22))
    certified = np.isin(persons["education"], ["41", "44", "47", "31", "21"]) | (rng.random(size) < 0.07)
    capacity = where(certified & (rng.random(size) < 0.75), "skilled", "ordinary")
    capacity = where(weak, "weak", capacity)
    over = ~working_age & (age >= 16)
    capacity = where(over, where(age > 69, "none", where(rng.random(size) < 0.4, "ordinary", "weak")), capacity)
    capacity = where(lost, "lost", capacity)
    capacity = where(age < 16, "none", capacity)
    persons["health_status"], persons["labour_capacity"] = health, capacity
    kind = pick(rng, {"64": 0.55, "61": 0.13, "62": 0.1, "63": 0.04, "65": 0.07, "66": 0.06, "67": 0.05}, size)
    persons["disability_kind"] = where(health == "04", kind, None)
    persons["population_category"] = _population_category(rng, persons, age, over)


def _population_category(rng: np.random.Generator, persons: Frame, age: Ints, over: Bools) -> Texts:
    size = len(persons)
    free = (persons["relation"] != m.HEAD) & (age >= 18) & ~over
    rare = rng.random(size)
    category = where(over, "07", "03")
    category = where((persons["labour_capacity"] == "lost") & ~over, "08", category)
    category = where(free & (rare < 0.0012), "04", category)
    category = where(free & (rare > 0.9965) & (age <= 24) & (persons["sex"] == m.MAN), "05", category)
    category = where(free & (rare > 0.5) & (rare < 0.5003), "06", category)
    category = where((persons["school_status"] == "in_school") & (age >= 16), "02", category)
    category = where(age < 16, "01", category)
    category = where(persons["life"] == "dead", "09", category)
    return where(persons["life"] == "missing", "10", category)


def _standing(profile: Profile, rng: np.random.Generator, persons: Frame, age: Ints) -> None:
    size = len(persons)
    party = (age >= 22) & (rng.random(size) < 0.045)
    league = (age >= 14) & (age < 28) & (rng.random(size) < 0.3)
    persons["political_status"] = where(age < 14, None, where(party, "01", where(league, "03", "13")))
    urban = rng.random(size) < profile["people"]["nonagricultural"]
    unified = rng.random(size) < 0.004
    persons["hukou_kind"] = where(unified, "resident", where(urban, "non_agricultural", "agricultural"))


def _speech(rng: np.random.Generator, persons: Frame, age: Ints) -> None:
    size = len(persons)
    minority = persons["ethnicity"] != "01"
    hard = np.clip((age - 35) / 60, 0, 0.7) * np.where(minority, 1.0, 0.35) + np.where(
        persons["education"] == "90", 0.12, 0
    )
    draw = rng.random(size)
    speaks = where(draw < hard * 0.4, "no", where(draw < hard + 0.05, "some", "yes"))
    persons["speaks_mandarin"] = where(age < 6, None, speaks)
    own = where(minority & (rng.random(size) < 0.82), persons["ethnicity"], "")
    written = {"": json.dumps(["yunnan"])} | {c: json.dumps(["yunnan", w]) for c, w in LANGUAGES.items()}
    persons["languages"] = texts([written.get(code, written[""]) for code in own])


def _phones(profile: Profile, rng: np.random.Generator, persons: Frame, age: Ints) -> None:
    """Own numbers, and numbers of somebody in the household for those without; some people have none."""
    size = len(persons)
    has = (age >= 16) & (age <= 69) & (persons["life"] == "alive") & (rng.random(size) < profile["people"]["phones"])
    phone = where(has, None, None)
    phone[has] = phone_numbers(rng, int(has.sum()))
    owner = where(has, "self", None)
    shares = (
        ~has & (age >= 12) & (persons["life"] == "alive") & (rng.random(size) < profile["people"]["phones_of_family"])
    )
    with_phone = np.flatnonzero(has)
    first = np.full(int(persons["household"].max()) + 1, -1, dtype=np.int64)
    first[persons["household"][with_phone[::-1]]] = with_phone[::-1]
    lender = first[persons["household"]]
    rows = np.flatnonzero(shares & (lender >= 0))
    phone[rows] = phone[lender[rows]]
    owner[rows] = _whose(persons, rows, lender[rows])
    # A neighbour's or village officer's number: the same one in several households.
    far = np.flatnonzero((phone == None) & (age >= 16) & (persons["life"] == "alive") & (rng.random(size) < 0.02))  # noqa: E711
    if len(with_phone):
        phone[far] = phone[with_phone[np.clip(np.searchsorted(with_phone, far) - 12, 0, None)]]
        owner[far] = "neighbour"
    persons["phone"], persons["phone_owner"] = phone, owner
    card = where((age >= 16) & (persons["life"] == "alive") & (rng.random(size) < 0.3), "", None)
    rows = np.flatnonzero(card == "")
    card[rows] = card_numbers(rng, len(rows))
    persons["bank_account"] = card


def _whose(persons: Frame, borrower: Ints, lender: Ints) -> Texts:
    """Whose number it is, seen from the borrower; the families' relations are read from ages."""
    pair = ((persons["relation"][borrower] == m.SPOUSE) & (persons["relation"][lender] == m.HEAD)) | (
        (persons["relation"][borrower] == m.HEAD) & (persons["relation"][lender] == m.SPOUSE)
    )
    younger = persons["age"][borrower] < persons["age"][lender]
    return where(pair, "spouse", where(younger, "parent", "child"))
