"""A survey, a village with people, and a phone that is connected to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.openrosa import actions
from gangqiao.openrosa.models import EntityWork
from gangqiao.openrosa.tests.collect import Collect
from gangqiao.people.models import Household, Person
from gangqiao.surveys import actions as surveys
from gangqiao.surveys.models import Campaign
from gangqiao.surveys.tests.made import open_survey

READ_OUT = {"notice_read": "OK", "notice_number": "1"}


@pytest.fixture
def campaign(county: Any, household: Household) -> Campaign:
    """A survey of the county with a task for every household."""
    with everywhere(reason="test data"):
        made = open_survey(county.key)
        surveys.fill_roster(made.pk)
        return made


@pytest.fixture
def connected(county: Any, village_officer: Any) -> Any:
    """What the officer of the first village gets for a phone app."""
    with scope_of(county.villages[0]):
        return actions.connect(county.villages[0], name="Redmi", actor=village_officer)


@pytest.fixture
def phone(campaign: Campaign, connected: Any) -> Collect:
    """A phone app of the first village that has everything there is."""
    app = Collect(connected.path(campaign))
    app.refresh()
    return app


@pytest.fixture
def another_phone(campaign: Campaign, connected: Any) -> Callable[[], Collect]:
    """A second phone of the same account, with its own branches."""

    def make() -> Collect:
        app = Collect(connected.path(campaign), Client())
        app.refresh()
        return app

    return make


@pytest.fixture
def register() -> Callable[[Person], Person]:
    """A person as the register has them now."""

    def read(person: Person) -> Person:
        with everywhere(reason="test"):
            return Person.objects.get(pk=person.pk)

    return read


@pytest.fixture
def works() -> Callable[..., list[EntityWork]]:
    """All work, in the order it came: `works(state="held")`."""

    def find(**asked: Any) -> list[EntityWork]:
        with everywhere(reason="test"):
            found = EntityWork.objects.filter(**asked).select_related("submission").order_by("pk")
            return list(found)

    return find
