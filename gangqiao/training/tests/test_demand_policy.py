"""How classes are made of wishes: by examples, and for all wishes."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gangqiao.training.policy import demand as policy

DAY = date(2020, 3, 16)


def town(village: str) -> str:
    return village[0]


def along_a_road(a: str, b: str) -> float:
    """Villages "a0", "a1", ... lie four kilometres apart; another township is far away."""
    return 4.0 * abs(int(a[1:]) - int(b[1:])) + (0 if a[0] == b[0] else 500)


def gathered(**wishes: int) -> list[tuple[str, tuple[str, ...], int]]:
    return [(one.kind, one.villages, one.many) for one in policy.gather(wishes, along_a_road, town, DAY)]


@pytest.mark.requirement("R076")
def test_neighbouring_villages_become_one_class_at_the_door():
    assert gathered(a0=12, a1=9, a2=8, a9=3) == [
        ("at_the_door", ("a0", "a1", "a2"), 29),
        ("central", ("a9",), 3),
    ], "what lies too far and is too small waits for the central course"
    assert gathered(a0=30, a1=25) == [("at_the_door", ("a0",), 30), ("at_the_door", ("a1",), 25)], "fifty are the most"
    assert [many for _kind, _villages, many in gathered(a0=120)] == [40, 40, 40], "a large village has several classes"
    assert gathered(a0=8, a8=7, a16=9) == [("in_town", ("a16", "a0", "a8"), 24)], "the rest meets in the township"
    assert gathered(a0=8, b8=7) == [("central", ("a0", "b8"), 15)]
    assert gathered() == []
    unknown = policy.gather({"a0": 15, "a1": 15}, lambda _a, _b: None, town, DAY)
    assert [one.kind for one in unknown] == ["in_town"], "villages whose way is not known are not gathered at one door"


@pytest.mark.requirement("R076")
@given(st.dictionaries(st.from_regex(r"\A[ab][0-9]{1,2}\Z"), st.integers(0, 130), max_size=25))
def test_every_wish_stands_in_exactly_one_class_and_no_class_breaks_its_rule(wishes: dict[str, int]) -> None:
    wishes = {f"{name[0]}{int(name[1:])}": many for name, many in wishes.items()}
    found = policy.gather(wishes, along_a_road, town, DAY)
    assert sum(one.many for one in found) == sum(wishes.values())
    kinds: dict[str, set[tuple[str, ...]]] = {}
    for one in found:
        kinds.setdefault(one.kind, set()).add(one.villages)
        assert 1 <= one.many <= 50
        if one.kind == "at_the_door":
            assert one.many >= 20
            assert all(along_a_road(one.villages[0], other) <= 12 for other in one.villages)
        elif one.kind == "in_town":
            assert len({town(village) for village in one.villages}) == 1
    stands = [village for groups in kinds.values() for villages in groups for village in villages]
    assert sorted(stands) == sorted(village for village, many in wishes.items() if many), "in one place only"


def test_classes_are_spread_over_the_months_and_hours_over_the_days():
    months = policy.months_between(date(2020, 3, 16), date(2020, 5, 2))
    assert months == [date(2020, 3, 1), date(2020, 4, 1), date(2020, 5, 1)]
    assert policy.spread(4, months) == [months[0], months[0], months[1], months[2]]
    mornings = policy.days_of(date(2020, 3, 16), date(2020, 3, 22), (0, 2, 6))
    assert [day.day for day in mornings] == [16, 18, 22]
    assert policy.timetable(10, mornings, 4) == [(mornings[0], 4), (mornings[1], 4), (mornings[2], 2)]
    assert policy.hours_held(time(8, 30), time(11, 30), DAY) == 4
    assert policy.hours_held(time(8, 30), time(9, 0), DAY) == 0


@pytest.mark.parametrize(
    ("kind", "until", "may"),
    [("school", None, False), ("school", date(2020, 3, 15), False), ("school", DAY, True), ("enterprise", None, True)],
)
def test_only_a_licence_that_is_known_and_valid_counts(kind: str, until: Any, may: bool) -> None:
    assert policy.is_licensed(kind, until, DAY) is may
