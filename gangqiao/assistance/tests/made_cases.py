"""People of whom the rules of the classes know everything, for the tests. Nothing here is real."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from gangqiao.assistance.actions import proposing
from gangqiao.assistance.models import AssistCase
from gangqiao.assistance.tests.made import make_poor
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import Household, Intention, Person
from tests.cast.people import remembered


def wish(person: Person, **values: Any) -> Intention:
    """What somebody said today: to another province, nothing against it."""
    said = {
        "wants_work": "yes", "work_kind": "work_out", "wished_level": "other_province", "training_wish": "no",
        "conditions": ["none"], "not_out_reasons": ["no_job"], "expires_on": clock.today() + timedelta(days=80),
    }  # fmt: skip
    found: Intention = remembered(Intention, person, **said | values)
    return found


def worker_of(make_person: Callable[..., Person], area: Any = None, **values: Any) -> Person:
    """A registered-poor worker of whom everything the rules read is known but the wishes."""
    known = {"health_status": "01", "school_status": "not_in_school", "population_category": "03"}
    person = make_person(area, **known | values)
    with everywhere(reason="test data"):
        Household.objects.filter(pk=person.household_id).update(land_mu=4)
    make_poor(person)
    return person


def fresh(row: Any) -> Any:
    """The row as it is stored now."""
    with everywhere(reason="test data"):
        return type(row).objects.get(pk=row.pk)


def case_of(person: Person) -> AssistCase:
    """The person's case."""
    with everywhere(reason="test data"):
        return AssistCase.objects.get(person=person)


def look(*persons: Person) -> proposing.Counted:
    """The rules look at some persons, or at everybody."""
    with everywhere(reason="test data"):
        return proposing.propose([one.pk for one in persons] or None)
