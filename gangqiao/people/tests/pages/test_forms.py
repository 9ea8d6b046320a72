"""Registering and correcting at the desk: what is typed is kept, and every fault is told where the hand is."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gangqiao.kernel.actor import SYSTEM, Level
from gangqiao.kernel.attributes import (
    Attachment,
    AttributeSet,
    Choice,
    CodeList,
    Date,
    DivisionRef,
    Integer,
    Money,
    MultiChoice,
    PersonId,
    Phone,
    Text,
    YesNoUnknown,
)
from gangqiao.kernel.identifiers import make_id_number
from gangqiao.kernel.scope import everywhere
from gangqiao.people import actions, attributes, attributes_dated
from gangqiao.people.codes import LISTS
from gangqiao.people.forms import AttributeForm, PersonCorrection
from gangqiao.people.forms.base import field_of
from gangqiao.people.models import Category, Contact, EmploymentSpell, Household, Intention, Person, Skill
from gangqiao.people.tests.pages.conftest import Family, address_of, in_english, now, page

BORN = dt.date(1990, 4, 5)
NUMBER = make_id_number(BORN, "1", 301)
SECOND = make_id_number(dt.date(1992, 8, 9), "2", 302)


def typed(**changes: Any) -> dict[str, Any]:
    """A household with its head, as typed."""
    return {
        "members": "",
        "household-address": "里方村8号",
        "head-name": "张三",
        "head-id_type": "01",
        "head-id_number": NUMBER,
    } | changes


@pytest.fixture
def desk(county: Any) -> str:
    """The address of the form for the first group of Xinshao."""
    return f"{reverse('people:register_household')}?area={county.groups[0].key}"


# --- a new household -------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R040", "D01")
def test_a_household_is_registered_with_head_and_members(county: Any, officer: Client, desk: str) -> None:
    member = {"m4-relation": "10", "m4-name": "李四", "m4-id_type": "01", "m4-id_number": SECOND.lower()}
    answer = officer.post(desk, typed(members="4", **member))
    with everywhere(reason="test looks"):
        household = Household.objects.get(address="里方村8号")
        head, wife = Person.objects.filter(household=household).order_by("pk")
    assert answer.headers["Location"] == address_of("household", household)
    assert (head.birth_date, head.sex, head.relation) == (BORN, "1", "02")
    assert (wife.birth_date, wife.sex, wife.relation) == (dt.date(1992, 8, 9), "2", "10")


def test_the_way_to_the_form_leads_through_the_readers_own_area(county: Any, clerk: Client, officer: Client) -> None:
    start = reverse("people:register_household")
    for browser in (clerk, officer):
        shown = browser.get(start).content.decode()
        assert "布龙村委会" in shown or "第一村民小组" in shown
        assert "马龙村委会" not in shown
    elsewhere = officer.get(f"{start}?area={county.group_in(county.hongxi).key}").content.decode()
    assert "head-name" not in elsewhere


@pytest.mark.parametrize(
    ("language", "changes", "sentence"),
    [
        ("en", {"head-name": ""}, "“Name” has no answer. Fill it in."),
        ("zh-hans", {"head-name": ""}, "“姓名”"),
        ("en", {"head-id_number": NUMBER[:17]}, "17"),
        ("en", {"head-id_number": ""}, "Give the ID number, or say why there is none."),
        ("zh-hans", {"head-id_number": ""}, "请填身份证号码；没有的，请写明原因。"),
        ("en", {"head-birth_date": "1991-01-01"}, "The ID number says 5 April 1990."),
        ("en", {"head-birth_date": "1990-02-30"}, "is not a day of the calendar"),
        ("zh-hans", {"head-birth_date": "1990-02-30"}, "1990-02-30"),
        ("en", {"head-residence": "没有的地方"}, "There is no place called “没有的地方”"),
        ("zh-hans", {"head-residence": "没有的地方"}, "没有叫“没有的地方”的地方"),
        ("en", {"head-residence": "第一村民小组"}, "is the name of 4 places"),
        ("en", {"head-phone": "123"}, "123"),
        ("en", {"household-address": "长" * 500}, "is 500 characters long; at most 120 fit"),
        ("en", {"head-name": "名" * 500}, "is 500 characters long; at most 50 fit"),
    ],
)
def test_a_fault_is_told_and_nothing_typed_is_lost(
    county: Any, client_of: Any, desk: str, language: str, changes: dict[str, str], sentence: str
) -> None:
    browser = client_of("village_officer")
    browser.cookies["django_language"] = language
    answer = browser.post(desk, typed(**{"head-education": "71", "head-residence_address": "鸣鹫巷3号", **changes}))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in shown
    assert "鸣鹫巷3号" in shown
    assert '<option value="71" selected' in shown
    for name, value in changes.items():
        if name != "head-id_number":
            assert value in shown
    with everywhere(reason="test looks"):
        assert not Household.objects.exists()


def test_a_number_on_the_register_names_its_holder_only_inside_the_area(
    family: Family, family_elsewhere: Family, officer: Client, desk: str
) -> None:
    own = officer.post(desk, typed(**{"head-id_number": family.son.id_number})).content.decode()
    theirs = officer.post(desk, typed(**{"head-id_number": family_elsewhere.son.id_number}))
    assert "already on the register, for 普明" in own
    assert "in another area already" in theirs.content.decode()
    assert "普明" not in theirs.content.decode()


def test_the_same_number_twice_on_one_page_is_told_at_the_second(county: Any, officer: Client, desk: str) -> None:
    member = {"m1-relation": "10", "m1-name": "李四", "m1-id_type": "01", "m1-id_number": NUMBER}
    shown = officer.post(desk, typed(members="1", **member)).content.decode()
    assert "This ID number stands above already." in shown


def test_members_come_and_go_and_what_was_typed_stays(county: Any, officer: Client, desk: str) -> None:
    shown = officer.post(desk, typed(add_member="1", **{"head-name": ""})).content.decode()
    assert "Member 1" in shown
    assert 'name="m1-name"' in shown
    assert NUMBER in shown
    assert "has no answer" not in shown  # nobody is judged while still writing
    both = typed(members="1,2", remove_member="1", **{"m1-name": "甲", "m2-name": "乙"})
    left = officer.post(desk, both).content.decode()
    assert "乙" in left
    assert "甲" not in left


def test_a_newborn_without_number_is_registered_with_the_reason(county: Any, officer: Client, desk: str) -> None:
    child = {"m1-relation": "20", "m1-name": "张小宝", "m1-id_type": "99", "m1-id_exception": "新生儿未上户"}
    faulty = officer.post(desk, typed(members="1", **child))
    assert faulty.status_code == 422
    assert "“Date of birth” has no answer" in faulty.content.decode()
    officer.post(desk, typed(members="1", **child, **{"m1-sex": "1", "m1-birth_date": "2020-02-02"}))
    with everywhere(reason="test looks"):
        assert Person.objects.get(name="张小宝").id_exception == "新生儿未上户"


def test_a_number_that_is_not_asked_for_is_not_kept(county: Any, officer: Client, desk: str) -> None:
    """`asked_if`: another document has no ID number, whatever stands in the field."""
    odd = {"head-id_type": "03", "head-id_number": "PASSPORT123", "head-id_exception": "外籍配偶"}
    officer.post(desk, typed(**odd, **{"head-sex": "2", "head-birth_date": "1990-01-01"}))
    with everywhere(reason="test looks"):
        assert Person.objects.get().id_number is None


def test_a_place_is_understood_by_code_name_and_names_from_above(county: Any, officer: Client, desk: str) -> None:
    for order, place in enumerate(
        ("532504106000", "虹溪镇", "弥勒市 虹溪镇", "云南省红河哈尼族彝族自治州弥勒市虹溪镇")
    ):
        number = make_id_number(BORN, "1", 320 + order)
        officer.post(desk, typed(**{"head-id_number": number, "head-residence": place}))
        with everywhere(reason="test looks"):
            assert Person.objects.get(id_index=number).residence == county.hongxi, place


def test_fields_that_are_not_in_the_form_are_not_taken(family: Family, officer: Client) -> None:
    """Mass assignment (control 19): every column of the tables is sent to the form, and only the form's are read."""
    before = now(family.son)
    everything = {f.attname: "1" for f in Person._meta.concrete_fields}
    everything |= {"name": "普新明", "revision": "0", "area_id": "x", "life": "dead", "id_number": NUMBER, "made": "1"}
    keep = {a.key: "" for a in attributes.PERSON}
    officer.post(address_of("correct", family.son), {**everything, **keep, "name": "普新明", "revision": "0"})
    after = now(family.son)
    assert after.name == "普新明"
    for column in ("area_id", "life", "id_number", "made", "uuid", "person_no", "household_id", "record", "birth_date"):
        assert getattr(after, column) == getattr(before, column), column


