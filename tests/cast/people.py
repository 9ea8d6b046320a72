"""Households, persons and what is dated about them. A test sets only what it is about."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from typing import Any

import pytest

from gangqiao.kernel.identifiers import make_id_number
from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import (
    Business,
    Category,
    Contact,
    EmploymentSpell,
    Household,
    Intention,
    Person,
    Remembered,
    Skill,
)
from gangqiao.places.models import Division
from tests.cast.county import County

REGISTERED_ON = dt.date(2020, 1, 1)
_numbers = itertools.count(1)

MakePerson = Callable[..., Person]
MakeHousehold = Callable[..., Household]


@pytest.fixture
def make_household(county: County) -> MakeHousehold:
    """Makes a household of one, its head: `make_household(area=county.hongxi)`. Without an area in Xinshao."""
    return households_of(county)


def households_of(county: County) -> MakeHousehold:
    """What `make_household` is, for a county of longer life than one test."""

    def make(area: Division | None = None, *, head: dict[str, Any] | None = None, **values: Any) -> Household:
        group = county.group_in(area or county.xinshao)
        number = next(_numbers)
        with everywhere(reason="test data"):
            # A live household has a head and a live person a household: the first of the two begins as dissolved.
            household = Household.objects.create(
                **{
                    "area": group,
                    "household_no": f"H{number:08}",
                    "address": f"{group.name} {number}",
                    "registered_on": REGISTERED_ON,
                    "dissolved_on": REGISTERED_ON,
                    **values,
                }
            )
            household.head = _make_person(household, **{"relation": "02", **(head or {})})
            household.dissolved_on = values.get("dissolved_on")
            household.save()
        return household

    return make


@pytest.fixture
def make_person(make_household: MakeHousehold) -> MakePerson:
    """Makes a person: `make_person(county.hongxi)` as head of a new household, `make_person(household=h)` in one."""
    return persons_of(make_household)


def persons_of(make_household: MakeHousehold) -> MakePerson:
    """What `make_person` is, for a county of longer life than one test."""

    def make(area: Division | None = None, *, household: Household | None = None, **values: Any) -> Person:
        if household is None:
            made = make_household(area, head=values)
            with everywhere(reason="test data"):
                return made.head
        with everywhere(reason="test data"):
            return _make_person(household, **values)

    return make


def _make_person(household: Household, **values: Any) -> Person:
    number = next(_numbers)
    born = values.get("birth_date", dt.date(1985, 5, 1) + dt.timedelta(days=number // 400))
    sex = values.get("sex", "1")
    return Person.objects.create(
        **{
            "area_id": household.area_id,
            "household": household,
            "person_no": f"P{number:08}",
            "name": f"张{number}",
            "id_type": "01",
            "id_number": make_id_number(born, sex, number % 400),
            "sex": sex,
            "birth_date": born,
            "ethnicity": "01",
            "education": "70",
            "hukou_kind": "agricultural",
            "labour_capacity": "ordinary",
            "population_category": "03",
            "relation": "10",
            "registered_on": REGISTERED_ON,
            "made": True,
            **values,
        }
    )


@pytest.fixture
def household(make_household: MakeHousehold) -> Household:
    """A household in the first village of Xinshao."""
    return make_household()


@pytest.fixture
def person(household: Household) -> Person:
    """The head of `household`."""
    with everywhere(reason="test data"):
        return Person.objects.get(pk=household.head_id)


@pytest.fixture
def person_elsewhere(make_person: MakePerson, county: County) -> Person:
    """A person of Hongxi: out of reach of everybody in Xinshao."""
    return make_person(county.hongxi)


HELD_FROM = dt.date(2020, 1, 1)
# What each dated table needs beyond area, person and days.
DATED: dict[type[Remembered], dict[str, Any]] = {
    Category: {"kind": "registered_poor"},
    Skill: {"name": "砌筑", "level": "junior"},
    Intention: {"wants_work": "yes", "training_wish": "no", "expires_on": dt.date(2021, 1, 1)},
    Business: {"name": "小卖部"},
    Contact: {"phone": "13887300000", "whose": "self"},
    EmploymentSpell: {
        "status": "working",
        "started_on": HELD_FROM,
        "spell_kind": "work",
        "area_level": "other_province",
        "mode": "self",
        "evidence": "E",
    },
}


@pytest.fixture
def remember() -> Callable[..., Any]:
    """Makes a dated row of a person: `remember(Skill, person, level="senior")`."""
    return remembered


def remembered(model: type[Remembered], person: Person, **values: Any) -> Any:
    """Make a dated row of a person."""
    with everywhere(reason="test data"):
        return model.objects.create(
            **{"area_id": person.area_id, "person": person, "valid_from": HELD_FROM, **DATED[model], **values}
        )
