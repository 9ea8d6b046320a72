"""Rows of the subsidies go along when a record is carried to another area."""

from __future__ import annotations

from typing import Any

from gangqiao.people.models import Person
from gangqiao.subsidies.models import (
    Claim,
    ClaimObjection,
    Evidence,
    Finding,
    Hand,
    Instalment,
    NoticeLine,
    Payment,
    Recovery,
    Sample,
)

OF_CLAIM: tuple[Any, ...] = (Hand, Evidence, ClaimObjection, Finding, Sample, NoticeLine, Payment, Recovery)


def lock_rows(households: list[int]) -> None:
    """Take the members' claims for writing, before the members themselves."""
    rows = Claim.objects.select_for_update(of=("self",)).filter(person__household__in=households)
    list(rows.order_by("pk").values_list("pk"))


def follow(_households: list[int], persons: list[int], _before: set[str]) -> None:
    """Bring the rows to where people are now. A second call changes nothing."""
    for person in Person.objects.filter(pk__in=persons).order_by("pk"):
        _bring(Instalment, person, recovery__claim__person=person)
        for model in OF_CLAIM:
            _bring(model, person, claim__person=person)
        _bring(Claim, person, person=person)


def _bring(model: Any, to: Person, **which: Person) -> None:
    rows = model._default_manager.filter(**which).exclude(area_id=to.area_id)
    model._default_manager.filter(pk__in=list(rows.values_list("pk", flat=True))).update(area_id=to.area_id)