def test_a_further_member_is_registered_from_the_household(family: Family, officer: Client) -> None:
    values = {"relation": "20", "name": "普小妹", "id_type": "01", "id_number": SECOND}
    answer = officer.post(address_of("register_person", family.household), values)
    with everywhere(reason="test looks"):
        sister = Person.objects.get(name="普小妹")
    assert answer.headers["Location"] == address_of("person", sister)
    assert sister.household_id == family.household.pk


# --- corrections -----------------------------------------------------------------------------------------------------


def as_shown(browser: Client, name: str, row: Any, **changes: Any) -> dict[str, Any]:
    """What a form would send if only these entries were changed."""
    form = browser.get(address_of(name, row)).context["form"]
    values = {b.name: b.value() for b in form}
    plain = {k: getattr(v, "pk", v) for k, v in values.items() if v not in (None, "")}
    return {**plain, **changes}


@pytest.mark.requirement("R040", "D13")
def test_a_correction_is_saved_and_the_value_before_is_kept(family: Family, officer: Client) -> None:
    officer.post(address_of("correct", family.head), as_shown(officer, "correct", family.head, education="21"))
    assert now(family.head).education == "21"
    assert now(family.head).health_status == "03"  # hidden, left empty, kept
    assert now(family.head).phone == "13900000001"


