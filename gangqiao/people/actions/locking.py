"""Takes records for writing, always in the order of their keys, so that two acts cannot wait for each other.

No lock is one of the key (`no_key`): rows that point to a record need not wait for it. Of a person that was changed
twice in one transaction PostgreSQL looks up the household when that ends, and would wait for it out of order.
"""

from __future__ import annotations

from collections.abc import Iterable

from gangqiao.audit.steps import require
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import Household, Membership, Person, Remembered
from gangqiao.people.models.dated import (
    Business,
    Category,
    Contact,
    EmploymentSpell,
    Intention,
    Skill,
)
from gangqiao.people.models.history import Fact
from gangqiao.people.refusals import NotLive

DATED: tuple[type[Remembered], ...] = (Membership, Category, Skill, Intention, Business, Contact, EmploymentSpell)


def lock_person(pk: int, *, live: bool = True) -> Person:
    """The person, locked. Raises Person.DoesNotExist (absent or out of scope); NotLive for a closed record."""
    person: Person = Person.objects.select_for_update(no_key=True).get(pk=pk)
    if live:
        _refuse_closed(person)
    return person


def lock_person_for(verb: str, pk: int, *, actor: Actor, live: bool = True) -> Person:
    """The same, when the actor has the verb over the person. Raises NotYourVerb before NotLive."""
    person = lock_person(pk, live=False)
    require(actor, verb, person)
    if live:
        _refuse_closed(person)
    return person


def _refuse_closed(person: Person) -> None:
    if not person.is_live:
        raise NotLive(person.name)


def lock_persons(pks: Iterable[int]) -> dict[int, Person]:
    """Several persons by key, locked in the order of their keys. Raises Person.DoesNotExist when one is not there."""
    wanted = sorted(set(pks))
    found = {p.pk: p for p in _for_writing(wanted)}
    if len(found) != len(wanted):
        raise Person.DoesNotExist
    return found


def _for_writing(pks: list[int]) -> Iterable[Person]:
    return Person.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk")


def lock_household(pk: int) -> Household:
    """The household, locked. Raises Household.DoesNotExist (absent or out of scope)."""
    household: Household = Household.objects.select_for_update(no_key=True).get(pk=pk)
    return household


def open_memberships(household: Household) -> dict[int, Membership]:
    """Who belongs to the household today, by person."""
    rows = Membership.objects.select_related("person").filter(household=household, recorded_to=None, valid_to=None)
    return {m.person_id: m for m in rows.order_by("person_id")}


def carry_rows(person: Person) -> None:
    """Everything dated about a person lies in the person's own area: bring it there after the record has moved."""
    with everywhere(reason="transfer of a record"):
        models: tuple[type[Remembered | Fact], ...] = (*DATED, Fact)
        for model in models:
            model._default_manager.filter(person=person).exclude(area=person.area_id).update(area=person.area_id)
