"""What the tests of claims share: who asks, and how a notice moves a claim."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from gangqiao.accounts.reads import actor_of
from gangqiao.kernel import clock
from gangqiao.kernel.scope import scope_of
from gangqiao.subsidies.actions import making
from gangqiao.subsidies.actions.moving import move, seal
from gangqiao.subsidies.models import Claim
from gangqiao.subsidies.tests.made import make_poor, make_work

TODAY = date(2020, 7, 1)
REWARD = "outgoing_work_reward"
LIST = "/subsidies/claims/"


@pytest.fixture(autouse=True)
def summer() -> Any:
    with clock.frozen_at(TODAY):
        yield


@pytest.fixture
def worker(person: Any) -> Any:
    return entitled(person)


def entitled(person: Any) -> Any:
    make_poor(person)
    make_work(person)
    return person


def published(claim: Claim, verb: str, actor: Any) -> Claim:
    """As an approved notice does it."""
    with scope_of(actor), transaction.atomic():
        row = move(claim, verb, actor=actor)
        if not row.digest:
            seal(row)
    return row


def made(person: Any, actor: Any, **more: Any) -> Claim:
    with scope_of(actor):
        return making.make_for(person, REWARD, TODAY, actor=actor, source="village", **more)


@pytest.fixture
def second(make_user: Any, county: Any) -> Any:
    """Another clerk of the township."""
    return actor_of(make_user("township_clerk", county.xinshao))


@pytest.fixture
def funds(make_user: Any, county: Any) -> Any:
    return actor_of(make_user("funds_clerk", county.division))


@pytest.fixture
def leader(make_user: Any, county: Any) -> Any:
    return actor_of(make_user("headquarters_leader", county.division))


@pytest.fixture
def browsers(client_of: Any, make_user: Any, county: Any) -> Any:
    users = {role: make_user(role, county.division) for role in ("funds_clerk", "headquarters_leader", "finance")}

    def sign_in(who: str) -> Any:
        return client_of(users.get(who, who))

    return sign_in
