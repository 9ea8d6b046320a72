"""Rows written by the hundred keep to the scope like any others, and are sealed like any others."""

from __future__ import annotations

import pytest

from gangqiao.kernel.db import many
from gangqiao.kernel.scope import NoScope, OutOfScope, everywhere, scope_of
from gangqiao.people.models import Category, Person
from tests.cast.county import County
from tests.cast.people import MakePerson


def category(person: Person) -> Category:
    row = Category(area_id=person.area_id, person=person, kind="registered_poor")
    (row.pk,) = many.next_keys(Category, 1)
    return row


def test_nothing_is_inserted_outside_the_scope(county: County, person: Person, person_elsewhere: Person) -> None:
    rows = [category(person), category(person_elsewhere)]
    with scope_of(county.xinshao.key), pytest.raises(OutOfScope):
        many.insert(Category, rows)
    with pytest.raises(NoScope):
        many.insert(Category, rows)
    with everywhere(reason="test"):
        assert not Category.objects.exists()
        many.insert(Category, rows)
        assert [row.pk for row in Category.objects.order_by("pk")] == [row.pk for row in rows]


def test_nothing_is_updated_outside_the_scope(county: County, person: Person, person_elsewhere: Person) -> None:
    for one in (person, person_elsewhere):
        one.phone = "13900000009"
    with scope_of(county.xinshao.key):
        many.update(Person, [person], ["phone"])
        with pytest.raises(many.RowsMissed):
            many.update(Person, [person_elsewhere], ["phone"])
    with everywhere(reason="test"):
        (found,) = Person.objects.filter(phone_index="13900000009")
        assert (found.pk, found.phone) == (person.pk, "13900000009")


def test_keys_are_given_once(make_person: MakePerson, county: County) -> None:
    first, second = many.next_keys(Person, 3), many.next_keys(Person, 2)
    assert len({*first, *second}) == 5
    assert many.next_keys(Person, 0) == []
    assert make_person().pk not in {*first, *second}
