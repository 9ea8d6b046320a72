"""Split a household, and change its head."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from gangqiao.audit.steps import require
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.people.actions.locking import lock_household, lock_persons, open_memberships
from gangqiao.people.actions.tracking import Tracker, governed
from gangqiao.people.models import Household, Membership, Person
from gangqiao.people.numbers import next_household_no
from gangqiao.people.refusals import DayNotPossible, HeadMissing, HeadWouldLeave, NobodyChosen, NotAMember

HEAD = "02"
OTHER_RELATIVE = "97"


def split_household(
    household_id: int,
    *,
    members: Mapping[int, str],
    head: int,
    actor: Actor,
    reason: str,
    effective_on: date | None = None,
) -> Household:
    """Let some members form a household of their own in the same group. Returns the new household.

    members  person -> relation to the new head; the head's own relation is set here
    Raises HeadMissing, NobodyChosen, NotAMember, HeadWouldLeave, DayNotPossible.
    """
    household = Household.objects.get(pk=household_id)
    require(actor, "people.split_household", household)
    with governed(
        "people.split_household",
        actor=actor,
        area=household.area_id,
        reason=reason,
        effective_on=effective_on,
        subject=household,
    ) as tracker:
        household = lock_household(household_id)
        staying = open_memberships(household)
        _check_split(household, staying, members, head)
        persons = lock_persons(members)
        new = Household(
            area_id=household.area_id,
            household_no=next_household_no(household.area_id),
            address=household.address,
            head_id=head,
            registered_on=tracker.effective_on,
            made=household.made,
        )
        tracker.add(new)
        for pk, relation in members.items():
            enter(tracker, persons[pk], staying[pk], new, HEAD if pk == head else relation)
    return new


def _check_split(
    household: Household, staying: Mapping[int, Membership], members: Mapping[int, str], head: int
) -> None:
    if not members or len(members) >= len(staying):
        raise NobodyChosen
    for pk in members:
        if pk not in staying:
            raise NotAMember
    if head not in members:
        raise HeadMissing
    if household.head_id in members:
        raise HeadWouldLeave(household.head)


def enter(tracker: Tracker, person: Person, left: Membership | None, household: Household, relation: str) -> None:
    """End the membership a person leaves and begin one in another household (or in the same, with a new relation)."""
    if left is not None:
        leave(tracker, left)
    tracker.add(
        Membership(
            area_id=household.area_id,
            person=person,
            household=household,
            relation=relation or OTHER_RELATIVE,
            valid_from=tracker.effective_on,
            recorded_from=tracker.at,
            source=tracker.source,
        )
    )
    tracker.change(person, household_id=household.pk, relation=relation or OTHER_RELATIVE)


def leave(tracker: Tracker, membership: Membership) -> None:
    """End a membership on the day of the change. Raises DayNotPossible when it began later."""
    if membership.valid_from and membership.valid_from > tracker.effective_on:
        raise DayNotPossible(tracker.effective_on, membership.valid_from)
    tracker.revise(membership, valid_to=tracker.effective_on)


def change_head(
    household_id: int,
    *,
    head: int,
    relations: Mapping[int, str],
    actor: Actor,
    reason: str,
    effective_on: date | None = None,
) -> Household:
    """Make another member head of the household. Every relation is told anew, for it is told from the head.

    relations  person -> relation to the new head; members not named become "other relative"
    Raises NotAMember when the new head is none of the household.
    """
    household = Household.objects.get(pk=household_id)
    require(actor, "people.change_head", household)
    with governed(
        "people.change_head",
        actor=actor,
        area=household.area_id,
        reason=reason,
        effective_on=effective_on or clock.today(),
        subject=household,
    ) as tracker:
        household = lock_household(household_id)
        members = open_memberships(household)
        if head not in members:
            raise NotAMember
        restate(tracker, household, members, head, relations)
    return household


def restate(
    tracker: Tracker, household: Household, members: Mapping[int, Membership], head: int, relations: Mapping[int, str]
) -> None:
    """Write the memberships anew around a new head: all are ended first, since a household never has two heads."""
    persons = lock_persons(members)
    for membership in members.values():
        leave(tracker, membership)
    tracker.change(household, head_id=head)
    for pk in members:
        enter(tracker, persons[pk], None, household, HEAD if pk == head else relations.get(pk, OTHER_RELATIVE))
