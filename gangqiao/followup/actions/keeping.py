"""Rows of the follow-up go along when a record is carried, and end when a record is closed."""

from __future__ import annotations

from gangqiao.followup.actions import planning
from gangqiao.followup.models import Case, CaseNote, Contact, NoCalls, Proof, SampleCheck, Slip
from gangqiao.followup.models.contacts import OfPerson
from gangqiao.followup.states import OPEN
from gangqiao.people.models import Person

OF_PERSON: tuple[type[OfPerson], ...] = (Contact, NoCalls, Slip, Case, Proof, SampleCheck)


def lock_rows(households: list[int]) -> None:
    """Take the members' contacts and cases for writing, before the members themselves."""
    for model in (Contact, Case):
        rows = model._default_manager.select_for_update(of=("self",)).filter(person__household__in=households)
        list(rows.order_by("pk").values_list("pk"))


def follow(_households: list[int], persons: list[int], _before: set[str]) -> None:
    """Bring the rows to where the people are now. A second call changes nothing."""
    for person in Person.objects.filter(pk__in=persons).order_by("pk"):
        for model in OF_PERSON:
            rows = model._default_manager.filter(person=person).exclude(area_id=person.area_id)
            rows.update(area_id=person.area_id)
        notes = CaseNote.objects.filter(case__person=person).exclude(area_id=person.area_id)
        CaseNote.objects.filter(pk__in=list(notes.values_list("pk", flat=True))).update(area_id=person.area_id)


def person_closed(person: Person) -> None:
    """A record that is closed is called no more."""
    waiting = Contact.objects.select_for_update(of=("self",)).filter(person=person, status__in=OPEN)
    planning.drop_open(waiting.order_by("pk"))
