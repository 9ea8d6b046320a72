"""What is said when something went wrong: generic, in both languages, with what to do."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import translation

from gangqiao.web import errors, views
from gangqiao.web.templatetags.web import html_language


@pytest.mark.parametrize("status", sorted(errors.FAULTS))
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_each_page_says_what_to_do_in_the_readers_language(status: int, language: str) -> None:
    with translation.override(language):
        answer = errors.page(status)
        says = str(errors.FAULTS[status].next_step)
    assert answer.status_code == status
    html = answer.content.decode()
    assert f'<html lang="{html_language(language)}">' in html
    assert says.replace("'", "&#x27;") in html
    assert any("\u4e00" <= letter <= "\u9fff" for letter in says) is (language == "zh-hans")


@pytest.mark.parametrize("status", [400, 403, 404, 405])
def test_a_refusal_is_the_same_bytes_for_everybody(status: int) -> None:
    assert errors.page(status).content == errors.page(status).content


def test_an_unknown_address_looks_the_same_to_every_reader(client_of: Any) -> None:
    pages = {client_of(who).get(path).content for who in ("city_officer", "stranger") for path in ("/x", "/people/y")}
    assert len(pages) == 1


def test_a_wrong_method_is_explained(client_of: Any) -> None:
    answer = client_of("township_clerk").get("/language")
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "error-page" in answer.content.decode()


def test_a_form_without_its_token_is_refused_with_a_page(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post("/language", {"language": "en"})
    assert answer.status_code == 403
    assert "CSRF" not in answer.content.decode()


@pytest.mark.parametrize(
    ("fault", "status"), [(RuntimeError("secret detail"), 500), (OperationalError("no such host"), 503)]
)
def test_a_fault_tells_its_number_and_nothing_else(
    client_of: Any, monkeypatch: pytest.MonkeyPatch, fault: Exception, status: int
) -> None:
    def fail(_actor: object) -> None:
        raise fault

    monkeypatch.setattr(views, "queue_for", fail)
    answer = client_of("township_clerk", raise_request_exception=False).get("/")
    html = answer.content.decode()
    assert answer.status_code == status
    assert answer["X-Request-ID"] in html
    assert str(fault) not in html
    assert "Traceback" not in html
