"""Home is a work queue."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from gangqiao.kernel import clock, queue
from gangqiao.kernel.actor import Actor, Post
from gangqiao.kernel.queue import QueueEntry, Urgency, register
from gangqiao.kernel.scope import scope_of
from gangqiao.web import sources
from gangqiao.web.queue import queue_for

TODAY = dt.date(2020, 3, 16)


@pytest.fixture
def no_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "_SOURCES", {})


@pytest.fixture
def ledger_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "href_or_nothing", lambda name: "/people/")


def test_the_most_urgent_and_longest_waiting_comes_first(no_sources: None) -> None:
    for title, urgency, since in (
        ("open", Urgency.OPEN, None),
        ("due", Urgency.DUE, TODAY),
        ("overdue", Urgency.OVERDUE, TODAY),
        ("longer overdue", Urgency.OVERDUE, TODAY - dt.timedelta(days=3)),
    ):
        entry = QueueEntry(title, "", "", "/", urgency, since)
        register(f"test.{title}", verb="people.view")(lambda _actor, entry=entry: [entry])
    actor = Actor(1, "n", (Post("r", "u", "001", frozenset({"people.view"})),))
    assert [e.title for e in queue_for(actor)] == ["longer overdue", "overdue", "due", "open"]


def test_a_source_is_asked_only_for_those_who_hold_its_verb(no_sources: None) -> None:
    register("test.secret", verb="people.reveal")(lambda _actor: [QueueEntry("secret", "", "", "/")])
    assert queue_for(Actor(1, "n", (Post("r", "u", "001", frozenset({"people.view"})),))) == []


def test_a_source_is_registered_once(no_sources: None) -> None:
    register("test.twice", verb="people.view")(lambda _actor: [])
    with pytest.raises(ValueError, match=r"test\.twice"):
        register("test.twice", verb="people.view")(lambda _actor: [])


@pytest.mark.usefixtures("ledger_address")
def test_households_count_from_the_91st_day_and_only_in_the_own_area(
    make_household: Any, county: Any, township_clerk: Actor
) -> None:
    for days in (90, 91, 120):
        make_household(county.xinshao, last_confirmed_on=TODAY - dt.timedelta(days=days))
    make_household(county.xinshao)  # never confirmed
    make_household(county.xinshao, dissolved_on=TODAY)
    make_household(county.hongxi, last_confirmed_on=TODAY - dt.timedelta(days=400))
    with clock.frozen_at(TODAY), scope_of(township_clerk.areas("people.view_list")):
        (entry,) = sources.households_to_confirm(township_clerk)
    assert "3" in str(entry.title)
    assert "120" in str(entry.reason)
    assert entry.urgency is Urgency.DUE


@pytest.mark.usefixtures("ledger_address")
def test_nothing_to_confirm_is_no_entry(make_household: Any, county: Any, township_clerk: Actor) -> None:
    make_household(county.xinshao, last_confirmed_on=TODAY)
    with clock.frozen_at(TODAY), scope_of(township_clerk.areas("people.view_list")):
        assert list(sources.households_to_confirm(township_clerk)) == []


def test_an_empty_queue_says_what_comes_next(client_of: Any, no_sources: None) -> None:
    html = client_of("village_officer", headers={"accept-language": "en"}).get("/").content.decode()
    assert "All done for today" in html
    assert "will appear here" in html


@pytest.mark.requirement("R014")
@pytest.mark.parametrize(
    ("who", "shown"), [("city_officer", True), ("township_clerk", True), ("village_officer", False)]
)
def test_the_targets_stand_on_the_first_page_of_headquarters_and_township(
    client_of: Any, who: str, shown: bool
) -> None:
    answer = client_of(who).get("/")
    assert (answer.context["targets"] is not None) is shown
    assert answer.content.decode().count('<article class="figure') == (8 if shown else 0)
