"""The small county with the plan of Mile in force and people at work in both townships."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from gangqiao.indicators.store import STORE
from gangqiao.people.models import EmploymentSpell
from gangqiao.plans.tests.conftest import in_force, on_plan_day, units  # noqa: F401  fixtures
from gangqiao.warnings.reads.history import forget


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    STORE.clear()
    forget()
    yield
    STORE.clear()
    forget()


@pytest.fixture
def people(in_force: Any, make_person: Any, remember: Any, county: Any) -> list[Any]:  # noqa: F811
    """Three at work since February, two of them in Xinshao; one at home."""
    workers = [make_person(village) for village in county.villages[:3]]
    for person in workers:
        begun = dt.date(2020, 2, 20)
        remember(EmploymentSpell, person, started_on=begun, is_farm_work="no", valid_from=begun, evidence="B")
    return [*workers, make_person(county.xinshao)]
