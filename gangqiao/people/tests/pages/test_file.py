"""The file of one person and of one household, as different readers see it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from gangqiao.audit.events import looked
from gangqiao.audit.models import Look
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.clock import frozen_at
from gangqiao.kernel.identifiers import parse_phone
from gangqiao.kernel.scope import everywhere
from gangqiao.people import actions
from gangqiao.people.models import Person
from gangqiao.people.tests.pages.conftest import Family, address_of, page

WORK = {
    "started_on": "2019-03-01",
    "spell_kind": "work",
    "area_level": "other_province",
    "mode": "self",
    "evidence": "B",
}


def record_everything(person: Person) -> None:
    with everywhere(reason="test data"):
        actions.record_spell(person.pk, values={**WORK, "employer_name": "东莞电子厂"}, actor=SYSTEM)
        actions.record_category(person.pk, kind="registered_poor", valid_from=dt.date(2016, 1, 1), actor=SYSTEM)
        actions.record_skill(person.pk, values={"name": "砌筑工", "level": "junior"}, actor=SYSTEM)
        wish = {"wants_work": "yes", "training_wish": "yes", "pay_floor": "3500"}
        actions.record_intention(person.pk, values=wish, actor=SYSTEM)
        actions.record_business(person.pk, values={"name": "小卖部"}, actor=SYSTEM)
        actions.record_contact(person.pk, phone="13900000077", whose="child", actor=SYSTEM)


@pytest.mark.requirement("R031", "R032", "R033", "R034", "R035", "R036", "R037", "R038", "D01")
def test_the_file_shows_everything_the_plan_asks_to_record(family: Family, clerk: Client) -> None:
    record_everything(family.son)
    shown = page(clerk, "person", family.son)
    for words in (
        "普明", "24 years", "砌筑工", "junior", "Wants to work: yes", "3,500.00", "Wants training", "东莞电子厂",
        "other province", "小卖部", "registered poor", "13900000077", "李秀英", family.household.household_no,
    ):  # fmt: skip
        assert words in shown, words


@pytest.mark.parametrize("browser", ["clerk", "officer"])
def test_a_reader_of_the_area_opens_the_file(family: Family, browser: str, request: Any) -> None:
    assert "普建国" in page(request.getfixturevalue(browser), "person", family.head)


@pytest.mark.parametrize("name", ["person", "household"])
def test_out_of_scope_answers_byte_for_byte_like_absent(
    family: Family, family_elsewhere: Family, clerk: Client, name: str
) -> None:
    subject = family_elsewhere.head if name == "person" else family_elsewhere.household
    theirs = clerk.get(address_of(name, subject))
    absent = clerk.get(address_of(name, "00000000-0000-4000-8000-000000000000"))
    assert (theirs.status_code, theirs.content) == (absent.status_code, absent.content) == (404, absent.content)


def test_a_reader_without_the_verb_gets_a_sentence(family: Family, client_of: Any, make_user: Any) -> None:
    liaison = client_of(make_user("department_liaison"))
    answer = liaison.get(address_of("person", family.head))
    assert answer.status_code == 403
    assert "普建国" not in answer.content.decode()


def test_opening_the_file_is_written_down_and_shown(family: Family, clerk: Client) -> None:
    page(clerk, "person", family.head)
    look = Look.objects.get(person=family.head.uuid)
    assert (look.verb, look.actor_name) == ("people.view", look.actor_name)
    assert page(clerk, "person", family.head).count(look.actor_name) > page(clerk, "household", family.household).count(
        look.actor_name
    )


@pytest.mark.parametrize("name", ["person", "household", "correct"])
def test_what_cannot_be_logged_is_not_shown(
    family: Family, clerk: Client, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: Any, **_more: Any) -> None:
        raise OSError("the log is full")

    monkeypatch.setattr("gangqiao.audit.chain.append", broken)
    clerk.raise_request_exception = False
    answer = clerk.get(address_of(name, family.household if name == "household" else family.head))
    assert answer.status_code == 500
    assert "普建国" not in answer.content.decode()


def test_looking_at_a_household_counts_as_looking_at_each_member(family: Family, clerk: Client) -> None:
    page(clerk, "household", family.household)
    seen = Look.objects.latest("seq").persons
    assert set(seen) == {str(p.uuid) for p in (family.head, family.wife, family.son)}


@pytest.mark.parametrize("name", ["person", "household", "correct", "correct_id", "merge", "changes"])
def test_no_page_shows_a_whole_id_number_or_health(family: Family, clerk: Client, name: str) -> None:
    """The canary: with the birthday on the page one digit of the number is the most there may be."""
    if name == "changes":
        shown = clerk.get("/changes/").content.decode()
    else:
        shown = page(clerk, name, family.household if name == "household" else family.head)
    number = family.head.id_number
    assert number not in shown
    assert number[-2:] + "<" not in shown
    for piece in (number[6:14] + number[14:], number[10:], number[-4:]):
        assert piece not in shown
    assert "serious illness" not in shown or name == "correct"  # there as a choice of the list, not as chosen
    assert '<option value="03" selected>serious' not in shown


def test_the_mask_leaves_one_digit_beside_a_birthday(family: Family, clerk: Client) -> None:
    shown = page(clerk, "person", family.head)
    assert "*" * 17 + family.head.id_number[-1] in shown
    assert "1 May 1970" in shown


def test_names_that_look_like_code_are_text(family: Family, clerk: Client) -> None:
    attack = "<script>alert(1)</script>\"'{{7*7}}"
    with everywhere(reason="test data"):
        actions.correct_person(family.son.pk, values={"name": attack[:50]}, actor=SYSTEM)
        actions.record_skill(family.son.pk, values={"name": '"><img src=x onerror=a>', "level": "none"}, actor=SYSTEM)
        spell = {**WORK, "employer_name": '<b>厂</b>{{ x }}" onload="y'}
        actions.record_spell(family.son.pk, values=spell, actor=SYSTEM)
    for shown in (page(clerk, "person", family.son), page(clerk, "household", family.household)):
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown
        assert "<b>厂" not in shown
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
        assert "&amp;lt;" not in shown  # escaped once, not twice
        assert "{{7*7}}" in shown
        assert ">49<" not in shown


@pytest.mark.parametrize("name", ["买买提·阿不都热西提", "𠀀𪚥龘", "王😀", "Ng'ang'a O'Neill"])
def test_rare_names_are_kept_and_shown(family: Family, clerk: Client, name: str) -> None:
    with everywhere(reason="test data"):
        actions.correct_person(family.son.pk, values={"name": name}, actor=SYSTEM)
    assert name in page(clerk, "person", family.son).replace("&#x27;", "'")


def test_a_person_of_whom_little_is_known_has_a_file(county: Any, make_person: Any, clerk: Client) -> None:
    bare = make_person(ethnicity="", education="", hukou_kind="")
    with everywhere(reason="test data"):
        unknown = {"birth_date": None, "id_number": None, "id_index": None, "id_exception": "弃婴"}
        Person.objects.filter(pk=bare.pk).update(**unknown)
    shown = page(clerk, "person", bare)
    assert "not recorded" in shown
    assert "Nothing recorded yet." in shown


# --- as of another day -----------------------------------------------------------------------------------------------


@pytest.mark.requirement("D13", "R005")
def test_the_file_of_an_earlier_day_shows_what_held_then(family: Family, clerk: Client) -> None:
    with everywhere(reason="test data"), frozen_at(dt.date(2020, 2, 10)):
        actions.correct_person(family.son.pk, values={"phone": "13900000022", "education": "31"}, actor=SYSTEM)
    now, then = page(clerk, "person", family.son), page(clerk, "person", family.son, on="2020-02-01")
    assert "13900000022" in now
    assert "13900000022" not in then
    assert "You are looking at the past." in then
    assert "You are looking at the past." not in now
    assert "What you can do now" not in then


@pytest.mark.requirement("D13")
def test_as_known_on_a_day_leaves_out_what_came_later(family: Family, clerk: Client) -> None:
    with everywhere(reason="test data"), frozen_at(dt.date(2020, 3, 10)):
        actions.correct_person(family.son.pk, values={"name": "普新明"}, on=dt.date(2020, 1, 15), actor=SYSTEM)
    asked = {"on": "2020-02-01", "known": "2020-03-01"}
    assert "普新明" in page(clerk, "person", family.son, on="2020-02-01")
    assert "普新明" not in page(clerk, "person", family.son, **asked).split("<main")[1].split("Who looked")[0]


def test_before_registration_nothing_was_known(family: Family, clerk: Client) -> None:
    shown = page(clerk, "person", family.son, on="2019-06-01")
    assert "On that day the register did not know this person yet." in shown
    assert "李秀英" not in shown


@pytest.mark.parametrize("day", ["2020-03-17", "yesterday", "0001-01-01", "2020-02-30"])
def test_a_day_that_cannot_be_asked_about_is_not_found(family: Family, clerk: Client, day: str) -> None:
    assert clerk.get(address_of("person", family.son), {"on": day}).status_code == 404


# --- freshness and closed records ------------------------------------------------------------------------------------


@pytest.mark.requirement("R005", "R040")
def test_still_right_makes_the_record_fresh(family: Family, clerk: Client) -> None:
    with everywhere(reason="test data"):
        Person.objects.filter(pk=family.son.pk).update(last_confirmed_on=dt.date(2019, 1, 1))
    assert "not confirmed for 440 days" in page(clerk, "person", family.son)
    clerk.post(address_of("confirm", family.son), {"reason_code": "phone"})
    assert "confirmed today" in page(clerk, "person", family.son)
    with everywhere(reason="test looks"):
        assert Person.objects.get(pk=family.son.pk).confirmed_how == "phone"


@pytest.mark.requirement("R005")
def test_still_right_of_a_household_confirms_everybody_in_it(family: Family, officer: Client) -> None:
    answer = officer.post(address_of("confirm_household", family.household), {"reason_code": "visit"}, follow=True)
    assert "the household and everybody in it" in answer.content.decode()
    with everywhere(reason="test looks"):
        assert {p.confirmed_how for p in Person.objects.filter(household=family.household)} == {"visit"}


def test_a_closed_record_says_so_and_offers_no_act_of_the_living(family: Family, clerk: Client) -> None:
    with everywhere(reason="test data"):
        actions.record_death(family.son.pk, died_on=dt.date(2020, 3, 1), actor=SYSTEM, reason="病故")
    shown = page(clerk, "person", family.son)
    assert "The person died on 1 March 2020." in shown
    assert "Record a time of work" not in shown
    assert "Still right" not in shown
    assert "Former members" in page(clerk, "household", family.household)


def test_a_merged_record_leads_to_the_one_that_is_kept(family: Family, make_person: Any, clerk: Client) -> None:
    double = make_person()
    with everywhere(reason="test data"):
        actions.merge(family.son.pk, double.pk, actor=SYSTEM, reason="同一人")
    shown = page(clerk, "person", double)
    assert "merged into another" in shown
    assert str(family.son.uuid) in shown


def test_an_expired_wish_is_no_wish(family: Family, clerk: Client) -> None:
    with everywhere(reason="test data"), frozen_at(dt.date(2019, 10, 1)):
        actions.record_intention(family.son.pk, values={"wants_work": "yes", "training_wish": "no"}, actor=SYSTEM)
    assert "expired" in page(clerk, "person", family.son)


def test_the_phone_is_shown_to_the_officer_who_must_call(family: Family, officer: Client) -> None:
    assert parse_phone("13900000001") in page(officer, "person", family.head)


def test_the_page_is_shown_in_chinese(family: Family, client_of: Any) -> None:
    browser = client_of("township_clerk")
    shown = page(browser, "person", family.head)
    assert "时间轴" in shown
    assert "Timeline" not in shown
    assert "谁看过" in shown


def test_a_dissolved_household_says_so(family: Family, clerk: Client) -> None:
    with everywhere(reason="test data"):
        actions.split_household(
            family.household.pk, members={family.son.pk: ""}, head=family.son.pk, actor=SYSTEM, reason="分家"
        )
        alone = Person.objects.get(pk=family.son.pk).household
        actions.move_out(family.son.pk, actor=SYSTEM, reason="迁走")
    assert alone is not None
    assert "This household is dissolved." in page(clerk, "household", alone)


def test_looks_are_only_of_this_person(family: Family, clerk: Client, township_clerk: Any) -> None:
    with everywhere(reason="test data"):
        looked("people.view", actor=township_clerk, person=family.wife, reason="only hers")
    assert "only hers" not in page(clerk, "person", family.son)
