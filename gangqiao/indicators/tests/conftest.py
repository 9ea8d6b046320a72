"""A county of two townships, small enough to count with a pencil."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import count
from typing import Any

import pytest
from django.db import transaction

from gangqiao.indicators.store import STORE
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor, Level, Post
from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import Category, EmploymentSpell, Household, Person
from gangqiao.places.models import Division, DivisionCode
from gangqiao.places.reads import forget_county_path

DAY = date(2020, 3, 16)
COUNTY = "001001001001"
SOUTH, NORTH = COUNTY + "001", COUNTY + "002"
READS = frozenset({"indicators.view", "people.view_list", "people.view"})
_numbers = count(1)


@pytest.fixture(autouse=True)
def day_of_the_plan() -> Iterator[None]:
    with clock.frozen_at(DAY):
        yield


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    forget_county_path()
    STORE.clear()
    yield
    STORE.clear()
    forget_county_path()


def make_divisions() -> None:
    """Nation to groups: two townships of two villages of two groups."""
    _divide("001", None, "nation", "root", "中国")
    _divide("001001", "001", "province", "province", "云南省")
    _divide("001001001", "001001", "prefecture", "autonomous_prefecture", "红河州")
    county = _divide(COUNTY, "001001001", "county", "city", "弥勒市")
    DivisionCode.objects.create(division=county, scheme="official", code="532504", source="test")
    for township, name in ((SOUTH, "竹园镇"), (NORTH, "西一镇")):
        _divide(township, COUNTY, "township", "town", name)
        for village in (township + "001", township + "002"):
            _divide(village, township, "village", "village", name[0] + "村" + village[-1])
            for group in (village + "001", village + "002"):
                _divide(group, village, "group", "group", group[-1] + "组")


def _divide(key: str, parent: str | None, level: str, kind: str, name: str) -> Division:
    return Division.objects.create(key=key, parent_id=parent, level=level, kind=kind, name=name, short_name=name)


def make_person(area: str, *, poor: bool = False, **facts: Any) -> Person:
    """A man of 34 who counts as a rural worker, with a household of his own."""
    number = next(_numbers)
    with transaction.atomic(), everywhere(reason="test"):
        # Each needs the other: the keys are given before, and the database checks them at the end.
        Household.objects.create(
            pk=number, area_id=area, household_no=f"H{number:06d}", head_id=number, registered_on=date(2019, 1, 1)
        )
        usual = {
            "name": f"张{'一二三四五六七八九十'[number % 10]}",
            "sex": "1",
            "birth_date": date(1985, 5, 5),
            "hukou_kind": "agricultural",
            "population_category": "03",
            "labour_capacity": "ordinary",
            "relation": "02",
        }
        person = Person.objects.create(
            pk=number,
            area_id=area,
            household_id=number,
            person_no=f"P{number:06d}",
            registered_on=date(2019, 1, 1),
            id_exception="made for a test",
            **usual | facts,
        )
        if poor:
            Category.objects.create(person=person, area_id=area, kind="registered_poor", valid_from=date(2014, 1, 1))
    return person


def make_spell(person: Person, started_on: date = date(2020, 2, 20), **facts: Any) -> EmploymentSpell:
    """A running non-farm job."""
    usual = {"status": "working", "is_farm_work": "no", "started_on": started_on}
    with everywhere(reason="test"):
        return EmploymentSpell.objects.create(person=person, area_id=person.area_id, **usual | facts)


def make_county() -> None:
    """Five workers in the south of whom three work (one of them new and poor), two in the north of whom one works."""
    make_divisions()
    group = SOUTH + "001001"
    for started in (date(2019, 5, 1), date(2019, 6, 1)):
        make_spell(make_person(group), started)
    make_spell(make_person(SOUTH + "002001", poor=True))
    make_person(SOUTH + "002002")
    make_person(SOUTH + "002002", poor=True)
    make_spell(make_person(NORTH + "001001"))
    make_person(NORTH + "002001")
    make_person(NORTH + "002001", hukou_kind="resident")


@pytest.fixture
def small_county(db: Any) -> None:
    make_county()


def reader(area: str, verbs: frozenset[str] = READS, level: Level = Level.PERSONAL) -> Actor:
    """Somebody with one post over an area."""
    return Actor(user_id=1, name="Reader", posts=(Post("clerk", "unit", area, verbs, level),))


@pytest.fixture
def city_reader() -> Actor:
    return reader(COUNTY)


@pytest.fixture
def township_reader() -> Actor:
    return reader(SOUTH)
