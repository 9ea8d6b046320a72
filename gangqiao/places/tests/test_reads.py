"""The pickers, names and distances."""

from __future__ import annotations

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from gangqiao.kernel.actor import SYSTEM
from gangqiao.places import actions, distances, reads
from gangqiao.places.actions import NewDivision
from gangqiao.places.levels import Level
from gangqiao.places.models import Division
from gangqiao.places.names import kind_of, pinyin_of, short_name_of
from gangqiao.places.tests.conftest import LATER, PLAN_DAY

pytestmark = pytest.mark.django_db


def key_of(code: str, day=PLAN_DAY) -> str:
    return reads.get_by_code(code, day).key


# --- codes and names -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("padded", "plain"),
    [("532504000000", "532504"), ("532504102000", "532504102"), ("530000", "53"), ("532500", "5325"), (" 53 ", "53")],
)
def test_a_code_padded_with_zeros_is_understood(tree, padded, plain):
    assert reads.find_by_code(padded, PLAN_DAY) == reads.find_by_code(plain, PLAN_DAY) is not None


@pytest.mark.parametrize("wrong", ["", "0", "999999", "5325041", "abc", "532504999999"])
def test_a_code_nobody_carries_is_not_found(tree, wrong):
    assert reads.find_by_code(wrong, PLAN_DAY) is None


def test_a_full_name_steps_over_placeholders_and_repetitions(tree):
    assert reads.full_name(key_of("532504102212")) == "云南省红河哈尼族彝族自治州弥勒市新哨镇布龙村委会"
    assert reads.full_name(key_of("310115")) == "上海市浦东新区"
    assert reads.full_name(key_of("441900")) == "广东省东莞市"
    assert reads.full_name(key_of("MM")) == "缅甸"
    assert reads.full_name("001") == "中国"


@pytest.mark.parametrize(
    ("level", "name", "short", "kind"),
    [
        (Level.TOWNSHIP, "新哨镇", "新哨", "town"),
        (Level.TOWNSHIP, "东风农场管理局", "东风", "farm_bureau"),
        (Level.PROVINCE, "广西壮族自治区", "广西", "autonomous_region"),
        (Level.VILLAGE, "布龙村委会", "布龙", "village"),
        (Level.VILLAGE, "东风农场生活区", "东风农场生活区", "farm_branch"),
        (Level.COUNTY, "泸县", "泸县", "county"),
    ],
)
def test_a_name_tells_its_kind_and_its_short_form(level, name, short, kind):
    assert (short_name_of(level, name), kind_of(level, name)) == (short, kind)


def test_pinyin_is_written_without_spaces_or_tones():
    assert pinyin_of("重庆市") == ("chongqingshi", "cqs")


# --- pickers ---------------------------------------------------------------------------------------------------------


def test_below_a_municipality_come_its_districts(tree):
    assert "浦东新区" in {d.name for d in reads.children(key_of("31"), PLAN_DAY)}


def test_below_nothing_come_the_nation_and_abroad(tree):
    assert [d.name for d in reads.children("")] == ["中国", "境外"]
    assert {"缅甸", "老挝", "越南"} <= {d.name for d in reads.children("002")}


@pytest.mark.parametrize("typed", ["新哨", "xinshao", "xin shao", "xsz", "XSZ", "532504102", "哨镇"])
def test_a_town_is_found_by_name_pinyin_initials_and_code(tree, typed):
    assert reads.search(typed, Level.TOWNSHIP, PLAN_DAY)[0].name == "新哨镇"


def test_the_own_county_comes_before_the_rest_of_the_country(tree):
    found = reads.search("新", on=PLAN_DAY, limit=3)
    assert all(d.key.startswith(reads.county().key) for d in found)


def test_a_search_finds_only_what_stands_on_the_day(tree):
    assert reads.search("太平街道", on=PLAN_DAY) == []
    assert [d.name for d in reads.search("太平街道", on=LATER)] == ["太平街道"]


@pytest.mark.parametrize("typed", ["", "   ", "%", "_", "市辖区"])
def test_nothing_wild_cards_and_placeholders_find_nothing(tree, typed):
    assert reads.search(typed, on=PLAN_DAY) == []


