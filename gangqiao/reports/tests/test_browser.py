"""The sheet in a real browser: taught by keys alone, and readable for a screen reader."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gangqiao.reports.models import Layout, Version
from gangqiao.reports.tests.made import workbook

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROWS = [["花名册"], ["填报单位", ""], ["序号", "姓名", "性别"], [], []]


@pytest.fixture
def sheet_page(page, live_server_url, client_of, county, settings):
    """The page on which a clerk teaches a new layout."""
    settings.LANGUAGE_COOKIE_SECURE = False
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "session", "csrf"  # __Host- is for https only
    browser = client_of("township_clerk")
    file = SimpleUploadedFile("form.xlsx", workbook(ROWS))
    browser.post(reverse("reports:upload"), {"file": file, "title": "", "area": county.xinshao.key})
    session = browser.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server_url}])
    page.goto(reverse("reports:teach", args=[Layout.objects.get().uuid]))
    return page


def test_a_cell_is_chosen_and_taught_by_keys_alone(sheet_page):
    page = sheet_page
    page.locator("[data-sheet] td a").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "?c=B2"
    page.keyboard.press("Enter")
    page.wait_for_selector("#cell-panel select[name=what]")
    assert page.locator("#id_c").input_value() == "B2"
    page.locator("#id_what").focus()
    page.locator("#id_what").select_option("area")
    page.locator("#cell-panel form[method=post] button").press("Enter")
    page.wait_for_selector(".sheet td.said")
    assert Version.objects.get().teaching["sheets"]["Sheet1"]["cells"]["B2"]["what"] == "area"


def test_the_sheet_is_one_stop_for_the_tab_key(sheet_page):
    assert sheet_page.locator("[data-sheet] td a[tabindex='0']").count() == 1


@pytest.mark.parametrize("width", [1440, 360])
def test_the_pages_have_no_serious_fault_of_access(sheet_page, axe_source, width):
    sheet_page.set_viewport_size({"width": width, "height": 900})
    for address in (sheet_page.url + "?c=B3", reverse("reports:layouts"), reverse("reports:compare")):
        sheet_page.goto(address)
        sheet_page.evaluate(axe_source)
        faults = sheet_page.evaluate("axe.run().then(r => r.violations.map(v => [v.impact, v.id, v.nodes[0].html]))")
        assert [f for f in faults if f[0] in ("serious", "critical")] == []
        assert sheet_page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("width", [1440, 360])
def test_asking_in_full_has_no_serious_fault_of_access(sheet_page, client_of, axe_source, width):
    client_of("township_clerk").post(reverse("reports:take_over", args=["provincial-roster"]))
    sheet_page.set_viewport_size({"width": width, "height": 900})
    sheet_page.goto(reverse("reports:layout", args=[Layout.objects.get(example="provincial-roster").uuid]))
    sheet_page.locator("details.export-group summary").press("Enter")
    sheet_page.locator("input[name=clear]").check()
    sheet_page.evaluate(axe_source)
    faults = sheet_page.evaluate("axe.run().then(r => r.violations.map(v => [v.impact, v.id, v.nodes[0].html]))")
    assert [f for f in faults if f[0] in ("serious", "critical")] == []
    assert sheet_page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
