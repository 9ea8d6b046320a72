"""What people said to vacancies goes along when they are carried to another area (`people.actions.carrying`).

A delivery stays: it tells how the pack of a village was carried, and belongs to that pack wherever the household is
now. Its key to the household leads nowhere from the old village, because a join states the scope at both ends.
"""

from __future__ import annotations

from gangqiao.people.models import Person
from gangqiao.vacancies.models import Response


def lock_responses(households: list[int]) -> None:
    """Take what the members said for writing, before the members themselves."""
    rows = Response.objects.select_for_update(of=("self",)).filter(person__household__in=households)
    list(rows.order_by("pk").values_list("pk"))


def follow(_households: list[int], persons: list[int], _before: set[str]) -> None:
    """Bring what people said to where they are now. A second call changes nothing."""
    for person in Person.objects.filter(pk__in=persons).order_by("pk"):
        Response.objects.filter(person=person).exclude(area_id=person.area_id).update(area_id=person.area_id)
