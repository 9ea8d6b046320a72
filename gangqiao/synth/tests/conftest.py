"""A very small county, made once: 1/250 of Mile. Tests only read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from django.db import transaction

from gangqiao.indicators import columns
from gangqiao.kernel import clock
from gangqiao.synth.county import County
from gangqiao.synth.frames import Frame, texts
from gangqiao.synth.ground import make_ground
from gangqiao.synth.load import load_world
from gangqiao.synth.models import SyntheticLoad
from gangqiao.synth.tables import Ground, make_tables
from gangqiao.synth.world import World, make_world

PLAN, SEED, SCALE = "mile-2020", 7, 0.004
PLAN_DAY, MONTH_END, YEAR_END = dt.date(2020, 3, 16), dt.date(2020, 3, 31), dt.date(2020, 12, 31)


def paper_ground(county: County) -> Ground:
    """A ground without a database: codes in place of keys."""
    codes = texts([county.group_code(group) for group in range(len(county.group_no))])
    return Ground(codes, lambda place: place)


@pytest.fixture(scope="session")
def world() -> World:
    return make_world(PLAN, SEED, SCALE)


@pytest.fixture(scope="session")
def tables(world: World) -> dict[str, Frame]:
    """The rows recorded by the day of the plan."""
    return make_tables(world, paper_ground(world.county), PLAN_DAY)


@pytest.fixture(scope="module")
def loaded(world: World, django_db_setup: None, django_db_blocker) -> Iterator[SyntheticLoad]:
    """The same county in the database, for the tests of one module; taken out again afterwards."""
    with django_db_blocker.unblock(), clock.frozen_at(PLAN_DAY), transaction.atomic():
        yield load_world(
            world, lambda county: make_ground(county, PLAN_DAY), PLAN_DAY, replace=False, progress=lambda _: None
        )
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def pulled_columns(django_db_setup: None, django_db_blocker: Any) -> dict[str, pa.Table]:
    """The columns of a fiftieth of the county, as they come out of the database of this run."""
    world = make_world(PLAN, SEED, 0.02)
    with django_db_blocker.unblock(), clock.frozen_at(PLAN_DAY), transaction.atomic():
        load_world(
            world, lambda county: make_ground(county, PLAN_DAY), PLAN_DAY, replace=False, progress=lambda _: None
        )
        found = columns.pull().arrow()
        transaction.set_rollback(True)
    return found


def holders(world: World, kind: str) -> np.ndarray:
    """By person: holds the category on the day of the plan."""
    rows = (world.categories["kind"] == kind) & (world.categories["valid_from"] <= np.datetime64(PLAN_DAY))
    out = np.zeros(len(world.persons), dtype=bool)
    out[world.categories["person"][rows]] = True
    return out
