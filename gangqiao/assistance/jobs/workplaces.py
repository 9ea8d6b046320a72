"""What follows from events: a place ends with its time of work; the register of vacancies leads its employers' places.

And the night in which recognitions run out.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from gangqiao.assistance.actions import placing, workplaces
from gangqiao.audit.models import Event
from gangqiao.audit.nightly import nightly
from gangqiao.audit.subscriptions import after
from gangqiao.kernel.scope import scope_of
from gangqiao.people.models import Person
from gangqiao.places.reads import county_path
from gangqiao.vacancies.models import Employer


@nightly
def expire_recognitions() -> None:
    """Recognitions run out, and places end whose time of work has ended. Done twice it finds each once."""
    with scope_of([county_path()]):
        workplaces.expire_recognitions()
        placing.follow_all()


@after("people.end_spell")
@after("people.record_spell")
@after("people.record_death")
@after("people.move")
@after("people.undo")
def after_work(event: Event) -> None:
    """A time of work ended, was corrected or is believed no more; or the record was closed."""
    person = _person_of(event)
    if person is not None:
        placing.follow(person)


@after("people.merge")
def after_merge(event: Event) -> None:
    """Two records became one: the place goes on with the one that stays."""
    with scope_of([county_path()]):
        person = _person_of(event)
        if person is not None:
            placing.follow_merge(person)


@after("vacancies.correct_employer")
@after("vacancies.count_employer")
def after_employer(event: Event) -> None:
    """Name, address or headcount of an employer changed on its register."""
    label, _colon, key = str(event.subject).partition(":")
    if label != "vacancies.employer" or not key:
        return
    with scope_of([county_path()]):
        employer: Any = Employer.objects.filter(uuid=UUID(key)).first()
        if employer is not None:
            workplaces.follow_employer(employer)


def _person_of(event: Event) -> Person | None:
    return Person.objects.filter(uuid=event.person).first() if event.person else None