def test_a_hidden_value_is_replaced_only_by_what_is_typed(family: Family, officer: Client) -> None:
    values = as_shown(officer, "correct", family.head, health_status="01")
    officer.post(address_of("correct", family.head), values)
    assert now(family.head).health_status == "01"


def test_another_save_meanwhile_shows_both_values(family: Family, officer: Client) -> None:
    mine = as_shown(officer, "correct", family.head, education="31")
    with everywhere(reason="test data"):
        actions.correct_person(family.head.pk, values={"education": "61"}, actor=SYSTEM)
    answer = officer.post(address_of("correct", family.head), mine)
    shown = answer.content.decode()
    assert answer.status_code == 409
    both = [LISTS["education"].words[code]["en"] for code in ("61", "31")]
    assert "Now on record" in shown
    assert all(f"<td>{words}</td>" in shown for words in both)
    assert now(family.head).education == "61"
    again = {**mine, "revision": str(now(family.head).revision)}
    assert f'value="{again["revision"]}"' in shown  # the form itself carries the revision the writer has now seen
    officer.post(address_of("correct", family.head), again)
    assert now(family.head).education == "31"


def test_a_household_is_corrected_and_another_save_is_told(family: Family, officer: Client) -> None:
    mine = as_shown(officer, "correct_household", family.household, address="布龙村13号")
    with everywhere(reason="test data"):
        actions.correct_household(family.household.pk, values={"address": "布龙村99号"}, actor=SYSTEM)
    answer = officer.post(address_of("correct_household", family.household), mine)
    assert answer.status_code == 409
    assert "布龙村13号" in answer.content.decode()
    assert "布龙村99号" in answer.content.decode()


def test_what_follows_from_the_id_number_is_not_offered_for_correction(family: Family) -> None:
    offered = set(PersonCorrection(family.head, Level.PERSONAL).fields)
    assert not offered & {"id_number", "sex", "birth_date", "id_type", "photo"}


# --- what holds for a time -------------------------------------------------------------------------------------------


@pytest.mark.requirement("R033", "R034", "R035", "R038")
@pytest.mark.parametrize(
    ("name", "values", "words"),
    [
        ("record_skill", {"name": "电工", "level": "senior", "certificate_no": "A1"}, "电工"),
        ("record_intention", {"wants_work": "later", "training_wish": "unknown", "pay_floor": "3,500.50"}, "3,500.50"),
        ("record_business", {"name": "早点铺", "investment": "20000", "division": "虹溪镇"}, "虹溪镇"),
        ("record_contact", {"phone": "13900000088", "whose": "neighbour", "works": "no"}, "13900000088"),
        ("record_spell", {"started_on": "2020-03-01", "spell_kind": "work", "destination": "虹溪镇", "mode": "kin",
                          "evidence": "C"}, "other township"),
    ],
)  # fmt: skip
def test_what_is_recorded_stands_in_the_file(
    family: Family, officer: Client, name: str, values: dict[str, str], words: str
) -> None:
    answer = officer.post(address_of(name, family.son), values)
    assert answer.status_code == 302, answer.content.decode()
    assert words in page(officer, "person", family.son)


