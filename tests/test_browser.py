"""The first page anybody meets, in a real browser."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.requirement("D16")
def test_the_first_page_is_whole_without_any_other_machine(page):
    """The fixture fails when a request goes elsewhere; here nothing of our own may be missing or forbidden either."""
    faults = []
    page.on("console", lambda message: faults.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("response", lambda response: faults.append(response.url) if response.status >= 400 else None)
    page.goto("/")
    assert page.locator("html").get_attribute("lang") == "zh-Hans"
    assert page.locator("form input[name=login]").is_visible()
    assert page.evaluate("document.documentElement.classList.contains('has-scripts')")
    assert page.evaluate("getComputedStyle(document.body).lineHeight") != "normal"
    assert faults == []


def test_the_first_page_has_no_serious_fault_of_access(page, axe_source):
    page.goto("/")
    page.evaluate(axe_source)
    result = page.evaluate("axe.run()")
    serious = [
        (violation["id"], violation["nodes"][0]["html"])
        for violation in result["violations"]
        if violation["impact"] in {"serious", "critical"}
    ]
    assert serious == []
