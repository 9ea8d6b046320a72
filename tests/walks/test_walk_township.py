"""The township clerk: from the work queue to a record, a correction, a split of a household, and back."""

from __future__ import annotations

import pytest


def wrong_and_right(language):
    """What the clerk types first, and the sentence that stands under it."""
    return "13812", {"zh-hans": "手机号码应为 11 位", "en": "11 digits"}[language]


def first_file(clerk):
    """Open the first file of the ledger."""
    clerk.page.goto("/ledger/people/")
    clerk.open(clerk.page.locator("td .person a").first)
    return clerk.page.url


def large_household(clerk):
    """Open the file of a household of at least three people."""
    page = clerk.page
    page.goto("/ledger/households/")
    for link in [a.get_attribute("href") for a in page.locator("td .person a").all()]:
        page.goto(link)
        if page.locator("main a[href^='/people/']").count() >= 3 and page.locator("a[href$='/split/']").count():
            return page.url
    raise AssertionError("no household of three on the first page of the ledger")


@pytest.mark.requirement("R041")
def test_the_clerk_goes_from_the_queue_to_the_ledger_and_filters_it(walker_of):
    clerk = walker_of("xinshao")
    page = clerk.page
    clerk.look()
    assert page.locator(".queue li").count() > 0, "a clerk of a county this size has work waiting"
    clerk.open(page.locator(".queue a.btn, .queue li a").first)
    clerk.look()

    page.goto("/ledger/people/")
    everybody = page.locator("tbody tr").count()
    page.locator(".filters-more summary").click()
    page.select_option("#id_sex", index=1)
    with page.expect_navigation():
        page.locator(".filters-fields button[type=submit]").click()
    clerk.look()
    assert page.locator(".chips .chip").count() == 1
    assert 0 < page.locator("tbody tr").count() <= everybody
    assert len(set(page.locator("tbody td[data-label='性别']").all_inner_texts())) == 1
    clerk.open(page.locator(".chips .chip").first)
    assert page.locator(".chips .chip").count() == 0


def test_paging_goes_forward_and_back_to_the_same_people(walker_of):
    clerk = walker_of("xinshao")
    page = clerk.page
    page.goto("/ledger/people/")
    first = page.locator("tbody td .person a").evaluate_all("all => all.map(a => a.href)")
    clerk.open(page.locator("a[rel=next]"))
    second = page.locator("tbody td .person a").evaluate_all("all => all.map(a => a.href)")
    assert second
    assert not set(first) & set(second)
    clerk.open(page.locator("a[rel=prev]"))
    assert page.locator("tbody td .person a").evaluate_all("all => all.map(a => a.href)") == first


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_wrong_input_is_kept_and_told_where_the_hand_is(walker_of, language):
    clerk = walker_of("xinshao", language=language)
    page = clerk.page
    file = first_file(clerk)
    clerk.open(page.locator(f"a[href='{file.removeprefix(clerk.demonstration.url)}correct/']"))
    clerk.look()
    right = page.input_value("input[name=phone]")
    wrong, sentence = wrong_and_right(language)
    page.fill("input[name=phone]", wrong)
    with clerk.refused(422):
        page.locator("main form:has(input[name=phone]) button[type=submit]").first.click()
        page.wait_for_selector(".field.has-error")
    clerk.look()
    assert page.input_value("input[name=phone]") == wrong
    told = page.locator(".field.has-error:has(input[name=phone]) .field-error")
    assert sentence in told.inner_text()
    assert page.locator("input[name=phone]").get_attribute("aria-invalid") == "true"
    assert told.get_attribute("id") in page.locator("input[name=phone]").get_attribute("aria-describedby")

    page.fill("input[name=phone]", right or "16012345678")
    with page.expect_navigation():
        page.locator("main form:has(input[name=phone]) button[type=submit]").first.click()
    assert page.url == file


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_household_is_split_and_the_split_taken_back(walker_of, language):
    clerk = walker_of("xinshao", language=language)
    page = clerk.page
    household = large_household(clerk)
    clerk.look()
    before = page.locator("main a[href^='/people/']").count()
    clerk.open(page.locator("a[href$='/split/']"))
    clerk.look()

    # Nothing chosen, nothing said why: every fault stands at its field.
    with clerk.refused(422):
        page.locator("main .form-actions button[type=submit]").click()
        page.wait_for_selector(".field.has-error")
    assert page.locator(".field.has-error").count() == 3
    clerk.look()

    page.locator("input[name=members_chosen]").first.check()
    page.select_option("select[name=head]", page.locator("input[name=members_chosen]").first.get_attribute("value"))
    page.fill("textarea[name=reason]", "儿子成家，分户单过")
    with page.expect_navigation():
        page.locator("main .form-actions button[type=submit]").click()
    assert page.locator(".says li").count() >= 2
    clerk.look()
    with page.expect_navigation():
        page.locator("button[name=step][value=do]").click()

    page.goto(household)
    assert page.locator("main a[href^='/people/']").count() == before  # one of them now a former member
    page.goto("/changes/")
    clerk.look()
    clerk.open(page.locator("main a[href^='/changes/']:not([href='/changes/'])").first)
    clerk.look()
    page.locator("details.confirm summary").first.click()
    page.locator("dialog[open] textarea").fill("录错了，没有分户")
    with page.expect_navigation():
        page.locator("dialog[open] button[type=submit]").click()
    assert page.locator(".note", has_text="录错了，没有分户").count() == 1
    clerk.look()
    page.goto(household)
    assert page.locator("main a[href^='/people/']").count() == before
