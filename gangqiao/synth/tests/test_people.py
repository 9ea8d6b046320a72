"""The people fit together: numbers, ages, families, capacity for work."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from gangqiao.kernel import clock
from gangqiao.kernel.identifiers import make_id_number, parse_id_number, parse_phone
from gangqiao.people.codes import LISTS
from gangqiao.synth import members as m
from gangqiao.synth.county import numeral
from gangqiao.synth.persons import ages_on, card_numbers, id_numbers, of_working_age
from gangqiao.synth.streams import stream
from gangqiao.synth.tests.conftest import PLAN_DAY, holders
from gangqiao.synth.work.quotas import rural_workers

MEN = {"20", "28", "41", "51"}
WOMEN = {"30", "38", "42", "52"}


@pytest.mark.requirement("R042")
def test_there_are_thirteen_township_level_units_with_the_farm_bureau(world):
    assert len(world.county.townships) == 13
    assert "532504901" in world.county.townships
    assert 140 <= len(world.county.village_name) <= 155


def test_the_whole_county_has_fifteen_hundred_groups_and_the_households_of_the_profile():
    from gangqiao.synth.county import make_county
    from gangqiao.synth.profile import load_profile

    county = make_county(load_profile("mile-2020", 1.0), 7)
    assert len(county.group_no) == 1500
    assert 110_000 <= county.group_households.sum() <= 150_000
    assert county.group_households.min() >= 1


def test_every_id_number_is_valid_made_and_given_once(world):
    numbers = world.persons["id_number"]
    assert len(set(numbers.tolist())) == len(numbers)
    with clock.frozen_at(PLAN_DAY):
        for number, born, sex in zip(numbers, world.persons["birth_date"], world.persons["sex"], strict=True):
            parsed = parse_id_number(number)
            assert parsed.made
            assert (parsed.birth_date, parsed.sex) == (born.item(), sex)


def test_our_fast_id_numbers_are_those_of_the_kernel():
    born = np.array(["1980-05-01"] * 3, dtype="datetime64[D]")
    made = id_numbers(born, np.array(["1", "1", "2"], dtype=object))
    day = dt.date(1980, 5, 1)
    assert made.tolist() == [make_id_number(day, "1", 0), make_id_number(day, "1", 1), make_id_number(day, "2", 0)]


def test_phones_are_accepted_and_recognisably_made(world):
    phones = [p for p in world.persons["phone"] if p]
    assert phones
    assert all(parse_phone(p) == p and p.startswith("1600") for p in phones)


def test_some_phones_are_shared_in_the_household_and_some_are_dead(world):
    owner = world.persons["phone_owner"]
    assert {"self", "spouse", "parent", "child"} <= set(owner[owner != None].tolist())  # noqa: E711
    assert (world.contacts["works"] == "no").any()


def test_bank_cards_have_their_check_digit():
    for card in card_numbers(stream(1, "cards"), 50):
        digits = [int(d) for d in reversed(card)]
        total = sum(digits[::2]) + sum(sum(divmod(2 * d, 10)) for d in digits[1::2])
        assert len(card) == 19
        assert total % 10 == 0


def test_every_household_has_exactly_one_head_who_stands_first_and_lives(world):
    persons = world.persons
    heads = np.flatnonzero(persons["relation"] == m.HEAD)
    assert np.array_equal(persons["household"][heads], np.arange(len(world.households)))
    assert np.array_equal(heads, np.searchsorted(persons["household"], np.arange(len(world.households))))
    assert (persons["life"][heads] == "alive").all()


def test_relations_fit_sex_and_age(world):
    persons = world.persons
    head = np.searchsorted(persons["household"], persons["household"])
    for relation, sex, other in zip(persons["relation"], persons["sex"], persons["sex"][head], strict=True):
        assert relation not in MEN or sex == "1"
        assert relation not in WOMEN or sex == "2"
        assert relation != m.SPOUSE or sex != other
    older = persons["age"][head] - persons["age"]
    assert (older[np.isin(persons["relation"], ["20", "30"])] > 13).all()
    assert (older[np.isin(persons["relation"], ["41", "42"])] > 30).all()
    assert (older[np.isin(persons["relation"], ["51", "52"])] < -15).all()


def test_every_code_is_in_its_list(world):
    for column, name in (
        ("relation", "relation"),
        ("ethnicity", "ethnicity"),
        ("education", "education"),
        ("health_status", "health_status"),
        ("population_category", "population_category"),
        ("labour_capacity", "labour_capacity"),
        ("marital", "marital_status"),
    ):
        assert set(world.persons[column].tolist()) <= set(LISTS[name]), column


def test_capacity_health_age_and_category_agree(world):
    persons = world.persons
    age = ages_on(persons["birth_date"], PLAN_DAY)
    assert (persons["labour_capacity"][age < 16] == "none").all()
    assert (age[persons["population_category"] == "01"] < 16).all()
    workers = persons["population_category"] == "03"
    assert of_working_age(persons, PLAN_DAY)[workers].all()
    assert not (workers & (persons["labour_capacity"] == "lost")).any()
    assert (persons["health_status"][persons["labour_capacity"] == "lost"] != "01").all()
    assert (age[persons["school_status"] == "in_school"] < 30).all()


def test_nobody_works_who_cannot(world):
    """Domain notes 2.5: no capacity but works, dead with a spell, extreme-poverty support and working out."""
    at_work = np.unique(world.spells["person"])
    persons = world.persons
    assert (persons["life"][at_work] == "alive").all()
    assert np.isin(persons["labour_capacity"][at_work], ["skilled", "ordinary", "weak"]).all()
    assert not holders(world, "extreme_poverty_support")[at_work].any()
    born = persons["birth_date"][world.spells["person"]]
    assert (world.spells["started_on"] >= born + np.timedelta64(16 * 365, "D")).all()


def test_two_in_five_belong_to_a_minority(world):
    assert 0.35 < (world.persons["ethnicity"] != "01").mean() < 0.5


@pytest.mark.requirement("R016")
def test_registered_poor_workers_are_few_enough_for_the_target_to_be_sixty_percent(world):
    poor_workers = holders(world, "registered_poor") & rural_workers(world.persons, PLAN_DAY)
    assert 0.9 * 24_600 * 0.004 <= poor_workers.sum() <= 25_000 * 0.004


def test_the_registered_poor_live_mostly_in_the_mountains(world):
    poor = holders(world, "registered_poor")
    mountain = world.county.mountain[world.county.group_township[world.persons["group"]]]
    assert poor[mountain].mean() > 2 * poor[~mountain].mean()


@pytest.mark.parametrize(("number", "text"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (35, "三十五")])
def test_groups_are_numbered_as_people_count(number, text):
    assert numeral(number) == text


def test_an_age_changes_on_the_birthday():
    born = np.array(["2004-02-29", "2004-03-01"], dtype="datetime64[D]")
    assert ages_on(born, dt.date(2020, 2, 29)).tolist() == [16, 15]
    assert ages_on(born, dt.date(2019, 2, 28)).tolist() == [14, 14]
