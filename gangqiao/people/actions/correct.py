"""Correct the facts of a person or household, and confirm that a record is still right."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.attributes import AttributeSet
from gangqiao.people import attributes
from gangqiao.people.actions.facts import differing, keep_first_confirmation, remember
from gangqiao.people.actions.locking import lock_household, lock_person_for, lock_persons
from gangqiao.people.models import Household, Person
from gangqiao.people.pinyin import pinyin_of
from gangqiao.people.refusals import ChangedMeanwhile, DayNotPossible

# These change only through their own verbs, with a reason.
GOVERNED = frozenset({"id_number", "household_no"})


def correct_person(
    person_id: int,
    *,
    values: dict[str, Any],
    actor: Actor,
    on: date | None = None,
    revision: int | None = None,
    source: str = "screen",
) -> Person:
    """Set declared facts from what was typed; only keys given are touched. Earlier values are remembered.

    on        the day from which the new values hold (today when null)
    revision  the revision the writer saw
    Raises ChangedMeanwhile when another has saved since; Refusals with every fault.
    """
    day = on or clock.today()
    if day > clock.today():
        raise DayNotPossible(day)
    with transaction.atomic():
        person = lock_person_for("people.correct", person_id, actor=actor, live=False)
        read = read_correction(attributes.PERSON, values)
        if revision is not None and revision != person.revision:
            raise ChangedMeanwhile
        changed = changes_of_person(person, read)
        if not changed:
            return person
        remember(person, changed, on=day, at=clock.now())
        for name, value in changed.items():
            setattr(person, name, value)
        person.revision += 1
        person.save()
        record("people.correct", actor=actor, subject=person, fields=sorted(changed), source=source)
    return person


def read_correction(about: AttributeSet, values: dict[str, Any]) -> dict[str, Any]:
    """The values meant by what was typed, without those that have a verb of their own. Raises Refusals."""
    return about.read({k: v for k, v in values.items() if k not in GOVERNED}, partial=True)


def changes_of_person(person: Person, read: dict[str, Any]) -> dict[str, Any]:
    """The columns that change with the values read; a new name brings its spelling along."""
    changed = differing(person, read)
    if "name" in changed:
        changed["name_pinyin"], changed["name_initials"] = pinyin_of(changed["name"])
    return changed


def correct_household(
    household_id: int,
    *,
    values: dict[str, Any],
    actor: Actor,
    revision: int | None = None,
    source: str = "screen",
) -> Household:
    """Set declared facts of a household. Raises ChangedMeanwhile, Refusals."""
    with transaction.atomic():
        household = lock_household(household_id)
        require(actor, "people.correct", household)
        read = read_correction(attributes.HOUSEHOLD, values)
        if revision is not None and revision != household.revision:
            raise ChangedMeanwhile
        changed = differing(household, read)
        if changed:
            for name, value in changed.items():
                setattr(household, name, value)
            household.revision += 1
            household.save()
            record("people.correct", actor=actor, subject=household, fields=sorted(changed), source=source)
    return household


def confirm(person_id: int, *, how: str, actor: Actor, source: str = "screen") -> Person:
    """Write that the record was looked at today and is still right (R005: data are kept current)."""
    with transaction.atomic():
        person = lock_person_for("people.confirm", person_id, actor=actor)
        keep_first_confirmation(person, at=clock.now())
        person.last_confirmed_on, person.confirmed_how = clock.today(), how
        person.save(update_fields=["last_confirmed_on", "confirmed_how"])
        record("people.confirm", actor=actor, subject=person, fields=["last_confirmed_on"], source=source)
    return person


def confirm_household(household_id: int, *, how: str, actor: Actor, source: str = "screen") -> Household:
    """Write that the household and everybody in it was looked at today and is still right."""
    household = Household.objects.get(pk=household_id)
    require(actor, "people.confirm", household)
    with transaction.atomic():
        household = lock_household(household_id)
        # All of them before the first entry of the log, which is held until the end: whoever holds one waits for it.
        members = lock_persons(Person.objects.filter(household=household).values_list("pk", flat=True))
        household.last_confirmed_on = clock.today()
        household.save(update_fields=["last_confirmed_on"])
        record("people.confirm", actor=actor, subject=household, fields=["last_confirmed_on"], source=source)
        for person in members.values():
            if person.is_live:
                confirm(person.pk, how=how, actor=actor, source=source)
    return household
