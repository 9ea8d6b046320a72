"""People of the register as the rules of subsidies meet them, for the tests. Nothing here is real."""

from __future__ import annotations

from datetime import date
from typing import Any

from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import Category, EmploymentSpell, Person


def make_work(person: Person, **values: Any) -> None:
    """Work in another province since the first of March 2020, seen by contract or pay slip."""
    given = {
        "area_id": person.area_id, "person": person, "status": "working", "spell_kind": "work", "mode": "self",
        "started_on": date(2020, 3, 1), "area_level": "other_province", "evidence": "B",
    }  # fmt: skip
    with everywhere(reason="test data"):
        EmploymentSpell.objects.create(**given | values)


def make_poor(person: Person, **values: Any) -> None:
    """The person is a registered-poor one."""
    given = {"area_id": person.area_id, "person": person, "kind": "registered_poor", "valid_from": date(2015, 1, 1)}
    with everywhere(reason="test data"):
        Category.objects.create(**given | values)
