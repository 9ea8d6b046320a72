"""The shell of the phone client, what it weighs, and its pages on a narrow phone in both languages."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tests.phone.officer import PIN
from tests.phone.pages import ASSETS, PagesServer, first_load
from tests.phone.villages import VILLAGE, calls, pack, trip, village

MOST = {"first load": 80_000, "worker": 8_000}


def weight(*files: Any) -> int:
    """Bytes as they travel."""
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files)


def test_the_first_load_is_small_enough_for_a_village() -> None:
    assert weight(*first_load().values()) <= MOST["first load"]
    assert weight(ASSETS.parent / "worker.js") <= MOST["worker"]


def test_the_worker_keeps_every_built_file_and_nothing_else() -> None:
    script = (ASSETS.parent / "worker.js").read_text(encoding="utf-8")
    named = set(re.findall(r"/static/dist/phone/assets/([\w.-]+)", script))
    assert named == {file.name for file in ASSETS.iterdir()}


def test_the_shell_is_public_alike_for_everybody_and_allows_nothing_foreign(client_of: Any) -> None:
    seen = [browser.get("/phone/", headers={"accept-language": tongue}) for browser in (Client(), client_of("auditor"))
            for tongue in ("zh", "en")]  # fmt: skip
    assert len({answer.content for answer in seen}) == 1
    policy = seen[0]["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "camera=(self)" in seen[0]["Permissions-Policy"]
    assert "Set-Cookie" not in seen[0]
    assert "style=" not in seen[0].content.decode()


def test_the_worker_may_serve_the_phones_addresses_and_no_others(db: None) -> None:
    answer = Client().get("/phone/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Service-Worker-Allowed"] == "/phone/"
    assert answer["Cache-Control"] == "no-cache"
    assert answer.content.startswith(b'self.SHELL_REVISION="')


def test_the_app_can_be_installed(db: None) -> None:
    answer = Client().get("/phone/manifest.webmanifest")
    told = json.loads(answer.content)
    assert answer["Content-Type"] == "application/manifest+json"
    assert (told["start_url"], told["scope"], told["display"]) == ("/phone/", "/phone/", "standalone")
    assert {icon["sizes"] for icon in told["icons"]} == {"192x192", "512x512"}


# --- in a browser -----------------------------------------------------------------------------------------------------


@pytest.fixture(params=["zh", "en"])
def narrow(browser: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """An open phone of 320 points in each language, with larger type. What the console complains of fails the test."""
    context = browser.new_context(viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True)
    chosen = f"localStorage.setItem('language', '{request.param}'); localStorage.setItem('large', 'yes')"
    context.add_init_script(f"if (location.protocol === 'http:') {{ {chosen} }}")
    context.set_default_timeout(30_000)
    faults: list[str] = []
    context.on("console", lambda said: faults.append(said.text) if said.type in ("error", "warning") else None)
    context.on("weberror", lambda fault: faults.append(str(fault.error)))
    package = village(12)
    # Long texts: a name of fifteen signs, an address of sixty.
    package["households"][0]["persons"][0]["name"] = "阿卜杜热西提·买买提江·吾甫尔"
    package["households"][0]["values"]["household.address"] = "很长的地址" * 12
    package["carry"] = pack(package)
    package["trips"], package["contacts"] = [trip(9)], calls()
    with PagesServer(package).running() as url:
        page = context.new_page()
        page.goto(f"{url}/phone/#enrol=ABCD")
        page.locator(".foot .is-main").click()
        page.fill("#pin", PIN)
        page.fill("#again", PIN)
        page.locator(".foot .is-main").click()
        page.locator(".window button.row").first.wait_for()
        yield page
        context.close()
    assert faults == []


@pytest.mark.browser
def test_each_page_fits_a_narrow_phone_and_can_be_read_out(narrow: Any, axe_source: str) -> None:
    narrow.locator(".window button.row").first.click()
    narrow.locator(".more .button").first.wait_for()
    _, _, household = narrow.url.rpartition("household/")
    task = narrow.evaluate("location.hash")
    check(narrow, axe_source, task)
    narrow.locator(".more .button").nth(2).click()
    narrow.locator(".part").first.wait_for()
    task = narrow.url.split("/missing/")[1].split("/")[1]
    of_household = [f"{page}/{household}/{task}" for page in ("notice", "missing", "outcome", "pictures")]
    for place in ("", "figures", "send", "settings", "found", "scan", *of_household):
        narrow.evaluate("place => { location.hash = `#/${place}` }", place)
        narrow.wait_for_function("() => !document.querySelector('.loading')")
        check(narrow, axe_source, place)
    for place in (f"carry/{household.split('/')[0]}", f"pack/{VILLAGE}"):
        narrow.evaluate("place => { location.hash = `#/${place}` }", place)
        narrow.locator(".job").first.wait_for()
        narrow.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        check(narrow, axe_source, place)


@pytest.mark.browser
@pytest.mark.requirement("R059", "R123")
def test_the_pages_of_a_trip_and_of_calls_fit_a_narrow_phone_and_can_be_read_out(narrow: Any, axe_source: str) -> None:
    narrow.locator(".trip-line").nth(1).wait_for()
    check(narrow, axe_source, "")
    uuid, person = trip()["trip"], calls()["people"][1]["uuid"]
    rider = trip()["passengers"][3]["passenger"]
    parts = ("", f"rider/{rider}", "scan", "depart", "roll", "incident", "arrive", "hand")
    for place in (*(f"trip/{uuid}/{part}" for part in parts), "calls", f"calls/{person}"):
        narrow.evaluate("place => { location.hash = `#/${place}` }", place)
        narrow.locator(".bar-back").wait_for()
        narrow.wait_for_function("() => !document.querySelector('.loading')")
        narrow.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        check(narrow, axe_source, place)


def check(page: Any, axe_source: str, place: str) -> None:
    page.locator("h1").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{place} is too wide"
    small = page.evaluate(
        """[...document.querySelectorAll('button, a, label.choice, input.input')]
             .filter(one => one.offsetParent && one.getBoundingClientRect().height < 47)
             .map(one => one.outerHTML.slice(0, 90))"""
    )
    assert small == [], place
    # axe is a script of the test's own, which the page's policy rightly forbids as an element: it is run from here.
    page.evaluate(axe_source)
    serious = page.evaluate(
        """async () => (await axe.run()).violations
             .filter(one => ['serious', 'critical'].includes(one.impact))
             .map(one => [one.id, one.nodes[0].html.slice(0, 120)])"""
    )
    assert serious == [], place
