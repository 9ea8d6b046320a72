"""Columns come from the declarations, are masked by level, and are remembered for each user."""

from __future__ import annotations

from datetime import date

import pytest

from gangqiao.audit.models import Event
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Level
from gangqiao.ledgers import actions
from gangqiao.ledgers.models import ColumnChoice
from gangqiao.ledgers.reads.ledgers import HOUSEHOLDS, PEOPLE
from gangqiao.people import attributes, attributes_dated
from gangqiao.people.models import Business, Category, EmploymentSpell, Intention, Skill

pytestmark = pytest.mark.django_db
DATED = (attributes_dated.SPELL, attributes_dated.INTENTION, attributes_dated.SKILL, attributes_dated.BUSINESS)


def test_every_declared_attribute_can_be_a_column():
    keys = {column.key for column in PEOPLE.columns}
    assert {a.key for a in attributes.PERSON} <= keys
    assert {f"household-{a.key}" for a in attributes.HOUSEHOLD} <= keys
    for declared in DATED:
        assert {f"{declared.about}-{a.key}" for a in declared} <= keys
    assert {a.key for a in attributes.HOUSEHOLD} <= {column.key for column in HOUSEHOLDS.columns}


def test_the_declared_ones_are_shown_until_the_reader_chooses():
    shown = [column.key for column in PEOPLE.chosen(None)]
    assert shown[0] == "name"
    assert {a.key for a in attributes.PERSON if a.in_ledger} <= set(shown)
    assert "education" in shown
    assert "marital_status" not in shown


def all_columns(user_id, ledger=PEOPLE):
    ColumnChoice.objects.create(user_id=user_id, ledger=ledger.key, columns=[c.key for c in ledger.columns])


@pytest.mark.requirement("R032", "R033", "R034", "R035", "R036", "R037", "R038")
def test_the_items_of_the_plan_stand_in_the_ledger(make_person, remember, look_at, township_clerk, county):
    person = make_person(name="张小明", birth_date=date(1985, 5, 4))
    remember(Skill, person, name="砌筑", level="senior")
    remember(Intention, person, wants_work="later", training_wish="yes", expires_on=date(2030, 1, 1))
    remember(EmploymentSpell, person, destination=county.hongxi, employer_name="某某电子厂", status="verified")
    remember(Business, person, name="小卖部")
    remember(Category, person, kind="veteran")
    all_columns(township_clerk.user_id)
    with clock.frozen_at(date(2020, 3, 31)):
        (row,) = look_at("township_clerk").rows
    for words in (
        "34",
        "砌筑",
        "senior (level 3)",
        "later",
        "yes",
        "working, verified",
        "某某电子厂",
        "虹溪镇",
        "小卖部",
        "veteran",
    ):
        assert any(words in cell for cell in row), words


def test_a_wish_that_has_expired_is_not_shown(make_person, remember, look_at, township_clerk):
    remember(Intention, make_person(), wants_work="later", expires_on=date(2020, 2, 1))
    all_columns(township_clerk.user_id)
    with clock.frozen_at(date(2020, 3, 31)):
        assert "later" not in " ".join(look_at("township_clerk").rows[0])


SECRETS = {
    "id_number": "532599198505040012",
    "bank_account": "6217003860001234567",
    "health_status": "03",
    "disability_kind": "66",
}


@pytest.mark.requirement("D09")
@pytest.mark.parametrize("who", ["village_officer", "township_clerk", "city_officer", "auditor"])
def test_no_masked_value_stands_in_the_page(who, make_person, make_user, remember, look_at, officials):
    person = make_person(id_number="532599198505040016", bank_account=SECRETS["bank_account"], health_status="03",
                         disability_kind="66", birth_date=date(1985, 5, 4))  # fmt: skip
    remember(Category, person, kind="disabled")
    all_columns(officials[who].pk)
    for shown in (look_at(who), look_at(who, "/ledger/households/")):
        assert shown.response.status_code == 200
        for secret in (person.id_number, person.id_number[-4:], SECRETS["bank_account"], "serious illness", "mental"):
            assert secret not in shown.html.replace("value=", ""), secret
    (row,) = look_at(who).rows
    # Beside a birthday one digit is the most (security findings, 2).
    assert any(cell == "*" * 17 + person.id_number[-1] for cell in row)
    assert "disabled" not in " ".join(row)


def test_a_post_below_level_two_sees_masked_names_and_no_personal_filters(make_person, make_user, county, look_at):
    make_person(name="欧阳小明", phone="13887312345")
    leader = make_user("headquarters_leader", county.division, "leader")
    shown = look_at(leader)
    assert "欧阳小明" not in shown.html
    assert shown.names == ["欧**明"]
    assert "13887312345" not in shown.html
    assert "***" not in shown.rows[0]
    assert 'name="sex"' not in shown.html
    assert 'name="state"' in shown.html
    assert len(look_at(leader, sex="2").rows) == 1  # a filter that is not offered is not obeyed either
    assert "Columns shown" not in shown.words


def test_columns_are_remembered_for_each_user_and_logged(person, client_of, look_at, township_clerk):
    browser = client_of("township_clerk")
    answer = browser.post("/ledger/people/columns/", {"column": ["marital_status", "no_such"], "sex": "1"})
    assert answer.headers["Location"] == "/ledger/people/?sex=1"
    assert ColumnChoice.objects.get(user_id=township_clerk.user_id).columns == ["marital_status"]
    assert "Marital status" in look_at("township_clerk").html.partition("<tbody>")[0].partition("<thead>")[2]
    assert len(look_at("township_clerk").rows[0]) == 2
    assert len(look_at("city_officer").rows[0]) > 5
    event = Event.objects.get(verb="ledgers.choose_columns")
    assert (event.fields, event.reason) == (["marital_status"], "people")


def test_choosing_nothing_brings_the_declared_columns_back(township_clerk):
    choice = actions.choose_columns(PEOPLE, [], actor=township_clerk)
    assert choice.columns == [column.key for column in PEOPLE.chosen(None)]


def test_a_column_above_the_level_is_masked_by_its_attribute():
    (phone,) = [c for c in PEOPLE.columns if c.key == "phone"]
    assert phone.level is Level.PERSONAL
