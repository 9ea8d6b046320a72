"""The village information officer on a phone of 360 pixels: find by initials, confirm, record work and a wish."""

from __future__ import annotations

import pytest

from gangqiao.people.pinyin import pinyin_of
from tests.walks.conftest import PHONE

TARGETS = """() => [...document.querySelectorAll("main .btn, .main-nav a, .main-nav summary, main select, main input")]
  .filter(e => !["hidden", "checkbox", "radio"].includes(e.type))
  .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 44)
  .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect().height])"""


def open_file(officer):
    page = officer.page
    page.goto("/ledger/people/")
    officer.look()
    link = page.locator("td .person a").first
    name = link.inner_text()
    return name, link.get_attribute("href")


def somebody_free_to_work(officer):
    """The file of somebody of working age whose last work has ended."""
    page = officer.page
    page.goto("/ledger/people/")
    ages = page.locator("tbody td[data-label='年龄']").all_inner_texts()
    files = page.locator("tbody td .person a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    for age, href in zip(ages, files, strict=True):
        if 20 <= int(age) <= 50:
            page.goto(href)
            if page.locator("a[href^='/spells/'][href$='/end/']").count() == 0:
                return href
    raise AssertionError("everybody on the first page of the ledger works")


@pytest.mark.requirement("R040")
def test_the_officer_finds_by_initials_and_confirms_the_record(walker_of):
    officer = walker_of("xinshao-village", PHONE)
    page = officer.page
    officer.look()
    name, href = open_file(officer)
    page.fill("#id_q", pinyin_of(name)[1])
    with page.expect_navigation():
        page.keyboard.press("Enter")
    officer.look()
    assert page.locator(f"td .person a[href='{href}']").count() == 1
    page.goto(href)
    officer.look()
    assert page.evaluate(TARGETS) == [], "too small for a thumb"

    page.locator("details.confirm:has(form[action$='/confirm/']) summary").click()
    page.locator("dialog[open] input[name=reason_code]").first.check()
    officer.look()
    with page.expect_navigation():
        page.locator("dialog[open] button[type=submit]").click()
    assert page.locator(".state", has_text="今天已核实").count() == 1


@pytest.mark.requirement("R034", "R035", "R036")
def test_the_officer_records_a_time_of_work_and_a_wish(walker_of):
    officer = walker_of("xinshao-village", PHONE)
    page = officer.page
    href = somebody_free_to_work(officer)

    page.goto(f"{href}spell/")
    officer.look()
    with officer.refused(422):
        page.locator("main .form-actions button[type=submit]").click()
        page.wait_for_selector(".field.has-error")
    officer.look()
    page.fill("input[name=started_on]", "2020-03-02")
    for name in ("spell_kind", "mode", "evidence", "area_level"):
        page.select_option(f"select[name={name}]", index=1)
    page.fill("input[name=employer_name]", "昆明样美建筑公司")
    with page.expect_navigation():
        page.locator("main .form-actions button[type=submit]").click()
    assert page.url.endswith(href)
    assert "昆明样美建筑公司" in page.locator(".timeline").inner_text()

    page.goto(f"{href}intention/")
    officer.look()
    for name in ("wants_work", "training_wish"):
        page.select_option(f"select[name={name}]", index=1)
    with page.expect_navigation():
        page.locator("main .form-actions button[type=submit]").click()
    assert page.url.endswith(href)
    officer.look()
