"""Units of the small county, and the plan of Mile put into force."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import yaml

from gangqiao.accounts.actions import ensure_units
from gangqiao.accounts.models import Grant, Unit, User
from gangqiao.accounts.reads import actor_of
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import Category
from gangqiao.plans.actions import load_plan
from gangqiao.plans.loading import LIBRARY
from gangqiao.plans.models import UnitTask

MILE_TEXT = (LIBRARY / "mile-2020.yaml").read_text(encoding="utf-8")
MILE = yaml.safe_load(MILE_TEXT)
PLAN_DAY = dt.date(2020, 3, 16)


def changed(change: Callable[[Any], Any]) -> str:
    """The file of the plan of Mile with a change made to it."""
    plan = copy.deepcopy(MILE)
    change(plan)
    return yaml.safe_dump(plan, allow_unicode=True, sort_keys=False)


@pytest.fixture
def on_plan_day():
    with clock.frozen_at(PLAN_DAY):
        yield


@pytest.fixture
def units(county: Any) -> dict[str, Unit]:
    """Headquarters, its office, the departments and the two townships, by code."""
    return ensure_units(actor=SYSTEM)


@pytest.fixture
def in_force(units: dict[str, Unit], on_plan_day: None) -> Any:
    """The plan of Mile, loaded on its own day."""
    return load_plan(MILE_TEXT, actor=SYSTEM, source="test").version


@pytest.fixture
def official(units: dict[str, Unit], make_user: Any) -> Callable[..., User]:
    """Makes a user of a unit: `official("department_liaison", "water")`."""

    def make(role: str, unit: str, area: Any = None) -> User:
        user = make_user("", username=f"{role.replace('_', '-')[:14]}-{unit[-10:]}-{User.objects.count()}"[:32])
        user.unit = units[unit]
        user.save()
        Grant.objects.create(user=user, role=role, area=area, valid_from=dt.date(2019, 1, 1))
        return user

    return make


@pytest.fixture
def actor(official: Callable[..., User]) -> Callable[..., Actor]:
    """The same as an actor: `actor("department_liaison", "water")`."""
    return lambda *named, **more: actor_of(official(*named, **more))


@pytest.fixture
def owed(in_force: Any) -> Callable[..., UnitTask]:
    """What a unit owes by a task: `owed("T2.3", "water")`."""

    def find(task: str, unit: str, period: str = "") -> UnitTask:
        return UnitTask.objects.get(task_key=task, unit__code=unit, period=period)

    return find


@pytest.fixture
def make_poor(make_person: Any) -> Callable[..., None]:
    """Makes a worker registered as poor: `make_poor(county.xinshao)`."""

    def make(area: Any) -> None:
        person = make_person(area)
        with everywhere(reason="test data"):
            poor = {"kind": "registered_poor", "valid_from": dt.date(2016, 1, 1)}
            Category.objects.create(person=person, area_id=person.area_id, **poor)

    return make
