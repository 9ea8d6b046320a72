"""Several officers at the same moment: each gets a number, and one person becomes one record (D01)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from gangqiao.kernel.actor import Actor
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people import actions
from gangqiao.people.models import Household, Person
from gangqiao.people.refusals import AlreadyOnRegister
from gangqiao.people.tests.conftest import made_person

MANY = 8


@pytest.fixture
def registering(shared_database: None, tree: SimpleNamespace, clerk: Actor) -> Callable[[int, int], Household]:
    """Registers a household whose head has the ID number of an order."""

    def register(number: int, order: int) -> Household:
        with scope_of(tree.xinshao):
            return actions.register_household(
                area=tree.group,
                household={"address": f"{number}"},
                head=made_person(f"普{number}", date(1970, 5, 1), "1", order),
                actor=clerk,
            )

    return register


@pytest.mark.django_db(transaction=True)
def test_officers_who_register_at_the_same_moment_get_different_numbers(
    transactional_db: None, registering: Callable[[int, int], Household], at_once: Callable[..., list[Any]]
) -> None:
    made = at_once(MANY, lambda number: registering(number, number))
    assert [m for m in made if isinstance(m, Exception)] == []
    assert len({household.household_no for household in made}) == MANY


@pytest.mark.requirement("D01")
@pytest.mark.django_db(transaction=True)
def test_one_person_registered_by_many_at_once_becomes_one_record(
    transactional_db: None, registering: Callable[[int, int], Household], at_once: Callable[..., list[Any]]
) -> None:
    made = at_once(MANY, lambda number: registering(number, 7))
    told = [m for m in made if isinstance(m, Exception)]
    assert len(told) == MANY - 1
    assert all(isinstance(refusal, AlreadyOnRegister) for refusal in told), told
    with everywhere(reason="test"):
        assert (Person.objects.count(), Household.objects.count()) == (1, 1)
