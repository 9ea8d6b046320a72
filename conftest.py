"""The test rig: the requirement register, the browser, and what no test may do.

Which database the suite runs on is chosen by GANGQIAO_TEST_DB (sqlite, postgresql): see tools/pytest_installation.py.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation

from tests import rig_for_databases
from tests.rig_for_engines import runs_once
from tools.register import REQUIREMENTS, SHOWN_FILE

# Playwright keeps an event loop in the thread of the test; Django would take a query for one made inside a coroutine.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

NO_CHROMIUM = "Chromium is missing: install it (Debian: apt install chromium) or name it in GANGQIAO_CHROMIUM."


rig_for_databases.install()


def pytest_collection_finish() -> None:
    """What was imported stays: the collector of garbage need not walk over it with every test: an eighth less."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Note on each test which requirements it shows; an unknown number stops the run. What is alike runs once."""
    for item in items:
        for marker in item.iter_markers("requirement"):
            for number in marker.args:
                if number not in REQUIREMENTS:
                    raise pytest.UsageError(f"{item.nodeid}: there is no requirement {number} in docs/mission.")
                item.user_properties.append(("requirement", number))
    if connection.vendor != "sqlite":
        alike = [item for item in items if runs_once(item)]
        items[:] = [item for item in items if item not in set(alike)]
        config.hook.pytest_deselected(items=alike)


# A machine that others use, too, is slow at times: no example fails for the time it takes.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")


@pytest.fixture(autouse=True)
def _countys_language() -> None:
    """A page asked for in English leaves its language in the thread: each test begins in the county's."""
    translation.deactivate()


# --- which requirements were shown -----------------------------------------------------------------------------------


class Shown:
    """Gathers the requirements whose tests passed, across the runs of one `make test`."""

    def __init__(self) -> None:
        self.numbers: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" and report.passed:
            self.numbers |= {str(value) for key, value in report.user_properties if key == "requirement"}

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        before = set(json.loads(SHOWN_FILE.read_text())) if SHOWN_FILE.exists() else set()
        together = sorted(self.numbers | before)
        SHOWN_FILE.parent.mkdir(parents=True, exist_ok=True)
        SHOWN_FILE.write_text(json.dumps(together))
        if together:
            terminalreporter.write_sep("-", "requirements")
            terminalreporter.write_line(
                f"{len(together)} of {len(REQUIREMENTS)} requirements shown: {' '.join(together)}"
            )


def pytest_configure(config: pytest.Config) -> None:
    # Under xdist the workers report to the controller; only it writes.
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Shown(), "shown-requirements")


# --- the browser -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def django_db_modify_db_settings_xdist_suffix(request: pytest.FixtureRequest) -> None:
    """Give each worker a database of its own. SQLite's lives in the memory of its process and needs no other name."""
    worker = getattr(request.config, "workerinput", {}).get("workerid")
    if worker and connection.vendor != "sqlite":
        test = settings.DATABASES["default"].setdefault("TEST", {})
        test["NAME"] = f"{test.get('NAME') or 'test_' + settings.DATABASES['default']['NAME']}_{worker}"


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Debian's Chromium. Missing is a failure, never a skip."""
    found = os.environ.get("GANGQIAO_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.fail(NO_CHROMIUM, pytrace=False)
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Any]:
    """One Chromium for the session."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Chromium's own sandbox does not work for root, which CI is.
        arguments = ["--disable-dev-shm-usage", "--disable-background-networking"]
        if os.geteuid() == 0:
            arguments.append("--no-sandbox")
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def live_server_url(live_server: Any) -> str:
    """The address of a server that shows the test's own database."""
    return str(live_server.url)


@pytest.fixture
def page(browser: Any, live_server_url: str) -> Iterator[Any]:
    """A fresh page of a 1366 x 768 office PC. A request to anywhere but the server fails the test."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN", base_url=live_server_url)
    strays: list[str] = []

    def guard(route: Any) -> None:
        if route.request.url.startswith(live_server_url):
            route.continue_()
        else:
            strays.append(route.request.url)
            route.abort()

    context.route("**/*", guard)
    yield context.new_page()
    context.close()
    assert not strays, f"requests left the machine: {strays}"


@pytest.fixture(scope="session")
def axe_source() -> str:
    """The accessibility checker axe-core, as script text to run in a page."""
    return (Path(__file__).parent / "frontend/node_modules/axe-core/axe.min.js").read_text()
