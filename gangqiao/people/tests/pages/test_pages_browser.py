"""The file and its forms in a real browser: reveal, suggestions, keyboard, phones, paper, and what axe-core says."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from gangqiao.people.tests.pages.conftest import Family, address_of, fresh

pytestmark = pytest.mark.browser


@pytest.fixture
def at_desk(
    _plain_http: None, transactional_db: None, family: Family, clerk: Client, page: Any, live_server_url: str
) -> Any:
    """The clerk's page, signed in and just confirmed, in English."""
    cookies = {"gangqiao": fresh(clerk).session.session_key, "django_language": "en"}
    page.context.add_cookies([{"name": n, "value": str(v), "url": live_server_url} for n, v in cookies.items()])
    return page


@pytest.fixture(autouse=True)
def _plain_http(settings: Any) -> None:
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "gangqiao", "csrf"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.LANGUAGE_COOKIE_SECURE = False


@pytest.mark.parametrize("width", [1440, 360])
@pytest.mark.parametrize("name", ["person", "correct", "split"])
def test_no_serious_accessibility_fault_and_nothing_overflows(
    at_desk: Any, family: Family, axe_source: str, name: str, width: int
) -> None:
    at_desk.set_viewport_size({"width": width, "height": 800})
    at_desk.goto(address_of(name, family.household if name == "split" else family.head))
    at_desk.evaluate(axe_source)
    faults = at_desk.evaluate("axe.run().then(r => r.violations.map(v => [v.impact, v.id, v.nodes[0].html]))")
    assert [f for f in faults if f[0] in ("serious", "critical")] == []
    assert at_desk.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.requirement("D05")
def test_a_masked_number_is_shown_in_its_place_after_a_reason(at_desk: Any, family: Family) -> None:
    number = family.head.id_number
    at_desk.goto(address_of("person", family.head))
    assert number not in at_desk.content()
    at_desk.locator("[data-masked] summary").first.click()
    at_desk.locator("dialog[open] input[name=reason_code]").first.check()
    at_desk.locator("dialog[open] textarea").fill("came to the office")
    at_desk.locator("dialog[open] button[type=submit]").click()
    at_desk.wait_for_selector(".revealed-value")
    assert at_desk.locator(".revealed-value").inner_text() == number


def test_places_are_offered_while_one_types(at_desk: Any, family: Family) -> None:
    at_desk.goto(address_of("record_spell", family.son))
    at_desk.locator("#id_destination").press_sequentially("虹溪")
    at_desk.wait_for_selector("#id_destination_places option", state="attached")
    first = at_desk.locator("#id_destination_places option").first.get_attribute("value")
    assert first == "云南省红河哈尼族彝族自治州弥勒市虹溪镇"


def test_every_act_of_the_file_is_reached_by_the_keyboard(at_desk: Any, family: Family) -> None:
    at_desk.goto(address_of("person", family.son))
    wanted = set(at_desk.eval_on_selector_all(".file-acts a, .file-acts summary", "all => all.map(e => e.innerText)"))
    reached: set[str] = set()
    for _ in range(80):
        at_desk.keyboard.press("Tab")
        reached.add(at_desk.evaluate("document.activeElement.innerText || ''"))
    assert wanted
    assert wanted <= reached


def test_enter_in_the_form_of_a_household_saves_and_takes_nobody_out(at_desk: Any, county: Any) -> None:
    at_desk.goto(f"/households/register/?area={county.groups[0].key}")
    at_desk.get_by_role("button", name="Add a member").click()
    at_desk.fill("#id_m1-name", "李四")
    at_desk.press("#id_m1-name", "Enter")
    at_desk.wait_for_selector(".note-error")
    assert at_desk.input_value("#id_m1-name") == "李四"


def test_on_paper_the_file_has_no_buttons(at_desk: Any, family: Family) -> None:
    at_desk.goto(address_of("person", family.head))
    at_desk.emulate_media(media="print")
    assert not at_desk.locator(".file-acts").is_visible()
    assert not at_desk.locator("[data-masked] summary").first.is_visible()
    assert at_desk.locator(".signatures").is_visible()
    assert at_desk.locator(".file-who").get_by_text("普建国").is_visible()
