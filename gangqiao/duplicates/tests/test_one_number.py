"""One ID number is one person, in whatever writing it comes and through whatever door (D01)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gangqiao.kernel.actor import Actor
from gangqiao.kernel.errors import Refusals
from gangqiao.kernel.identifiers import id_check_character, make_id_number, parse_id_number
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people import actions
from gangqiao.people.models import Person
from gangqiao.people.refusals import AlreadyOnRegister

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("D01")]

BODIES = (make_id_number(date(1978, 3, 9), "2", n)[:17] for n in range(500))
NUMBER = next(number for body in BODIES if (number := body + id_check_character(body)).endswith("X"))
WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
WRITINGS = {
    "as on the card": NUMBER,
    "lower case x": NUMBER.lower(),
    "with spaces": f" {NUMBER[:6]} {NUMBER[6:14]}\u3000{NUMBER[14:]} ",
    "full width": NUMBER.translate(WIDE),
    "full width and lower case": NUMBER[:17].translate(WIDE) + "ｘ",
    "with invisible characters": f"\ufeff{NUMBER[:10]}\u200b{NUMBER[10:]}",
    "15 digits": NUMBER[:6] + NUMBER[8:17],
    "15 digits in full width": (NUMBER[:6] + NUMBER[8:17]).translate(WIDE),
}
written = pytest.mark.parametrize("writing", list(WRITINGS.values()), ids=list(WRITINGS))


@pytest.fixture
def holder(make_person: Callable[..., Person]) -> Person:
    """Who carries the number already."""
    return make_person(id_number=NUMBER, sex="2", birth_date=date(1978, 3, 9))


def _count() -> int:
    with everywhere(reason="test"):
        return Person.objects.count()


@written
def test_the_writings_mean_one_number(writing: str) -> None:
    assert parse_id_number(writing).text == NUMBER


@written
def test_no_writing_is_registered_twice(writing: str, holder: Person, township_clerk: Actor, county: Any) -> None:
    before, group = _count(), county.group_in(county.xinshao)
    with scope_of(township_clerk), pytest.raises((AlreadyOnRegister, Refusals)):
        actions.register_household(
            area=group.pk,
            household={"address": "1"},
            head={"name": "别人", "id_number": writing},
            actor=township_clerk,
        )
    assert _count() == before


@written
def test_no_other_record_is_corrected_to_it(
    writing: str, holder: Person, make_person: Callable[..., Person], township_clerk: Actor
) -> None:
    other = make_person()
    with scope_of(township_clerk), pytest.raises(AlreadyOnRegister):
        actions.correct_id(other.pk, id_number=writing, actor=township_clerk, reason="核对身份证")


def test_the_database_itself_refuses_what_goes_past_the_verbs(
    holder: Person, make_person: Callable[..., Person]
) -> None:
    before = _count()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_person(id_number=NUMBER)
    other = make_person()
    with everywhere(reason="test"), pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=other.pk).update(id_index=NUMBER)
    own = {"area_id": other.area_id, "sex": "2", "relation": "10", "registered_on": date(2020, 1, 1)}
    with everywhere(reason="test"):
        household = other.household
    bulk = [Person(household=household, person_no=f"B{n}", name="甲", id_number=NUMBER, **own) for n in range(2)]
    with everywhere(reason="test"), pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.bulk_create(bulk)
    assert _count() == before + 1


def test_the_record_in_another_township_is_refused_without_its_name(
    make_person: Callable[..., Person], township_clerk: Actor, county: Any
) -> None:
    make_person(county.hongxi, name="者保山", id_number=NUMBER)
    with scope_of(township_clerk), pytest.raises(AlreadyOnRegister) as refused:
        actions.register_household(
            area=county.group_in(county.xinshao).pk,
            household={"address": "1"},
            head={"name": "别人", "id_number": NUMBER},
            actor=township_clerk,
        )
    assert "者保山" not in str(refused.value)
