"""Adding, renaming, recoding, splitting and merging: what was before stays readable, what is wrong is refused."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from gangqiao.audit.models import Event
from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM, Actor, Post
from gangqiao.places import actions, reads, refusals
from gangqiao.places.actions import NewDivision
from gangqiao.places.levels import Kind, Level, Scheme
from gangqiao.places.models import Division, DivisionCode
from gangqiao.places.tests.conftest import LATER, PLAN_DAY

pytestmark = pytest.mark.django_db

DAY = dt.date(2024, 5, 1)


def group(village: Division, number: int, **more) -> NewDivision:
    code = f"532504102212{number:02}"
    return NewDivision(
        parent=village.key, level=Level.GROUP, name=f"{number}组", code=code, scheme=Scheme.LOCAL, **more
    )


@pytest.fixture
def groups(village):
    return actions.add_divisions([group(village, n) for n in (1, 2, 3)], actor=SYSTEM)


# --- add -------------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R025")
def test_every_group_of_a_village_is_listed_and_found_by_its_code(village, groups):
    assert [g.name for g in reads.children(village.key)] == ["1组", "2组", "3组"]
    assert reads.get_by_code("53250410221202") == groups[1]
    assert [g.key for g in groups] == [village.key + s for s in ("001", "002", "003")]


def test_fifteen_hundred_groups_are_added_with_one_event(tree, plan_day):
    villages = list(reads.subtree(reads.county().key).filter(level=Level.VILLAGE))
    codes = reads.codes_of(v.key for v in villages)
    news = [
        NewDivision(parent=v.key, level=Level.GROUP, name=f"{n}组", code=f"{codes[v.key]}{n:02}", scheme=Scheme.LOCAL)
        for v in villages
        for n in range(1, 11)
    ]
    before = Event.objects.count()
    added = actions.add_divisions(news, actor=SYSTEM, source="test")
    assert len(added) == 1500
    event = Event.objects.get(seq=before + 1)
    assert Event.objects.count() == before + 1
    assert event.area == reads.county().key
    assert all(g.longitude is not None for g in added)


def test_a_new_group_ends_with_its_village(tree):
    old = reads.get_by_code("532504101001", PLAN_DAY)
    added = actions.add_division(NewDivision(parent=old.key, level=Level.GROUP, name="1组"), actor=SYSTEM)
    assert added.valid_to == old.valid_to is not None


def test_a_group_cannot_begin_before_its_village(tree):
    street_village = reads.get_by_code("532504001001", LATER)
    with pytest.raises(refusals.ChildBeforeParent):
        actions.add_division(group(street_village, 1, valid_from=PLAN_DAY), actor=SYSTEM)


def test_a_group_cannot_lie_directly_below_a_township(village):
    with pytest.raises(refusals.WrongLevel, match=village.parent.name):
        actions.add_division(group(village.parent, 1), actor=SYSTEM)


def test_a_code_names_one_division_at_a_time(village, groups):
    with pytest.raises(refusals.CodeTaken):
        actions.add_divisions([group(village, 9), group(village, 2)], actor=SYSTEM)
    assert reads.children(village.key).count() == 3


def test_the_same_code_twice_in_one_batch_is_refused(village):
    with pytest.raises(refusals.CodeTaken):
        actions.add_divisions([group(village, 5), group(village, 5)], actor=SYSTEM)


@pytest.mark.parametrize("parent", ["", "zzz"])
def test_a_division_below_nothing_is_refused(tree, parent):
    with pytest.raises(refusals.UnknownDivision):
        actions.add_division(NewDivision(parent=parent, level=Level.GROUP, name="1组"), actor=SYSTEM)


def test_a_division_without_a_name_is_refused(village):
    with pytest.raises(refusals.NameMissing):
        actions.add_division(NewDivision(parent=village.key, level=Level.GROUP, name=" "), actor=SYSTEM)


def test_a_clerk_adds_only_in_the_own_area(village):
    stranger = Actor(
        1, "clerk", (Post("clerk", "x", village.parent.key[:-3] + "zzz", frozenset(["places.add_division"])),)
    )
    with pytest.raises(NotYourVerb):
        actions.add_division(group(village, 1), actor=stranger)


# --- rename, recode, locate ------------------------------------------------------------------------------------------


def test_a_renamed_division_keeps_its_former_name_and_its_key(village):
    actions.rename(village.key, "布龙社区", on=DAY, actor=SYSTEM, source="x")
    renamed = Division.objects.get(pk=village.key)
    assert (renamed.name, renamed.kind, renamed.initials) == ("布龙社区", Kind.COMMUNITY, "blsq")
    assert reads.name_on(renamed, DAY - dt.timedelta(1)) == "布龙村委会"
    assert reads.path_names(village.key, LATER)[-1] == "布龙村委会"
    assert Event.objects.filter(verb="places.rename", area=village.key).count() == 1


def test_two_renames_follow_one_another_and_never_overlap(village):
    actions.rename(village.key, "布龙社区", on=DAY, actor=SYSTEM)
    with pytest.raises(refusals.DayOutOfOrder):
        actions.rename(village.key, "甲社区", on=DAY, actor=SYSTEM)
    actions.rename(village.key, "甲社区", on=DAY + dt.timedelta(9), actor=SYSTEM)
    assert reads.name_on(Division.objects.get(pk=village.key), DAY + dt.timedelta(3)) == "布龙社区"


@pytest.mark.parametrize(
    ("name", "on", "refusal"),
    [
        ("布龙村委会", DAY, refusals.SameName),
        ("  ", DAY, refusals.NameMissing),
        ("甲社区", dt.date(2999, 1, 1), refusals.DayOutOfOrder),
        ("甲社区", dt.date(1900, 1, 1), refusals.UnknownDivision),
    ],
)
def test_a_wrong_rename_changes_nothing(village, name, on, refusal):
    with pytest.raises(refusal):
        actions.rename(village.key, name, on=on, actor=SYSTEM)
    assert Division.objects.get(pk=village.key).name == "布龙村委会"


def test_a_new_code_ends_the_one_before_on_the_same_day(village):
    actions.recode(village.key, "532504102299", on=DAY, actor=SYSTEM)
    assert reads.find_by_code("532504102212", DAY - dt.timedelta(1)) == village
    assert reads.find_by_code("532504102212", DAY) is None
    assert reads.find_by_code("532504102299", DAY) == village


def test_a_code_in_use_is_not_given_again(village):
    with pytest.raises(refusals.CodeTaken, match="清河"):
        actions.recode(village.key, "532504102211", on=DAY, actor=SYSTEM)


def test_a_measured_place_replaces_the_estimate(village):
    actions.locate(village.key, 103.5, 24.3, actor=SYSTEM)
    assert Division.objects.get(pk=village.key).place_note == "measured"


def test_swapped_coordinates_are_refused(village):
    with pytest.raises(refusals.NowhereOnEarth):
        actions.locate(village.key, 24.3, 103.5, actor=SYSTEM)


# --- succeed ---------------------------------------------------------------------------------------------------------


def village_named(name: str, village: Division, code: str) -> NewDivision:
    return NewDivision(parent=village.parent_id, level=Level.VILLAGE, name=name, code=code)


def test_a_split_hands_every_group_with_its_code_to_a_new_village(village, groups):
    news = [village_named("甲社区", village, "532504102301"), village_named("乙社区", village, "532504102302")]
    share = {groups[0].key: 0, groups[1].key: 1, groups[2].key: 1}
    first, second = actions.succeed([village.key], news, on=DAY, actor=SYSTEM, hands_over=share, source="x")
    assert [g.name for g in reads.children(second.key, DAY)] == ["2组", "3组"]
    assert reads.get_by_code("53250410221202", DAY).parent_id == second.key
    assert reads.get_by_code("53250410221202", LATER) == groups[1]
    assert not reads.children(village.key, DAY)
    assert reads.lineage(second.key) == {second.key, village.key}
    assert reads.lineage(village.key) == {village.key, first.key, second.key}


def test_a_split_that_forgets_a_group_changes_nothing(village, groups):
    news = [village_named("甲社区", village, "532504102301"), village_named("乙社区", village, "532504102302")]
    with pytest.raises(refusals.ChildWithoutSuccessor, match="3组"):
        actions.succeed([village.key], news, on=DAY, actor=SYSTEM, hands_over={groups[0].key: 0, groups[1].key: 1})
    assert reads.children(village.key, DAY).count() == 3
    assert reads.find_by_code("532504102301", DAY) is None


def test_a_merger_brings_all_groups_together_and_may_keep_a_code(village, groups):
    other = reads.get_by_code("532504102211", LATER)
    new = village_named("清河社区", village, "532504102211")
    (merged,) = actions.succeed([village.key, other.key], [new], on=DAY, actor=SYSTEM)
    assert reads.children(merged.key, DAY).count() == 3
    assert reads.get_by_code("532504102211", DAY) == merged
    assert reads.get_by_code("532504102211", LATER) == other
    assert reads.lineage(merged.key) == {merged.key, village.key, other.key}


def test_no_code_ever_names_two_divisions_on_one_day(village, groups):
    new = village_named("甲社区", village, "532504102212")
    actions.succeed([village.key], [new], on=DAY, actor=SYSTEM)
    for code in DivisionCode.objects.values_list("code", flat=True).filter(code__startswith="532504102212"):
        for day in (LATER, DAY - dt.timedelta(1), DAY):
            assert DivisionCode.objects.on(day).filter(code=code).count() == 1


def test_several_into_several_is_refused(village):
    new = village_named("甲社区", village, "532504102301")
    with pytest.raises(refusals.NotOneToMany):
        actions.succeed([village.key, village.parent_id], [new, new], on=DAY, actor=SYSTEM)


def test_a_succession_in_the_future_is_refused(village):
    new = village_named("甲社区", village, "532504102301")
    with clock.frozen_at(LATER), pytest.raises(refusals.DayOutOfOrder):
        actions.succeed([village.key], [new], on=DAY, actor=SYSTEM)


# --- what is said ----------------------------------------------------------------------------------------------------


def test_an_unknown_code_is_answered_with_a_sentence_that_names_code_and_day(tree):
    with pytest.raises(refusals.UnknownDivision) as caught:
        reads.get_by_code("999999", PLAN_DAY, field="residence")
    with translation.override("en"):
        assert str(caught.value).startswith("There is no division with the code “999999” on 2020-03-16.")
    assert (caught.value.code, caught.value.field) == ("unknown_division", "residence")
