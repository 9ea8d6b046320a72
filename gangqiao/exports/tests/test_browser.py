"""The form and the printed sheets in a real browser."""

from __future__ import annotations

import re
from typing import Any

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def at_desk(settings: Any, transactional_db: None, client_of: Any, page: Any, live_server_url: str) -> Any:
    """The clerk's page in English."""
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "gangqiao", "csrf"
    settings.LANGUAGE_COOKIE_SECURE = False
    cookies = {"gangqiao": client_of("township_clerk").session.session_key, "django_language": "en"}
    page.context.add_cookies([{"name": n, "value": str(v), "url": live_server_url} for n, v in cookies.items()])
    return page


@pytest.mark.parametrize("width", [1440, 360])
@pytest.mark.parametrize("address", ["/exports/ask/people/", "/exports/", "/exports/print/people/?area={village}"])
def test_no_serious_accessibility_fault_and_nothing_overflows(
    at_desk: Any, county: Any, household: Any, axe_source: str, address: str, width: int
) -> None:
    at_desk.set_viewport_size({"width": width, "height": 800})
    at_desk.goto(address.format(village=county.villages[0].key))
    at_desk.evaluate(axe_source)
    faults = at_desk.evaluate("axe.run().then(r => r.violations.map(v => [v.impact, v.id, v.nodes[0].html]))")
    assert [f for f in faults if f[0] in ("serious", "critical")] == []
    assert at_desk.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.requirement("D12")
def test_a_village_is_printed_across_a4_and_each_group_begins_a_page(
    at_desk: Any, county: Any, make_household: Any
) -> None:
    first, second = [group for group in county.groups if group.key.startswith(county.villages[0].key)]
    for group in (first, second):
        make_household(group)
    at_desk.goto(f"/exports/print/people/?area={county.villages[0].key}")
    paper = at_desk.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", paper)
    assert len(boxes) == 2
    assert {(round(float(wide)), round(float(high))) for wide, high in boxes} == {(842, 595)}
