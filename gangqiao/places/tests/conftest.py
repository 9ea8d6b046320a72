"""The official tree, loaded once for a module."""

from __future__ import annotations

import datetime as dt

import pytest

from gangqiao.kernel import clock
from gangqiao.places.actions import load_divisions
from gangqiao.places.models import Division
from gangqiao.places.reads import get_by_code
from tests.cast.kept import kept_for_a_module

PLAN_DAY = dt.date(2020, 3, 16)
LATER = dt.date(2023, 6, 30)


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    with kept_for_a_module(django_db_blocker):
        with django_db_blocker.unblock():
            counted = load_divisions()
        yield counted


@pytest.fixture
def tree(loaded, db):
    """Everything the load brings."""
    return loaded


@pytest.fixture
def plan_day():
    """The clock stands on the day of the work plan."""
    with clock.frozen_at(PLAN_DAY):
        yield PLAN_DAY


@pytest.fixture
def village(tree) -> Division:
    """An ordinary village: 布龙村委会 of 新哨镇."""
    return get_by_code("532504102212", LATER)
