"""A workbook's whole way in a real browser: dropped, columns named, decided, taken in; and what axe-core says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gangqiao.audit.models import Event
from gangqiao.audit.subscriptions import follow
from gangqiao.imports.jobs.checking import check_rows
from gangqiao.imports.models import Import
from gangqiao.imports.states import Status
from gangqiao.imports.tests.pages.conftest import address_of
from gangqiao.imports.tests.pages.workbooks import HEADINGS, workbook
from gangqiao.kernel.identifiers import make_id_number
from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import Person

pytestmark = pytest.mark.browser
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = (1440, 360)


@pytest.fixture
def at_desk(
    _plain_http: None, transactional_db: None, files_in_tmp: None, clerk: Client, page: Any, live_server_url: str
) -> Any:
    """The clerk's page, signed in, in English."""
    cookies = {"gangqiao": clerk.session.session_key, "django_language": "en"}
    page.context.add_cookies([{"name": n, "value": str(v), "url": live_server_url} for n, v in cookies.items()])
    return page


@pytest.fixture(autouse=True)
def _plain_http(settings: Any) -> None:
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "gangqiao", "csrf"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.LANGUAGE_COOKIE_SECURE = False


@pytest.fixture
def known(make_person: Callable[..., Person]) -> Any:
    return make_person(name="张有田")


def content_of(known: Any, headings: tuple[str, ...] = HEADINGS) -> bytes:
    newcomer = make_id_number(dt.date(1990, 2, 3), "1", 77)
    return workbook(
        (1, "第一村民小组", "普新", "户主", "普新", newcomer, "13900001111"),
        (2, "第一村民小组", known.name, "户主", known.name, known.id_number, "13900002222"),
        (3, "第一村民小组", "普错", "户主", "普错", "532504199001011", ""),
        headings=headings,
    )


def only_import() -> Import:
    with everywhere(reason="test looks at the result"):
        return Import.objects.get()


def work() -> Import:
    """Do what the worker does: read the workbook, or follow the event of taking it in."""
    book = only_import()
    if book.status == Status.RECEIVED:
        check_rows.call(book.pk, book.area_id)
    else:
        event = Event.objects.filter(verb="imports.apply").latest("seq")
        follow.call("gangqiao.imports.jobs.applying.apply_rows", event.seq)
    return only_import()


def drop(desk: Any, content: bytes, name: str = "list.xlsx") -> None:
    """Drop a file on the zone, as a hand does."""
    handle = desk.evaluate_handle(
        """([bytes, name]) => {
          const data = new DataTransfer();
          data.items.add(new File([new Uint8Array(bytes)], name));
          return data;
        }""",
        [list(content), name],
    )
    desk.dispatch_event("[data-drop-zone]", "drop", {"dataTransfer": handle})


@pytest.mark.requirement("R040")
def test_a_workbook_is_dropped_decided_and_taken_in(at_desk: Any, known: Any) -> None:
    at_desk.goto(reverse("imports:imports"))
    drop(at_desk, content_of(known))
    at_desk.wait_for_selector("#progress")
    work()
    at_desk.wait_for_selector("text=Read and compared.")  # the page asks by itself
    at_desk.get_by_role("link", name="Look and decide").click()
    at_desk.get_by_role("button", name="Choose all 2 new and changed rows").click()
    at_desk.locator(".take summary").click()
    assert "1 newcomer is registered" in at_desk.locator("dialog[open]").inner_text()
    at_desk.locator("dialog[open] button[type=submit]").click()
    at_desk.wait_for_selector("#progress")
    work()
    at_desk.wait_for_selector("text=2 rows were taken in.")
    assert "1 wrong row remains to be corrected." in at_desk.content()
    with everywhere(reason="test looks at the result"):
        assert Person.objects.filter(name="普新").count() == 1
        assert Person.objects.get(pk=known.pk).phone == "13900002222"
    with at_desk.expect_download() as downloaded:
        at_desk.locator(".file-acts").get_by_role("link", name="Rows to be corrected").click()
    assert downloaded.value.suggested_filename.endswith(".xlsx")
    assert at_desk.get_by_text("Drop the corrected workbook here").is_visible()


def test_columns_are_named_by_the_keyboard_and_remembered(at_desk: Any, known: Any) -> None:
    at_desk.goto(reverse("imports:imports"))
    drop(at_desk, content_of(known))
    at_desk.wait_for_selector("#progress")
    book = work()
    at_desk.goto(address_of("columns", book))
    phone = HEADINGS.index("联系电话")
    at_desk.locator(f"select[name=column_{phone}]").focus()
    at_desk.keyboard.type("Remark")
    at_desk.locator("main .form-actions button").focus()
    at_desk.keyboard.press("Enter")
    at_desk.wait_for_selector("#progress")
    assert work().layout[0]["columns"][phone]["key"] == "remark"


def test_a_file_too_large_is_told_before_it_is_sent(at_desk: Any) -> None:
    at_desk.goto(reverse("imports:imports"))
    at_desk.evaluate("document.querySelector('[data-drop]').dataset.largest = '10'")
    drop(at_desk, b"x" * 11, "pictures.xlsx")
    assert "larger than the limit" in at_desk.locator("[data-drop-words]").inner_text()
    assert "pictures.xlsx" in at_desk.locator("[data-drop-words]").inner_text()


def test_an_empty_file_is_told_in_the_place(at_desk: Any) -> None:
    at_desk.goto(reverse("imports:imports"))
    drop(at_desk, b"", "empty.xlsx")
    at_desk.wait_for_selector(".drop .note-error")
    assert "empty.xlsx" in at_desk.locator(".drop .note-error").inner_text()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["import", "rows", "columns", "list"])
def test_no_serious_accessibility_fault_and_nothing_overflows(
    at_desk: Any, judged: Import, axe_source: str, name: str, width: int
) -> None:
    at_desk.set_viewport_size({"width": width, "height": 800})
    at_desk.goto(reverse("imports:imports") if name == "list" else address_of(name, judged))
    at_desk.evaluate("document.querySelectorAll('main details:not(.menu, .confirm)').forEach(d => { d.open = true })")
    at_desk.evaluate(axe_source)
    faults = at_desk.evaluate("axe.run().then(r => r.violations.map(v => [v.impact, v.id, v.nodes[0].html]))")
    assert [f for f in faults if f[0] in ("serious", "critical")] == []
    assert at_desk.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_every_act_of_the_preview_is_reached_by_the_keyboard(at_desk: Any, judged: Import) -> None:
    at_desk.goto(address_of("rows", judged))
    acts = ".take button, .groups button, .import-rows input[name=pick], .row-cells > summary"
    wanted = at_desk.eval_on_selector_all(
        acts, "all => { all.forEach((e, n) => { e.dataset.n = n }); return all.length }"
    )
    reached = set()
    for _ in range(90):
        at_desk.keyboard.press("Tab")
        reached.add(at_desk.evaluate("document.activeElement.dataset.n ?? ''"))
    assert wanted
    assert {str(n) for n in range(wanted)} <= reached
