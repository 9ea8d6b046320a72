"""The screens in a real browser: drawn under the strict policy, readable undrawn, cycling and stopped by keys."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def leader_page(page: Any, live_server_url: str, client_of: Any, people: Any, settings: Any) -> Any:
    """A browser in which headquarters is signed in. `page.said`: what the browser complained of."""
    settings.LANGUAGE_COOKIE_SECURE = False
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "session", "csrf"  # __Host- is for https only
    session = client_of("city_officer").cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server_url}])
    page.said = []
    page.on("console", lambda message: page.said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: page.said.append(str(error)))
    return page


@pytest.mark.requirement("R122")
@pytest.mark.parametrize("address", ["/hq/", "/hq/screen/"])
@pytest.mark.parametrize("width", [1920, 360])
def test_charts_are_drawn_and_no_serious_fault_of_access_is_there(
    leader_page: Any, axe_source: str, address: str, width: int
) -> None:
    page = leader_page
    page.set_viewport_size({"width": width, "height": 1080})
    page.goto(address, wait_until="networkidle")
    page.wait_for_selector(".chart.is-drawn [data-chart-drawing] svg text")
    assert page.locator("[data-chart]:not(.is-drawn)").count() == 0
    assert page.locator("[data-chart-table][open]").count() == 0
    assert page.said == []
    page.evaluate(axe_source)
    faults = page.evaluate("axe.run().then(r => r.violations.map(v => [v.impact, v.id, v.nodes[0].html]))")
    assert [f for f in faults if f[0] in ("serious", "critical")] == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_the_table_behind_a_chart_opens_by_keyboard(leader_page: Any) -> None:
    page = leader_page
    page.goto("/hq/", wait_until="networkidle")
    page.locator("[data-chart-table] summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("[data-chart-table] table").first.is_visible()


def test_without_scripts_the_tables_stand_open(browser: Any, leader_page: Any, live_server_url: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=live_server_url)
    context.add_cookies(leader_page.context.cookies())
    page = context.new_page()
    page.goto("/hq/")
    assert page.locator("[data-chart-table] table").first.is_visible()
    assert not page.locator("[data-chart-drawing]").first.is_visible()
    page.goto("/hq/screen/")
    assert all(panel.is_visible() for panel in page.locator("[data-panel]").all())
    context.close()


def test_the_big_screen_moves_by_itself_and_stops_by_a_key(leader_page: Any) -> None:
    page = leader_page
    page.clock.install()
    page.goto("/hq/screen/", wait_until="networkidle")
    shown = page.locator("[data-panel].is-now")
    first = shown.get_attribute("aria-label")
    page.clock.run_for(21_000)
    second = shown.get_attribute("aria-label")
    assert second != first
    page.keyboard.press("ArrowLeft")
    assert shown.get_attribute("aria-label") == first
    page.keyboard.press("Space")
    assert page.locator("[data-screen-pause]").get_attribute("aria-pressed") == "true"
    page.clock.run_for(60_000)
    assert shown.get_attribute("aria-label") == first


def test_new_figures_take_the_place_of_the_old_ones(leader_page: Any) -> None:
    page = leader_page
    page.clock.install()
    page.goto("/hq/screen/", wait_until="networkidle")
    page.keyboard.press("ArrowRight")

    page.evaluate("document.querySelector('[data-panel]').dataset.old = 'yes'")
    page.clock.run_for(181_000)
    page.wait_for_selector("[data-old]", state="detached")
    page.wait_for_selector("[data-panel].is-now .chart.is-drawn")
    assert page.locator("[data-panel].is-now").count() == 1