def test_the_tree_of_an_area_holds_what_lies_below_and_nothing_else(tree, django_assert_num_queries):
    town = reads.get_by_code("532504203", PLAN_DAY)
    with django_assert_num_queries(1):
        (root,) = reads.tree_of([town.key], PLAN_DAY)
    assert root.division == town
    assert [n.division.name for n in root.below][:2] == ["江边村委会", "挨村村委会"]
    assert len(root.below) == 7


def test_no_areas_give_no_tree(tree):
    assert reads.tree_of([], PLAN_DAY) == []


# --- distances -------------------------------------------------------------------------------------------------------


@given(st.floats(-180, 180), st.floats(-89, 89), st.floats(-180, 180), st.floats(-89, 89))
def test_the_great_circle_is_symmetric_and_never_longer_than_half_the_earth(a, b, c, d):
    there = distances.great_circle_km(a, b, c, d)
    assert there == pytest.approx(distances.great_circle_km(c, d, a, b), abs=1e-6)
    assert 0 <= there <= 20016


@given(st.text(max_size=20), st.floats(98, 120), st.floats(18, 45))
def test_an_estimated_point_is_repeatable_and_lies_in_its_ring(seed, longitude, latitude):
    point = distances.estimated_point(seed, longitude, latitude, (1.5, 9.0))
    assert point == distances.estimated_point(seed, longitude, latitude, (1.5, 9.0))
    assert 1.4 <= distances.great_circle_km(longitude, latitude, *point) <= 9.2


def test_from_mile_to_kunming_is_about_a_hundred_and_forty_kilometres(tree):
    way = reads.road_distance_km(key_of("532504"), key_of("5301"))
    assert 90 < way.km < 160
    assert way.winding == 1.25


@pytest.mark.parametrize(
    ("start", "end", "winding"),
    [
        ("532504102", "532504104", 1.4),  # both on the plain
        ("532504102", "532504109", 1.6),  # one in the mountains
        ("532504102", "532503", 1.4),  # next county
        ("532504109211", "4403", 1.25),  # another prefecture
        ("532504102", "MM", 1.0),  # abroad: straight line
    ],
)
def test_the_winding_factor_follows_the_land(tree, start, end, winding):
    start = start if start != "532504109211" else "532504109202"
    assert reads.road_distance_km(key_of(start), key_of(end)).winding == winding


def test_a_distance_says_that_it_is_estimated_and_what_stood_in(tree):
    way = reads.road_distance_km(key_of("532504102212"), key_of("310115"))
    with translation.override("en"):
        assert "winding 1.25" in way.how
        assert "measured from the place of 上海市, which lies above it" in way.how
        assert "nobody measured it" in way.how


def test_without_any_place_there_is_no_distance(tree):
    Division.objects.filter(key__startswith=key_of("54")).update(longitude=None, latitude=None)
    assert reads.road_distance_km(key_of("532504"), key_of("5401")) is None


def test_two_districts_located_only_by_their_city_have_no_invented_distance(tree):
    assert reads.road_distance_km(key_of("310115"), key_of("310101")) is None
    assert reads.road_distance_km(key_of("310115"), key_of("310115")).km == 0


def test_every_village_of_the_county_has_a_place_and_says_how_it_was_found(tree):
    villages = reads.subtree(reads.county().key, PLAN_DAY).filter(level=Level.VILLAGE)
    assert not villages.filter(longitude=None).exists()
    assert set(villages.values_list("place_note", flat=True)) == {distances.ESTIMATED}


def test_a_group_lies_within_two_kilometres_of_its_village(village):
    added = actions.add_division(NewDivision(parent=village.key, level=Level.GROUP, name="1组"), actor=SYSTEM)
    straight = reads.road_distance_km(village.key, added.key).straight_km
    assert 0.1 < straight < 2.1


def test_places_of_many_keys_take_one_query(tree, django_assert_num_queries):
    keys = list(Division.objects.filter(level=Level.VILLAGE).values_list("key", flat=True))
    with django_assert_num_queries(1):
        assert len(reads.places_of(keys)) == len(keys)
