"""Lists, forms, files and submissions, as a phone app asks for them (design notes 2a to 2c)."""

from __future__ import annotations

import pytest

from gangqiao.openrosa.tests.conftest import READ_OUT

pytestmark = pytest.mark.django_db


def test_a_phone_gets_the_forms_and_lists_of_its_village(phone, person, person_elsewhere):
    assert set(phone.forms) == {"person_update", "household_update", "household_register"}
    assert str(person.uuid) in phone.lists["persons"]
    assert str(person_elsewhere.uuid) not in phone.lists["persons"]
    local = phone.lists["persons"][str(person.uuid)]
    assert local.version == 1
    assert local.properties["person_education"] == "70"
    assert not any("id_number" in name for name in local.properties)


def test_an_answer_of_a_phone_ends_in_the_register(phone, person, register, works):
    filled = phone.fill("person_update", str(person.uuid), person_education="61", **READ_OUT)
    assert phone.send(filled).status_code == 201
    assert [(w.state, w.fault) for w in works()] == [("applied", "")]
    assert register(person).education == "61"
    phone.refresh()
    assert phone.lists["persons"][str(person.uuid)].version == 2
