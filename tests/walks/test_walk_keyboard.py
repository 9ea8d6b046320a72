"""A whole walk without a mouse: sign in, find a person, correct the record, see it done."""

from __future__ import annotations

import re

from tools.demonstration import PASSWORD

# Where the keyboard is, and whether the eye can see it: by an outline or a shadow. The button of the calendar inside an
# entry for a day is the browser's own and shows the browser's own ring, which a page cannot ask for.
FOCUS = """() => {
  const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
  const shown = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== "none"
    || e.type === "date";
  return {tag: e.tagName, name: e.name || "", href: e.getAttribute("href") || "", text: (e.innerText || "").trim(),
    html: e.outerHTML.slice(0, 120),
    masked: !!e.closest("[data-masked]"), seen: shown && box.width > 0 && box.height > 0};
}"""
MOST_STOPS = 120


def tab_until(page, is_there, key="Tab"):
    """Press Tab until the focus is where it should be. Every stop on the way must show itself."""
    for _ in range(MOST_STOPS):
        page.keyboard.press(key)
        stop = page.evaluate(FOCUS)
        if stop["tag"] == "BODY":
            continue
        assert stop["seen"], f"the focus cannot be seen: {stop['html']}"
        if is_there(stop):
            return stop
    raise AssertionError("the keyboard does not get there")


def press(page, key="Enter"):
    with page.expect_navigation():
        page.keyboard.press(key)


def test_a_clerk_works_without_a_mouse(walker_of):
    clerk = walker_of("")
    page = clerk.page
    page.goto("/")
    tab_until(page, lambda stop: stop["name"] == "login")
    page.keyboard.type("xinshao")
    tab_until(page, lambda stop: stop["name"] == "password")
    page.keyboard.type(PASSWORD)
    press(page)

    # The first stop leads past the navigation.
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["href"] == "#content"
    tab_until(page, lambda stop: stop["href"] == "/ledger/people/")
    press(page)
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "id_q"
    name = page.locator("td .person a").first.inner_text()
    page.keyboard.type(name)
    press(page)
    link = tab_until(page, lambda stop: stop["href"].startswith("/people/"))
    assert link["text"].startswith(name)
    press(page)

    file = page.url
    tab_until(page, lambda stop: re.fullmatch(r"/people/[0-9a-f-]+/correct/", stop["href"]))
    press(page)
    tab_until(page, lambda stop: stop["name"] == "residence_address")
    page.keyboard.press("Control+A")
    page.keyboard.type("村头第三家")
    press(page)
    assert page.url == file
    assert "村头第三家" in page.locator("main").inner_text()


def test_a_dialog_holds_the_keyboard_and_gives_it_back(walker_of):
    clerk = walker_of("xinshao")
    page = clerk.page
    page.goto("/ledger/people/")
    clerk.open(page.locator("td .person a").first)
    tab_until(page, lambda stop: stop["tag"] == "SUMMARY" and stop["masked"])
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog[open]")
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "!!document.activeElement.closest('dialog[open]') || document.activeElement === document.body"
        )
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    assert page.evaluate(FOCUS)["masked"]
