"""Changes that need a reason and can be taken back."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gangqiao.audit.models import Event
from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.clock import frozen_at
from gangqiao.kernel.identifiers import WrongIdNumber, make_id_number
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people import actions
from gangqiao.people.models import (
    Category,
    EmploymentSpell,
    Fact,
    GovernedChange,
    Household,
    Membership,
    Person,
)
from gangqiao.people.reads import as_of
from gangqiao.people.refusals import (
    AlreadyOnRegister,
    AlreadyUndone,
    CannotUndo,
    DayNotPossible,
    HeadMissing,
    HeadWouldLeave,
    NobodyChosen,
    NotAGroup,
    NotAMember,
    NotLive,
    ReasonMissing,
    SamePlace,
    SpellsOverlap,
)
from gangqiao.people.tests.conftest import actor_over, made_person

pytestmark = pytest.mark.django_db
SPELL = {
    "started_on": "2020-02-10",
    "spell_kind": "work",
    "area_level": "other_province",
    "mode": "self",
    "evidence": "D",
}


def last_change() -> GovernedChange:
    return GovernedChange.objects.order_by("-pk")[0]


def picture(family: SimpleNamespace) -> Any:
    """All that can be seen of the family: for comparing before and after."""
    persons = list(
        Person.objects.order_by("pk").values_list(
            "pk", "household", "relation", "life", "record", "area", "died_on", "merged_into", "name"
        )
    )
    live = Household.objects.filter(dissolved_on=None).order_by("pk").values_list("pk", "head", "area")
    members = Membership.objects.filter(recorded_to=None).order_by("person", "valid_from", "household")
    spells = EmploymentSpell.objects.filter(recorded_to=None).order_by("pk").values_list("person", "status", "ended_on")
    return (
        persons,
        list(live),
        list(members.values_list("person", "household", "relation", "valid_from", "valid_to")),
        list(spells),
    )


def test_a_split_makes_a_second_household_with_its_own_head(family: SimpleNamespace, clerk: Actor) -> None:
    new = actions.split_household(
        family.household.pk, members={family.son.pk: ""}, head=family.son.pk, actor=clerk, reason="分家"
    )
    family.son.refresh_from_db()
    assert (family.son.household_id, family.son.relation) == (new.pk, "02")
    assert new.head_id == family.son.pk
    assert new.household_no != family.household.household_no
    old, now = Membership.objects.filter(person=family.son, recorded_to=None).order_by("valid_from")
    assert (old.valid_to, now.valid_from, now.valid_to) == (date(2020, 3, 16), date(2020, 3, 16), None)


@pytest.mark.parametrize(
    ("members", "head", "refusal"),
    [
        ([], "son", NobodyChosen),
        (["head", "wife", "son"], "son", NobodyChosen),
        (["son"], "wife", HeadMissing),
        (["head", "son"], "son", HeadWouldLeave),
    ],
)
def test_a_split_that_leaves_a_household_headless_is_refused(
    family: SimpleNamespace, clerk: Actor, members: list[str], head: str, refusal: type[Exception]
) -> None:
    before = picture(family)
    with pytest.raises(refusal):
        actions.split_household(
            family.household.pk,
            members={getattr(family, m).pk: "20" for m in members},
            head=getattr(family, head).pk,
            actor=clerk,
            reason="分家",
        )
    assert picture(family) == before


def test_the_new_head_takes_the_place_of_the_old(family: SimpleNamespace, clerk: Actor) -> None:
    actions.change_head(
        family.household.pk,
        head=family.wife.pk,
        relations={family.head.pk: "10", family.son.pk: "20"},
        actor=clerk,
        reason="原户主常年在外",
    )
    family.household.refresh_from_db()
    assert family.household.head_id == family.wife.pk
    relations = dict(
        Membership.objects.filter(household=family.household, recorded_to=None, valid_to=None).values_list(
            "person", "relation"
        )
    )
    assert relations == {family.wife.pk: "02", family.head.pk: "10", family.son.pk: "20"}


def test_a_head_must_be_a_member(family: SimpleNamespace, clerk: Actor) -> None:
    with pytest.raises(NotAMember):
        actions.change_head(family.household.pk, head=999_999, relations={}, actor=clerk, reason="测试")


def test_who_moves_out_leaves_a_closed_record_and_can_come_back(family: SimpleNamespace, clerk: Actor) -> None:
    actions.move_out(family.son.pk, actor=clerk, reason="户口迁往昆明")
    family.son.refresh_from_db()
    assert family.son.record == "moved_out"
    actions.move_in(family.son.pk, household_id=family.household.pk, relation="20", actor=clerk, reason="户口迁回")
    family.son.refresh_from_db()
    assert (family.son.record, family.son.household_id) == ("live", family.household.pk)


def test_the_last_member_dissolves_the_household(family: SimpleNamespace, clerk: Actor) -> None:
    new = actions.split_household(
        family.household.pk, members={family.son.pk: ""}, head=family.son.pk, actor=clerk, reason="分家"
    )
    actions.move_out(family.son.pk, actor=clerk, reason="迁出")
    new.refresh_from_db()
    assert new.dissolved_on == date(2020, 3, 16)


@pytest.mark.requirement("D06")
def test_a_transfer_takes_the_whole_history_along(
    family: SimpleNamespace, tree: SimpleNamespace, clerk: Actor, stranger: Actor
) -> None:
    actions.record_spell(family.son.pk, values=SPELL, actor=clerk)
    actions.correct_person(family.son.pk, values={"education": "61"}, actor=clerk)
    actions.transfer_record(family.son.pk, area=tree.other_group, actor=clerk, reason="婚入虹溪")
    assert not Person.objects.filter(pk=family.son.pk).exists()  # the giving clerk sees the record no more
    with scope_of(stranger):
        son = Person.objects.get(pk=family.son.pk)
        assert son.household.head_id == son.pk
        assert EmploymentSpell.objects.filter(person=son, recorded_to=None).count() == 1
        assert Fact.objects.filter(person=son, key="education").exists()
        assert Event.objects.filter(person=son.uuid, verb="people.transfer_record").exists()


@pytest.mark.requirement("D06")
def test_the_receiving_side_may_take_a_transfer_back(
    family: SimpleNamespace, tree: SimpleNamespace, clerk: Actor, stranger: Actor
) -> None:
    before = picture(family)
    actions.transfer_record(family.son.pk, area=tree.other_group, actor=clerk, reason="婚入虹溪")
    change = last_change().uuid
    with scope_of(stranger):
        actions.undo(change, actor=stranger, reason="本人未到虹溪")
    assert picture(family) == before


@pytest.mark.requirement("D06")
def test_a_whole_household_is_transferred_and_taken_back(
    family: SimpleNamespace, tree: SimpleNamespace, clerk: Actor, stranger: Actor
) -> None:
    actions.record_spell(family.son.pk, values=SPELL, actor=clerk)
    before = picture(family)
    actions.transfer_household(family.household.pk, area=tree.other_group, actor=clerk, reason="易地搬迁")
    change = last_change().uuid
    assert not Person.objects.exists()
    with scope_of(stranger):
        moved = Household.objects.get(pk=family.household.pk)
        assert (moved.head_id, moved.household_no) == (family.head.pk, family.household.household_no)
        assert Person.objects.filter(household=moved).count() == 3
        assert Membership.objects.filter(household=moved, valid_to=None).count() == 3
        assert EmploymentSpell.objects.count() == 1
        for person in (family.head, family.wife, family.son):
            assert Event.objects.filter(person=person.uuid, verb="people.transfer_record").exists()
        actions.undo(change, actor=stranger, reason="搬迁未成")
    assert picture(family) == before


def test_a_transfer_goes_to_a_group_of_this_county(
    family: SimpleNamespace, tree: SimpleNamespace, clerk: Actor
) -> None:
    with pytest.raises(NotAGroup):
        actions.transfer_record(family.son.pk, area=tree.hongxi, actor=clerk, reason="测试")
    with pytest.raises(SamePlace):
        actions.transfer_record(family.son.pk, area=tree.group, actor=clerk, reason="测试")


def test_a_death_ends_membership_and_work(family: SimpleNamespace, clerk: Actor) -> None:
    actions.record_spell(family.son.pk, values=SPELL, actor=clerk)
    actions.record_death(family.son.pk, died_on=date(2020, 3, 10), actor=clerk, reason="村委会证明")
    family.son.refresh_from_db()
    assert (family.son.life, family.son.died_on) == ("dead", date(2020, 3, 10))
    spell = EmploymentSpell.objects.get(person=family.son, recorded_to=None)
    assert (spell.status, spell.ended_on, spell.end_reason) == ("ended", date(2020, 3, 10), "died")
    assert not Membership.objects.filter(person=family.son, recorded_to=None, valid_to=None).exists()


def test_the_death_of_a_head_asks_for_a_new_one(family: SimpleNamespace, clerk: Actor) -> None:
    with pytest.raises(HeadWouldLeave):
        actions.record_death(family.head.pk, died_on=date(2020, 3, 10), actor=clerk, reason="村委会证明")
    actions.record_death(
        family.head.pk, died_on=date(2020, 3, 10), actor=clerk, reason="村委会证明", new_head=family.wife.pk
    )
    family.household.refresh_from_db()
    assert family.household.head_id == family.wife.pk


def test_nobody_dies_in_the_future_or_before_birth(family: SimpleNamespace, clerk: Actor) -> None:
    for day in (date(2020, 3, 17), date(1990, 1, 1)):
        with pytest.raises(DayNotPossible):
            actions.record_death(family.son.pk, died_on=day, actor=clerk, reason="测试")


@pytest.mark.requirement("D01")
def test_a_corrected_id_number_brings_birthday_and_sex_and_keeps_the_wrong_one(
    family: SimpleNamespace, clerk: Actor
) -> None:
    wrong = family.son.id_number
    right = make_id_number(date(1996, 7, 3), "1", 14)
    actions.correct_id(family.son.pk, id_number=right.lower(), actor=clerk, reason="核对身份证原件")
    son = Person.objects.get(id_index=right)
    assert (son.pk, son.birth_date) == (family.son.pk, date(1996, 7, 3))
    assert wrong in [f.plain for f in Fact.objects.filter(person=son, key="id_number")]


@pytest.mark.requirement("D01")
def test_a_number_that_is_taken_or_wrong_is_refused(family: SimpleNamespace, clerk: Actor) -> None:
    with pytest.raises(AlreadyOnRegister) as taken:
        actions.correct_id(family.son.pk, id_number=family.wife.id_number, actor=clerk, reason="测试")
    assert "李秀英" in str(taken.value)
    with pytest.raises(WrongIdNumber):
        actions.correct_id(family.son.pk, id_number="532599199507030138", actor=clerk, reason="测试")


@pytest.mark.requirement("D01")
def test_where_a_taken_number_lies_is_not_told_to_strangers(
    family: SimpleNamespace, tree: SimpleNamespace, stranger: Actor
) -> None:
    with scope_of(stranger), pytest.raises(AlreadyOnRegister) as refusal:
        actions.register_household(
            area=tree.other_group,
            household={},
            head=made_person("张三", date(1980, 1, 1), "1", 5) | {"id_number": family.wife.id_number},
            actor=stranger,
        )
    assert "李秀英" not in str(refusal.value)


@pytest.mark.requirement("D06")
def test_merge_brings_two_records_together_and_unmerge_apart(
    family: SimpleNamespace, tree: SimpleNamespace, clerk: Actor, city: Actor
) -> None:
    with scope_of(city):
        double = actions.register_household(
            area=tree.other_group,
            household={},
            head={"name": "普明", "phone": "13900000009", "education": "61"},
            actor=city,
            id_exception="证件遗失",
        ).head
        actions.record_spell(double.pk, values=SPELL, actor=city)
        actions.record_category(double.pk, kind="veteran", valid_from=date(2019, 1, 1), actor=city)
        before = picture(family)
        actions.merge(family.son.pk, double.pk, actor=city, reason="同一人")
        son = Person.objects.get(pk=family.son.pk)
        assert EmploymentSpell.objects.filter(person=son).count() == 1
        assert Category.objects.filter(person=son, kind="veteran").exists()
        assert (son.phone, son.education) == ("13900000009", "61")
        double.refresh_from_db()
        assert (double.record, double.merged_into_id) == ("merged", son.pk)
        actions.unmerge(double.pk, actor=city, reason="不是同一人")
        assert picture(family) == before
        assert Person.objects.get(pk=son.pk).phone is None


def test_records_with_overlapping_jobs_are_not_merged(family: SimpleNamespace, clerk: Actor) -> None:
    for person in (family.son, family.wife):
        actions.record_spell(person.pk, values=SPELL, actor=clerk)
    with pytest.raises(SpellsOverlap):
        actions.merge(family.son.pk, family.wife.pk, actor=clerk, reason="测试")


@pytest.mark.parametrize(
    "act",
    [
        lambda f, a: actions.split_household(
            f.household.pk, members={f.son.pk: ""}, head=f.son.pk, actor=a, reason="分家"
        ),
        lambda f, a: actions.change_head(f.household.pk, head=f.wife.pk, relations={}, actor=a, reason="换户主"),
        lambda f, a: actions.move_out(f.son.pk, actor=a, reason="迁出"),
        lambda f, a: actions.record_death(
            f.head.pk, died_on=date(2020, 3, 1), actor=a, reason="病故", new_head=f.son.pk, relations={f.wife.pk: "52"}
        ),
        lambda f, a: actions.correct_id(
            f.son.pk, id_number=make_id_number(date(1995, 7, 4), "1", 1), actor=a, reason="核对"
        ),
    ],
    ids=["split", "head", "move out", "death", "id"],
)
def test_every_governed_change_can_be_taken_back_once(family: SimpleNamespace, clerk: Actor, act: Any) -> None:
    actions.record_spell(family.head.pk, values=SPELL, actor=clerk)
    before = picture(family)
    act(family, clerk)
    assert picture(family) != before or last_change().verb == "people.correct_id"
    change = last_change().uuid
    actions.undo(change, actor=clerk, reason="录错了")
    assert picture(family) == before
    with pytest.raises(AlreadyUndone):
        actions.undo(change, actor=clerk, reason="再来一次")


def test_a_change_is_not_taken_back_over_a_later_one(family: SimpleNamespace, clerk: Actor) -> None:
    actions.change_head(family.household.pk, head=family.wife.pk, relations={}, actor=clerk, reason="换户主")
    first = last_change().uuid
    actions.change_head(family.household.pk, head=family.son.pk, relations={}, actor=clerk, reason="再换")
    with pytest.raises(CannotUndo):
        actions.undo(first, actor=clerk, reason="录错了")


def test_a_governed_change_needs_a_reason_and_a_verb(
    family: SimpleNamespace, tree: SimpleNamespace, clerk: Actor
) -> None:
    with pytest.raises(ReasonMissing):
        actions.move_out(family.son.pk, actor=clerk, reason=" ")
    reader = actor_over(tree.xinshao, without=("people.move",))
    with pytest.raises(NotYourVerb):
        actions.move_out(family.son.pk, actor=reader, reason="迁出")


def test_a_change_of_another_township_does_not_exist(family: SimpleNamespace, clerk: Actor, stranger: Actor) -> None:
    actions.move_out(family.son.pk, actor=clerk, reason="迁出")
    change = last_change().uuid
    with scope_of(stranger):
        with pytest.raises(GovernedChange.DoesNotExist):
            actions.undo(change, actor=stranger, reason="测试")
        with pytest.raises(Person.DoesNotExist):
            actions.move_out(family.wife.pk, actor=stranger, reason="测试")


def test_a_closed_record_is_not_changed(family: SimpleNamespace, clerk: Actor) -> None:
    actions.record_death(family.son.pk, died_on=date(2020, 3, 1), actor=clerk, reason="病故")
    with pytest.raises(NotLive):
        actions.move_out(family.son.pk, actor=clerk, reason="迁出")


@pytest.mark.requirement("D13")
def test_every_person_touched_gets_an_event_with_the_reason(family: SimpleNamespace, clerk: Actor) -> None:
    actions.change_head(family.household.pk, head=family.wife.pk, relations={}, actor=clerk, reason="换户主")
    for person in (family.head, family.wife, family.son):
        assert Event.objects.filter(person=person.uuid, verb="people.change_head", reason="换户主").exists()


@pytest.mark.requirement("D01")
def test_the_database_itself_holds_one_head_one_household_one_number(family: SimpleNamespace) -> None:
    def refused(change: Any) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()

    with everywhere(reason="test of the constraints"):
        refused(lambda: Household.objects.filter(pk=family.household.pk).update(head=None))
        refused(lambda: Membership.objects.filter(person=family.wife).update(relation="02"))
        refused(lambda: Person.objects.filter(pk=family.son.pk).update(life="dead"))
        refused(lambda: Person.objects.filter(pk=family.son.pk).update(id_index=None))
        twin = Person.objects.get(pk=family.son.pk)
        index = bytes(Person.objects.values_list("id_index", flat=True).get(pk=family.wife.pk))
        refused(lambda: Person.objects.filter(pk=twin.pk).update(id_index=index))


def test_as_of_any_day_as_known_on_any_day(family: SimpleNamespace, clerk: Actor) -> None:
    """A phone call on 16 March tells that the education was wrong since 1 February."""
    actions.correct_person(family.head.pk, values={"education": "61"}, on=date(2020, 2, 1), actor=clerk)
    head = Person.objects.get(pk=family.head.pk)
    with frozen_at(date(2020, 3, 20)):
        actions.correct_person(family.head.pk, values={"education": "31"}, on=date(2020, 3, 1), actor=clerk)
    head.refresh_from_db()
    known = lambda day, seen: as_of.fact(head, "education", on=day, known_on=seen)  # noqa: E731
    assert known(date(2020, 1, 15), date(2020, 3, 20)) == "71"
    assert known(date(2020, 2, 15), date(2020, 3, 20)) == "61"
    assert known(date(2020, 3, 10), date(2020, 3, 20)) == "31"
    assert known(date(2020, 3, 10), date(2020, 3, 17)) == "61"
    assert known(date(2020, 2, 15), date(2020, 3, 15)) == "71"
    assert known(date(2020, 2, 15), date(2019, 12, 31)) is None  # the register did not know the person then
