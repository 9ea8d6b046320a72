"""Register a household with its head, and a person in a household."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.identifiers import parse_id_number
from gangqiao.people import attributes
from gangqiao.people.actions.identity import check_id_free
from gangqiao.people.actions.moving import check_group
from gangqiao.people.models import Household, Membership, Person
from gangqiao.people.numbers import next_household_no, next_person_no
from gangqiao.people.pinyin import pinyin_of
from gangqiao.people.refusals import AlreadyOnRegister, HeadMissing, IdMissing

HEAD = "02"


def register_household(
    *,
    area: str,
    household: dict[str, Any],
    head: dict[str, Any] | None,
    members: list[tuple[str, dict[str, Any]]] = [],  # noqa: B006  never changed
    actor: Actor,
    on: date | None = None,
    source: str = "screen",
    id_exception: str = "",
) -> Household:
    """Put a household on the register with its head and, at once, further members.

    household, head, members  raw values by attribute key, as typed; members with their relation to the head; a person
                              without an ID number carries "id_exception": why there is none
    Raises Refusals with every fault; HeadMissing; AlreadyOnRegister; NotAGroup.
    """
    require(actor, "people.register", area=area)
    check_group(area)
    if not head:
        raise HeadMissing
    values = attributes.HOUSEHOLD.read({k: v for k, v in household.items() if k != "household_no"}, partial=True)
    day = on or clock.today()
    with transaction.atomic():
        no = str(household.get("household_no") or next_household_no(area))
        person = _new_person(area, head, f"{no}01", day, source, id_exception)
        # The household needs its head and the head a household: the person is first stored as moved out.
        person.record = "moved_out"
        _insert(person)
        row = Household(area_id=area, household_no=no, head=person, registered_on=day, last_confirmed_on=day, **values)
        row.save(force_insert=True)
        record("people.register", actor=actor, subject=row, source=source)
        _join(person, row, HEAD, day, source)
        record("people.register", actor=actor, subject=person, source=source)
        for relation, raw in members:
            register_person(household_id=row.pk, relation=relation, values=raw, actor=actor, on=day, source=source)
    return row


def register_person(
    *,
    household_id: int,
    relation: str,
    values: dict[str, Any],
    actor: Actor,
    on: date | None = None,
    source: str = "screen",
    id_exception: str = "",
) -> Person:
    """Put a person on the register, in a household of the actor's area. Sex and birth date follow from the ID number.

    Raises Household.DoesNotExist; Refusals with every fault; AlreadyOnRegister.
    """
    household = Household.objects.get(pk=household_id)
    require(actor, "people.register", household)
    day = on or clock.today()
    with transaction.atomic():
        household = Household.objects.select_for_update().get(pk=household_id)
        no = next_person_no(household.household_no)  # type: ignore[attr-defined]
        person = _new_person(household.area_id, values, no, day, source, id_exception)
        person.household = household
        person.relation = relation
        _insert(person)
        _join(person, household, relation, day, source)
        record("people.register", actor=actor, subject=person, source=source)
    return person


def _new_person(area: str, raw: dict[str, Any], person_no: str, day: date, source: str, id_exception: str) -> Person:
    id_exception = id_exception or str(raw.get("id_exception") or "")
    values = attributes.PERSON.read({k: v for k, v in raw.items() if k != "id_exception"}, needed=("name",))
    if not values["id_number"] and not id_exception:
        raise IdMissing
    if values["id_number"]:
        number = parse_id_number(values["id_number"])
        check_id_free(number.text)
        values |= {"birth_date": number.birth_date, "sex": number.sex, "id_type": values.get("id_type") or "01"}
    full, initials = pinyin_of(values.get("name", ""))
    return Person(
        area_id=area,
        person_no=person_no,
        name_pinyin=full,
        name_initials=initials,
        registered_on=day,
        recorded_at=clock.now(),
        last_confirmed_on=day,
        source=source if source in ("survey", "import", "roster", "synthetic") else "screen",
        id_exception="" if values.get("id_number") else id_exception,
        **values,
    )


def _insert(person: Person) -> None:
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError as error:
        # Two officers at the same moment: the unique index decides, and the second is told like any other.
        if "id_index" in str(error):
            raise AlreadyOnRegister from error
        raise


def _join(person: Person, household: Household, relation: str, day: date, source: str) -> None:
    Membership.objects.create(
        area_id=household.area_id,
        person=person,
        household=household,
        relation=relation,
        valid_from=day,
        source=source,
    )
    person.household, person.relation, person.record = household, relation, "live"
    person.save(update_fields=["household", "relation", "record"])
