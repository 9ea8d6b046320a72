"""From a message that came by phone to a vacancy everybody sees: by hand, on a phone, under two minutes."""

from __future__ import annotations

from typing import Any

import pytest

from gangqiao.vacancies.reads.postings import published
from gangqiao.vacancies.tests.made import make_employer
from gangqiao.vacancies.tests.test_posts_pages import MESSAGE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ONE_POST = MESSAGE.replace("、普工10名", "")
TAPS = 6  # paste and read, submit, verify, publish: what somebody does within two minutes


@pytest.fixture
def office_page(page: Any, live_server_url: str, client_of: Any, county: Any, settings: Any) -> Any:
    """A phone's browser; `sign_in` says who holds it."""
    settings.LANGUAGE_COOKIE_SECURE = False
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "session", "csrf"  # __Host- is for https only

    def sign_in(who: str) -> None:
        session = client_of(who).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server_url}])

    page.sign_in = sign_in
    page.set_viewport_size({"width": 360, "height": 760})
    page.said = []
    page.on("console", lambda message: page.said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: page.said.append(str(error)))
    return page


@pytest.mark.requirement("R050")
def test_from_a_pasted_message_to_a_published_vacancy_in_few_taps(
    office_page: Any, county: Any, axe_source: str
) -> None:
    make_employer(county.xinshao, name="样本服装厂")
    page, taps = office_page, 0
    page.sign_in("township_clerk")
    page.goto("/vacancies/new/")
    page.fill("textarea[name=text]", ONE_POST)
    for button in ("read", "submit"):
        page.locator(f"button[value={button}]").first.click()
        page.wait_for_load_state("networkidle")
        taps += 1
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        page.evaluate(axe_source)
        faults = page.evaluate("axe.run().then(r => r.violations.map(v => [v.impact, v.id, v.nodes[0].html]))")
        assert [f for f in faults if f[0] in ("serious", "critical")] == []
    assert page.locator("form[action$='/verify/']").count() == 0  # not by whoever entered it
    address = page.url
    page.sign_in("city_officer")
    page.goto(address)
    for verb in ("verify", "publish"):
        page.locator(f"form[action$='/{verb}/'] button").click()
        page.wait_for_load_state("networkidle")
        taps += 1
    assert taps <= TAPS
    (posting,) = published()
    assert (posting.title, posting.number, posting.employer_name) == ("缝纫工", 20, "样本服装厂")
    assert page.said == []
