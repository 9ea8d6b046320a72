"""The register as JSON: scope, masks, and the same refusals as on the screen."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from gangqiao.kernel.scope import everywhere
from gangqiao.people import attributes
from gangqiao.people.models import Fact, Person

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


def body(response: Any) -> Any:
    return json.loads(response.content)


def correct(browser: Client, person: Person, **values: Any) -> Any:
    return browser.post(f"/api/people/{person.uuid}/correct", json.dumps(values), content_type="application/json")


@pytest.mark.requirement("D14")
def test_the_list_holds_the_reader_s_people_and_nobody_else(
    client_of: Browser, person: Person, person_elsewhere: Person
) -> None:
    listed = {p["uuid"] for p in body(client_of("township_clerk").get("/api/people"))["people"]}
    assert listed == {str(person.uuid)}
    everybody = {p["uuid"] for p in body(client_of("city_officer").get("/api/people"))["people"]}
    assert everybody == {str(person.uuid), str(person_elsewhere.uuid)}


def test_numbers_never_leave_in_full(client_of: Browser, person: Person) -> None:
    with everywhere(reason="test"):
        number = Person.objects.get(pk=person.pk).id_number
        Person.objects.get(pk=person.pk)
    for address in ("/api/people", f"/api/people/{person.uuid}"):
        text = client_of("city_officer").get(address).content.decode()
        assert number not in text
        assert "id_number" not in text
        assert "health_status" not in text


def test_another_township_s_person_answers_like_nobody(client_of: Browser, person_elsewhere: Person) -> None:
    browser = client_of("township_clerk")
    absent = browser.get("/api/people/00000000-0000-4000-8000-000000000000")
    theirs = browser.get(f"/api/people/{person_elsewhere.uuid}")
    assert (theirs.status_code, theirs.content) == (absent.status_code, absent.content) == (404, absent.content)
    assert correct(browser, person_elsewhere, education="61").status_code == 404


@pytest.mark.requirement("R040")
def test_a_correction_goes_through_the_action_and_is_remembered(client_of: Browser, person: Person) -> None:
    response = correct(client_of("township_clerk"), person, education="高中", revision=0)
    assert (response.status_code, body(response)["education"]) == (200, "61")
    with everywhere(reason="test"):
        assert {f.plain for f in Fact.objects.filter(person=person, key="education")} == {"70", "61"}


def test_every_fault_is_told_with_its_field_and_nothing_is_written(client_of: Browser, person: Person) -> None:
    response = correct(
        client_of("township_clerk"), person, education="火星大学", birth_date="2020-02-30", shoe_size="43", name="新名"
    )
    faults = {f["field"]: f["code"] for f in body(response)["faults"]}
    assert response.status_code == 422
    assert faults == {"education": "wrong_value", "birth_date": "wrong_value", "shoe_size": "unknown_attribute"}
    with everywhere(reason="test"):
        assert Person.objects.get(pk=person.pk).name == person.name


def test_who_saw_an_old_record_is_told_so(client_of: Browser, person: Person) -> None:
    browser = client_of("township_clerk")
    assert correct(browser, person, education="61", revision=0).status_code == 200
    late = correct(browser, person, education="71", revision=0)
    assert (late.status_code, body(late)["faults"][0]["code"]) == (409, "changed_meanwhile")


def test_a_reader_without_the_verb_may_not_correct(client_of: Browser, person: Person) -> None:
    assert correct(client_of("auditor"), person, education="61").status_code == 403


def test_a_write_without_its_token_is_refused(client_of: Browser, person: Person) -> None:
    browser = client_of("township_clerk", enforce_csrf_checks=True)
    assert correct(browser, person, education="61").status_code == 403


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_description_knows_every_attribute_that_may_be_sent(client_of: Browser, language: str) -> None:
    with translation.override(language):
        described = body(client_of("township_clerk").get("/api/openapi.json"))
    request = described["paths"]["/api/people/{uuid}/correct"]["post"]["requestBody"]
    properties = request["content"]["application/json"]["schema"]["properties"]
    assert set(properties) == {a.key for a in attributes.PERSON}