@pytest.mark.parametrize(
    "name", ["record_skill", "record_intention", "record_business", "record_contact", "record_spell"]
)
def test_an_empty_form_says_what_is_missing(family: Family, officer: Client, name: str) -> None:
    answer = officer.post(address_of(name, family.son), {})
    assert answer.status_code == 422
    assert "Not saved yet." in answer.content.decode()


@pytest.mark.requirement("R036", "R037")
def test_a_day_to_come_is_a_planned_departure_and_goes_through_its_life(family: Family, clerk: Client) -> None:
    work = {"started_on": "2020-03-20", "spell_kind": "work", "area_level": "other_province", "mode": "government",
            "evidence": "E"}  # fmt: skip
    clerk.post(address_of("record_spell", family.son), work)
    with everywhere(reason="test looks"):
        spell = EmploymentSpell.objects.get(recorded_to=None)
    assert spell.status == "planned"
    steps = [("depart", {}, "departed"), ("start_work", {}, "working"), ("verify_spell", {"evidence": "B"}, "verified")]
    for name, values, state in steps:
        shown = page(clerk, "person", family.son)
        assert address_of(name, spell.pk) in shown
        clerk.post(address_of(name, spell.pk), values)
        assert now(spell).status == state
    assert address_of("depart", spell.pk) not in page(clerk, "person", family.son)


def test_the_end_of_work_is_refused_before_its_beginning(family: Family, officer: Client) -> None:
    work = {"started_on": "2020-02-01", "spell_kind": "work", "area_level": "other_province", "mode": "self",
            "evidence": "E"}  # fmt: skip
    officer.post(address_of("record_spell", family.son), work)
    with everywhere(reason="test looks"):
        spell = EmploymentSpell.objects.get(recorded_to=None)
    end = {"ended_on": "2020-01-01", "end_reason": "returned", "note": "他说的"}
    end["end_reason"] = next(iter(LISTS["end_reason"]))
    answer = officer.post(address_of("end_spell", spell.pk), end)
    assert answer.status_code == 422
    assert "2020-01-01 lies before 2020-02-01" in answer.content.decode()
    officer.post(address_of("end_spell", spell.pk), {**end, "ended_on": "2020-03-10"})
    assert now(spell).status == "ended"
    double = officer.post(address_of("record_spell", family.son), {**work, "started_on": "2020-02-05"})
    assert double.status_code == 422
    assert "overlap with another full-time job" in double.content.decode()


def test_a_spell_is_corrected_and_the_belief_before_is_kept(family: Family, officer: Client) -> None:
    work = {"started_on": "2020-02-01", "spell_kind": "work", "area_level": "other_province", "mode": "self",
            "evidence": "E", "monthly_income": "4500"}  # fmt: skip
    officer.post(address_of("record_spell", family.son), work)
    with everywhere(reason="test looks"):
        spell = EmploymentSpell.objects.get(recorded_to=None)
    values = as_shown(officer, "correct_spell", spell.pk, employer_name="新厂")
    assert values["monthly_income"] == "4,500.00"
    assert officer.post(address_of("correct_spell", spell.pk), values).status_code == 302
    assert (now(spell).employer_name, now(spell).monthly_income) == ("新厂", 450_000)
    with everywhere(reason="test looks"):
        assert EmploymentSpell.objects.filter(version_of=spell).count() == 1


def test_a_category_is_given_once_and_ended(family: Family, clerk: Client) -> None:
    given = {"kind": "registered_poor", "valid_from": "2016-01-01", "basis": "弥扶〔2016〕1号"}
    clerk.post(address_of("record_category", family.son), given)
    again = clerk.post(address_of("record_category", family.son), given)
    assert again.status_code == 422
    assert "already holds the category “registered poor”" in again.content.decode()
    with everywhere(reason="test looks"):
        row = Category.objects.get(recorded_to=None)
    clerk.post(address_of("end_category", row.pk), {"valid_to": "2020-01-01"})
    shown = page(clerk, "person", family.son)
    assert "1 January 2016 – 31 December 2019" in shown
    assert "弥扶〔2016〕1号" in shown


def test_a_new_wish_takes_the_place_of_the_old(family: Family, officer: Client) -> None:
    for answer in ("yes", "no"):
        officer.post(address_of("record_intention", family.son), {"wants_work": answer, "training_wish": "no"})
    with everywhere(reason="test looks"):
        (current,) = Intention.objects.filter(recorded_to=None, valid_to=None)
    assert current.wants_work == "no"


