"""Move out of the county and back in, transfer a record to another group, and record a death."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from gangqiao.audit.steps import require
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.scope import everywhere
from gangqiao.people.actions.carrying import carry_companions, lock_companions
from gangqiao.people.actions.households import HEAD, enter, leave, restate
from gangqiao.people.actions.locking import (
    carry_rows,
    lock_household,
    lock_person,
    lock_persons,
    open_memberships,
)
from gangqiao.people.actions.spells import end_running_spells
from gangqiao.people.actions.tracking import Tracker, governed
from gangqiao.people.models import Household, Person
from gangqiao.people.models.registry import DEAD, LIVE, MOVED_OUT
from gangqiao.people.numbers import next_household_no
from gangqiao.people.refusals import DayNotPossible, HeadWouldLeave, NotAGroup, NotLive, SamePlace
from gangqiao.places.models import Division
from gangqiao.places.reads import county


def move_out(person_id: int, *, actor: Actor, reason: str, effective_on: date | None = None) -> Person:
    """Close the record of a person who has left the county for good. The record stays and can be opened again.

    Raises HeadWouldLeave when a head leaves others behind; a household without members is dissolved.
    """
    person = Person.objects.get(pk=person_id)
    require(actor, "people.move", person)
    with governed(
        "people.move", actor=actor, area=person.area_id, reason=reason, effective_on=effective_on, subject=person
    ) as tracker:
        person = lock_person(person_id)
        leave_household(tracker, person)
        tracker.change(person, record=MOVED_OUT)
    return person


def move_in(
    person_id: int,
    *,
    household_id: int,
    relation: str,
    actor: Actor,
    reason: str,
    effective_on: date | None = None,
) -> Person:
    """Move a person of the area into a household of the area: from another household, or back from outside.

    Raises NotLive for the dead and the merged; HeadWouldLeave when a head leaves others behind.
    """
    person = Person.objects.get(pk=person_id)
    require(actor, "people.move", person)
    household = Household.objects.get(pk=household_id)
    if household.area_id != person.area_id:
        require(actor, "people.transfer_record", household)
    with governed(
        "people.move", actor=actor, area=person.area_id, reason=reason, effective_on=effective_on, subject=person
    ) as tracker:
        lock_companions([person.household_id, household_id])
        person = lock_person(person_id, live=False)
        if person.life == DEAD or person.record not in (LIVE, MOVED_OUT):
            raise NotLive(person.name)
        household = lock_household(household_id)
        if person.record == LIVE:
            leave_household(tracker, person)
        _place(tracker, person, household, relation)
    return person


def transfer_record(
    person_id: int,
    *,
    area: str,
    actor: Actor,
    reason: str,
    household_id: int | None = None,
    relation: str = HEAD,
    effective_on: date | None = None,
) -> Person:
    """Hand a person's record to another group, also of another township, with its whole history (D06).

    household_id  a household there, or null: the person founds one. The giving side must hold the verb; the taking side
    sees the record from the moment of the transfer, and either side can take it back.
    Raises NotAGroup, SamePlace, HeadWouldLeave.
    """
    person = Person.objects.get(pk=person_id)
    require(actor, "people.transfer_record", person)
    check_group(area)
    if area == person.area_id:
        raise SamePlace
    with governed(
        "people.transfer_record",
        actor=actor,
        area=person.area_id,
        reason=reason,
        effective_on=effective_on,
        subject=person,
    ) as tracker:
        lock_companions([person.household_id, household_id])
        person = lock_person(person_id)
        leave_household(tracker, person)
        with everywhere(reason="transfer of a record"):
            household = _household_there(tracker, person, area, household_id)
            _place(tracker, person, household, HEAD if household_id is None else relation)
    return person


def transfer_household(
    household_id: int, *, area: str, actor: Actor, reason: str, effective_on: date | None = None
) -> Household:
    """Hand a whole household to another group, with every person recorded in it and their whole history.

    Number, head and relations stay as they are. Either side can take it back.
    Raises NotAGroup, SamePlace, NotLive for a dissolved household.
    """
    household = Household.objects.get(pk=household_id)
    require(actor, "people.transfer_record", household)
    check_group(area)
    if area == household.area_id:
        raise SamePlace
    with governed(
        "people.transfer_record",
        actor=actor,
        area=household.area_id,
        reason=reason,
        effective_on=effective_on,
        subject=household,
    ) as tracker:
        lock_companions([household_id])
        household = lock_household(household_id)
        if household.dissolved_on is not None:
            raise NotLive(household)
        persons = lock_persons(Person.objects.filter(household=household).values_list("pk", flat=True))
        with everywhere(reason="transfer of a record"):
            before = str(household.area_id)
            tracker.change(household, area_id=area)
            for person in persons.values():
                tracker.change(person, area_id=area)
                carry_rows(person)
        carry_companions([household_id], persons, [before])
    return household


def record_death(
    person_id: int,
    *,
    died_on: date,
    actor: Actor,
    reason: str,
    new_head: int | None = None,
    relations: Mapping[int, str] | None = None,
) -> Person:
    """Record a death: the membership and every running spell end that day.

    new_head  who becomes head, when the dead person was head and others live on. Raises HeadWouldLeave without one.
    """
    person = Person.objects.get(pk=person_id)
    require(actor, "people.record_death", person)
    with governed(
        "people.record_death", actor=actor, area=person.area_id, reason=reason, effective_on=died_on, subject=person
    ) as tracker:
        person = lock_person(person_id)
        born: date | None = person.birth_date
        if born and died_on < born:
            raise DayNotPossible(died_on, born)
        leave_household(tracker, person, new_head=new_head, relations=relations or {})
        end_running_spells(tracker, person, died_on)
        tracker.change(person, life=DEAD, died_on=died_on, population_category="09")
    return person


def leave_household(
    tracker: Tracker, person: Person, *, new_head: int | None = None, relations: Mapping[int, str] | None = None
) -> None:
    """End the person's membership; the household gets a new head, or is dissolved when nobody is left."""
    if person.household_id is None:
        return
    household = lock_household(person.household_id)
    members = open_memberships(household)
    own = members.pop(person.pk, None)
    if own is None:
        return
    leave(tracker, own)
    if not members:
        tracker.change(household, head_id=None, dissolved_on=tracker.effective_on)
    elif household.head_id == person.pk:
        if new_head is None or new_head not in members:
            raise HeadWouldLeave(person)
        restate(tracker, household, members, new_head, relations or {})


