"""Rows of this app for the cast: one in every scoped table."""

from __future__ import annotations

from typing import Any

from gangqiao.people.models import Person
from gangqiao.quality.models import Doubt, VillageHealth


def quality_of(person: Person) -> list[Any]:
    """A doubt about the person, and the counts of the place. Call it with the whole county open."""
    place = {"area_id": person.area_id}
    doubt = Doubt(**place, rule="category_outgrown", severity="doubt", record=person.pk, person=person, facts="made")
    doubt.household = person.household
    doubt.save()
    return [doubt, VillageHealth.objects.create(**place, village=f"made {person.pk}", counts={"persons": 1})]
