"""The public face in a browser: on a small phone without script, and for people who do not see it."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from gangqiao.vacancies import search
from gangqiao.vacancies.reads import public_board
from gangqiao.vacancies.tests.made import make_employer, make_vacancy
from gangqiao.vacancies.views import public_pace

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SMALL = {"width": 360, "height": 640}


@pytest.fixture
def addresses(county: Any) -> list[str]:
    public_board.forget()
    search.forget()
    public_pace.pace.forget()
    values = {"suits": ["couples", "over_50", "no_mandarin"], "lodging": "free", "take_home": 450_000}
    vacancy = make_vacancy(make_employer(county.xinshao), title="熟练平车工", description="长" * 200, **values)
    gone = make_vacancy(make_employer(county.hongxi), status="withdrawn")
    one, other = (reverse("vacancies:public_job", args=[v.uuid]) for v in (vacancy, gone))
    return ["/jobs/", one, other, "/jobs/stations/", "/jobs/fairs/"]


def test_a_job_is_found_and_called_on_a_small_phone_without_script(
    browser: Any, live_server_url: str, addresses: list[str]
) -> None:
    context = browser.new_context(viewport=SMALL, java_script_enabled=False, locale="zh-CN", base_url=live_server_url)
    page = context.new_page()
    page.goto("/jobs/?lang=en")
    page.get_by_label("What work?").fill("平车")
    page.get_by_label("For couples").check()
    page.get_by_role("button", name="Show jobs").click()
    page.wait_for_url("**#found")
    page.get_by_role("link", name="熟练平车工").click()
    page.get_by_role("link", name="Call 13887300000").wait_for()
    page.wait_for_load_state("load")  # the picture of the code, too
    assert page.get_by_role("link", name="Call 13887300000").get_attribute("href") == "tel:13887300000"
    assert page.locator("img.qr").evaluate("picture => picture.naturalWidth") > 0
    page.get_by_role("link", name="中文").click()
    page.get_by_role("heading", name="打电话问").wait_for()
    context.close()


@pytest.mark.parametrize("width", [360, 1440])
def test_the_public_pages_have_no_fault_of_access_and_do_not_scroll_sideways(
    page: Any, axe_source: str, addresses: list[str], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for address in addresses:
        page.goto(address)
        page.evaluate(axe_source)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        assert not [(fault["id"], fault["nodes"][0]["html"]) for fault in found], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
