"""Dated facts of a person: categories, skills, wishes, businesses, other phones. A new one never overwrites an old."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, TypeVar

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.identifiers import parse_phone
from gangqiao.people import attributes_dated
from gangqiao.people.actions.locking import lock_person
from gangqiao.people.actions.tracking import revise, short_source
from gangqiao.people.codes import LISTS
from gangqiao.people.models import Business, Category, Contact, Intention, Person, Remembered, Skill
from gangqiao.people.refusals import CategoryHeldAlready, DayNotPossible

R = TypeVar("R", bound=Remembered)
INTENTION_HOLDS_DAYS = 90  # domain notes 6.2: a wish expires after three months by default


def record_category(
    person_id: int, *, kind: str, valid_from: date, basis: str = "", actor: Actor, source: str = "screen"
) -> Category:
    """Give a person a category from a day on. Raises CategoryHeldAlready, DayNotPossible; KeyError: unknown kind."""
    person = _person(person_id, "people.record_category", actor)
    if kind not in LISTS["category"]:
        raise KeyError(kind)
    if valid_from > clock.today():
        raise DayNotPossible(valid_from)
    held = Category.objects.filter(person=person, kind=kind, recorded_to=None, valid_to=None)
    row = Category(kind=kind, basis=basis, valid_from=valid_from)
    with transaction.atomic():
        lock_person(person_id)
        if held.exists():
            raise CategoryHeldAlready(LISTS["category"].word(kind))
        return _store(row, person, "people.record_category", actor, source)


def end_category(category_id: int, *, valid_to: date, actor: Actor, source: str = "screen") -> Category:
    """End a category: `valid_to` is the first day on which it no longer holds. Raises DayNotPossible."""
    row: Category = Category.objects.select_related("person").get(pk=category_id, recorded_to=None)
    require(actor, "people.record_category", row)
    if row.valid_from and valid_to < row.valid_from:
        raise DayNotPossible(valid_to, row.valid_from)
    with transaction.atomic():
        revise(row, at=clock.now(), valid_to=valid_to)
        record("people.record_category", actor=actor, subject=row, person=row.person.uuid, source=source)
    return row


def record_skill(person_id: int, *, values: dict[str, Any], actor: Actor, source: str = "screen") -> Skill:
    """Record a skill or certificate. Raises Refusals."""
    person = _person(person_id, "people.record_skill", actor)
    read = attributes_dated.SKILL.read(values, needed=("name",))
    row = Skill(valid_from=read.get("issued_on") or clock.today(), **read)
    return _store(row, person, "people.record_skill", actor, source)


def end_skill(skill_id: int, *, valid_to: date, actor: Actor, source: str = "screen") -> Skill:
    """End a skill whose certificate was taken back: from `valid_to` on it no longer holds. Raises DayNotPossible."""
    row: Skill = Skill.objects.select_related("person").get(pk=skill_id, recorded_to=None)
    require(actor, "people.record_skill", row)
    first = max(valid_to, row.valid_from or valid_to)
    with transaction.atomic():
        revise(row, at=clock.now(), valid_to=first)
        record("people.record_skill", actor=actor, subject=row, person=row.person.uuid, source=source)
    return row


def record_intention(person_id: int, *, values: dict[str, Any], actor: Actor, source: str = "screen") -> Intention:
    """Record what a person wishes today; it takes the place of the last wish, which is ended. Raises Refusals."""
    person = _person(person_id, "people.record_intention", actor)
    read = attributes_dated.INTENTION.read(values, needed=("wants_work",))
    today = clock.today()
    with transaction.atomic():
        lock_person(person_id)
        for last in Intention.objects.filter(person=person, recorded_to=None, valid_to=None):
            revise(last, at=clock.now(), valid_to=max(today, last.valid_from or today))
        row = intention_of(read, today)
        return _store(row, person, "people.record_intention", actor, source)


def intention_of(read: dict[str, Any], today: date) -> Intention:
    """A wish said today, not yet stored."""
    return Intention(valid_from=today, expires_on=today + timedelta(days=INTENTION_HOLDS_DAYS), **read)


def record_business(person_id: int, *, values: dict[str, Any], actor: Actor, source: str = "screen") -> Business:
    """Record an own business. Raises Refusals."""
    person = _person(person_id, "people.record_business", actor)
    row = Business(valid_from=clock.today(), **attributes_dated.BUSINESS.read(values, needed=("name",)))
    return _store(row, person, "people.record_business", actor, source)


def record_contact(
    person_id: int, *, phone: str, whose: str, works: str = "unknown", actor: Actor, source: str = "screen"
) -> Contact:
    """Record another number under which a person can be reached, and whether it works. Raises WrongPhone."""
    person = _person(person_id, "people.record_contact", actor)
    row = Contact(phone=parse_phone(phone), whose=whose, works=works, valid_from=clock.today())
    return _store(row, person, "people.record_contact", actor, source)


def _person(person_id: int, verb: str, actor: Actor) -> Person:
    person: Person = Person.objects.get(pk=person_id)
    require(actor, verb, person)
    return person


def _store(row: R, person: Person, verb: str, actor: Actor, source: str) -> R:
    with transaction.atomic():
        lock_person(person.pk)
        row.person, row.area_id, row.source = person, person.area_id, short_source(source)
        row.save(force_insert=True)
        record(verb, actor=actor, subject=row, person=person.uuid, source=source)
    return row
