"""The officials who ask, each named by the role, and their browsers."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from gangqiao.accounts.hashers import BoundedPBKDF2Hasher
from gangqiao.accounts.models import Grant, Unit, UnitKind, User
from gangqiao.accounts.reads import actor_of
from gangqiao.accounts.roles import ROLES
from gangqiao.kernel.actor import Actor
from gangqiao.places.models import Division
from tests.cast.county import County

PASSWORD = "a long way to Guangdong"  # of every user of the cast
_numbers = itertools.count(1)

MakeUser = Callable[..., User]


@pytest.fixture
def make_user(county: County) -> MakeUser:
    """Makes a user with a post: `make_user("township_clerk", county.hongxi)`; with "" a user without any post."""

    def make(role: str, area: Division | None = None, username: str = "") -> User:
        number = next(_numbers)
        unit, _ = Unit.objects.get_or_create(code="test", defaults={"name": "测试单位", "kind": UnitKind.OTHER})
        user = User(username=username or f"user{number}", display_name=f"{role or 'nobody'} {number}", unit=unit)
        user.password = BoundedPBKDF2Hasher().encode(PASSWORD, "salt", iterations=1)  # a real one takes 0.2 s
        user.save()
        if role:
            assert role in ROLES
            Grant.objects.create(user=user, role=role, area=area, valid_from=dt.date(2019, 1, 1))
        return user

    return make


@pytest.fixture
def officials(make_user: MakeUser, county: County) -> dict[str, User]:
    """The users behind the cast, by the name of their fixture."""
    return {
        "village_officer": make_user("village_officer", county.villages[0], "village"),
        "township_clerk": make_user("township_clerk", county.xinshao, "township"),
        "city_officer": make_user("headquarters_office", county.division, "city"),
        "stranger": make_user("township_clerk", county.hongxi, "stranger"),
        "auditor": make_user("auditor", county.division, "auditor"),
    }


@pytest.fixture
def village_officer(officials: dict[str, User]) -> Actor:
    """Information officer of the first village of Xinshao."""
    return actor_of(officials["village_officer"])


@pytest.fixture
def township_clerk(officials: dict[str, User]) -> Actor:
    """Clerk of Xinshao, the township of `village_officer`."""
    return actor_of(officials["township_clerk"])


@pytest.fixture
def city_officer(officials: dict[str, User]) -> Actor:
    """Officer of the headquarters office: the whole county."""
    return actor_of(officials["city_officer"])


@pytest.fixture
def stranger(officials: dict[str, User]) -> Actor:
    """Clerk of Hongxi, another township."""
    return actor_of(officials["stranger"])


@pytest.fixture
def auditor(officials: dict[str, User]) -> Actor:
    """Reads everything and the log, changes nothing."""
    return actor_of(officials["auditor"])


@pytest.fixture
def client_of(officials: dict[str, User], settings: Any) -> Callable[..., Client]:
    """A signed-in browser: `client_of("township_clerk")`, or of any user. Without a second factor, as in the demo."""
    settings.REQUIRE_SECOND_FACTOR = False
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False

    def sign_in(who: str | User, **options: Any) -> Client:
        browser = Client(**options)
        browser.force_login(officials[who] if isinstance(who, str) else who)
        return browser

    return sign_in
