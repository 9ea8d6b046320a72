"""The frame in a real browser: dialogs, reveal, keys, phones, and what axe-core says."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from gangqiao.kernel.addresses import PUBLIC, address
from gangqiao.web import styleguide

SIZES = ((1440, 900), (1366, 768), (360, 740))
SECRET = "532504198005011234"


@csrf_exempt
def reveal(request: HttpRequest) -> HttpResponse:
    """Answers as the register's reveal does: the value for a reason, a refusal without."""
    if not request.POST.get("reason", "").strip("."):
        return HttpResponse('<p data-fault="1">Say why.</p>', status=422)
    part = "HX-Request" in request.headers
    words = {"value": SECRET, "label": "ID number", "back_href": "/styleguide", "seconds": 1}
    return render(request, "web/revealed_part.html" if part else "web/revealed.html", words)


urlpatterns = [
    path("", include("gangqiao.config.urls")),
    address("reveal", reveal, who=PUBLIC, name="reveal", methods=("POST",)),
]


@pytest.fixture
def guide(settings: Any, transactional_db: None) -> None:
    """The style guide is open, over plain http."""
    settings.DEMO = True
    settings.LANGUAGE_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.SESSION_COOKIE_SECURE = False


@pytest.fixture
def pointed_at_reveal(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """The style guide's masked value asks `reveal` above."""
    settings.ROOT_URLCONF = __name__
    real = styleguide.context
    monkeypatch.setattr(styleguide, "context", lambda: {**real(), "reveal_url": "/reveal"})


@pytest.mark.browser
@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("size", SIZES, ids=lambda s: str(s[0]))
def test_no_serious_accessibility_fault_and_nothing_overflows(
    page: Any, axe_source: str, live_server_url: str, language: str, size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.context.add_cookies([{"name": "django_language", "value": language, "url": live_server_url}])
    page.goto("/styleguide")
    page.evaluate(axe_source)
    faults = page.evaluate("axe.run().then(r => r.violations.map(v => [v.impact, v.id, v.nodes[0].html]))")
    assert [f for f in faults if f[0] in ("serious", "critical")] == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.browser
@pytest.mark.usefixtures("guide")
def test_a_confirmation_is_a_dialog_that_escape_leaves(page: Any) -> None:
    page.goto("/styleguide")
    opener = page.locator("summary.btn-danger-quiet")
    opener.click()
    assert page.locator("dialog[open] textarea[name=reason]").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    assert opener.evaluate("e => e === document.activeElement")


@pytest.mark.browser
@pytest.mark.usefixtures("guide", "pointed_at_reveal")
def test_a_revealed_value_goes_away_by_itself(page: Any) -> None:
    page.goto("/styleguide")
    page.locator("[data-masked] summary").click()
    page.locator("dialog[open] input[name=reason_code]").first.check()
    page.locator("dialog[open] textarea").fill("call")
    page.locator("dialog[open] button[type=submit]").click()
    page.wait_for_selector(".revealed-value")
    assert page.locator(".revealed-value").inner_text() == SECRET
    assert not page.locator(".masked-text").is_visible()
    page.wait_for_selector(".revealed-value", state="detached", timeout=5000)
    assert page.locator(".masked-text").is_visible()
    assert SECRET not in page.content()


@pytest.mark.browser
@pytest.mark.usefixtures("guide", "pointed_at_reveal")
def test_a_refused_reveal_says_why_in_the_dialog(page: Any) -> None:
    page.goto("/styleguide")
    page.locator("[data-masked] summary").click()
    page.locator("dialog[open] input[name=reason_code]").first.check()
    page.locator("dialog[open] textarea").fill("...")
    page.locator("dialog[open] button[type=submit]").click()
    page.wait_for_selector("dialog[open] .confirm-fault:not([hidden])")
    assert page.locator(".confirm-fault").inner_text() == "Say why."


@pytest.mark.browser
@pytest.mark.usefixtures("guide", "pointed_at_reveal")
def test_without_scripts_a_value_is_shown_on_a_page_of_its_own(browser: Any, live_server_url: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=live_server_url)
    page = context.new_page()
    page.goto("/styleguide")
    page.locator("[data-masked] summary").click()
    page.locator("[data-masked] input[name=reason_code]").first.check()
    page.locator("[data-masked] textarea").fill("call")
    page.locator("[data-masked] button[type=submit]").click()
    assert page.locator("p.revealed-value").inner_text() == SECRET
    context.close()


@pytest.mark.browser
@pytest.mark.usefixtures("guide")
def test_the_bar_of_acts_appears_with_the_first_ticked_row(page: Any) -> None:
    page.goto("/styleguide")
    bar = page.locator("[data-bulk-bar]")
    assert not bar.is_visible()
    page.locator("[data-pick-all]").check()
    assert "(3)" in bar.inner_text()
    page.locator("input[name=pick]").first.uncheck()
    assert "(2)" in bar.inner_text()


@pytest.mark.browser
@pytest.mark.usefixtures("guide")
def test_a_page_weighs_little(page: Any) -> None:
    """ui.md 7: the first page with its style, script and icons, and each page after it."""
    answers: list[Any] = []
    page.on("requestfinished", lambda request: answers.append(request.response()))
    page.goto("/styleguide", wait_until="networkidle")
    weights = {answer.url: len(gzip.compress(answer.body())) for answer in answers}
    assert any(".css" in url for url in weights), "the front end is not built"
    # The library that draws charts comes only with a page that has one, and is kept by the browser for ever.
    charts = [weights.pop(url) for url in list(weights) if "/charts-" in url and url.endswith(".js")]
    assert sum(charts) < 200_000
    assert sum(weights.values()) < 100_000
    assert weights[page.url] < 20_000
