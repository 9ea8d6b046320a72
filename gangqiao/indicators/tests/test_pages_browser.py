"""The pages of the figures in a real browser: readable for a screen reader, and on a phone without moving sideways."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from gangqiao.indicators.tests.conftest import make_spell

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office_page(page: Any, live_server_url: str, client_of: Any, make_person: Any, county: Any, settings: Any) -> Any:
    """A browser in which the headquarters office is signed in, over a county with somebody at work."""
    settings.LANGUAGE_COOKIE_SECURE = False
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "session", "csrf"  # __Host- is for https only
    make_spell(make_person(county.villages[0]), date(2019, 3, 1), area_level="abroad", evidence="A")
    client: Client = client_of("city_officer")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server_url}])
    page.base = f"{live_server_url}/figures/"
    return page


def test_the_pages_have_no_serious_fault_of_access(office_page: Any, axe_source: str, county: Any) -> None:
    page = office_page
    paths = ["", "breakdown/?by=level", "breakdown/?by=level&across=sex", "ways/", "shock/", "definitions/"]
    paths += ["how/new_transferred/?sql=1", f"{county.key}/months/transferred/", f"{county.key}/shock/days/"]
    for path in paths:
        for width in (1440, 360):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(page.base + path)
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
        page.evaluate(axe_source)
        faults = page.evaluate("axe.run().then(r => r.violations.map(v => [v.impact, v.id, v.nodes[0].html]))")
        assert [f for f in faults if f[0] in ("serious", "critical")] == [], path