def test_nothing_is_recorded_for_the_dead(family: Family, clerk: Client) -> None:
    with everywhere(reason="test data"):
        actions.record_death(family.son.pk, died_on=dt.date(2020, 3, 1), actor=SYSTEM, reason="病故")
    answer = clerk.post(address_of("record_skill", family.son), {"name": "电工", "level": "none"})
    assert answer.status_code == 422
    assert "The record of 普明 is closed" in answer.content.decode()
    with everywhere(reason="test looks"):
        assert not Skill.objects.exists()


@pytest.mark.parametrize(
    "name",
    ["correct", "record_skill", "record_category", "record_spell", "record_contact", "correct_id", "move_in",
     "transfer", "record_death", "merge", "confirm", "unmerge"],
)  # fmt: skip
def test_no_act_reaches_a_record_of_another_area(family_elsewhere: Family, clerk: Client, name: str) -> None:
    theirs = clerk.post(address_of(name, family_elsewhere.son), {"phone": "13900000088", "whose": "self"})
    absent = clerk.post(address_of(name, "00000000-0000-4000-8000-000000000000"), {})
    assert theirs.status_code == absent.status_code == 404
    assert theirs.content == absent.content
    with everywhere(reason="test looks"):
        assert not Contact.objects.exists()


@pytest.mark.parametrize("name", ["record_category", "transfer", "merge", "correct_id", "record_death"])
def test_an_officer_without_the_verb_is_refused(family: Family, officer: Client, name: str) -> None:
    assert officer.get(address_of(name, family.son)).status_code == 403
    assert address_of(name, family.son) not in page(officer, "person", family.son)


# --- every declared kind ---------------------------------------------------------------------------------------------

_COMMON: dict[str, Any] = {"heading": "", "source": ""}
KINDS = AttributeSet(
    "probe",
    "Probe",
    Text(key="text", label="Text", **_COMMON),
    Integer(key="integer", label="Integer", **_COMMON),
    Date(key="date", label="Date", **_COMMON),
    Choice(key="choice", label="Choice", codes=LISTS["sex"], **_COMMON),
    MultiChoice(key="many", label="Many", codes=LISTS["trade"], **_COMMON),
    CodeList(key="list", label="List", codes=LISTS["ethnicity"], **_COMMON),
    Money(key="money", label="Money", **_COMMON),
    DivisionRef(key="place", label="Place", **_COMMON),
    PersonId(key="person_id", index="i", label="Id", **_COMMON),
    Phone(key="phone", index="j", label="Phone", **_COMMON),
    YesNoUnknown(key="yes", label="Yes", **_COMMON),
    Attachment(key="picture", label="Picture", **_COMMON),
)


class Probe(AttributeForm):
    attributes = KINDS


def test_every_declared_kind_has_a_field(db: None) -> None:
    for attribute in KINDS:
        assert field_of(attribute, required=False).widget.render(attribute.key, None, {"id": attribute.key})
    assert set(Probe().fields) == {a.key for a in KINDS} - {"picture"}  # pictures are taken with the phone
    assert 'hx-get="/places/options/"' in str(Probe()["place"])


def test_every_declared_attribute_is_asked_somewhere_on_screen(family: Family, officer: Client, desk: str) -> None:
    shown = officer.get(desk).content.decode() + page(officer, "correct", family.son)
    for attribute in attributes.PERSON:
        assert f"{attribute.key}" in shown or attribute.kind == "attachment", attribute.key
    work = page(officer, "record_spell", family.son)
    assert all(f'name="{a.key}"' in work for a in attributes_dated.SPELL)


def test_places_are_suggested_while_one_types(county: Any, officer: Client) -> None:
    shown = officer.get(reverse("people:places"), {"destination": "虹溪"}).content.decode()
    assert '<option value="云南省红河哈尼族彝族自治州弥勒市虹溪镇">532504106000</option>' in shown
    assert officer.get(reverse("people:places"), {"x": ""}).content == b""
    attack = officer.get(reverse("people:places"), {"x": "<script>"}).content.decode()
    assert "<script>" not in attack


def test_the_forms_are_in_chinese_for_chinese_readers(family: Family, client_of: Any) -> None:
    shown = client_of("township_clerk").get(address_of("correct", family.son)).content.decode()
    assert "文化程度" in shown
    assert "Education" not in shown
    assert in_english(client_of("township_clerk")).get(address_of("correct", family.son)).content.decode() != shown
