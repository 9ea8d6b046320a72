"""The screens as each official sees them: every number leads on, and nobody's name hangs on the wall."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from django.urls import reverse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("people")]

HREF = re.compile(r'href="(/(?:figures|hq|quality|warnings|plans?)/[^"]*)"')
OPTION = re.compile(r'<script type="application/json">(.*?)</script>', re.S)


def text_of(page: Any) -> str:
    assert page.status_code == 200
    return html.unescape(page.content.decode())


def first_look(client: Any, page: str) -> str:
    return text_of(client.get(reverse(f"headquarters:{page}")))


def hrefs_of(text: str) -> set[str]:
    return set(HREF.findall(text))


@pytest.mark.requirement("R005", "R006")
def test_headquarters_sees_targets_townships_and_tasks_in_one_look(client_of: Any, county: Any) -> None:
    text = text_of(client_of("city_officer").get("/hq/"))
    kinds = re.findall(r'data-chart="([a-z-]+)"', text)
    assert kinds == ["progress", "tiles", "trend", "flows", "league", "composition"]
    assert all(township.name in text for township in county.townships)


@pytest.mark.requirement("R001")
@pytest.mark.parametrize("who", ["city_officer", "township_clerk"])
@pytest.mark.parametrize("page", ["first", "screen"])
def test_every_number_opens(client_of: Any, who: str, page: str) -> None:
    client = client_of(who)
    # One link of each sort: the weeks of a trend differ by their day alone.
    sorts = {re.sub(r"day=[\d-]+|00\d+", "", href): href for href in hrefs_of(first_look(client, page))}
    assert len(sorts) > 8
    for href in sorts.values():
        assert client.get(href).status_code == 200, href


@pytest.mark.parametrize("page", ["first", "screen"])
def test_what_is_drawn_leads_where_the_table_leads(client_of: Any, page: str) -> None:
    text = first_look(client_of("city_officer"), page)
    options = [json.loads(option) for option in OPTION.findall(text)]
    drawn = {point["href"] for o in options for s in o["series"] for point in s["data"] if point and "href" in point}
    assert drawn
    assert drawn <= hrefs_of(OPTION.sub("", text))


def test_the_target_looked_at_can_be_chosen(client_of: Any) -> None:
    client = client_of("city_officer")
    usual, poor = (text_of(client.get(f"/hq/?target={target}")) for target in ("no-such", "R016"))
    assert "/people/transferred/" in usual
    assert 'value="R016" selected' in poor
    assert "/people/poor_transferred/" in poor


@pytest.mark.requirement("D03")
def test_a_township_sees_its_own_villages_and_tasks_and_no_other_township(client_of: Any, county: Any) -> None:
    client = client_of("township_clerk")
    text = text_of(client.get("/hq/"))
    assert all(village.name in text for village in county.villages[:2])
    assert county.hongxi.name not in text
    assert 'id="tasks-title"' in text
    assert client.get(reverse("headquarters:area", args=[county.hongxi.key])).status_code == 404
    assert client.get(reverse("headquarters:area", args=[county.key])).status_code == 404


def test_an_earlier_day_is_shown_as_it_was(client_of: Any, county: Any) -> None:
    client = client_of("city_officer")
    text = text_of(client.get("/hq/?day=2020-02-01"))
    assert "day=2020-02-01" in text
    assert client.get("/hq/?day=2020-03-17").status_code == 404


@pytest.mark.requirement("D03")
def test_no_name_of_a_person_stands_on_the_big_screen(client_of: Any, people: list[Any]) -> None:
    client = client_of("city_officer")
    for page in ("screen", "screen_panels"):
        text = text_of(client.get(reverse(f"headquarters:{page}")))
        assert not [person.name for person in people if person.name in text]
        assert text.count("data-panel ") == 4


def test_the_big_screen_is_for_those_who_are_signed_in(client: Any) -> None:
    for page in ("screen", "screen_panels", "first"):
        answer = client.get(reverse(f"headquarters:{page}"))
        assert answer.status_code == 302
        assert "sign-in" in answer["Location"]
