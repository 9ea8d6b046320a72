"""The navigation shows what a reader may use, and survives what is not there."""

from __future__ import annotations

from typing import Any

import pytest

from gangqiao.kernel.actor import Actor, Post
from gangqiao.web import navigation
from gangqiao.web.navigation import VACANCIES, Entry, links_for, tabs_for


def an_actor(*verbs: str) -> Actor:
    return Actor(user_id=1, name="n", posts=(Post("r", "u", "001", frozenset(verbs)),))


@pytest.fixture
def entries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        navigation,
        "ENTRIES",
        (
            Entry("Today", "Today", "web:home", "", "x"),
            Entry("Users", "Users", "accounts:users", "accounts.view_users", "x"),
            Entry("New user", "New", "accounts:create_user", "accounts.create_user", "x"),
            Entry("Absent", "Absent", "no_such_app:page", "", "x"),
        ),
    )


@pytest.mark.usefixtures("entries")
def test_an_entry_is_shown_only_to_those_who_hold_its_verb() -> None:
    assert [link.label for link in links_for(an_actor(), "/")] == ["Today"]
    assert [link.label for link in links_for(an_actor("accounts.view_users"), "/")] == ["Today", "Users"]


@pytest.mark.usefixtures("entries")
@pytest.mark.parametrize(("path", "here"), [("/", "Today"), ("/users/12/", "Users"), ("/users/new/", "New user")])
def test_the_deepest_entry_above_a_page_is_marked(path: str, here: str) -> None:
    links = links_for(an_actor("accounts.view_users", "accounts.create_user"), path)
    assert [link.label for link in links if link.is_here] == [here]


def test_a_page_that_lies_elsewhere_is_marked_where_it_belongs() -> None:
    may = an_actor("vacancies.view_employers", "vacancies.view_releases")
    assert [link.href for link in links_for(may, "/packs/12/delivery/") if link.is_here] == ["/employers/"]
    assert [tab.href for tab in tabs_for(VACANCIES, may, "/packs/12/") if tab.is_here] == ["/releases/"]
    assert [tab.href for tab in tabs_for(VACANCIES, may, "/employers/12/") if tab.is_here] == ["/employers/"]


@pytest.mark.once
def test_each_entry_leads_to_an_address_that_asks_for_the_same_verb(client_of: Any) -> None:
    """An entry must not be shown to somebody whom its address then refuses."""
    for who in ("village_officer", "township_clerk", "city_officer", "auditor"):
        browser = client_of(who)
        for link in browser.get("/").context["shell"].navigation:
            assert browser.get(link.href).status_code == 200, (who, link.href)


def test_the_area_and_the_post_are_always_in_sight(client_of: Any, county: Any) -> None:
    html = client_of("township_clerk").get("/").content.decode()
    assert county.xinshao.name in html
    assert county.hongxi.name not in html


def test_a_visitor_sees_neither_navigation_nor_area(client_of: Any, settings: Any) -> None:
    from django.test import Client

    settings.DEMO = True
    html = Client().get("/styleguide").content.decode()
    assert "main-nav" not in html
    assert "my-area" not in html
