"""Who plays in the tests of employers and collecting: the bureau, a water bureau, an employer's own user."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from gangqiao.accounts.actions import ensure_units
from gangqiao.accounts.models import Grant, Unit, User
from gangqiao.accounts.reads import actor_of
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.kernel.scope import scope_of
from gangqiao.vacancies.actions import rounds


@pytest.fixture
def units(county: Any) -> dict[str, Unit]:
    """The units of the programme, by code."""
    return ensure_units(actor=SYSTEM)


@pytest.fixture
def of_unit(units: dict[str, Unit], make_user: Any) -> Callable[..., User]:
    """Makes a user of a unit: `of_unit("department_liaison", "water")`."""

    def make(role: str, unit: str, area: Any = None) -> User:
        user: User = make_user("", username=f"{role.replace('_', '-')[:14]}-{User.objects.count()}")
        user.unit = units[unit] if unit in units else Unit.objects.get(code=unit)
        user.save()
        Grant.objects.create(user=user, role=role, area=area, valid_from=dt.date(2019, 1, 1))
        return user

    return make


@pytest.fixture
def bureau_user(of_unit: Callable[..., User], county: Any) -> User:
    return of_unit("employment_clerk", "hrss", county.division)


@pytest.fixture
def bureau(bureau_user: User) -> Actor:
    """The employment clerk: leads the collecting."""
    return actor_of(bureau_user)


@pytest.fixture
def water_user(of_unit: Callable[..., User]) -> User:
    return of_unit("department_liaison", "water")


@pytest.fixture
def water(water_user: User) -> Actor:
    """Liaison officer of the water bureau: no area, only what the bureau keeps."""
    return actor_of(water_user)


@pytest.fixture
def housing(of_unit: Callable[..., User]) -> Actor:
    """Another sector department."""
    return actor_of(of_unit("department_liaison", "housing"))


@pytest.fixture
def month(bureau, units):
    """The returns of June, asked for."""
    with scope_of(bureau):
        return rounds.ask_for_the_month(actor=SYSTEM)
