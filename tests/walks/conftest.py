"""The demonstration and its users."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.walks.walker import Walker
from tools.demonstration import Demonstration

DESK = {"width": 1366, "height": 768}
PHONE = {"width": 360, "height": 740}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/walks/" in item.nodeid:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("walks"))  # one demonstration is enough


@pytest.fixture(scope="session")
def demonstration() -> Iterator[Demonstration]:
    """A county of about four thousand made-up people, served for all walks."""
    county = Demonstration()
    try:
        county.start()
    except RuntimeError as reason:
        pytest.fail(str(reason), pytrace=False)
    yield county
    county.stop()


@pytest.fixture(scope="session")
def seen() -> set[tuple[str, str, int]]:
    """The kinds of page that were looked at, so that no walk does the work of another."""
    return set()


@pytest.fixture
def walker_of(
    browser: Any, demonstration: Demonstration, axe_source: str, seen: set[tuple[str, str, int]]
) -> Iterator[Callable[..., Walker]]:
    """Signs a user in at a screen: `walker_of("office")`, `walker_of("xinshao-village", PHONE)`."""
    walkers: list[Walker] = []

    def start(username: str, screen: dict[str, int] = DESK, language: str = "zh-hans") -> Walker:
        options = {"has_touch": True, "is_mobile": True} if screen is PHONE else {}
        context = browser.new_context(viewport=screen, locale="zh-CN", base_url=demonstration.url, **options)
        walker = Walker(context, demonstration, axe_source, seen)
        walkers.append(walker)
        walker.speak(language)
        if username:
            walker.sign_in(username)
        return walker

    yield start
    for walker in walkers:
        walker.close()