def _place(tracker: Tracker, person: Person, household: Household, relation: str) -> None:
    """Bring the person and everything about them into a household."""
    left, before = person.household_id, str(person.area_id)
    if person.area_id != household.area_id or person.record != LIVE:
        tracker.change(person, area_id=household.area_id, record=LIVE, household_id=household.pk)
        carry_rows(person)
        enter(tracker, person, None, household, relation)
        carry_companions([left, household.pk], [person.pk], [before])
    else:
        enter(tracker, person, None, household, relation)


def _household_there(tracker: Tracker, person: Person, area: str, household_id: int | None) -> Household:
    if household_id is not None:
        household = lock_household(household_id)
        if household.area_id != area:
            raise NotAGroup
        return household
    household = Household(
        area_id=area,
        household_no=next_household_no(area),
        head=person,
        registered_on=tracker.effective_on,
        made=person.made,
    )
    tracker.add(household)
    return household


def check_group(area: str) -> None:
    """Records are kept by villager group: the place must be one of this county."""
    if area not in groups_among([area]):
        raise NotAGroup


def groups_among(areas: Iterable[str]) -> set[str]:
    """Which of the places are villager groups of this county."""
    groups = Division.objects.filter(pk__in=sorted(set(areas)), level="group").values_list("pk", flat=True)
    inside = county().key
    return {key for key in groups if key.startswith(inside)}
