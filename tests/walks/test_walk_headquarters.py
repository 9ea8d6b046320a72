"""Headquarters: from the eight targets to a name, from a number to a file, and who looked at it."""

from __future__ import annotations

import re

import pytest

from tools.demonstration import PASSWORD

ID_NUMBER = re.compile(r"\d{17}[\dX]")


def digits(text):
    """The number a text begins with: "3,062人" -> 3062."""
    return int(re.match(r"[\d,]+", text.strip()).group().replace(",", ""))


@pytest.mark.requirement("R014", "R015", "R016", "R017", "R018", "R019", "R020", "R021")
def test_the_office_opens_a_target_down_to_the_names_and_its_definition(walker_of):
    office = walker_of("office")
    page = office.page
    figures = page.locator("article:has(.figure-value), section:has(> .figure-value), .figure")
    values = page.locator(".figure-value")
    assert values.count() == 8
    assert figures.count() >= 1
    office.look()
    counted = digits(values.first.inner_text())

    office.open(values.first.locator("a"))
    assert digits(page.locator(".ledger-count").inner_text()) == counted
    assert page.locator("tbody tr").count() == min(counted, 50)
    office.look()

    page.go_back()
    office.open(page.locator("a.figure-mark").first)
    assert page.locator("tbody tr").count() >= 5, "the definition shows no parameters"
    office.look()


def test_the_results_of_the_townships_add_up_to_the_county(walker_of):
    office = walker_of("office")
    page = office.page
    page.goto("/figures/")
    office.look()
    rows = page.locator("tbody tr, tfoot tr")
    townships = [digits(rows.nth(n).locator("td").nth(0).inner_text()) for n in range(13)]
    county = digits(page.locator(".figure-value").first.inner_text())
    assert sum(townships) == county
    # One level down: the first township's own board, and the names behind its first number.
    office.open(rows.nth(0).locator("td a").first)
    assert digits(page.locator(".ledger-count").inner_text()) == townships[0]


def test_a_number_is_shown_for_a_reason_after_the_password_and_the_file_says_so(walker_of, demonstration):
    office = walker_of("office")
    page = office.page
    page.goto("/ledger/people/")
    office.look()
    office.open(page.locator("td .person a").first)
    name, file = page.locator("h1").inner_text(), page.url
    office.look()

    demonstration.an_hour_passes("office")
    with office.refused(403):
        ask_for_the_number(page)
        page.wait_for_url("**/me/confirm/**")
    office.look()
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(file)
    ask_for_the_number(page)
    number = page.locator(".revealed-value").inner_text()
    assert ID_NUMBER.fullmatch(number)

    page.reload()
    assert number not in page.content()
    looks = page.locator(".card", has_text="谁看过").inner_text()
    assert "张丽萍" in looks
    assert "核对参保身份" in looks, "the person cannot see why the number was shown"

    page.keyboard.press("/")
    page.locator("#find").fill(number)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    if page.url != file:
        office.look()
        assert number not in page.url
        assert page.locator("tbody tr").count() == 1
        office.open(page.locator("td .person a"))
    assert page.url == file
    assert page.locator("h1").inner_text() == name


def ask_for_the_number(page):
    page.locator("[data-masked] summary").first.click()
    sheet = page.locator("dialog[open]")
    sheet.locator("input[name=reason_code]").first.check()
    sheet.locator("textarea").fill("核对参保身份")
    sheet.locator("button[type=submit]").click()


def test_the_leader_reads_the_targets_and_no_full_name(walker_of):
    leader = walker_of("hq")
    page = leader.page
    assert page.locator(".figure-value").count() == 8
    leader.look()
    leader.open(page.locator(".figure-value a").first)
    names = page.locator("td .person").all_inner_texts()
    assert names
    assert all("*" in name for name in names)
    assert page.locator("td .person a").count() == 0


def test_the_auditor_reads_the_log_and_it_holds(walker_of):
    auditor = walker_of("auditor")
    page = auditor.page
    auditor.look()
    page.goto("/audit/")
    auditor.look()
    assert page.locator("tbody tr").count() > 0


@pytest.mark.parametrize("path", ["/me/", "/changes/", "/ledger/households/", "/users/", "/units/"])
def test_the_other_pages_of_the_office_are_whole(walker_of, path):
    office = walker_of("office")
    office.page.goto(path)
    office.look()
