"""Checks of kinship, as far as the register can show it: a household somebody shares, or once shared.

Officers and clerks are known by name (`assistance.reads.applicants_kin`). A name that several people of a village bear
says nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from gangqiao.accounts.models import Grant, User
from gangqiao.assistance.reads.applicants_kin import OFFICER
from gangqiao.people.models import Membership, Person
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.subsidies.checks.batch import Batch
from gangqiao.subsidies.checks.register import Found, check, phrase

Named = dict[str, set[str]]  # names by village


@check("kin_of_officer")
def kin_of_officer(batch: Batch) -> Found:
    """The payee shares, or once shared, a household with an officer of the own village, or is one."""
    villages = {_village(claim.person.area_id) for claim in batch.with_person}
    posts = Grant.objects.in_force(batch.today).filter(role=OFFICER, area__in=villages, user__is_active=True)
    named: Named = defaultdict(set)
    for area, name in posts.values_list("area_id", "user__display_name"):
        named[str(area)].add(name)
    homes = _homes_of(_known(named))
    found: Found = {}
    for claim in batch.with_person:
        if who := _related(batch, claim.person, homes, named[_village(claim.person.area_id)]):
            found[claim.pk] = [phrase("village_officer", who=who)]
    return found


@check("kin_of_hand")
def kin_of_hand(batch: Batch) -> Found:
    """The payee shares, or once shared, a household with somebody who made, checked or approved the claim."""
    users = {hand.by for hands in batch.hands.values() for hand in hands}
    names = dict(User.objects.filter(pk__in=users).values_list("pk", "display_name"))
    by_claim: dict[int, set[str]] = {
        claim.pk: {names[hand.by] for hand in batch.hands[claim.pk] if hand.by in names} for claim in batch.with_person
    }
    named: Named = defaultdict(set)
    for claim in batch.with_person:
        named[_village(claim.person.area_id)] |= by_claim[claim.pk]
    homes = _homes_of(_known(named))
    found: Found = {}
    for claim in batch.with_person:
        if who := _related(batch, claim.person, homes, by_claim[claim.pk]):
            found[claim.pk] = [phrase("dealt_with_it", who=who)]
    return found


def _village(area: object) -> str:
    return str(area)[: KEY_LENGTH[Level.VILLAGE]]


def _known(named: Named) -> dict[tuple[str, str], Person]:
    """The one person of a village who bears a name of it; whoever cannot be told apart is left out."""
    names = set().union(*named.values()) if named else set()
    found: dict[tuple[str, str], list[Person]] = defaultdict(list)
    rows = Person.objects.filter(name__in=names, record="live") if names else []
    for person in rows:
        village = _village(person.area_id)
        if person.name in named.get(village, ()):
            found[village, person.name].append(person)
    return {key: people[0] for key, people in found.items() if len(people) == 1}


Homes = dict[tuple[str, str], tuple[int, set[int]]]  # of a name in a village: who, and the households


def _homes_of(known: dict[tuple[str, str], Person]) -> Homes:
    homes: dict[int, set[int]] = defaultdict(set)
    keys = [person.pk for person in known.values()]
    rows = Membership.objects.filter(person__in=keys, recorded_to=None) if keys else []
    for row in rows:
        homes[row.person_id].add(row.household_id)
    return {
        key: (person.pk, homes[person.pk] | ({person.household_id} if person.household_id else set()))
        for key, person in known.items()
    }


def _related(batch: Batch, person: Person, homes: Homes, names: Iterable[str]) -> str:
    """The name of whom somebody shares a household with, or is; "" nobody."""
    village = _village(person.area_id)
    for name in sorted(names):
        who, theirs = homes.get((village, name), (0, set()))
        if who == person.pk or (theirs & batch.homes[person.pk]):
            return name
    return ""
