"""Two people answer the same item: both answers are kept, one stands, and the township settles it."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gangqiao.audit.models import Event
from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel import clock
from gangqiao.kernel.identifiers import make_id_number
from gangqiao.kernel.queue import Urgency
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people import actions as people
from gangqiao.people.models import EmploymentSpell, Intention, Person
from gangqiao.surveys import actions, sources
from gangqiao.surveys.models import AnswerSheet, Difference, Task
from gangqiao.surveys.reads import facts
from gangqiao.surveys.refusals import CannotTake, ChoiceMissing, SettledAlready
from gangqiao.surveys.tests.conftest import GROWN

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_the_township(county: Any) -> Any:
    with scope_of(county.xinshao):
        yield


@pytest.fixture
def two_answers(task, person, village_officer, township_clerk, answer):
    """The township corrects the education while the village is on its way with another answer."""
    base = facts.base_of(facts.person_values(person), GROWN)
    people.correct_person(person.pk, values={"education": "21"}, actor=township_clerk)
    return answer(task, village_officer, person, {**GROWN, "person.education": "61"}, base=base)


@pytest.mark.requirement("R042")
def test_the_register_keeps_its_value_and_both_answers_stand_on_the_list(two_answers, person):
    (row,) = Difference.objects.all()
    person.refresh_from_db()
    assert person.education == "21"
    assert (row.key, row.answer, row.was, row.choice) == ("person.education", "61", "21", "")
    assert row.sheet == two_answers
    assert two_answers.is_behind
    assert row.owner_key == str(row.area_id)[: len(row.owner_key)]


def test_the_other_answers_of_the_sheet_are_carried_on(two_answers, person):
    assert Intention.objects.get(person=person).wants_work == "yes"


def test_a_change_of_another_item_is_marked_and_holds_nothing_back(task, person, village_officer, answer):
    base = facts.base_of(facts.person_values(person), GROWN) | {"person.marital_status": "older"}
    sheet = answer(task, village_officer, person, base=base)
    assert sheet.is_behind
    assert not sheet.held_back
    assert not Difference.objects.exists()


def test_what_was_seen_as_it_is_now_is_not_marked(task, person, village_officer, answer):
    sheet = answer(task, village_officer, person, base=facts.base_of(facts.person_values(person), GROWN))
    assert not sheet.is_behind


@pytest.mark.requirement("R042")
def test_the_township_takes_the_answer_that_was_sent(two_answers, person, township_clerk):
    row = Difference.objects.get()
    actions.settle(row.uuid, choice="taken", actor=township_clerk)
    person.refresh_from_db()
    row.refresh_from_db()
    assert person.education == "61"
    assert (row.choice, row.settled_by) == ("taken", township_clerk.name)
    assert Event.objects.get(verb="surveys.settle").person == person.uuid
    with pytest.raises(SettledAlready):
        actions.settle(row.uuid, choice="kept", actor=township_clerk)


def test_the_township_keeps_what_is_recorded(two_answers, person, township_clerk):
    row = Difference.objects.get()
    actions.settle(row.uuid, choice="kept", actor=township_clerk)
    person.refresh_from_db()
    assert person.education == "21"
    assert Event.objects.get(verb="surveys.settle").reason == "kept"


def test_the_village_does_not_settle_and_nobody_settles_without_saying_how(
    two_answers, village_officer, township_clerk
):
    row = Difference.objects.get()
    with pytest.raises(NotYourVerb):
        actions.settle(row.uuid, choice="taken", actor=village_officer)
    with pytest.raises(ChoiceMissing):
        actions.settle(row.uuid, choice="perhaps", actor=township_clerk)


def test_a_difference_of_another_township_does_not_exist(two_answers, county, stranger):
    row = Difference.objects.get()
    with scope_of(county.hongxi), pytest.raises((Difference.DoesNotExist, Task.DoesNotExist)):
        actions.settle(row.uuid, choice="taken", actor=stranger)


def test_a_difference_is_settled_after_the_household_was_handed_in(
    two_answers, task, person, village_officer, township_clerk, answer
):
    answer(task, village_officer)
    actions.submit(task.pk, outcome="surveyed", actor=village_officer)
    actions.accept(task.pk, actor=township_clerk)
    actions.settle(Difference.objects.get().uuid, choice="taken", actor=township_clerk)
    person.refresh_from_db()
    assert person.education == "61"


def test_one_answer_of_a_wish_is_taken_and_the_rest_of_the_wish_stays(
    task, person, village_officer, township_clerk, answer
):
    answer(task, village_officer, person, {**GROWN, "intention.pay_floor": "3500"})
    base = facts.base_of(facts.person_values(person), ["intention.training_wish"])
    people.record_intention(
        person.pk, values={"wants_work": "yes", "training_wish": "yes", "pay_floor": "3500"}, actor=township_clerk
    )
    answer(task, village_officer, person, {"intention.training_wish": "unknown"}, base=base)
    actions.settle(Difference.objects.get().uuid, choice="taken", actor=township_clerk)
    wish = Intention.objects.get(person=person, valid_to=None, recorded_to=None)
    assert (wish.training_wish, wish.pay_floor, wish.wants_work) == ("unknown", 350_000, "yes")


def test_an_answer_whose_work_is_over_cannot_be_taken_by_itself(
    task, person, village_officer, township_clerk, answer, remember
):
    spell = remember(EmploymentSpell, person)
    base = facts.base_of(facts.person_values(person), ["spell.monthly_income"])
    people.correct_spell(spell.pk, values={"monthly_income": "5000"}, actor=township_clerk)
    given = {"survey.works_now": "yes", "spell.monthly_income": "4000"}
    answer(task, village_officer, person, given, base=base)
    people.correct_spell(spell.pk, values={"ended_on": "2020-03-01", "end_reason": "returned"}, actor=township_clerk)
    row = Difference.objects.get()
    with pytest.raises(CannotTake):
        actions.settle(row.uuid, choice="taken", actor=township_clerk)
    assert not Difference.objects.get(pk=row.pk).choice


@pytest.mark.requirement("R039")
def test_an_item_of_the_city_is_held_back_and_taken_like_any_other(
    campaign, task, person, village_officer, township_clerk, city_officer, answer
):
    made = {"about": "person", "kind": "number", "choices": [], "required": False, "actor": city_officer}
    with everywhere(reason="test"):
        key = f"own.{actions.add_item(label='养了几头猪', **made).key}"
        version = actions.take_questions(campaign.pk, actor=city_officer)
    answer(task, village_officer, person, {key: "2"})
    answer(task, village_officer, person, {key: "3"}, base={key: ""})
    known = facts.survey_values(task.household, person, version)
    assert facts.as_plain(known[key]) == "2.0"
    actions.settle(Difference.objects.get().uuid, choice="taken", actor=township_clerk)
    known = facts.survey_values(task.household, person, version)
    assert facts.as_plain(known[key]) == "3.0"


def test_what_is_asked_only_because_of_an_answer_held_back_waits_with_it(
    task, person, village_officer, township_clerk, answer
):
    answer(task, village_officer, person, {**GROWN, "survey.has_skill": "no"})
    given = {"survey.has_skill": "yes", "skill.name": "砌筑", "skill.level": "junior"}
    answer(task, village_officer, person, given, base={"survey.has_skill": ""})
    assert set(Difference.objects.values_list("key", flat=True)) == set(given)


def test_what_is_not_answered_again_stays_as_it_was_answered(task, person, village_officer, answer):
    answer(task, village_officer, person, GROWN)
    sheet = answer(task, village_officer, person, {"person.education": "61"})
    assert "survey.works_now" not in sheet.missing
    assert Intention.objects.get(person=person, valid_to=None, recorded_to=None).wants_work == "yes"


@pytest.mark.requirement("D01")
def test_two_who_find_the_same_newcomer_make_one_person_and_both_numbers_lead_there(
    task, person, village_officer, answer
):
    number = make_id_number(dt.date(2001, 2, 3), "1", 77)
    newcomer = {"relation": "20", "id_exception": ""}
    given = {**GROWN, "person.name": "张小三", "person.id_number": number}
    first, second = uuid4(), uuid4()
    for uuid, education in ((first, "71"), (second, "61")):
        change = actions.Change(
            change_id=uuid4(),
            task=task.uuid,
            person=uuid,
            answers={**given, "person.education": education},
            notice_version=1,
            newcomer=newcomer,
        )
        actions.apply_answers(change, actor=village_officer)
    made = Person.objects.get(household=task.household, name="张小三")
    assert made.uuid == first
    assert made.education == "71"
    assert [r.key for r in Difference.objects.all()] == ["person.education"]
    later = actions.Change(
        change_id=uuid4(), task=task.uuid, person=second, answers={"person.marital_status": "10"}, notice_version=1
    )
    assert actions.apply_answers(later, actor=village_officer).person == made
    assert AnswerSheet.objects.filter(person=made).count() == 3


def test_the_list_shows_both_values_who_sent_and_how_long_it_waits(two_answers, client_of, person):
    page = client_of("township_clerk").get("/surveys/differences/").content.decode()
    for words in (GROWN["person.name"], "大学本科", "普通高中", two_answers.received_by):
        assert words in page
    assert client_of("village_officer").get("/surveys/differences/").status_code in (403, 404)


def test_many_are_settled_at_once_and_each_stands_in_the_log(two_answers, client_of, person):
    row = Difference.objects.get()
    clerk = client_of("township_clerk")
    clerk.post("/surveys/differences/settle/", {"pick": [str(row.uuid)], "act": "taken"})
    person.refresh_from_db()
    assert person.education == "61"
    assert Event.objects.filter(verb="surveys.settle").count() == 1
    assert "surveys/differences/settle" not in clerk.get("/surveys/differences/").content.decode()


def test_what_another_township_has_is_not_found(two_answers, client_of):
    row = Difference.objects.get()
    told = client_of("stranger").post("/surveys/differences/settle/", {"pick": [str(row.uuid)], "act": "taken"})
    assert told.status_code == 404


def test_the_list_is_narrowed_to_a_village_an_age_and_a_household(two_answers, client_of, county, task, person):
    clerk = client_of("township_clerk")
    name = GROWN["person.name"]
    for query, is_there in (
        (f"village={county.villages[0].key}", True),
        (f"village={county.villages[1].key}", False),
        ("age=30", False),
        (f"task={task.uuid}", True),
        (f"task={uuid4()}", False),
    ):
        assert (name in clerk.get(f"/surveys/differences/?{query}").content.decode()) is is_there, query


def test_the_home_page_says_how_long_the_oldest_waits(two_answers, township_clerk):
    Difference.objects.update(made_at=clock.now() - dt.timedelta(days=9))
    (entry,) = sources.differences(township_clerk)
    assert (entry.count, entry.urgency, entry.since) == (1, Urgency.DUE, clock.today() - dt.timedelta(days=9))
    assert "9" in str(entry.reason)


def test_the_page_of_the_household_leads_there_until_it_is_settled(two_answers, client_of, task, township_clerk):
    clerk = client_of("township_clerk")
    address = f"/surveys/households/{task.uuid}/"
    link = f"/surveys/differences/?task={task.uuid}"
    assert link in clerk.get(address).content.decode()
    assert link not in client_of("village_officer").get(address).content.decode()
    actions.settle(Difference.objects.get().uuid, choice="kept", actor=township_clerk)
    assert link not in clerk.get(address).content.decode()


def test_a_sensitive_answer_is_masked_on_the_list(task, person, village_officer, township_clerk, answer, client_of):
    people.correct_person(person.pk, values={"health_status": "01"}, actor=township_clerk)
    answer(task, village_officer, person, {"person.health_status": "04"}, base={"person.health_status": "older"})
    page = client_of("township_clerk").get("/surveys/differences/").content.decode()
    assert "残疾" not in page


def test_a_page_of_many_differences_needs_no_more_queries(
    client_of, task, person, city_officer, answer, make_household
):
    def page_in() -> int:
        browser.get(reverse("surveys:differences"))
        with CaptureQueriesContext(connection) as queries:
            assert len(browser.get(reverse("surveys:differences")).context["rows"]) == shown
        return len(queries)

    def differ(key: str) -> None:
        with everywhere(reason="test data"):
            own = {"area_id": task.area_id, "task": task, "person": person, "sheet": sheet}
            Difference.objects.create(**own, key=key, sent='"60"')

    browser = client_of("township_clerk")
    with everywhere(reason="test data"):
        sheet = answer(task, city_officer, person)
    differ("person.education")
    shown = 1
    one = page_in()
    for key in ("person.ethnicity", "person.name", "intention.wants_work"):
        differ(key)
    shown = 4
    assert page_in() == one
