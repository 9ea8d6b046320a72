"""The night of the public posts, and what follows at once when something is recorded about who holds one."""

from __future__ import annotations

from uuid import UUID

from gangqiao.assistance.actions import stopping
from gangqiao.audit.models import Event
from gangqiao.audit.nightly import nightly
from gangqiao.audit.subscriptions import after
from gangqiao.kernel.scope import scope_of
from gangqiao.people.models import EmploymentSpell, Person
from gangqiao.places.reads import county_path

SPELL = EmploymentSpell._meta.label_lower


@nightly
def look_at_holders() -> None:
    """Done twice it changes each once."""
    with scope_of([county_path()]):
        stopping.look_at(stopping.live())


@after("people.record_death")
@after("people.merge")
@after("people.move")
@after("people.transfer_record")
@after("people.split_household")
@after("people.correct")
@after("people.record_spell")
@after("people.depart")
@after("people.start_work")
def after_record(event: Event) -> None:
    """Something was recorded that may end a post: death, work elsewhere, a move, the age, the household."""
    with scope_of([county_path()]):
        person = Person.objects.filter(uuid=event.person).first() if event.person else None
        if person is not None:
            stopping.look_at_person(person.pk)


@after("people.end_spell")
def after_end(event: Event) -> None:
    """A time of work was ended on the person's file: a post whose time of work it was ends, too."""
    name, _colon, key = str(event.subject).partition(":")
    with scope_of([county_path()]):
        spell = EmploymentSpell.objects.filter(uuid=UUID(key), version_of=None).first() if name == SPELL else None
        if spell is not None and spell.status == "ended":
            stopping.follow_spell(spell.pk, spell.end_reason or "", spell.ended_on)
            stopping.look_at_person(spell.person_id)
