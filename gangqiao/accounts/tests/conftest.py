"""A small county, three administrators and a clerk."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.test import Client

from gangqiao.accounts.models import Grant, Unit, UnitKind, User
from gangqiao.accounts.reads import actor_of
from gangqiao.kernel.crypto.keys import MasterKeys, using
from gangqiao.places.levels import KEY_LENGTH, Kind, Level, Scheme
from gangqiao.places.models import BEGINNING, Division, DivisionCode

PASSWORD = "seven-quiet-buffaloes"
TREE = (
    ("001", "中国", "china", Kind.ROOT, "0"),
    ("00100r", "云南省", "yunnan", Kind.PROVINCE, "53"),
    ("00100r00a", "红河州", "honghe", Kind.AUTONOMOUS_PREFECTURE, "5325"),
    ("00100r00a004", "弥勒市", "mile", Kind.CITY, "532504"),
    ("00100r00a004002", "新哨镇", "xinshao", Kind.TOWN, "532504102"),
    ("00100r00a004002001", "布龙村", "bulong", Kind.VILLAGE, "532504102212"),
    ("00100r00a004003", "虹溪镇", "hongxi", Kind.TOWN, "532504103"),
)


@pytest.fixture(autouse=True)
def quick_and_clean(settings: Any) -> Any:
    """Cheap hashes, no counters left over from another test, and a key for the second factor."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.COUNTY_CODE = "532504"
    cache.clear()
    with using(MasterKeys({1: b"k" * 32})):
        yield
    cache.clear()


@pytest.fixture
def tree(db: None) -> SimpleNamespace:
    levels = {length: level for level, length in KEY_LENGTH.items() if level != Level.COUNTRY}
    for key, name, pinyin, kind, code in TREE:
        made = Division.objects.create(
            key=key, parent_id=key[:-3] or None, level=levels[len(key)], kind=kind, name=name, short_name=name[:-1],
            pinyin=pinyin, valid_from=BEGINNING,
        )  # fmt: skip
        DivisionCode.objects.create(division=made, scheme=Scheme.OFFICIAL, code=code, valid_from=BEGINNING)
    named = {pinyin: Division.objects.get(key=key) for key, _, pinyin, _, _ in TREE}
    return SimpleNamespace(**named)


@pytest.fixture
def unit(db: None) -> Unit:
    return Unit.objects.create(code="office", name="指挥部办公室", kind=UnitKind.HEADQUARTERS_OFFICE)


@pytest.fixture
def make_user(unit: Unit) -> Any:
    """Make a user with a password, and posts given as (role, area)."""

    def make(username: str, *posts: tuple[str, Division | None], **given: Any) -> User:
        user = User(username=username, display_name=username.title(), unit=unit, **given)
        user.set_password(PASSWORD)
        user.save()
        for role, area in posts:
            Grant.objects.create(user=user, role=role, area=area, valid_from="2020-01-01")
        return user

    return make


@pytest.fixture
def sysadmin(make_user: Any) -> User:
    return make_user("sysadmin", ("system_admin", None))


@pytest.fixture
def secadmin(make_user: Any) -> User:
    return make_user("secadmin", ("security_admin", None))


@pytest.fixture
def auditadmin(make_user: Any) -> User:
    return make_user("auditadmin", ("audit_admin", None))


@pytest.fixture
def clerk(make_user: Any, tree: Any) -> User:
    return make_user("clerk", ("township_clerk", tree.xinshao))


@pytest.fixture
def by(sysadmin: User, secadmin: User, auditadmin: User) -> SimpleNamespace:
    """The three administrators as actors."""
    return SimpleNamespace(system=actor_of(sysadmin), security=actor_of(secadmin), audit=actor_of(auditadmin))


@pytest.fixture
def without_second_factor(settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def sign_in() -> Any:
    """Post the sign-in form from a browser (a new one unless given) and an address."""

    def post(
        username: str, password: str = PASSWORD, *, browser: Client | None = None, address: str = "10.0.0.1"
    ) -> Any:
        browser = browser or Client()
        answer = browser.post("/sign-in/", {"login": username, "password": password}, REMOTE_ADDR=address)
        return SimpleNamespace(browser=browser, answer=answer)

    return post


@pytest.fixture
def signed_in(sign_in: Any, without_second_factor: None) -> Any:
    """A browser in which the user has just signed in."""

    def browser(user: User) -> Client:
        entry = sign_in(user.username)
        assert entry.answer.status_code == 302, entry.answer.content.decode()
        return entry.browser

    return browser


def give_second_factor(user: User) -> str:
    """Set up the second factor of a user; returns its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def code_of(secret: str) -> str:
    """What the authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def stale(browser: Client, seconds: int = 600) -> None:
    """Make the confirmations of this session older."""
    session = browser.session
    for record in session["account_authentication_methods"]:
        record["at"] = time.time() - seconds
    session.save()
