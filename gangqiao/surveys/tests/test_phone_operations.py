"""What a phone brings ends in the register, or on the list of differences, or in the work queue: never nowhere."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any
from uuid import uuid4

import pytest

from gangqiao.kernel import clock
from gangqiao.kernel.identifiers import make_id_number
from gangqiao.kernel.scope import everywhere
from gangqiao.people import actions as people
from gangqiao.people.models import Household, Person
from gangqiao.surveys import actions
from gangqiao.surveys.models import AnswerSheet, Difference, Picture, Task
from gangqiao.surveys.tests.conftest import GROWN, HOUSEHOLD
from gangqiao.surveys.tests.phones import SurveyPhone, answers_of, connect

NOON = dt.datetime(2020, 3, 14, 12, tzinfo=clock.TZ)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _everywhere() -> Any:
    with everywhere(reason="test"):
        yield


@pytest.fixture
def phone(task, village_officer, county) -> SurveyPhone:
    return connect(village_officer, county.villages[0])


@pytest.mark.requirement("R040", "R042")
def test_answers_of_a_phone_are_on_the_register_once(phone, task, person):
    op = phone.make("answers", answers_of(task, person, {**GROWN, "person.education": "61"}))
    assert [r["result"] for r in phone.send(op)] == ["applied"]
    assert [r["result"] for r in phone.send(op)] == ["duplicate"]
    person.refresh_from_db()
    sheet = AnswerSheet.objects.get()
    assert (person.education, sheet.source, str(sheet.change_id)) == ("61", "phone", op["id"])


def test_a_value_somebody_changed_meanwhile_is_a_conflict_that_names_the_item(phone, task, person, township_clerk):
    base = {"person.education": person.education, "person.marital_status": ""}
    people.correct_person(person.pk, values={"education": "21"}, actor=township_clerk)
    told = phone.do("answers", answers_of(task, person, {"person.education": "61"}, base))
    assert (told["result"], told["fields"]) == ("conflict", ["person.education"])
    assert Difference.objects.get().was == "21"


def test_a_change_of_another_item_is_said_and_the_answer_is_taken(phone, task, person, township_clerk):
    base = {"person.education": person.education, "person.marital_status": ""}
    people.correct_person(person.pk, values={"education": "21"}, actor=township_clerk)
    told = phone.do("answers", answers_of(task, person, {"person.marital_status": "20"}, base))
    assert told["result"] == "applied"
    assert told["say"]
    person.refresh_from_db()
    assert (person.education, person.marital_status) == ("21", "20")


def test_money_is_compared_in_yuan_as_the_phone_saw_it(phone, task, person, village_officer):
    people.record_intention(person.pk, values={"wants_work": "yes", "pay_floor": "3500"}, actor=village_officer)
    seen = phone.package(person.area_id[:18])["households"][0]["persons"][0]["values"]
    assert seen["intention.pay_floor"] == "3500"
    told = phone.do("answers", answers_of(task, person, {"intention.pay_floor": "4000"}, seen))
    assert told["result"] == "applied"


@pytest.mark.requirement("R027")
def test_a_newcomer_is_found_again_under_the_number_the_phone_gave(phone, task):
    uuid = uuid4()
    given = {**GROWN, "person.name": "李四", "person.id_number": make_id_number(dt.date(1999, 1, 2), "2", 7)}
    body = answers_of(task, None, given, person=str(uuid), newcomer={"relation": "10", "id_exception": ""})
    first = phone.make("newcomer", body)
    later = phone.make(
        "answers", answers_of(task, None, {"person.marital_status": "20"}, person=str(uuid)), after=first["id"]
    )
    assert [r["result"] for r in phone.send(later)] == ["waiting"]
    assert [r["result"] for r in phone.send(first)] == ["applied"]
    made = Person.objects.get(uuid=uuid)
    assert (made.name, made.marital_status, made.household) == ("李四", "20", task.household)


def test_a_number_that_is_somebody_elses_is_refused(phone, task, person):
    given = {**GROWN, "person.name": "李四", "person.id_number": make_id_number(dt.date(1999, 1, 2), "2", 7)}
    body = answers_of(task, None, given, person=str(person.uuid), newcomer={"relation": "10"})
    assert phone.do("newcomer", body)["result"] == "rejected"
    assert not Person.objects.filter(name="李四").exists()


def found_household(campaign: Any, group: Any, **more: Any) -> dict[str, Any]:
    return {
        "survey": str(campaign.uuid),
        "household": str(uuid4()),
        "task": str(uuid4()),
        "area": group.key,
        "answers": HOUSEHOLD,
        "head": {
            "person": str(uuid4()),
            "relation": "02",
            "id_exception": "",
            "answers": {
                **GROWN,
                "person.name": "王五",
                "person.id_number": make_id_number(dt.date(1970, 1, 2), "1", 9),
            },
        },
        "questions": campaign.questions.digest,
        "notice_version": 1,
        **more,
    }


@pytest.mark.requirement("R026")
def test_a_household_on_no_roster_joins_register_and_survey_and_is_handed_in(phone, campaign, county):
    body = found_household(campaign, county.groups[0])
    first = phone.make("household", body)
    handed = {"task": body["task"], "outcome": "surveyed", "note": "", "visits": 1, "double_of": ""}
    second = phone.make("submit", handed, after=first["id"])
    assert [r["result"] for r in phone.send(first, second)] == ["applied", "applied"]
    home = Household.objects.get(uuid=body["household"])
    assert str(home.head.uuid) == body["head"]["person"]
    made = Task.objects.get(uuid=body["task"])
    assert (made.status, made.persons, made.persons_done, made.visits) == ("submitted", 1, 1, 1)
    assert [r["result"] for r in phone.send(first)] == ["duplicate"]


def test_numbers_of_a_household_that_are_taken_are_refused(phone, campaign, county, task, person):
    for clash in ({"household": str(task.household.uuid)}, {"task": str(task.uuid)}):
        assert phone.do("household", found_household(campaign, county.groups[0], **clash))["result"] == "rejected"
    assert Household.objects.count() == 1


def test_a_household_of_another_village_is_not_found_by_this_phone(phone, campaign, county):
    told = phone.do("household", found_household(campaign, county.group_in(county.hongxi)))
    assert told["result"] == "rejected"


@pytest.mark.requirement("R028")
def test_visits_are_counted_by_days_and_not_found_needs_two(phone, task):
    body = {"task": str(task.uuid), "outcome": "not_found", "note": "邻居说出门了", "visits": 1, "double_of": ""}
    with clock.frozen_at(NOON):
        phone.at = NOON.isoformat()
        assert phone.do("submit", {**body, "outcome": ""})["result"] == "applied"
        again = phone.do("submit", body)
        assert again["say"]
    task.refresh_from_db()
    assert (task.status, task.visits, task.visited_on) == ("collecting", 1, ["2020-03-14"])
    next_day = NOON + dt.timedelta(days=1)
    with clock.frozen_at(next_day):
        phone.at = next_day.isoformat()
        assert phone.do("submit", body)["result"] == "applied"
    task.refresh_from_db()
    assert (task.status, task.visits) == ("submitted", 2)


def test_the_day_of_a_visit_is_the_servers_when_the_phones_clock_is_wrong(phone, task):
    with clock.frozen_at(NOON):
        phone.at = "2031-01-01T08:00:00+08:00"
        phone.do("submit", {"task": str(task.uuid), "outcome": ""})
    task.refresh_from_db()
    assert task.visited_on == ["2020-03-14"]


def test_a_picture_waits_for_itself_and_a_photo_stands_on_the_register(phone, task, person):
    content = b"\x89PNG\r\n\x1a\n" + bytes(40)
    digest = hashlib.sha256(content).hexdigest()
    body = {"task": str(task.uuid), "person": str(person.uuid), "blob": digest, "purpose": "photo"}
    op = phone.make("picture", body)
    assert [r["result"] for r in phone.send(op)] == ["waiting"]
    told = {"authorization": f"Bearer {phone.token}"}
    put = phone.browser.generic("PUT", f"/phone/blobs/{digest}/", content, "image/png", headers=told)
    assert put.status_code == 201
    phone.send(op)
    assert Picture.objects.get().person == person
    person.refresh_from_db()
    assert person.photo == digest


@pytest.mark.parametrize(
    "spoilt",
    [{"answers": []}, {"task": "x"}, {"answers": {"person.name": {"a": 1}}}, {"notice_version": "1"}, {"base": 7}],
)
def test_a_body_of_another_shape_is_kept_and_refused(phone, task, person, spoilt):
    told = phone.do("answers", answers_of(task, person, GROWN) | spoilt)
    assert told["result"] == "rejected"
    assert told["say"]


def test_what_the_register_refuses_names_the_question(phone, task, person):
    told = phone.do("answers", answers_of(task, person, {"person.education": "no such school"}))
    assert [f["field"] for f in told["faults"]] == ["person.education"]


def test_a_household_of_another_village_does_not_exist_for_the_phone(phone, campaign, county, make_household):
    other = make_household(county.hongxi)
    actions.join_roster(other)
    far = Task.objects.get(household=other)
    told = phone.do("answers", answers_of(far, other.head, GROWN))
    assert told["result"] == "rejected"
    assert not AnswerSheet.objects.exists()
