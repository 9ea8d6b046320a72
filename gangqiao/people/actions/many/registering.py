"""Register many households with their heads, and many persons in households."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from gangqiao.kernel.db import many
from gangqiao.kernel.scope import OutOfScope, everywhere, get_scope
from gangqiao.people import attributes
from gangqiao.people.actions.many.acts import NewHousehold, NewPerson
from gangqiao.people.actions.many.batch import Batch, Fault, each
from gangqiao.people.actions.moving import groups_among
from gangqiao.people.actions.newcomers import (
    HEAD,
    Newcomer,
    membership_of,
    person_of,
    read_household,
    read_newcomer,
    typed_no,
)
from gangqiao.people.models import Household, Membership, Person
from gangqiao.people.models.registry import LIVE, MOVED_OUT
from gangqiao.people.numbers import next_household_nos, next_person_nos
from gangqiao.people.refusals import AlreadyOnRegister, HeadMissing, HouseholdNoTaken, NotAGroup

VERB = "people.register"


def register_persons(batch: Batch, acts: Sequence[NewPerson]) -> list[Person | Fault]:
    """`register_person` for many. Of two newcomers with one ID number the first is taken.

    Raises IntegrityError when somebody else registers one of the ID numbers at this very moment: do the batch again.
    """
    batch.lock(households=(act.household_id for act in acts))
    raws = batch.with_places(attributes.PERSON, [act.values for act in acts])

    def read(pair: tuple[NewPerson, dict[str, Any]]) -> Newcomer:
        act, raw = pair
        batch.require(VERB, batch.household(act.household_id).area_id)
        return read_newcomer(raw, act.id_exception)

    found = _unless_taken(each(list(zip(acts, raws, strict=True)), read), [""] * len(acts))
    taken = [(act, new) for act, new in zip(acts, found, strict=True) if isinstance(new, Newcomer)]
    homes = [batch.households[act.household_id] for act, _new in taken]
    numbers = next_person_nos([home.household_no for home in homes])
    persons, memberships = [], []
    for (act, new), home, number in zip(taken, homes, numbers, strict=True):
        day = act.on or batch.today
        person = person_of(new, home.area_id, number, day, act.origin)
        person.household, person.relation = home, act.relation
        persons.append(person)
        memberships.append(membership_of(person, home, act.relation, day, act.source))
        batch.log(VERB, person, act.source)
    _insert(persons)
    _insert_memberships(memberships)
    batch.persons |= {person.pk: person for person in persons}
    return _in_order(found, Newcomer, persons)


def register_households(batch: Batch, acts: Sequence[NewHousehold]) -> list[Household | Fault]:
    """`register_household` for many, each with its head alone; further members come by `register_persons`.

    Raises IntegrityError like `register_persons`.
    """
    raws = batch.with_places(attributes.PERSON, [act.head or {} for act in acts])
    columns: dict[int, dict[str, Any]] = {}  # of the households, by the place of their act

    def read(numbered: tuple[int, NewHousehold, dict[str, Any]]) -> Newcomer:
        place, act, raw = numbered
        batch.require(VERB, act.area)
        if act.area not in groups:
            raise NotAGroup
        if not act.head:
            raise HeadMissing
        columns[place] = read_household(act.household)
        if not get_scope().holds(act.area):
            raise OutOfScope
        return read_newcomer(raw, act.id_exception)

    groups = groups_among(act.area for act in acts)
    found = each([(i, act, raw) for i, (act, raw) in enumerate(zip(acts, raws, strict=True))], read)
    found = _unless_taken(found, [typed_no(act.household) for act in acts])
    places = [i for i, new in enumerate(found) if isinstance(new, Newcomer)]
    heads, households, memberships = [], [], []
    for place, number in zip(places, _household_nos([acts[i] for i in places]), strict=True):
        act, day = acts[place], acts[place].on or batch.today
        head = person_of(found[place], act.area, f"{number}01", day, act.origin)  # type: ignore[arg-type]
        household = Household(
            area_id=act.area, household_no=number, registered_on=day, last_confirmed_on=day, **columns[place]
        )
        heads.append(head)
        households.append(household)
        memberships.append(membership_of(head, household, HEAD, day, act.source))
        batch.log(VERB, household, act.source)
        batch.log(VERB, head, act.source)
    _insert_together(heads, households, memberships)
    batch.persons |= {head.pk: head for head in heads}
    batch.households |= {household.pk: household for household in households}
    return _in_order(found, Newcomer, households)


def _insert_together(heads: list[Person], households: list[Household], memberships: list[Membership]) -> None:
    # The household needs its head and the head a household: the head is first stored as moved out. Keys that wait for
    # their target until the end would make SQLite look through every table that points to it.
    for head in heads:
        head.record = MOVED_OUT
    _insert(heads)
    for head, household, key in zip(heads, households, many.next_keys(Household, len(heads)), strict=True):
        household.pk, household.head = key, head
    many.insert(Household, households)
    for head, household in zip(heads, households, strict=True):
        head.household, head.relation, head.record = household, HEAD, LIVE
    many.update(Person, heads, ["household", "relation", "record"])
    _insert_memberships(memberships)


def _insert(persons: list[Person]) -> None:
    """Store in the order of the unique index, so that two batches cannot wait for each other; keys follow the lines."""
    for person, key in zip(persons, many.next_keys(Person, len(persons)), strict=True):
        person.pk = key
    many.insert(Person, sorted(persons, key=lambda person: person.id_number or ""))


def _insert_memberships(memberships: list[Membership]) -> None:
    for row, key in zip(memberships, many.next_keys(Membership, len(memberships)), strict=True):
        # Set again: neither the person nor the household had a key when the row was made.
        row.pk, row.person, row.household = key, row.person, row.household
    many.insert(Membership, memberships)


def _unless_taken(found: list[Newcomer | Fault], numbers: Sequence[str]) -> list[Newcomer | Fault]:
    """Refuse what is given already, on the register or to an earlier newcomer of the same call.

    numbers  the household number that comes with each newcomer; "": none
    """
    holders = _holders(new.id_number for new in found if isinstance(new, Newcomer) and new.id_number)
    given = _given(numbers)

    def check(pair: tuple[Newcomer | Fault, str]) -> Newcomer:
        new, number = pair
        if not isinstance(new, Newcomer):
            raise new
        if new.id_number in holders:
            raise AlreadyOnRegister(holders[new.id_number])
        if number in given:
            raise HouseholdNoTaken
        if new.id_number:
            holders[new.id_number] = new.values["name"]
        if number:
            given.add(number)
        return new

    return each(list(zip(found, numbers, strict=True)), check)


def _holders(id_numbers: Iterable[str]) -> dict[str | None, str]:
    """Who holds the numbers: the name inside the reader's area, "" for somebody of another."""
    wanted = sorted(set(id_numbers))
    if not wanted:
        return {}
    with everywhere(reason="one person, one record"):
        found = list(Person.objects.filter(id_index__in=wanted))
    scope = get_scope()
    return {p.id_number: p.name if scope.holds(p.area_id) else "" for p in found}


def _given(numbers: Iterable[str]) -> set[str]:
    """Which of the household numbers a household of the county has already."""
    wanted = sorted(set(numbers) - {""})
    if not wanted:
        return set()
    with everywhere(reason="one number, one household"):
        return set(Household.objects.filter(household_no__in=wanted).values_list("household_no", flat=True))


def _household_nos(acts: list[NewHousehold]) -> list[str]:
    typed = [typed_no(act.household) for act in acts]
    areas = [act.area for act, no in zip(acts, typed, strict=True) if not no]
    free = iter(next_household_nos(areas, besides=set(typed) - {""}))
    return [no or next(free) for no in typed]


def _in_order(found: list[Any], taken: type[Any], made: Sequence[Any]) -> list[Any]:
    """What was made in the places of what was taken; refusals stay where they are."""
    rows = iter(made)
    return [next(rows) if isinstance(one, taken) else one for one in found]
