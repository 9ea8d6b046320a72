"""Two officers at the same moment: nobody waits for ever, and nothing is lost (design/security.md, A.8)."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest

from gangqiao.kernel.identifiers import make_id_number
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people import actions as people
from gangqiao.people.models import Household, Person
from gangqiao.surveys import actions
from gangqiao.surveys.models import AnswerSheet, Difference, Task
from gangqiao.surveys.tests.conftest import GROWN, HOUSEHOLD

ROUNDS = 4


def test_two_officers_in_opposite_orders_and_a_clerk_who_splits_do_not_stand_in_each_others_way(
    shared_database, task, household, make_person, village_officer, township_clerk, at_once, county
):
    """Four work through the same household: two in opposite orders, one counts it again, one corrects at the desk."""
    with everywhere(reason="test"):
        members = [household.head, *(make_person(household=household) for _ in range(3))]
    education = {0: "61", 1: "71"}

    def work(number: int) -> int:
        with scope_of(county.villages[0]):
            order = members if number % 2 == 0 else members[::-1]
            for _round in range(ROUNDS):
                for member in order:
                    if number < 2:
                        _answer(task, member, village_officer, {"person.education": education[number]})
                    elif number == 2:
                        actions.recount(task.pk)
                        people.confirm_household(household.pk, how="visit", actor=township_clerk)
                    else:
                        people.correct_person(member.pk, values={"marital_status": "20"}, actor=township_clerk)
                _answer(task, None, village_officer, HOUSEHOLD)
        return number

    assert at_once(4, work) == [0, 1, 2, 3]
    with everywhere(reason="test"):
        assert AnswerSheet.objects.filter(person__isnull=False).count() == 2 * ROUNDS * len(members)
        assert AnswerSheet.objects.filter(person=None, latest=True).count() == 1


def _answer(task, member, actor, given):
    change = actions.Change(
        change_id=uuid4(), task=task.uuid, person=member.uuid if member else None, answers=given, notice_version=1
    )
    return actions.apply_answers(change, actor=actor)


def test_two_who_answer_at_the_same_moment_from_the_same_look_differ_once(
    shared_database, task, person, village_officer, at_once, county
):
    from gangqiao.surveys.reads import facts

    with everywhere(reason="test"):
        base = facts.base_of(facts.person_values(person), ["person.education"])

    def send(number: int) -> bool:
        with scope_of(county.villages[0]):
            change = actions.Change(
                change_id=uuid4(),
                task=task.uuid,
                person=person.uuid,
                answers={"person.education": ["61", "71", "21", "81"][number]},
                base=base,
                notice_version=1,
            )
            return bool(actions.apply_answers(change, actor=village_officer).held_back)

    held_back = at_once(4, send)
    assert sorted(held_back) == [False, True, True, True]
    with everywhere(reason="test"):
        assert Difference.objects.count() == 3


@pytest.mark.requirement("D01")
def test_one_newcomer_found_by_two_at_the_same_moment_is_one_person(
    shared_database, task, village_officer, at_once, county
):
    number = make_id_number(dt.date(2001, 2, 3), "1", 77)
    numbers = [uuid4() for _ in range(4)]

    def find(one: int) -> object:
        with scope_of(county.villages[0]):
            change = actions.Change(
                change_id=uuid4(),
                task=task.uuid,
                person=numbers[one],
                answers={**GROWN, "person.name": "小四", "person.id_number": number},
                notice_version=1,
                newcomer={"relation": "20", "id_exception": ""},
            )
            return actions.apply_answers(change, actor=village_officer).person_id

    assert len(set(at_once(4, find))) == 1
    with everywhere(reason="test"):
        assert Person.objects.filter(name="小四").count() == 1


def test_a_household_found_twice_at_the_same_moment_is_one_while_the_roster_is_filled(
    shared_database, task, campaign, village_officer, at_once, county
):
    found = actions.Found(
        change_id=uuid4(),
        survey=campaign.uuid,
        household=uuid4(),
        task=uuid4(),
        group=county.groups[0].key,
        head=uuid4(),
        answers=HOUSEHOLD,
        head_answers={**GROWN, "person.name": "王五", "person.id_number": make_id_number(dt.date(1970, 1, 2), "1", 9)},
        notice_version=1,
    )

    def work(number: int) -> object:
        if number == 3:
            with everywhere(reason="test"):
                return actions.fill_roster(campaign.pk)
        with scope_of(county.villages[0]):
            return str(actions.record_found(found, actor=village_officer).uuid)

    results = at_once(4, work)
    assert len(set(map(str, results[:3]))) == 1
    assert results[3] == 0
    with everywhere(reason="test"):
        assert Household.objects.filter(uuid=found.household).count() == 1
        assert Task.objects.filter(household__uuid=found.household).count() == 1
