"""Rows of training go along when a record is carried to another area."""

from __future__ import annotations

from typing import Any

from gangqiao.kernel.scope import ScopedModel
from gangqiao.people.models import Person
from gangqiao.training.models import Attendance, CallBack, Certificate, Doubt, Enrolment, OnlineMinutes

OF_ENROLMENT: tuple[type[ScopedModel], ...] = (Certificate, Doubt, Attendance, OnlineMinutes, CallBack)


def lock_rows(households: list[int]) -> None:
    """Take the members' enrolments for writing, before the members themselves."""
    rows = Enrolment.objects.select_for_update(of=("self",)).filter(person__household__in=households)
    list(rows.order_by("pk").values_list("pk"))


def follow(_households: list[int], persons: list[int], _before: set[str]) -> None:
    """Bring the rows to where the people are now. A second call changes nothing."""
    model: Any
    for person in Person.objects.filter(pk__in=persons).order_by("pk"):
        Enrolment.objects.filter(person=person).exclude(area_id=person.area_id).update(area_id=person.area_id)
        for model in OF_ENROLMENT:
            rows = model._default_manager.filter(enrolment__person=person).exclude(area_id=person.area_id)
            model._default_manager.filter(pk__in=list(rows.values_list("pk", flat=True))).update(area_id=person.area_id)
