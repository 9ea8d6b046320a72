"""Register a household with its head, and a person in a household."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.people.actions.identity import check_id_free
from gangqiao.people.actions.locking import lock_household
from gangqiao.people.actions.moving import check_group
from gangqiao.people.actions.newcomers import (
    HEAD,
    check_household_no_free,
    membership_of,
    origin_of,
    person_of,
    read_household,
    read_newcomer,
    typed_no,
)
from gangqiao.people.models import Household, Person
from gangqiao.people.numbers import next_household_no, next_person_no
from gangqiao.people.refusals import AlreadyOnRegister, HeadMissing, NumberUsed


def register_household(
    *,
    area: str,
    household: dict[str, Any],
    head: dict[str, Any] | None,
    members: list[tuple[str, dict[str, Any]]] = [],  # noqa: B006  never changed
    actor: Actor,
    on: date | None = None,
    source: str = "screen",
    origin: str = "",
    id_exception: str = "",
    uuid: UUID | None = None,
    head_uuid: UUID | None = None,
) -> Household:
    """Put a household on the register with its head and, at once, further members.

    household, head, members  raw values by attribute key, as typed; members with their relation to the head; a person
                              without an ID number carries "id_exception": why there is none
    origin                    how the persons came to the register, a code of `person_source`; "": as the source says
    uuid, head_uuid           numbers a phone gave to the household and its head while it had no signal
    Raises Refusals with every fault; HeadMissing; AlreadyOnRegister; NotAGroup; HouseholdNoTaken; NumberUsed.
    """
    require(actor, "people.register", area=area)
    check_group(area)
    if not head:
        raise HeadMissing
    values = read_household(household)
    day = on or clock.today()
    with transaction.atomic():
        newcomer = read_newcomer(head, id_exception)
        if newcomer.id_number:
            check_id_free(newcomer.id_number)
        no = typed_no(household) or next_household_no(area)
        check_household_no_free(no)
        person = person_of(newcomer, area, f"{no}01", day, origin or origin_of(source))
        row = Household(area_id=area, household_no=no, registered_on=day, last_confirmed_on=day, **values)
        person.uuid, row.uuid = head_uuid or person.uuid, uuid or row.uuid
        _insert_both(row, person)
        record("people.register", actor=actor, subject=row, source=source)
        _join(person, row, HEAD, day, source)
        record("people.register", actor=actor, subject=person, source=source)
        for relation, raw in members:
            register_person(
                household_id=row.pk, relation=relation, values=raw, actor=actor, on=day, source=source, origin=origin
            )
    return row


def _insert_both(household: Household, head: Person) -> None:
    """The household needs its head and the head a household: the person is first stored as moved out."""
    head.record = "moved_out"
    _insert(head)
    household.head = head
    _insert(household)


def register_person(
    *,
    household_id: int,
    relation: str,
    values: dict[str, Any],
    actor: Actor,
    on: date | None = None,
    source: str = "screen",
    origin: str = "",
    id_exception: str = "",
    uuid: UUID | None = None,
) -> Person:
    """Put a person on the register, in a household of the actor's area. Sex and birth date follow from the ID number.

    uuid  the number a phone gave to the person while it had no signal
    Raises Household.DoesNotExist; Refusals with every fault; AlreadyOnRegister; NumberUsed.
    """
    household = Household.objects.get(pk=household_id)
    require(actor, "people.register", household)
    day = on or clock.today()
    with transaction.atomic():
        household = lock_household(household_id)
        newcomer = read_newcomer(values, id_exception)
        if newcomer.id_number:
            check_id_free(newcomer.id_number)
        no = next_person_no(household.household_no)
        person = person_of(newcomer, household.area_id, no, day, origin or origin_of(source))
        person.uuid = uuid or person.uuid
        person.household = household
        person.relation = relation
        _insert(person)
        _join(person, household, relation, day, source)
        record("people.register", actor=actor, subject=person, source=source)
    return person


def _insert(row: Person | Household) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if "uuid" in str(error):
            raise NumberUsed from error
        # Two officers at the same moment: the unique index decides, and the second is told like any other.
        if "id_index" in str(error):
            raise AlreadyOnRegister from error
        raise


def _join(person: Person, household: Household, relation: str, day: date, source: str) -> None:
    membership_of(person, household, relation, day, source).save(force_insert=True)
    person.household, person.relation, person.record = household, relation, "live"
    person.save(update_fields=["household", "relation", "record"])
