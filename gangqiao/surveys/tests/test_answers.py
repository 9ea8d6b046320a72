"""Answers are kept as submitted and end in the register, once."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest

from gangqiao.audit.models import Event
from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel.errors import Refusals
from gangqiao.kernel.identifiers import make_id_number
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people.models import EmploymentSpell, Intention, Person, Skill
from gangqiao.surveys import actions
from gangqiao.surveys.models import AnswerSheet, Task
from gangqiao.surveys.reads import facts
from gangqiao.surveys.refusals import ChangeIdUsed, HandedInAlready, NoticeNotRead, NotOfHousehold, NotUnderWay
from gangqiao.surveys.tests.conftest import GROWN

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_the_village(county: Any) -> Any:
    with scope_of(county.villages[0]):
        yield


@pytest.mark.requirement("R040")
def test_an_answer_corrects_the_register_and_is_kept_as_it_was_submitted(task, person, village_officer, answer):
    sheet = answer(task, village_officer, person, {**GROWN, "person.education": "大学本科"})
    person.refresh_from_db()
    assert person.education != "70"
    assert sheet.given["person.education"] == "大学本科"
    assert Event.objects.filter(verb="people.correct", source="survey").exists()


@pytest.mark.requirement("R034", "R035", "R036", "R037", "R033")
def test_wishes_work_and_skills_reach_the_ledger_by_the_verbs_of_the_register(task, person, village_officer, answer):
    work = {
        "survey.works_now": "yes", "spell.started_on": "2020-01-05", "spell.spell_kind": "work",
        "spell.area_level": "other_province", "spell.mode": "self", "spell.evidence": "D",
        "spell.monthly_income": "4200",
    }  # fmt: skip
    skill = {"survey.has_skill": "yes", "skill.name": "砌筑", "skill.level": "junior"}
    answer(task, village_officer, person, {**GROWN, **work, **skill})
    assert EmploymentSpell.objects.get(person=person).monthly_income == 420_000
    assert Intention.objects.get(person=person).wants_work == "yes"
    assert Skill.objects.get(person=person).name == "砌筑"


def test_the_same_answers_again_record_no_second_work_and_no_second_skill(task, person, village_officer, answer):
    given = {
        **GROWN, "survey.works_now": "yes", "spell.started_on": "2020-01-05", "spell.spell_kind": "work",
        "spell.area_level": "other_province", "survey.has_skill": "yes", "skill.name": "砌筑", "skill.level": "junior",
    }  # fmt: skip
    answer(task, village_officer, person, given)
    answer(task, village_officer, person, given)
    assert EmploymentSpell.objects.filter(person=person, version_of=None).count() == 1
    assert Skill.objects.filter(person=person).count() == 1


def test_an_item_that_is_answered_is_missing_no_longer(task, person, household, village_officer, answer):
    """Counted from what the register says after the answers were carried into it, not before."""
    with everywhere(reason="test data"):
        Person.objects.filter(pk=person.pk).update(education="")
        type(household).objects.filter(pk=household.pk).update(address="")
    without = {key: value for key, value in GROWN.items() if key != "person.education"}
    assert "person.education" in answer(task, village_officer, person, without).missing
    assert "household.address" in answer(task, village_officer, None, {}).missing
    assert "person.education" not in answer(task, village_officer, person).missing
    assert "household.address" not in answer(task, village_officer).missing
    counted, kept = Task.objects.get(pk=task.pk), AnswerSheet.objects.filter(task=task, latest=True)
    assert (counted.persons_done, counted.household_done) == (1, True)
    assert counted.missing == sum(len(sheet.missing) for sheet in kept)


def test_a_work_that_is_over_is_ended(task, person, village_officer, answer, remember):
    remember(EmploymentSpell, person)
    given = {**GROWN, "spell.ended_on": "2020-02-10", "spell.end_reason": "returned"}
    answer(task, village_officer, person, given)
    ended = EmploymentSpell.objects.get(person=person, recorded_to=None)
    assert (ended.status, ended.ended_on.isoformat()) == ("ended", "2020-02-10")


def test_the_same_change_twice_applies_once(task, person, village_officer, answer):
    number = uuid4()
    first = answer(task, village_officer, person, change_id=number)
    second = answer(task, village_officer, person, {"person.education": "61"}, change_id=number)
    assert first.pk == second.pk
    assert AnswerSheet.objects.filter(person=person).count() == 1
    assert Intention.objects.filter(person=person).count() == 1


def test_the_same_change_is_told_again_after_the_household_was_submitted(task, person, village_officer, answer):
    number = uuid4()
    answer(task, village_officer)
    first = answer(task, village_officer, person, change_id=number)
    actions.submit(task.pk, outcome="surveyed", actor=village_officer)
    assert answer(task, village_officer, person, change_id=number).pk == first.pk
    with pytest.raises(HandedInAlready):
        answer(task, village_officer, person)


def test_the_number_of_a_change_of_another_household_is_refused(
    task, person, campaign, make_household, village_officer, answer
):
    other = make_household()
    actions.join_roster(other)
    number = uuid4()
    answer(task, village_officer, person, change_id=number)
    with pytest.raises(ChangeIdUsed):
        answer(Task.objects.get(household=other), village_officer, change_id=number)


def test_what_somebody_else_changed_meanwhile_is_not_overwritten_and_both_are_kept(
    task, person, village_officer, answer
):
    base = facts.base_of(facts.person_values(person), ["person.education", "person.marital_status"])
    Person.objects.filter(pk=person.pk).update(education="21")
    given = {**GROWN, "person.education": "61", "person.marital_status": "20"}
    sheet = answer(task, village_officer, person, given, base=base)
    person.refresh_from_db()
    assert (person.education, person.marital_status) == ("21", "20")
    assert sheet.held_back == {"person.education": "61"}


def test_both_giving_the_same_answer_is_no_conflict(task, person, village_officer, answer):
    base = facts.base_of(facts.person_values(person), ["person.education"])
    Person.objects.filter(pk=person.pk).update(education="21")
    assert not answer(task, village_officer, person, {**GROWN, "person.education": "21"}, base=base).held_back


def test_an_absent_answer_keeps_and_an_empty_one_takes_away(task, person, village_officer, answer):
    Person.objects.filter(pk=person.pk).update(marital_status="20", political_status="13")
    answer(task, village_officer, person, {**GROWN, "person.marital_status": ""})
    person.refresh_from_db()
    assert (person.marital_status, person.political_status) == ("", "13")


def test_nobody_below_sixteen_is_asked_about_work(task, household, make_person, village_officer, answer):
    child = make_person(household=household, birth_date=dt.date(2012, 5, 1))
    sheet = answer(task, village_officer, child, GROWN)
    assert not Intention.objects.filter(person=child).exists()
    assert not [key for key in sheet.missing if key.startswith(("survey.", "intention.", "spell."))]


@pytest.mark.requirement("R027")
def test_somebody_found_at_the_door_joins_the_register_and_the_household(task, household, village_officer, answer):
    number = make_id_number(dt.date(1990, 1, 2), "2", 7)
    given = {**GROWN, "person.name": "李四", "person.id_number": number}
    sheet = answer(task, village_officer, None, given, newcomer={"relation": "10"})
    assert sheet.person.household_id == household.pk
    assert (sheet.person.source, sheet.person.sex) == ("survey", "2")
    task.refresh_from_db()
    assert (task.persons, task.persons_done) == (2, 1)


def test_what_the_register_refuses_is_said_and_nothing_is_kept(task, person, village_officer, answer):
    with pytest.raises(Refusals) as refused:
        answer(task, village_officer, person, {**GROWN, "person.education": "no such school"})
    assert refused.value.refusals[0].field == "person.education"
    assert not AnswerSheet.objects.filter(person=person).exists()


def test_nothing_is_recorded_before_the_notice_was_read(task, person, village_officer, answer):
    with pytest.raises(NoticeNotRead):
        answer(task, village_officer, person, notice_version=0)


def test_nothing_is_recorded_in_a_closed_survey(task, campaign, person, village_officer, city_officer, answer):
    actions.close_campaign(campaign.pk, actor=city_officer)
    with pytest.raises(NotUnderWay):
        answer(task, village_officer, person)


def test_a_person_of_another_household_is_refused(task, make_person, county, village_officer, answer):
    with pytest.raises(NotOfHousehold):
        answer(task, village_officer, make_person(county.villages[0]))


def test_a_household_of_another_township_does_not_exist_and_may_not_be_answered(task, county, stranger, answer):
    with scope_of(county.hongxi), pytest.raises(Task.DoesNotExist):
        answer(task, stranger)
    with everywhere(reason="test"), pytest.raises(NotYourVerb):
        answer(task, stranger)


def test_twelve_sendings_of_one_change_at_once_make_one_sheet(
    shared_database, task, person, village_officer, answer, at_once, county
):
    number = uuid4()

    def send(_number: int) -> int:
        with scope_of(county.villages[0]):
            return answer(task, village_officer, person, change_id=number).pk

    assert len(set(at_once(12, send))) == 1
    assert AnswerSheet.objects.filter(person=person).count() == 1
