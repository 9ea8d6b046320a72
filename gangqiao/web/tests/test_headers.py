"""The headers of every answer (security.md, controls 11 and 39)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from gangqiao.kernel.requests import current_request_id

PAGES = ("/", "/healthz", "/nowhere", "/styleguide")


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_forbids_what_the_pages_do_not_need(client_of: Any, path: str) -> None:
    answer = client_of("township_clerk").get(path)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "Permissions-Policy" in answer


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_kept_by_the_browser_of_a_shared_pc(client_of: Any, path: str) -> None:
    assert "no-store" in client_of("township_clerk").get(path)["Cache-Control"]


def test_a_secure_answer_asks_for_a_year_of_https(client_of: Any) -> None:
    browser = client_of("township_clerk")
    assert "Strict-Transport-Security" not in browser.get("/")
    assert "max-age=31536000" in browser.get("/", secure=True)["Strict-Transport-Security"]


def test_a_request_number_is_ours_and_new_each_time(db: None) -> None:
    browser = Client(headers={"X-Request-ID": "chosen-by-the-caller"})
    first, second = (browser.get("/healthz")["X-Request-ID"] for _ in range(2))
    assert len({first, second, "chosen-by-the-caller"}) == 3
    assert current_request_id() == ""


def test_the_pages_carry_no_inline_script_or_style(client_of: Any, settings: Any) -> None:
    settings.DEMO = True
    html = client_of("township_clerk").get("/styleguide").content.decode()
    assert "<style" not in html
    assert " style=" not in html
    assert " onclick=" not in html
    # What charts are drawn from is data, which no browser runs.
    run = html.count('<script type="module" src=')
    assert html.count("<script") == run + html.count('<script type="application/json"')
