"""A family as the acts make it, and browsers of the cast, for the tests of the pages."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.clock import frozen_at
from gangqiao.kernel.identifiers import make_id_number
from gangqiao.kernel.scope import everywhere
from gangqiao.people import actions
from gangqiao.people.models import Household, Person
from gangqiao.places.models import Division
from tests.cast.county import County

TODAY = dt.date(2020, 3, 16)
REGISTERED_ON = dt.date(2020, 1, 1)


@dataclass(frozen=True)
class Family:
    """Three people of one household: 普建国 heads it, 李秀英 is his wife, 普明 their son."""

    household: Household
    head: Person
    wife: Person
    son: Person


@pytest.fixture
def make_family(county: County) -> Callable[..., Family]:
    """Registers the family in a group: `make_family(county.hongxi, order=40)`."""

    def make(area: Division | None = None, order: int = 11) -> Family:
        group = county.group_in(area or county.villages[0])
        with frozen_at(REGISTERED_ON), everywhere(reason="test data"):
            household = actions.register_household(
                area=group.key,
                household={"address": "布龙村12号"},
                head=made("普建国", dt.date(1970, 5, 1), "1", order, phone="13900000001", health_status="03"),
                members=[
                    ("10", made("李秀英", dt.date(1972, 6, 2), "2", order + 1)),
                    ("20", made("普明", dt.date(1995, 7, 3), "1", order + 2)),
                ],
                actor=SYSTEM,
            )
            return Family(household, *Person.objects.filter(household=household).order_by("pk"))

    return make


def made(name: str, born: dt.date, sex: str, order: int, **more: Any) -> dict[str, Any]:
    """What is typed of a person."""
    number = make_id_number(born, sex, order)
    facts = {"hukou_kind": "agricultural", "labour_capacity": "ordinary", "population_category": "03"}
    return {"name": name, "id_type": "01", "id_number": number, **facts, **more}


@pytest.fixture
def family(make_family: Callable[..., Family]) -> Family:
    return make_family()


@pytest.fixture
def family_elsewhere(make_family: Callable[..., Family], county: County) -> Family:
    """The same in Hongxi, out of reach of Xinshao."""
    return make_family(county.hongxi, order=40)


@pytest.fixture
def whole_county() -> Iterator[None]:
    """The test looks at the tables with nobody's eyes."""
    with everywhere(reason="test looks at the result"):
        yield


@pytest.fixture
def clerk(client_of: Callable[..., Client]) -> Client:
    """The browser of the clerk of Xinshao, in English."""
    return in_english(client_of("township_clerk"))


@pytest.fixture
def officer(client_of: Callable[..., Client]) -> Client:
    """The browser of the information officer of the first village."""
    return in_english(client_of("village_officer"))


@pytest.fixture
def elsewhere(client_of: Callable[..., Client]) -> Client:
    """The browser of the clerk of Hongxi."""
    return in_english(client_of("stranger"))


def in_english(browser: Client) -> Client:
    browser.cookies["django_language"] = "en"
    return browser


def fresh(browser: Client) -> Client:
    """The browser of somebody who has just given the password again."""
    session = browser.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "username": "x"}]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()
    return browser


def address_of(name: str, row: Any) -> str:
    """The address of a page about a record."""
    return reverse(f"people:{name}", args=[getattr(row, "uuid", row)])


def page(browser: Client, name: str, row: Any, **asked: Any) -> str:
    """The words of a page that must be there."""
    answer = browser.get(address_of(name, row), asked)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def now(row: Any) -> Any:
    """The row as it stands in the database."""
    with everywhere(reason="test looks at the result"):
        return type(row)._default_manager.get(pk=row.pk)
