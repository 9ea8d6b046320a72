"""Rows of assistance go along when a record is carried to another area."""

from __future__ import annotations

from typing import Any

from gangqiao.assistance.models import (
    Applicant,
    Assessment,
    AssistCase,
    DutyDay,
    DutyLine,
    DutyPlan,
    Holder,
    Measure,
    Objection,
    Proposal,
    Seat,
    SpotCheck,
    WorklessHousehold,
)
from gangqiao.kernel.scope import ScopedModel
from gangqiao.people.models import Household, Person

OF_PERSON: tuple[Any, ...] = (AssistCase, Proposal, Assessment, Measure, Seat, Applicant, Holder)
OF_HOLDER: tuple[type[ScopedModel], ...] = (DutyDay, DutyLine, DutyPlan, SpotCheck)


def lock_rows(households: list[int]) -> None:
    """Take the members' cases and posts for writing, before the members themselves."""
    for model in (AssistCase, Holder):
        rows = model._default_manager.select_for_update(of=("self",)).filter(person__household__in=households)
        list(rows.order_by("pk").values_list("pk"))


def follow(households: list[int], persons: list[int], _before: set[str]) -> None:
    """Bring the rows to where people and households are now. A second call changes nothing."""
    for household in Household.objects.filter(pk__in=households).order_by("pk"):
        rows = WorklessHousehold.objects.filter(household=household)
        rows.exclude(area_id=household.area_id).update(area_id=household.area_id)
    for person in Person.objects.filter(pk__in=persons).order_by("pk"):
        _follow(person)


def _follow(person: Person) -> None:
    for model in OF_PERSON:
        own = model._default_manager.filter(person=person).exclude(area_id=person.area_id)
        own.update(area_id=person.area_id)
    for model in OF_HOLDER:
        _bring(model, person, holder__person=person)
    _bring(Objection, person, applicant__person=person)


def _bring(model: type[ScopedModel], person: Person, **which: Person) -> None:
    rows = model._default_manager.filter(**which).exclude(area_id=person.area_id)
    model._default_manager.filter(pk__in=list(rows.values_list("pk", flat=True))).update(area_id=person.area_id)
