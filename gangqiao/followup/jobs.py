"""What follows from events: who begins to work is called, who comes home has a family; and the night of the calls."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from gangqiao.audit.models import Event
from gangqiao.audit.nightly import nightly
from gangqiao.audit.subscriptions import after
from gangqiao.followup.actions import cases, keeping, pictures, planning, telling
from gangqiao.followup.models import Case
from gangqiao.kernel.scope import scope_of
from gangqiao.people.models import EmploymentSpell, Person
from gangqiao.places.reads import county_path
from gangqiao.vacancies.models import Employer

SPELL = EmploymentSpell._meta.label_lower


@nightly
def plan_contacts() -> None:
    """Done twice it plans each once."""
    with scope_of([county_path()]):
        planning.expire()
        planning.plan_due()


@nightly
def tell_and_forget() -> None:
    """Cases over their day are told to their owners, each once; pictures go on their day."""
    with scope_of([county_path()]):
        telling.tell_overdue()
        pictures.delete_pictures()


@after("people.record_spell")
@after("people.depart")
@after("people.start_work")
@after("people.verify_spell")
def after_spell(event: Event) -> None:
    """Somebody works, or what is known of it was put right."""
    spell = _spell_of(event)
    if spell is not None:
        planning.plan_spell(spell)


@after("people.end_spell")
def after_end(event: Event) -> None:
    """Work has ended: its calls end, and whoever came home may have left somebody behind."""
    spell = _spell_of(event)
    if spell is None:
        return
    planning.plan_spell(spell)
    if spell.status == "ended" and spell.end_reason == "returned":
        planning.signal_household(spell.person)


@after("people.record_death")
@after("people.merge")
@after("people.move")
def after_closing(event: Event) -> None:
    """A record that was closed is called no more; what came to another record by a merge goes on there."""
    person = Person.objects.filter(uuid=event.person).first() if event.person else None
    if person is None:
        return
    # The contacts of a time of work go to the record that has it now, before the closed one is done with.
    holder = person.pk if person.is_live else person.merged_into_id
    for spell in EmploymentSpell.objects.select_related("person").filter(person=holder, recorded_to=None):
        planning.plan_spell(spell)
    if not person.is_live:
        with transaction.atomic():
            keeping.person_closed(person)


@after("vacancies.bar_employer")
def after_bar(event: Event) -> None:
    """An employer was barred: those who work there are called."""
    _signal_employer(event, "employer_barred")


@after("vacancies.close_employer")
def after_close(event: Event) -> None:
    """An employer has closed: those who worked there are called."""
    _signal_employer(event, "employer_closed")


@after("followup.open_case")
def after_case(event: Event) -> None:
    """Somebody waits for pay: the others at that employer are asked."""
    uuid = _uuid(event, Case._meta.label_lower)
    with scope_of([county_path()]):
        case = Case.objects.select_related("contact").filter(uuid=uuid).first() if uuid else None
        if case is not None:
            cases.ask_the_others(case)


def _signal_employer(event: Event, reason: str) -> None:
    uuid = _uuid(event, "vacancies.employer")
    with scope_of([county_path()]):
        employer: Any = Employer.objects.filter(uuid=uuid).first() if uuid else None
        if employer is not None:
            planning.signal_employer(employer.credit_code or "", employer.name, reason)


def _spell_of(event: Event) -> Any:
    uuid = _uuid(event, SPELL)
    if uuid is None or event.person is None:
        return None
    rows = EmploymentSpell.objects.select_related("person").filter(uuid=uuid, version_of=None)
    return rows.filter(person__uuid=event.person).first()


def _uuid(event: Event, label: str) -> UUID | None:
    name, _colon, key = str(event.subject).partition(":")
    return UUID(key) if name == label and key else None
