"""Many keys at once: `__among` finds what `__in` finds, and only inside the scope."""

from __future__ import annotations

import pytest

from gangqiao.kernel.db.plain import plain_rows
from gangqiao.kernel.scope import NoScope, everywhere, scope_of
from gangqiao.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(make_person, county):
    return [make_person() for _ in range(4)]


@pytest.mark.parametrize("column", ["pk", "person_no", "id_index", "household", "area"])
def test_among_finds_what_in_finds(people, column):
    with everywhere(reason="test"):
        values = [value for (value,) in plain_rows(Person.objects.filter(pk__in=[p.pk for p in people[1:3]]), column)]
        values = [bytes(value) if isinstance(value, memoryview) else value for value in values]
        among = Person.objects.filter(**{f"{column}__among": values}).order_by("pk")
        assert list(among) == list(Person.objects.filter(**{f"{column}__in": values}).order_by("pk"))
        assert among
        assert not Person.objects.filter(**{f"{column}__among": []})
        assert among.exclude(**{f"{column}__among": values}).count() == 0


def test_among_and_plain_rows_stay_inside_the_scope(people):
    keys = [p.pk for p in people]
    with pytest.raises(NoScope):
        plain_rows(Person.objects.filter(pk__among=keys), "pk")
    with scope_of(()):
        assert plain_rows(Person.objects.filter(pk__among=keys), "pk") == []
    with scope_of([people[0].area_id]):
        inside = [(p.pk,) for p in people if p.area_id.startswith(people[0].area_id)]
        assert sorted(plain_rows(Person.objects.filter(pk__among=keys), "pk")) == sorted(inside)
