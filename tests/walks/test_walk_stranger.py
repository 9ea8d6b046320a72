"""Who may not: a clerk of another township, a user whose post covers no area, a visitor."""

from __future__ import annotations

import re

import pytest

HONGXI = "532504103"  # household numbers begin with the code of the township
ABSENT = "00000000-0000-4000-8000-000000000000"
# Where the own duties of a department are done.
OWN = ("/headquarters/", "/plan/", "/warnings/", "/returns/", "/collecting/", "/vacancies/")


def someone_of_xinshao(walker_of):
    """The address of a file in Xinshao, as its own clerk opens it."""
    clerk = walker_of("xinshao")
    clerk.page.goto("/ledger/people/")
    return clerk.page.locator("td .person a").first.get_attribute("href")


def constant(headers):
    """The headers without what differs between any two answers."""
    return {name: value for name, value in headers.items() if name not in ("date", "x-request-id")}


def without_tokens(page):
    """The page without the tokens that make every answer to a form different."""
    return re.sub(rb'value="[A-Za-z0-9]{64}"', b"", page)


@pytest.mark.requirement("D14")
def test_a_person_of_another_township_answers_exactly_like_nobody(walker_of):
    file = someone_of_xinshao(walker_of)
    uuid = file.strip("/").split("/")[-1]
    stranger = walker_of("hongxi")
    page = stranger.page
    with stranger.refused(404):
        page.goto(file)
        stranger.look()
        theirs = stranger.context.request.get(file)
        nobodys = stranger.context.request.get(file.replace(uuid, ABSENT))
    assert theirs.status == nobodys.status == 404
    assert theirs.body() == nobodys.body()
    assert constant(theirs.headers) == constant(nobodys.headers)


def test_a_clerk_sees_only_the_own_township(walker_of):
    stranger = walker_of("hongxi")
    page = stranger.page
    stranger.look()
    page.goto("/ledger/people/")
    households = page.locator("tbody td[data-label='户编号']").all_inner_texts()
    assert households
    assert all(number.startswith(HONGXI) for number in households), households[:3]


def test_a_user_without_an_area_reads_nobody_anywhere(walker_of):
    file = someone_of_xinshao(walker_of)
    uuid = file.strip("/").split("/")[-1]
    nobody = walker_of("noarea")
    page = nobody.page
    nobody.look()
    # What waits is the unit's own duty to headquarters and its own list of vacancies, about nobody.
    for link in page.locator(".queue li a").all():
        assert str(link.get_attribute("href")).startswith(OWN)
    page.goto("/figures/")
    nobody.look()
    assert page.locator(".figure-value").count() == 0
    with nobody.refused(403):
        for path in ("/ledger/people/", "/ledger/households/", file):
            page.goto(path)
            nobody.look()
            assert page.locator("tbody tr").count() == 0
        asked = nobody.context.request
        theirs, nobodys = (asked.get(at).body().replace(at.encode(), b"") for at in (file, file.replace(uuid, ABSENT)))
        assert without_tokens(theirs) == without_tokens(nobodys)


def test_a_visitor_is_led_to_the_door(walker_of):
    file = someone_of_xinshao(walker_of)
    visitor = walker_of("")
    page = visitor.page
    for path in ("/", "/ledger/people/", file):
        page.goto(path)
        assert "/sign-in/" in page.url
    visitor.look()
    page.fill("input[name=login]", "xinshao")
    page.fill("input[name=password]", "not-the-password")
    page.click("main button[type=submit]")
    page.wait_for_selector("[role=alert], .note-error, .has-error, .note")
    assert page.input_value("input[name=login]") == "xinshao"
    visitor.look()
