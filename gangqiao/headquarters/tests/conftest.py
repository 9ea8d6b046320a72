"""Units of the small county, officials of them, and a meeting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from gangqiao.accounts.actions import ensure_units
from gangqiao.accounts.models import Grant, Unit, User
from gangqiao.accounts.reads import actor_of
from gangqiao.headquarters.actions import agenda, meetings
from gangqiao.headquarters.models import Meeting
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM, Actor

PLAN_DAY = dt.date(2020, 3, 16)


@pytest.fixture(autouse=True)
def on_plan_day():
    with clock.frozen_at(PLAN_DAY):
        yield


@pytest.fixture
def units(county: Any) -> dict[str, Unit]:
    """Headquarters, its office, the departments and the two townships, by code."""
    return ensure_units(actor=SYSTEM)


@pytest.fixture
def official(units: dict[str, Unit], make_user: Any) -> Callable[..., User]:
    """Makes a user of a unit: `official("department_liaison", "water")`."""

    def make(role: str, unit: str, area: Any = None) -> User:
        user = make_user("", username=f"{role.replace('_', '-')[:14]}-{User.objects.count()}")
        user.unit = units[unit]
        user.save()
        Grant.objects.create(user=user, role=role, area=area, valid_from=dt.date(2019, 1, 1))
        return user

    return make


@pytest.fixture
def liaison_user(official: Callable[..., User]) -> User:
    """Liaison officer of the water bureau: a department, without an area."""
    return official("department_liaison", "water")


@pytest.fixture
def liaison(liaison_user: User) -> Actor:
    return actor_of(liaison_user)


@pytest.fixture
def leader(official: Callable[..., User], county: Any) -> Actor:
    """The leader of the headquarters."""
    return actor_of(official("headquarters_leader", "hq", county.division))


@pytest.fixture
def meeting(units: dict[str, Unit], city_officer: Actor) -> Meeting:
    """A meeting planned for today, to which the water bureau and Xinshao are invited."""
    return meetings.plan_meeting(PLAN_DAY, [units["water"], units["532504102000"]], actor=city_officer)


@pytest.fixture
def held(meeting: Meeting, city_officer: Actor) -> Meeting:
    """The same meeting, held, with an item of its own on the agenda."""
    agenda.add_item(meeting.pk, "包车安排", actor=city_officer)
    meetings.call_meeting(meeting.pk, actor=city_officer)
    return meetings.hold_meeting(meeting.pk, actor=city_officer)
