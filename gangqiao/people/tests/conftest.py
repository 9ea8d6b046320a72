"""A small county for the tests of the register: two townships, three groups, one household of three."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from gangqiao.kernel.actor import Actor, Post
from gangqiao.kernel.clock import frozen_at
from gangqiao.kernel.identifiers import make_id_number
from gangqiao.kernel.scope import scope_of
from gangqiao.kernel.verbs import all_verbs
from gangqiao.people import actions
from gangqiao.people.models import Household, Person
from gangqiao.places.models import Division, DivisionCode
from gangqiao.places.reads import forget_county_path

TODAY = date(2020, 3, 16)


@pytest.fixture(autouse=True)
def _plan_day() -> Any:
    forget_county_path()
    with frozen_at(TODAY):
        yield
    forget_county_path()


@pytest.fixture
def tree(db: Any) -> SimpleNamespace:
    """Divisions: county 弥勒市 with 新哨镇 (two groups) and 虹溪镇 (one group)."""
    rows = [
        ("001", "", "nation", "country", "中国", ""),
        ("001001", "001", "province", "province", "云南省", "53"),
        ("001001001", "001001", "prefecture", "prefecture", "红河州", "5325"),
        ("001001001001", "001001001", "county", "county", "弥勒市", "532504"),
        ("001001001001001", "001001001001", "township", "town", "新哨镇", "532504102"),
        ("001001001001001001", "001001001001001", "village", "village", "新哨村", "532504102201"),
        ("001001001001001001001", "001001001001001001", "group", "group", "一组", "53250410220101"),
        ("001001001001001001002", "001001001001001001", "group", "group", "二组", "53250410220102"),
        ("001001001001002", "001001001001", "township", "town", "虹溪镇", "532504103"),
        ("001001001001002001", "001001001001002", "village", "village", "虹溪村", "532504103201"),
        ("001001001001002001001", "001001001001002001", "group", "group", "一组", "53250410320101"),
    ]
    for key, parent, level, kind, name, code in rows:
        Division.objects.create(key=key, parent_id=parent or None, level=level, kind=kind, name=name, short_name=name)
        if code:
            DivisionCode.objects.create(division_id=key, code=code)
    return SimpleNamespace(
        county="001001001001",
        xinshao="001001001001001",
        village="001001001001001001",
        group="001001001001001001001",
        group2="001001001001001001002",
        hongxi="001001001001002",
        other_group="001001001001002001001",
    )


def actor_over(area: str, *, name: str = "clerk", without: tuple[str, ...] = ()) -> Actor:
    verbs = frozenset(v for v in all_verbs() if v not in without)
    return Actor(user_id=1, name=name, posts=(Post("township_clerk", "", area, verbs, reveal=True),))


@pytest.fixture
def clerk(tree: SimpleNamespace) -> Actor:
    """The clerk of 新哨镇."""
    return actor_over(tree.xinshao)


@pytest.fixture
def city(tree: SimpleNamespace) -> Actor:
    return actor_over(tree.county, name="city office")


@pytest.fixture
def stranger(tree: SimpleNamespace) -> Actor:
    """The clerk of 虹溪镇."""
    return actor_over(tree.hongxi, name="stranger")


@pytest.fixture
def in_xinshao(tree: SimpleNamespace) -> Any:
    with scope_of(tree.xinshao) as scope:
        yield scope


def made_person(name: str, born: date, sex: str, order: int, **more: Any) -> dict[str, Any]:
    return {
        "name": name,
        "id_type": "01",
        "id_number": make_id_number(born, sex, order),
        "hukou_kind": "agricultural",
        "labour_capacity": "ordinary",
        "population_category": "03",
        **more,
    }


@pytest.fixture
def household(tree: SimpleNamespace, clerk: Actor, in_xinshao: Any) -> Household:
    """普建国 (head), 李秀英 (wife), 普明 (son), registered on the first of January."""
    with frozen_at(date(2020, 1, 1)):
        return actions.register_household(
            area=tree.group,
            household={"address": "新哨村一组12号"},
            head=made_person("普建国", date(1970, 5, 1), "1", 11, phone="13900000001", education="71"),
            members=[
                ("10", made_person("李秀英", date(1972, 6, 2), "2", 12)),
                ("20", made_person("普明", date(1995, 7, 3), "1", 13)),
            ],
            actor=clerk,
            on=date(2020, 1, 1),
        )


@pytest.fixture
def family(household: Household) -> SimpleNamespace:
    head, wife, son = Person.objects.filter(household=household).order_by("pk")
    return SimpleNamespace(household=household, head=head, wife=wife, son=son)
