"""The path: its order is the order of the tree, and a subtree is one range of it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gangqiao.kernel import paths
from gangqiao.places.levels import KEY_LENGTH, AreaLevel, Level, area_level
from gangqiao.places.models import Division

numbers = st.one_of(st.integers(1, 40), st.integers(1, paths.MAX_SEGMENT))
keys = st.lists(numbers, min_size=1, max_size=7).map(lambda ns: "".join(map(paths.segment, ns)))
# Numbers up to three, so that two keys often share their first levels.
villages = st.lists(st.integers(1, 3), min_size=6, max_size=6).map(lambda ns: "".join(map(paths.segment, ns)))
trees = st.sets(st.lists(numbers, min_size=1, max_size=7).map(tuple), min_size=1, max_size=30)
quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(numbers, numbers)
def test_segments_sort_as_their_numbers(one, other):
    assert (paths.segment(one) < paths.segment(other)) == (one < other)
    assert paths.number_of(paths.segment(one)) == one


@pytest.mark.parametrize("number", [0, -1, paths.MAX_SEGMENT + 1])
def test_a_segment_outside_its_width_is_refused(number):
    with pytest.raises(ValueError, match="numbered from 1"):
        paths.segment(number)


@given(trees)
def test_sorted_paths_are_in_tree_order(tree):
    spelt = {node: "".join(map(paths.segment, node)) for node in tree}
    assert sorted(tree) == sorted(tree, key=spelt.__getitem__)


@given(keys, keys)
def test_the_range_of_an_area_holds_exactly_what_begins_with_it(area, key):
    assert (area <= key < paths.upper_bound(area)) == key.startswith(area)


@given(st.lists(keys, max_size=5))
def test_the_common_path_covers_all_and_none_deeper_does(some):
    common = paths.common_path(some)
    assert all(key.startswith(common) for key in some)
    deeper = {key[: len(common) + 3] for key in some}
    assert common in deeper or len(deeper) != 1


@pytest.mark.django_db
@quick
@given(trees)
def test_the_database_orders_and_cuts_the_tree_as_python_does(tree):
    nodes = {node[:end] for node in tree for end in range(1, len(node) + 1)}
    spelt = {"".join(map(paths.segment, node)) for node in nodes}
    by_length = {length: level for level, length in KEY_LENGTH.items() if level != Level.COUNTRY}
    with transaction.atomic():
        Division.objects.bulk_create(
            Division(key=key, parent_id=key[:-3] or None, level=by_length[len(key)], kind="root", name=key)
            for key in sorted(spelt)
        )
        assert list(Division.objects.values_list("key", flat=True)) == sorted(spelt)
        for area in spelt:
            within = Division.objects.filter(key__gte=area, key__lt=paths.upper_bound(area))
            assert set(within.values_list("key", flat=True)) == {k for k in spelt if k.startswith(area)}
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_a_foreign_key_to_a_path_compares_byte_by_byte_too():
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'places_division'")
            assert "COLLATE" not in cursor.fetchone()[0]  # bytes are SQLite's default
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE collation_name = 'C' "
            "AND table_name IN ('places_division', 'places_succession', 'places_divisioncode')"
        )
        assert {row[0] for row in cursor} == {"key", "parent_id", "old_id", "new_id", "division_id"}


@given(villages, villages)
def test_the_area_level_is_the_same_from_both_ends(home, destination):
    assert area_level(home, destination) == area_level(destination, home)


@given(villages, st.integers(1, 7))
def test_the_area_level_falls_with_each_level_in_common(home, shared):
    other = home[: 3 * (shared - 1)] + paths.segment(40) * (8 - shared)
    expected = [
        AreaLevel.ABROAD,
        AreaLevel.OTHER_PROVINCE,
        AreaLevel.OTHER_PREFECTURE,
        AreaLevel.OTHER_COUNTY,
        AreaLevel.OTHER_TOWNSHIP,
        AreaLevel.OWN_TOWNSHIP,
        AreaLevel.OWN_TOWNSHIP,
    ]
    assert area_level(home, other) == expected[shared - 1]


@given(villages, villages, st.integers(0, 6))
def test_a_destination_known_less_finely_never_gets_another_level_only_an_unknown_one(home, destination, known):
    coarse = area_level(home, destination[: 3 * known])
    assert coarse is None or coarse == area_level(home, destination)


def test_a_destination_that_is_only_the_own_province_is_unknown():
    home = "".join(map(paths.segment, (1, 25, 10, 4, 2, 1)))
    assert area_level(home, home[:6]) is None
    assert area_level(home, "") is None
    assert area_level(home, "001" + paths.segment(19)) == AreaLevel.OTHER_PROVINCE


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"key": "001001"}, "as_long_as_its_level_says"),
        ({"level": "province", "key": "001001"}, "begins_with_its_parents_key"),
        ({"level": "province", "key": "001001", "parent_id": "002"}, "begins_with_its_parents_key"),
        ({"valid_to": dt.date(1900, 1, 1)}, "ends_after_it_begins"),
        ({"longitude": 103.0, "place_note": "x"}, "both_coordinates_or_none"),
        ({"longitude": 10.0, "latitude": 103.0, "place_note": "x"}, "both_coordinates_or_none"),
        ({"longitude": 103.0, "latitude": 24.0}, "says_how_it_was_located"),
    ],
)
def test_the_database_refuses_a_broken_division(wrong, constraint):
    Division.objects.create(key="002", level="nation", kind="root", name="root")
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Division.objects.create(**{"key": "001", "level": "nation", "kind": "root", "name": "x"} | wrong)
