"""A clean household, its doubts, and the checks as one call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import Person
from gangqiao.quality.models import Doubt

CLEAN = {
    "education": "71",
    "school_status": "not_in_school",
    "health_status": "01",
    "phone": "13987300001",
    "phone_owner": "self",
}


@pytest.fixture
def doubts() -> Callable[..., dict[tuple[str, int], str]]:
    """The list of doubts: (check, record) -> state, over the county."""

    def known() -> dict[tuple[str, int], str]:
        with everywhere(reason="test"):
            return {(d.rule, d.record): d.status for d in Doubt.objects.all()}

    return known


@pytest.fixture
def only() -> Callable[..., Doubt]:
    """The one doubt there is."""

    def get(**which: Any) -> Doubt:
        with everywhere(reason="test"):
            return Doubt.objects.select_related("person").get(**which)

    return get


@pytest.fixture
def change() -> Callable[..., None]:
    """Changes a person behind the verbs' back: for faults that no verb lets through."""

    def save(person: Person, **values: Any) -> None:
        with everywhere(reason="test"):
            fresh = Person.objects.get(pk=person.pk)
            for name, value in values.items():
                setattr(fresh, name, value)
            fresh.save()

    return save
