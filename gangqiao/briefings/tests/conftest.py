"""A county with a few people in work, an office that asks for papers, and a leader who issues them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gangqiao.accounts.models import User
from gangqiao.accounts.reads import actor_of
from gangqiao.indicators.store import STORE
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.people.models import EmploymentSpell

DAY = dt.date(2020, 3, 16)


@pytest.fixture(autouse=True)
def on_plan_day() -> Iterator[None]:
    with clock.frozen_at(DAY):
        yield


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    STORE.clear()
    yield
    STORE.clear()


@pytest.fixture
def workers(county: Any, make_person: Any, remember: Any) -> None:
    """Thirteen rural workers in Xinshao of whom twelve work, four in Hongxi of whom three work."""
    for division, many, working in ((county.xinshao, 13, 12), (county.hongxi, 4, 3)):
        for number in range(many):
            person = make_person(division, name=f"测{'甲乙丙丁戊己庚辛壬癸子丑寅'[number]}")
            if number < working:
                spell = {"started_on": dt.date(2020, 3, 1 + number), "status": "working", "is_farm_work": "no"}
                remember(EmploymentSpell, person, **spell)


@pytest.fixture
def office_user(make_user: Any, county: Any) -> User:
    return make_user("headquarters_office", county.division, "office")


@pytest.fixture
def office(office_user: User) -> Actor:
    """Who asks for papers."""
    return actor_of(office_user)


@pytest.fixture
def leader(make_user: Any, county: Any) -> Actor:
    """Who issues them."""
    return actor_of(make_user("headquarters_leader", county.division, "leader"))
