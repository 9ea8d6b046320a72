"""The small county, its snapshots in a folder of their own, and an office that takes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gangqiao.indicators.snapshots import pseudonyms
from gangqiao.indicators.tests.conftest import COUNTY, DAY
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor, Level, Post
from gangqiao.kernel.scope import scope_of
from gangqiao.people import sets  # noqa: F401  the attributes are declared
from gangqiao.people.models import Fact, Person

OFFICE_VERBS = frozenset(
    [
        "indicators.view",
        "indicators.take",
        "indicators.publish",
        "indicators.supersede",
        "people.view",
        "people.view_list",
        "people.correct",
        "people.record_spell",
        "people.end_spell",
        "people.record_category",
        "people.transfer_record",
        "people.record_death",
        "people.merge",
        "people.unmerge",
        "people.undo",
        "people.register",
        "people.confirm",
    ]
)


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.HOME = tmp_path
    pseudonyms.forget()
    yield tmp_path
    pseudonyms.forget()
    for folder in tmp_path.rglob("*"):
        if folder.is_dir():
            folder.chmod(0o700)


@pytest.fixture
def office() -> Actor:
    """Somebody of the headquarters office: no user of the database, so nothing is fetched for the name."""
    post = Post("headquarters_office", "office", COUNTY, OFFICE_VERBS, Level.PERSONAL)
    return Actor(user_id=None, name="Office", posts=(post,))


@pytest.fixture
def on_day() -> Callable[[date], Any]:
    return clock.frozen_at


def recorded_before(day: date = DAY) -> None:
    """Let everything that is on the register have been recorded at noon of a day."""
    from gangqiao.kernel.scope import everywhere
    from gangqiao.people.models import Category, EmploymentSpell

    with clock.frozen_at(day), everywhere(reason="test"):
        Person.objects.update(recorded_at=clock.now())
        for model in (EmploymentSpell, Category):
            model.objects.update(recorded_from=clock.now())
        assert not Fact.objects.exists()


@pytest.fixture
def known_county(small_county: Any) -> Iterator[None]:
    """The small county, recorded by noon of 16 March, in the scope of the county."""
    recorded_before()
    with scope_of(COUNTY):
        yield
