"""Chinese first, English by a switch that stays on the page."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client


@pytest.fixture
def visitor(db: None, settings: Any) -> Client:
    settings.DEMO = True
    settings.LANGUAGE_COOKIE_SECURE = False
    return Client()


def test_pages_are_chinese_until_the_reader_chooses(visitor: Client) -> None:
    assert '<html lang="zh-Hans">' in visitor.get("/styleguide").content.decode()
    answer = visitor.post("/language", {"language": "en", "next": "/styleguide?a=1"})
    assert answer["Location"] == "/styleguide?a=1"
    assert '<html lang="en">' in visitor.get("/styleguide").content.decode()


def test_the_switch_never_leads_to_another_host(visitor: Client) -> None:
    answer = visitor.post("/language", {"language": "en", "next": "https://elsewhere.example/"})
    assert "elsewhere" not in answer["Location"]


def test_the_health_address_says_one_word(visitor: Client) -> None:
    answer = visitor.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")


def test_the_style_guide_is_shut_where_real_people_are_kept(visitor: Client, settings: Any) -> None:
    settings.DEMO = settings.DEBUG = False
    assert visitor.get("/styleguide").status_code == 404
