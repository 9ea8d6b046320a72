"""Correct an ID number, merge two records of one person, and separate them again (D01)."""

from __future__ import annotations

from datetime import date
from typing import Any

from gangqiao.audit.steps import require
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.identifiers import parse_id_number
from gangqiao.kernel.scope import everywhere
from gangqiao.people.actions.locking import DATED, lock_person, lock_persons
from gangqiao.people.actions.moving import leave_household
from gangqiao.people.actions.tracking import Tracker, governed
from gangqiao.people.actions.undo import undo
from gangqiao.people.models import Category, EmploymentSpell, GovernedChange, Intention, Membership, Person
from gangqiao.people.models.registry import MERGED
from gangqiao.people.refusals import AlreadyOnRegister, NotLive, SamePerson, SpellsOverlap


def correct_id(
    person_id: int, *, id_number: Any, actor: Actor, reason: str, effective_on: date | None = None
) -> Person:
    """Put the ID number right; birth date and sex follow from it. The wrong number stays in the history.

    Raises WrongIdNumber; AlreadyOnRegister when another record carries the number (then merge).
    """
    person = Person.objects.get(pk=person_id)
    require(actor, "people.correct_id", person)
    number = parse_id_number(id_number)
    with governed(
        "people.correct_id",
        actor=actor,
        area=person.area_id,
        reason=reason,
        effective_on=effective_on,
        subject=person,
    ) as tracker:
        person = lock_person(person_id, live=False)
        check_id_free(number.text, except_for=person.pk)
        tracker.change(
            person,
            id_type="01",
            id_number=number.text,
            birth_date=number.birth_date,
            sex=number.sex,
            id_exception="",
        )
    return person


def check_id_free(id_number: str, *, except_for: int | None = None) -> None:
    """Refuse a number that is on the register already. The name is told only inside the reader's area."""
    with everywhere(reason="one person, one record"):
        holder = Person.objects.filter(id_index=id_number).exclude(pk=except_for or 0).first()
    if holder is not None:
        visible = Person.objects.filter(pk=holder.pk).exists()
        raise AlreadyOnRegister(holder.name if visible else "")


def merge(keep_id: int, drop_id: int, *, actor: Actor, reason: str) -> Person:
    """Put two records of one person together: the kept one takes over everything dated of the other.

    Both must lie in the actor's area with the verb. The dropped record stays, closed, and points to the kept one.
    Raises SamePerson, NotLive, HeadWouldLeave, SpellsOverlap.
    """
    if keep_id == drop_id:
        raise SamePerson
    keep, drop = Person.objects.get(pk=keep_id), Person.objects.get(pk=drop_id)
    require(actor, "people.merge", keep)
    require(actor, "people.merge", drop)
    with governed("people.merge", actor=actor, area=keep.area_id, reason=reason, subject=keep) as tracker:
        locked = lock_persons([keep_id, drop_id])
        keep, drop = locked[keep_id], locked[drop_id]
        for person in (keep, drop):
            if person.record == MERGED:
                raise NotLive(person.name)
        _check_spells(keep, drop)
        leave_household(tracker, drop)
        _take_over(tracker, keep, drop)
        _fill_gaps(tracker, keep, drop)
        tracker.change(drop, record=MERGED, merged_into_id=keep.pk)
    return keep


def _check_spells(keep: Person, drop: Person) -> None:
    rows = {p.pk: _full_time(p) for p in (keep, drop)}
    for one in rows[keep.pk]:
        for other in rows[drop.pk]:
            if one[0] <= (other[1] or date.max) and other[0] <= (one[1] or date.max):
                raise SpellsOverlap


def _full_time(person: Person) -> list[tuple[date, date | None]]:
    spells = EmploymentSpell.objects.filter(person=person, recorded_to=None, is_full_time=True).exclude(
        status="planned"
    )
    return [(begin, end) for begin, end in spells.values_list("started_on", "ended_on") if begin is not None]


def _take_over(tracker: Tracker, keep: Person, drop: Person) -> None:
    """Point the dated rows of the dropped record to the kept one; what both hold now is ended on the dropped side."""
    held = set(Category.objects.filter(person=keep, recorded_to=None, valid_to=None).values_list("kind", flat=True))
    has_intention = Intention.objects.filter(person=keep, recorded_to=None, valid_to=None).exists()
    for model in DATED:
        if model is Membership:
            continue
        for row in model._default_manager.filter(person=drop).order_by("pk"):
            double = (isinstance(row, Category) and row.kind in held) or (isinstance(row, Intention) and has_intention)
            if double and row.recorded_to is None and row.valid_to is None:
                tracker.change(row, recorded_to=tracker.at)
            tracker.change(row, person_id=keep.pk, area_id=keep.area_id)


def _fill_gaps(tracker: Tracker, keep: Person, drop: Person) -> None:
    """What the kept record does not know, it learns from the other. A conflict keeps the kept record's value."""
    gaps = {
        key: getattr(drop, key)
        for key in ("phone", "education", "ethnicity", "labour_capacity", "residence_address", "health_status")
        if not getattr(keep, key) and getattr(drop, key)
    }
    if gaps:
        tracker.change(keep, **gaps)


def unmerge(person_id: int, *, actor: Actor, reason: str) -> GovernedChange:
    """Separate a merged record again: everything goes back to where it was."""
    person = Person.objects.get(pk=person_id)
    require(actor, "people.unmerge", person)
    if person.merged_into_id is None:
        raise NotLive(person.name)
    merges = GovernedChange.objects.filter(verb="people.merge", person_id=person.merged_into_id, undone_at=None)
    change = next((c for c in merges.order_by("-pk") if str(person.uuid) in c.persons), None)
    if change is None:
        raise NotLive(person.name)
    return undo(change.uuid, actor=actor, reason=reason, verb="people.unmerge")
