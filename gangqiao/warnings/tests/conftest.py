"""The small county with the plan of Mile in force, people who worked last year and this one, and officials of units."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from gangqiao.indicators.store import STORE
from gangqiao.plans.tests.conftest import actor, in_force, official, on_plan_day, owed, units  # noqa: F401  fixtures
from gangqiao.warnings.reads.history import forget

PLAN_DAY = dt.date(2020, 3, 16)


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    STORE.clear()
    forget()
    yield
    STORE.clear()
    forget()


@pytest.fixture
def workers(make_person: Any, remember: Callable[..., Any], county: Any) -> Callable[..., list[Any]]:
    """Makes people who began to work on these days: `workers(county.hongxi, [day, day])`; without a day, idle ones."""
    from gangqiao.people.models import EmploymentSpell

    def make(area: Any, started: list[dt.date | None], **spell: Any) -> list[Any]:
        people = [make_person(area) for _day in started]
        for person, day in zip(people, started, strict=True):
            if day is not None:
                remember(
                    EmploymentSpell, person, **{"started_on": day, "is_farm_work": "no", "valid_from": day, **spell}
                )
        return people

    return make
