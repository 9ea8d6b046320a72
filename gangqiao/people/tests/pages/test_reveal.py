"""A masked value is shown for a reason that is in the log before the value leaves."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from gangqiao.audit.models import Look
from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import Category
from gangqiao.people.tests.pages.conftest import Family, address_of, fresh

WHY = {"reason_code": "check_identity", "reason": "called at the office"}
HTMX = {"hx-request": "true"}
pytestmark = pytest.mark.requirement("D05")


def ask(browser: Client, person: Any, key: str = "id_number", **more: Any) -> Any:
    return browser.post(f"{address_of('reveal', person)}?key={key}", {**WHY, **more.pop("data", {})}, **more)


def test_a_reason_opens_the_value_and_stays_in_the_log(family: Family, clerk: Client) -> None:
    answer = ask(fresh(clerk), family.head, headers=HTMX)
    number = family.head.id_number
    assert number in answer.content.decode()
    assert answer.content.decode().count("<html") == 0
    assert "no-store" in answer["Cache-Control"]
    look = Look.objects.get(verb="people.reveal")
    assert look.person == family.head.uuid
    assert "called at the office" in look.reason
    assert look.reason.startswith("身份证号码 · 核对身份 · ")
    assert number not in look.reason


def test_without_scripts_the_value_comes_as_a_page(family: Family, clerk: Client) -> None:
    answer = ask(fresh(clerk), family.head)
    shown = answer.content.decode()
    assert family.head.id_number in shown
    assert address_of("person", family.head) in shown


def test_health_is_shown_in_words(family: Family, clerk: Client) -> None:
    assert "serious illness" in ask(fresh(clerk), family.head, "health_status", headers=HTMX).content.decode()


def test_a_disability_stands_in_no_file_or_list_until_it_is_asked_for(family: Family, clerk: Client) -> None:
    """The mask is the same for those who hold no such category: it must not tell by itself (domain notes 6.4)."""
    with everywhere(reason="test data"):
        Category.objects.create(
            area_id=family.head.area_id, person=family.head, kind="disabled", valid_from=dt.date(2019, 1, 1)
        )
    fresh(clerk)
    for address in (address_of("person", family.head), "/ledger/people/"):
        assert "disabled" not in clerk.get(address).content.decode().replace("aria-disabled", "")
    for person, said in ((family.head, "disabled"), (family.wife, "none")):
        assert "Sensitive categories" in clerk.get(address_of("person", person)).content.decode()
        assert said in ask(clerk, person, "sensitive_categories", headers=HTMX).content.decode()


@pytest.mark.parametrize("data", [{"reason": " "}, {"reason_code": ""}, {"reason_code": "curious"}])
def test_without_a_reason_nothing_is_shown_or_logged(family: Family, clerk: Client, data: dict[str, str]) -> None:
    answer = ask(fresh(clerk), family.head, headers=HTMX, data=data)
    assert answer.status_code == 422
    assert "data-fault" in answer.content.decode()
    assert family.head.id_number not in answer.content.decode()
    assert not Look.objects.filter(verb="people.reveal").exists()


def test_if_the_log_cannot_be_written_nothing_is_shown(
    family: Family, clerk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: Any, **_more: Any) -> None:
        raise OSError("the log is full")

    fresh(clerk)
    monkeypatch.setattr("gangqiao.audit.chain.append", broken)
    clerk.raise_request_exception = False
    answer = ask(clerk, family.head, headers=HTMX)
    assert answer.status_code == 500
    assert family.head.id_number not in answer.content.decode()


def test_the_quota_of_a_day_ends_with_a_sentence(family: Family, clerk: Client, settings: Any) -> None:
    settings.REVEALS_A_DAY = 2
    fresh(clerk)
    assert [ask(clerk, family.head, headers=HTMX).status_code for _ in range(3)] == [200, 200, 429]
    answer = ask(clerk, family.wife)
    assert answer.status_code == 429
    assert "You have shown 2 masked values today" in answer.content.decode()
    assert Look.objects.filter(verb="people.reveal").count() == 2


def test_a_fresh_sign_in_is_asked_first(family: Family, clerk: Client) -> None:
    session = clerk.session
    session["account_authentication_methods"] = []
    session.save()
    answer = ask(clerk, family.head, headers=HTMX)
    assert answer.status_code == 403
    assert family.head.id_number not in answer.content.decode()


def test_an_officer_whose_post_does_not_allow_it_cannot(family: Family, officer: Client) -> None:
    answer = ask(fresh(officer), family.head, headers=HTMX)
    assert answer.status_code == 403
    shown = officer.get(address_of("person", family.head)).content.decode()
    assert "data-reveal" not in shown
    assert "Confirm it is you" not in shown


def test_another_area_answers_like_nobody(family: Family, elsewhere: Client) -> None:
    fresh(elsewhere)
    theirs = ask(elsewhere, family.head)
    absent = ask(elsewhere, "00000000-0000-4000-8000-000000000000")
    assert (theirs.status_code, theirs.content) == (404, absent.content)


@pytest.mark.parametrize("key", ["id_index", "password", "", "revision"])
def test_only_declared_facts_can_be_asked_for(family: Family, clerk: Client, key: str) -> None:
    assert ask(fresh(clerk), family.head, key).status_code == 404


def test_the_value_is_never_got(family: Family, clerk: Client) -> None:
    assert fresh(clerk).get(f"{address_of('reveal', family.head)}?key=id_number").status_code == 405


def test_the_file_offers_the_reveal_only_when_fresh(family: Family, clerk: Client) -> None:
    session = clerk.session
    session["account_authentication_methods"] = []
    session.save()
    assert "Confirm it is you, then show" in clerk.get(address_of("person", family.head)).content.decode()
    assert "data-reveal" in fresh(clerk).get(address_of("person", family.head)).content.decode()
