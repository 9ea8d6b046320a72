"""The county of the demonstration at 1/250 of its people, with the plan in force and all that `gangqiao demo` fills."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client, override_settings

from gangqiao.accounts.models import Grant, User
from gangqiao.config.demonstration import County, Demonstration
from gangqiao.config.management.commands import demo
from gangqiao.indicators.store import STORE
from gangqiao.kernel import clock
from gangqiao.places.reads import county as county_of
from gangqiao.places.reads import forget_county_path
from gangqiao.warnings.reads.history import forget

DEMO_DAY = dt.date(2020, 3, 16)
DEMO_COUNTY = County("mile-2020", 7, 0.004)
DAYS_LED_ON = 3  # each takes a second or more; the command itself leads on for two weeks


def _forget_everything() -> None:
    STORE.clear()
    forget()
    forget_county_path()


@pytest.fixture(scope="session")
def home_of_demonstration(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Path:
    """The folder of a county made by the steps of the command itself on its day. Nobody reads or writes in it."""
    home: Path = tmp_path_factory.mktemp("demo")
    with _standing_in(home, django_db_blocker, scale=1), pytest.MonkeyPatch.context() as patched:
        patched.setattr(demo, "DAYS_LED_ON", dt.timedelta(days=DAYS_LED_ON))
        demo.Command().make_county(Demonstration(), DEMO_COUNTY)
    return home


@pytest.fixture(scope="module")
def demonstration(request: pytest.FixtureRequest, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[County]:
    """A copy of it for a module. Tests only read.

    What is committed is counted once and remembered, as in the real thing; inside a transaction nothing is kept.
    """
    if connection.vendor != "sqlite":
        pytest.skip("pages and steps are the same on both engines; the file is one of SQLite")
    home = tmp_path_factory.mktemp("demo") / "home"
    shutil.copytree(request.getfixturevalue("home_of_demonstration"), home)
    with _standing_in(home, django_db_blocker, scale=DEMO_COUNTY.scale):
        yield DEMO_COUNTY


@contextmanager
def _standing_in(home: Path, blocker: Any, *, scale: float) -> Iterator[None]:
    """The county in this folder, on its day; `scale`: what targets are counted down by before `shares make`."""
    demonstrating = override_settings(
        HOME=home,
        DEMO=True,
        PLAN_SCALE=scale,
        REQUIRE_SECOND_FACTOR=False,
        SESSION_COOKIE_SECURE=False,
        CSRF_COOKIE_SECURE=False,
    )
    with demonstrating, blocker.unblock(), _file_of_its_own(home), clock.frozen_at(DEMO_DAY):
        _forget_everything()
        yield
    _forget_everything()


@contextmanager
def _file_of_its_own(home: Path) -> Iterator[None]:
    """The file of the folder, at first the empty database of the tests; afterwards the one in memory is there again."""
    in_memory = connections["default"]
    in_memory.ensure_connection()
    name, path = in_memory.settings_dict["NAME"], home / "gangqiao.sqlite3"
    if not path.exists():
        with closing(sqlite3.connect(path)) as file:
            in_memory.connection.backup(file)
    connections.settings["default"]["NAME"] = str(path)
    del connections["default"]
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"]["NAME"] = name
        connections["default"] = in_memory


@pytest.fixture
def demo_client(demonstration: County) -> Callable[..., Client]:
    """A signed-in browser of an account of the demonstration: `demo_client("office")`."""

    def sign_in(username: str) -> Client:
        browser = Client()
        browser.force_login(User.objects.get(username=username))
        return browser

    return sign_in


@pytest.fixture
def numbers_only(demonstration: County) -> str:
    """An account that sees the figures of the whole county and may open no names."""
    user = User.objects.get(username="noarea")
    Grant.objects.create(user=user, role="department_liaison", area=county_of(), valid_from=dt.date(2020, 1, 1))
    return user.username
