"""What a phone carries of a village: everything it needs, nothing deeper, and what changed since."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gangqiao.audit.models import Event, Look
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people import actions as people
from gangqiao.people.models import EmploymentSpell, Intention, Person, Skill
from gangqiao.surveys import actions
from gangqiao.surveys.compiling import LEFT_OUT
from gangqiao.surveys.jobs import follow_roster
from gangqiao.surveys.phone.households import households_of
from gangqiao.surveys.reads import facts
from gangqiao.surveys.tests.conftest import GROWN
from gangqiao.surveys.tests.phones import SurveyPhone, answers_of, connect

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _everywhere() -> Any:
    with everywhere(reason="test"):
        yield


@pytest.fixture
def village(county: Any) -> str:
    return str(county.villages[0].key)


@pytest.fixture
def phone(task, village_officer, county) -> SurveyPhone:
    return connect(village_officer, county.villages[0])


def home_in(package: dict[str, Any], task: Any) -> dict[str, Any]:
    return next(h for h in package["households"] if h["uuid"] == str(task.household.uuid))


@pytest.mark.requirement("R040")
def test_the_package_holds_survey_questions_places_and_households(phone, village, task, person, campaign):
    package = phone.package(village)
    (survey,) = package["surveys"]
    assert (survey["uuid"], survey["notice_version"]) == (str(campaign.uuid), 1)
    assert package["questions"][survey["questions"]] == campaign.questions.stored
    assert village in {place["key"] for place in package["places"]}
    home = home_in(package, task)
    assert home["head"] == str(person.uuid)
    assert [(t["task"], t["status"], t["visits"]) for t in home["tasks"]] == [(str(task.uuid), "assigned", 0)]
    assert [(d["kind"], d["survey"]) for d in home["due"]] == [("survey", str(campaign.uuid))]
    assert [p["name"] for p in home["persons"]] == [person.name]


def test_households_come_in_walking_order(phone, village, task, make_household):
    for _ in range(3):
        make_household()
    households = phone.package(village)["households"]
    assert households == sorted(households, key=lambda h: (h["group"], h["no"]))


@pytest.mark.requirement("R042")
def test_what_is_deeper_than_personal_stays_on_the_server(phone, village, task, person, township_clerk):
    people.correct_person(person.pk, values={"health_status": "残疾"}, actor=township_clerk)
    home = home_in(phone.package(village), task)
    (carried,) = home["persons"]
    assert person.id_number not in json.dumps(home)
    assert carried["id_masked"] != person.id_number
    assert "person.health_status" in carried["hidden"]
    assert "person.health_status" not in carried["values"]


def test_values_of_many_are_those_of_each_one(phone, village, task, person, remember, household):
    for model in (Intention, Skill, EmploymentSpell):
        remember(model, person)
    home = home_in(phone.package(village), task)
    (carried,) = home["persons"]
    one = facts.person_values(Person.objects.get(pk=person.pk))
    assert carried["values"] == travelling(one)
    assert home["values"] == travelling(facts.household_values(household))


def travelling(values: dict[str, Any]) -> dict[str, Any]:
    """The values a phone is given: those that are recorded and asked."""
    return {k: v for k, v in facts.plain(values).items() if v not in (None, "", []) and k not in LEFT_OUT}


def test_answers_of_the_survey_and_remarks_go_along(phone, village, task, person, village_officer, township_clerk):
    phone.do("answers", answers_of(task, person, GROWN))
    phone.do("answers", answers_of(task, None, {"household.address": "布龙村"}))
    phone.do("submit", {"task": str(task.uuid), "outcome": "surveyed", "note": "", "visits": 1, "double_of": ""})
    remark = (person.uuid, "person.education", "再问一次")
    actions.send_back(task.pk, reason="请补问", remarks=[remark], actor=township_clerk)
    home = home_in(phone.package(village), task)
    (carried,), (sent,) = home["persons"], home["tasks"]
    assert carried["answers"]["survey.works_now"] == "no"
    assert carried["asked"] == [sent["survey"]]
    assert (sent["status"], sent["household_done"]) == ("returned", True)
    assert [(r["key"], r["words"]) for r in sent["remarks"]] == [("", "请补问"), ("person.education", "再问一次")]


def test_a_second_household_needs_no_more_queries(county, task, make_household, village_officer):
    with scope_of(county.villages[0]):
        with CaptureQueriesContext(
            connection,
        ) as one:
            households_of(county.villages[0], village_officer)
        for _ in range(5):
            make_household()
        with CaptureQueriesContext(connection) as many:
            assert len(households_of(county.villages[0], village_officer)) == 6
    assert len(many) == len(one) <= 14


def test_whoever_carries_a_village_has_looked_at_it(phone, village, person):
    phone.package(village)
    assert str(person.uuid) in Look.objects.order_by("-seq")[0].persons


def test_nothing_changed_is_an_empty_answer(phone, village, task):
    cursor = phone.package(village)["cursor"]
    told = phone.changes(village, cursor)
    assert (told["whole"], told["households"], told["gone"]) == (False, [], [])


def test_what_changed_comes_alone(phone, village, task, person, make_household, township_clerk, campaign):
    actions.join_roster(make_household())
    cursor = phone.package(village)["cursor"]
    people.correct_person(person.pk, values={"education": "21"}, actor=township_clerk)
    told = phone.changes(village, cursor)
    assert [h["uuid"] for h in told["households"]] == [str(task.household.uuid)]
    assert told["households"][0]["persons"][0]["values"]["person.education"] == "21"
    assert [h["uuid"] for h in told["households"]] != []
    assert phone.changes(village, told["cursor"])["households"] == []


def test_answers_about_the_household_alone_are_a_change_of_it(phone, village, task):
    cursor = phone.package(village)["cursor"]
    phone.do("answers", answers_of(task, None, {"household.address": "布龙村 7 号"}))
    told = phone.changes(village, cursor)
    assert told["households"][0]["values"]["household.address"] == "布龙村 7 号"
    assert told["households"][0]["tasks"][0]["household_done"]


def test_a_household_registered_at_the_desk_comes_with_its_task(phone, village, task, county, township_clerk):
    cursor = phone.package(village)["cursor"]
    made = people.register_household(
        area=county.groups[0].key,
        household={"address": "新户"},
        head={"name": "赵六", "id_type": "01"},
        id_exception="办理中",
        actor=township_clerk,
    )
    middle = phone.changes(village, cursor)
    assert [h["uuid"] for h in middle["households"]] == [str(made.uuid)]
    actions.join_roster(made)
    told = phone.changes(village, middle["cursor"])
    assert told["households"][0]["tasks"][0]["status"] == "assigned"


@pytest.mark.parametrize("what", ["campaign", "transfer", "arrival"])
def test_what_cannot_be_told_household_by_household_begins_anew(
    phone, village, task, person, campaign, county, city_officer, make_person, what
):
    other = make_person(county.hongxi)
    cursor = phone.package(village)["cursor"]
    if what == "campaign":
        actions.close_campaign(campaign.pk, actor=city_officer)
    elif what == "transfer":
        far = county.group_in(county.hongxi).key
        people.transfer_household(task.household_id, area=far, actor=city_officer, reason="迁出")
    else:
        people.transfer_household(other.household_id, area=county.groups[0].key, actor=city_officer, reason="迁入")
    assert phone.changes(village, cursor)["whole"]


def test_a_cursor_nobody_gave_begins_anew(phone, village):
    assert phone.changes(village, "999999")["whole"]
    assert phone.changes(village, "x")["whole"]


def test_a_member_registered_meanwhile_is_counted_and_carried(phone, village, task, household, village_officer):
    cursor = phone.package(village)["cursor"]
    made = people.register_person(
        household_id=household.pk,
        relation="20",
        values={"name": "小张", "id_type": "01"},
        id_exception="新生儿",
        actor=village_officer,
    )
    follow_roster(Event.objects.filter(person=made.uuid).latest("seq"))
    told = phone.changes(village, cursor)
    assert "小张" in [p["name"] for p in told["households"][0]["persons"]]
