"""The plan in a real browser: readable for a screen reader, and on a phone without moving sideways."""

from __future__ import annotations

import pytest
from django.urls import reverse

from gangqiao.plans import actions

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def clerk_page(page, live_server_url, client_of, owed, township_clerk, settings):
    """A browser in which the clerk of Xinshao is signed in, with a task that was begun."""
    settings.LANGUAGE_COOKIE_SECURE = False
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "session", "csrf"  # __Host- is for https only
    session = client_of("township_clerk").cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server_url}])
    task = owed("T1.1", "532504102000")
    actions.accept(task.pk, actor=township_clerk)
    page.task_href = f"{live_server_url}{reverse('plans:task', args=[task.uuid])}"
    page.base = live_server_url
    return page


@pytest.mark.requirement("R122")
@pytest.mark.parametrize("width", [1440, 360])
def test_the_pages_have_no_serious_fault_of_access(clerk_page, axe_source, width) -> None:
    page = clerk_page
    page.set_viewport_size({"width": width, "height": 900})
    addresses = [page.base + reverse(f"plans:{name}") for name in ("plan", "matrix", "units")]
    addresses += [page.base + reverse("plans:unit", args=["532504102000"]), page.task_href]
    addresses += [page.base + reverse("plans:duty", args=["T1"])]
    for address in addresses:
        page.goto(address)
        page.evaluate(axe_source)
        faults = page.evaluate("axe.run().then(r => r.violations.map(v => [v.impact, v.id, v.nodes[0].html]))")
        assert [f for f in faults if f[0] in ("serious", "critical")] == [], address
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, address


def test_evidence_is_given_in_the_browser(clerk_page) -> None:
    page = clerk_page
    page.goto(page.task_href)
    page.locator("#id_words").fill("全部查完")
    page.locator(".plan-show button").click()
    page.wait_for_selector(".timeline-entry")
    assert "全部查完" in page.locator(".timeline").inner_text()
