"""What stands in the tree after the load, on the day of the plan and later."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from gangqiao.audit.models import Event
from gangqiao.places import reads
from gangqiao.places.actions import load_divisions
from gangqiao.places.levels import Kind, Level, Scheme
from gangqiao.places.models import Division, DivisionCode, Succession
from gangqiao.places.tests.conftest import LATER, PLAN_DAY

pytestmark = pytest.mark.django_db


def test_the_whole_country_is_there_down_to_the_counties(tree):
    counted = Counter(Division.objects.filter(key__startswith="001").values_list("level", flat=True))
    assert (counted["province"], counted["prefecture"], counted["county"]) == (34, 342, 2978)


def test_a_second_load_changes_nothing_and_writes_no_event(tree):
    before = list(Division.objects.values_list("key", "name"))
    events = Event.objects.count()
    assert load_divisions().divisions == 0
    assert list(Division.objects.values_list("key", "name")) == before
    assert Event.objects.count() == events


def test_a_load_restores_a_missing_village_under_a_key_nobody_had(tree):
    lost = reads.get_by_code("532504203207", LATER)
    DivisionCode.objects.filter(division=lost).delete()
    assert load_divisions().divisions == 1
    assert reads.get_by_code("532504203207", LATER).key == "001" + lost.key[3:-3] + "008"


def test_the_load_is_in_the_log(tree):
    event = Event.objects.get(verb="places.load_divisions")
    assert event.actor_name == "system"
    assert "3567 divisions" in event.reason


@pytest.mark.requirement("R023", "R042")
def test_on_the_day_of_the_plan_there_are_twelve_townships_and_the_farm_bureau(tree, plan_day):
    units = list(reads.townships())
    assert [u.name for u in units if u.kind != Kind.FARM_BUREAU] == (
        [
            "弥阳镇",
            "新哨镇",
            "虹溪镇",
            "竹园镇",
            "朋普镇",
            "巡检司镇",
            "西一镇",
            "西二镇",
            "西三镇",
            "东山镇",
            "五山乡",
            "江边乡",
        ]
    )
    assert [u.name for u in units if u.kind == Kind.FARM_BUREAU] == ["东风农场管理局"]
    assert {u.level for u in units} == {Level.TOWNSHIP}


def test_later_three_streets_stand_in_the_place_of_the_town(tree):
    names = {u.name for u in reads.townships(LATER)}
    assert {"弥阳街道", "太平街道", "福城街道"} <= names
    assert "弥阳镇" not in names
    assert len(names) == 15


def test_the_day_of_the_split_is_marked_as_unconfirmed_with_its_source(tree):
    town = reads.get_by_code("532504101", PLAN_DAY)
    streets = Succession.objects.filter(old=town)
    assert [s.new.name for s in streets] == ["弥阳街道", "太平街道", "福城街道"]
    assert not any(s.date_is_confirmed for s in streets)
    assert all("待核实" in s.source for s in streets)
    assert not town.date_is_confirmed


def test_every_village_of_the_list_lies_in_exactly_one_unit_on_each_day(tree):
    for day in (PLAN_DAY, LATER):
        villages = reads.subtree(reads.county().key, day).filter(level=Level.VILLAGE, made=False)
        assert villages.count() == 145
        assert all(v.parent.holds_on(day) for v in villages.select_related("parent"))


def test_the_farm_has_a_local_code_and_the_living_area_that_is_listed_elsewhere(tree):
    farm = reads.get_by_code("532504901", PLAN_DAY)
    assert [c.scheme for c in farm.codes.all()] == [Scheme.LOCAL]
    below = {v.name: v for v in reads.children(farm.key, PLAN_DAY)}
    assert "新哨镇" in below["东风农场生活区"].source
    assert not below["东风农场生活区"].made
    made = [v for v in below.values() if v.made]
    assert len(made) == 5
    assert all("虚构" in v.source for v in made)


def test_the_county_carried_another_code_and_name_before_it_became_a_city(tree):
    county = reads.county()
    before, after = dt.date(2013, 1, 23), dt.date(2013, 1, 24)
    assert reads.find_by_code("532526", before) == county == reads.find_by_code("532504", after)
    assert reads.find_by_code("532526", after) is None
    assert reads.find_by_code("532504", before) is None
    assert (reads.name_on(county, before), reads.name_on(county, after)) == ("弥勒县", "弥勒市")
    assert not county.codes.get(code="532526").date_is_confirmed


@pytest.mark.once
@pytest.mark.requirement("R065")
def test_the_key_destinations_are_there_with_their_cities_and_a_place(tree):
    for code in ("31", "44", "33", "32"):
        province = reads.get_by_code(code, PLAN_DAY)
        assert province.longitude is not None
        assert reads.children(province.key, PLAN_DAY).count() > 9
    cities = Division.objects.filter(codes__code__regex="^(44|33|32)..$", level=Level.PREFECTURE)
    assert cities.count() == 21 + 11 + 13
    assert not cities.filter(longitude=None).exists()


@pytest.mark.requirement("R004")
@pytest.mark.parametrize("code", ["532504", "532503"])
def test_which_county_is_the_own_one_is_a_setting(tree, settings, code):
    settings.COUNTY_CODE = code
    assert reads.county() == reads.get_by_code(code)
