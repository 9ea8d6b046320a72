"""Who the members are: birthdays, names, numbers that are valid in form and marked as made."""

from __future__ import annotations

import datetime as dt

import numpy as np

from gangqiao.kernel.identifiers import MADE_COUNTY_CODE, ORDERS_A_DAY, id_check_character
from gangqiao.synth import members as m
from gangqiao.synth.county import County
from gangqiao.synth.frames import Frame, texts, where
from gangqiao.synth.names import dotted_names, given_names, surnames
from gangqiao.synth.profile import Profile
from gangqiao.synth.streams import Bools, Days, Ints, Texts, made_uuids, pick, stream

DAYS_A_YEAR = 365.2425
# 160 has never been given to an operator: the numbers look right, are accepted, and ring nobody.
PHONE_PREFIX = "1600"
CARD_PREFIX = "6299"  # of made bank cards; nineteen digits with the usual check digit


def make_persons(profile: Profile, seed: int, county: County, households: Frame, members: Frame) -> Frame:
    """The members with identity: `uuid group ethnicity name sex birth_date id_number` beside what they had."""
    persons = Frame(dict(members.columns))
    size = len(persons)
    persons["uuid"] = made_uuids(stream(seed, "uuids of persons"), size)
    persons["group"] = households["group"][persons["household"]]
    reference: dt.date = profile["size"]["reference_day"]
    born = np.datetime64(reference) - np.floor(persons["age"] * DAYS_A_YEAR).astype("timedelta64[D]")
    persons["birth_date"] = born.astype("datetime64[D]")
    persons["ethnicity"] = _ethnicities(profile, stream(seed, "ethnicity"), county, households, persons)
    persons["name"] = _names(profile, seed, persons, households)
    persons["id_number"] = id_numbers(persons["birth_date"], persons["sex"])
    return persons


def _ethnicities(
    profile: Profile, rng: np.random.Generator, county: County, households: Frame, persons: Frame
) -> Texts:
    """Households share an ethnic group; who marries in brings the own one in a third of the families."""
    of_household = ethnicities_at(profile, rng, county, households["group"])
    of_person = of_household[persons["household"]]
    brings_own = ~persons["own_line"] & (rng.random(len(persons)) < 0.33)
    drawn = ethnicities_at(profile, rng, county, persons["group"])
    return where(brings_own, drawn, of_person)


def ethnicities_at(profile: Profile, rng: np.random.Generator, county: County, groups: Ints) -> Texts:
    """A group's villages differ: some are of one people, some mixed."""
    shapes = [profile["townships"][code] for code in county.townships]
    shares = np.array([s["minority"] for s in shapes])[county.village_township]
    # Half of the villages lean to one side; the mean stays near the township's share.
    lean = np.clip(shares + rng.normal(0, 0.22, len(shares)), 0.01, 0.98)
    of_village = pick(rng, profile["minorities"], len(shares))
    main = texts([s["main"] for s in shapes])[county.village_township]
    of_village = where(rng.random(len(shares)) < 0.7, main, of_village)
    village = county.group_village[groups]
    minority = rng.random(len(groups)) < lean[village]
    return where(minority, of_village[village], "01")


def _names(profile: Profile, seed: int, persons: Frame, households: Frame) -> Texts:
    rng = stream(seed, "names")
    own = surnames(rng, persons["ethnicity"])
    family = own[np.searchsorted(persons["household"], np.arange(len(households)))]
    surname = where(persons["own_line"], family[persons["household"]], own)
    years = persons["birth_date"].astype("datetime64[Y]").astype(np.int64) + 1970
    given = given_names(rng, persons["ethnicity"], persons["sex"], years)
    names = texts([a + b for a, b in zip(surname, given, strict=True)])
    dotted_names(rng, names, persons["ethnicity"], persons["sex"], profile["people"]["dotted_names"])
    return names


def id_numbers(birth: Days, sex: Texts) -> Texts:
    """Made ID numbers; people of one birthday and sex are told apart by a running number."""
    man = (sex == m.MAN).astype(np.int64)
    key = birth.astype(np.int64) * 2 + man
    order = np.argsort(key, kind="stable")
    first = np.searchsorted(key[order], key[order], side="left")
    running = np.empty(len(key), dtype=np.int64)
    running[order] = np.arange(len(key)) - first
    if len(key) and running.max() >= ORDERS_A_DAY:
        raise ValueError(f"{running.max() + 1} people of one sex share a birthday, and a number tells 500 apart")
    days = np.datetime_as_string(birth)
    bodies = [
        f"{MADE_COUNTY_CODE}{day[:4]}{day[5:7]}{day[8:]}{2 * nth + is_man:03d}"
        for day, nth, is_man in zip(days.tolist(), running.tolist(), man.tolist(), strict=True)
    ]
    return texts([body + id_check_character(body) for body in bodies])


def phone_numbers(rng: np.random.Generator, size: int) -> Texts:
    """Different made mobile numbers."""
    # A walk through all seven-digit numbers that meets none twice (the step shares no factor with 10**7).
    start = int(rng.integers(0, 10**7))
    step = 3_413_371
    return texts([f"{PHONE_PREFIX}{(start + nth * step) % 10**7:07d}" for nth in range(size)])


def card_numbers(rng: np.random.Generator, size: int) -> Texts:
    """Made bank card numbers with a valid check digit (Luhn)."""
    bodies = [f"{CARD_PREFIX}{number:014d}" for number in rng.integers(0, 10**14, size).tolist()]
    return texts([body + _luhn(body) for body in bodies])


def _luhn(body: str) -> str:
    total = 0
    for place, digit in enumerate(map(int, reversed(body))):
        doubled = digit * 2 if place % 2 == 0 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return str(-total % 10)


def ages_on(birth: Days, day: dt.date) -> Ints:
    """Completed years on a day."""
    date = np.datetime64(day)
    years = date.astype("datetime64[Y]").astype(np.int64) - birth.astype("datetime64[Y]").astype(np.int64)
    # By month and day, not by day of the year, so that leap years shift nobody.
    return years - (_month_day(birth) > day.month * 100 + day.day)


def _month_day(days: Days) -> Ints:
    month = days.astype("datetime64[M]").astype(np.int64) % 12 + 1
    day = (days - days.astype("datetime64[M]").astype("datetime64[D]")).astype(np.int64) + 1
    return month * 100 + day


def of_working_age(persons: Frame, day: dt.date) -> Bools:
    """Men 16-59 and women 16-54 on the day, both ends inclusive (register preset of the plan)."""
    age = ages_on(persons["birth_date"], day)
    return (age >= 16) & (age <= np.where(persons["sex"] == m.MAN, 59, 54))
