"""Every attribute that says so is a filter, and every filter filters."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gangqiao.kernel import clock
from gangqiao.kernel.attributes import Choice, MultiChoice, Phone
from gangqiao.kernel.scope import everywhere
from gangqiao.ledgers.reads import asking, declared
from gangqiao.ledgers.reads.filters import CodeFilter, years_before
from gangqiao.ledgers.reads.ledgers import PEOPLE
from gangqiao.people import attributes, attributes_dated
from gangqiao.people.codes import LISTS
from gangqiao.people.models import Category, EmploymentSpell, Intention, Person, Skill

pytestmark = pytest.mark.django_db
OWN = [a for a in attributes.PERSON if a.filterable]
DATED = [(s, model, a) for s, model in declared.DATED for a in s if a.filterable]


@pytest.fixture(autouse=True)
def _day():
    with clock.frozen_at(date(2020, 3, 31)):
        yield


def test_the_declarations_name_the_filters():
    keys = {one.key for one in PEOPLE.filters}
    assert {a.key for a in OWN} | {f"{s.about}-{a.key}" for s, _m, a in DATED} <= keys
    assert len(OWN) > 8


@pytest.mark.parametrize("attribute", OWN, ids=lambda a: a.key)
def test_each_declared_filter_of_a_person_finds_its_code_and_nothing_else(attribute, make_person, look_at):
    first, second = list(attribute.codes)[:2]
    make_person(name="甲一", **{attribute.key: first})
    make_person(name="乙二", **{attribute.key: second})
    assert look_at("township_clerk", **{attribute.key: first}).names == ["甲一"]
    assert look_at("township_clerk", **{attribute.key: second}).names == ["乙二"]


@pytest.mark.parametrize(("of", "model", "attribute"), DATED, ids=lambda x: getattr(x, "key", ""))
def test_each_declared_filter_of_a_dated_row_finds_who_holds_it_today(
    of, model, attribute, make_person, remember, look_at
):
    first, second = list(attribute.codes)[:2]
    remember(model, make_person(name="甲一"), **{attribute.key: first})
    remember(model, make_person(name="乙二"), **{attribute.key: second})
    past = (
        {"ended_on": date(2020, 2, 1), "status": "ended"}
        if model is EmploymentSpell
        else {"valid_to": date(2020, 2, 1)}
    )
    remember(model, make_person(name="丙三"), **{attribute.key: first}, **past)
    assert look_at("township_clerk", **{f"{of.about}-{attribute.key}": first}).names == ["甲一"]


def test_two_filters_on_spells_must_hold_of_the_same_spell(make_person, remember, look_at):
    person = make_person(name="甲一")
    remember(EmploymentSpell, person, area_level="other_province", mode="kin")
    remember(EmploymentSpell, person, area_level="own_township", mode="self", is_full_time=False)
    both = {"spell-area_level": "other_province", "spell-mode": "self"}
    assert look_at("township_clerk", **both).names == []
    assert look_at("township_clerk", **{**both, "spell-mode": "kin"}).names == ["甲一"]


def test_work_now_is_told_from_the_spells(make_person, remember, look_at):
    remember(EmploymentSpell, make_person(name="甲一"))
    remember(EmploymentSpell, make_person(name="乙二"), status="ended", ended_on=date(2020, 3, 1))
    remember(EmploymentSpell, make_person(name="丙三"), status="planned", started_on=date(2020, 3, 1))
    assert look_at("township_clerk", works="yes").names == ["甲一"]
    assert sorted(look_at("township_clerk", works="no").names) == ["丙三", "乙二"]


def test_an_expired_wish_is_no_wish(make_person, remember, look_at):
    remember(Intention, make_person(name="甲一"), wants_work="yes", expires_on=date(2020, 3, 31))
    remember(Intention, make_person(name="乙二"), wants_work="yes", expires_on=date(2020, 3, 30))
    assert look_at("township_clerk", **{"intention-wants_work": "yes"}).names == ["甲一"]


def test_few_holders_and_many_are_found_alike(make_person, remember, look_at, monkeypatch):
    for name in ("甲一", "乙二", "丙三"):
        remember(Category, make_person(name=name), kind="veteran")
    make_person(name="丁四")
    few = look_at("township_clerk", category="veteran").names
    monkeypatch.setattr(asking, "FEW", 1)
    assert look_at("township_clerk", category="veteran").names == few
    assert len(few) == 3


@pytest.mark.requirement("R032")
@pytest.mark.parametrize(("born", "age"), [(date(2004, 3, 31), 16), (date(2004, 4, 1), 15), (date(2004, 2, 29), 16)])
def test_an_age_is_counted_in_full_years(born, age, make_person, look_at):
    make_person(name="甲一", birth_date=born)
    assert bool(look_at("township_clerk", age_from=str(age), age_to=str(age)).rows)
    assert not look_at("township_clerk", age_from=str(age + 1)).rows
    assert not look_at("township_clerk", age_to=str(age - 1)).rows


def test_the_filter_agrees_with_the_age_of_the_person_on_every_day():
    for day in (date(2020, 2, 28), date(2020, 2, 29), date(2020, 3, 1), date(2021, 2, 28), date(2021, 3, 1)):
        for back in range(3 * 366):
            born = day - timedelta(days=20 * 365 + back)
            age = Person(birth_date=born).age_on(day)
            assert born <= years_before(day, age), (day, born)
            assert born > years_before(day, age + 1), (day, born)


def test_the_dead_and_gone_are_listed_only_when_asked(make_person, look_at):
    make_person(name="甲一")
    with everywhere(reason="test data"):
        Person.objects.filter(pk=make_person(name="乙二").pk).update(life="dead", died_on=date(2020, 2, 1))
        Person.objects.filter(pk=make_person(name="丙三").pk).update(record="moved_out")
    assert look_at("township_clerk").names == ["甲一"]
    assert look_at("township_clerk", state="dead").names == ["乙二"]
    assert look_at("township_clerk", state="moved_out").names == ["丙三"]


def test_records_not_confirmed_for_long_are_found(make_person, look_at):
    make_person(name="甲一", last_confirmed_on=date(2020, 3, 1))
    make_person(name="乙二", last_confirmed_on=date(2019, 11, 1))
    make_person(name="丙三")
    assert sorted(look_at("township_clerk", unconfirmed_days="90").names) == ["丙三", "乙二"]
    assert sorted(look_at("township_clerk", confirmed_before="2020-01-01").names) == ["丙三", "乙二"]


def test_a_wrong_value_is_left_out_and_said(person, look_at):
    shown = look_at("township_clerk", sex="7", age_from="old", confirmed_before="2020-13-01")
    assert len(shown.rows) == 1
    assert shown.words.count("so this filter was left out") == 3


def test_filters_in_force_are_chips_that_lead_to_the_list_without_them(person, look_at):
    shown = look_at("township_clerk", sex="1", ethnicity="01")
    assert "Sex: male" in shown.words
    assert 'href="/ledger/people/?ethnicity=01"' in shown.html
    assert '<option value="1" selected>' in shown.html


def test_what_tells_health_is_no_filter():
    (category,) = [one for one in PEOPLE.filters if one.key == "category"]
    assert "disabled" in LISTS["category"]
    assert "disabled" not in dict(category.options())


def test_a_kind_without_a_filter_cannot_be_declared_filterable():
    phone = Phone(key="p", index="p_index", label="P", heading="P", source="test", filterable=True)
    with pytest.raises(TypeError, match="no filter"):
        declared.filter_of(phone, "p", None)


def test_one_of_several_answers_is_a_filter(make_person):
    several = MultiChoice(key="languages", label="L", heading="L", source="test", codes=LISTS["language"])
    one = declared.filter_of(several, "languages", None)
    make_person(name="甲一", languages=["yi", "yunnan"])
    make_person(name="乙二", languages=["yunnan"])
    with everywhere(reason="test"):
        assert [p.name for p in Person.objects.filter(one.q("yi"))] == ["甲一"]
    assert isinstance(one, CodeFilter)


@pytest.mark.requirement("R039")
def test_a_new_choice_needs_its_declaration_only():
    new = Choice(key="new_item", label="New", heading="N", source="test", codes=LISTS["sex"], filterable=True)
    one = declared.filter_of(new, new.key, None)
    assert (one.key, one.read("1"), [code for code, _word in one.options()]) == ("new_item", "1", ["1", "2"])


def test_no_dated_set_is_forgotten():
    listed = {s.about for s, _model in declared.DATED}
    assert listed == {attributes_dated.SPELL.about, attributes_dated.INTENTION.about, attributes_dated.SKILL.about,
                      attributes_dated.BUSINESS.about}  # fmt: skip
    assert Skill in {model for _set, model in declared.DATED}
