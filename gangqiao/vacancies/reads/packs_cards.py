"""The cards of a village's households: what suits their people, and the policies and services for them.

Names are masked: a card lies on a table. Which policy is for whom is decided by categories that everybody who may read
names may see; the sensitive ones choose nothing, or the card itself would tell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Level
from gangqiao.kernel.identifiers import mask_name
from gangqiao.kernel.paths import upper_bound
from gangqiao.people.codes import LISTS
from gangqiao.people.models import Category, Household, Person
from gangqiao.people.reads import as_of
from gangqiao.places.reads import path_names_of
from gangqiao.vacancies.models import Leaflet, Pack
from gangqiao.vacancies.reads.packs import ShownLine, Suggested, leaflets_for, leaflets_on, suggestions
from gangqiao.vacancies.reads.packs_people import Found, seekers_of

OPEN_CATEGORIES = frozenset(LISTS["category"]) - frozenset(LISTS["category"].above(Level.PERSONAL))


@dataclass(frozen=True, slots=True)
class CardPerson:
    """Somebody of a household who seeks work, under a masked name, with the jobs that suit."""

    uuid: UUID
    name: str
    jobs: Suggested


@dataclass(frozen=True, slots=True)
class Card:
    """One household. group: name of its villagers' group; head: its masked name."""

    household: UUID
    number: str
    group: str
    head: str
    people: list[CardPerson]
    leaflets: list[Leaflet]


def cards_of(pack: Pack, lines: Sequence[ShownLine], *, everybody: bool = False) -> list[Card]:
    """The cards in walking order: of households where somebody seeks work, or of all of them."""
    village = str(pack.area_id)
    found = seekers_of(village)
    by_home: dict[int, list[Found]] = defaultdict(list)
    for one in found:
        by_home[one.household].append(one)
    jobs = suggestions(lines, found, village)
    held, leaflets = _categories(village), leaflets_on(clock.today())
    homes = Household.objects.filter(dissolved_on=None, area_id__gte=village, area_id__lt=upper_bound(village))
    if not everybody:
        homes = homes.filter(pk__in=list(by_home))
    rows: list[Any] = list(homes.order_by("area_id", "household_no", "pk"))
    groups = path_names_of({str(home.area_id) for home in rows})
    names = _names([*(one.person for one in found), *(home.head_id for home in rows if home.head_id)])
    return [
        Card(
            household=home.uuid,
            number=home.household_no,
            group=groups[str(home.area_id)][-1],
            head=names.get(home.head_id, ""),
            people=[CardPerson(one.uuid, names[one.person], jobs[one.person]) for one in by_home.get(home.pk, ())],
            leaflets=leaflets_for(leaflets, held.get(home.pk, ())),
        )
        for home in rows
    ]


def _names(keys: Sequence[int]) -> dict[int, str]:
    """Masked names by primary key; a head who is kept in another area has none here."""
    names: dict[int, str] = {}
    for start in range(0, len(keys), 500):
        rows = Person.objects.filter(pk__in=keys[start : start + 500]).values_list("pk", "name")
        names |= {pk: mask_name(name) for pk, name in rows}
    return names


def _categories(village: str) -> dict[int, set[str]]:
    """The open categories held in each household today."""
    held: dict[int, set[str]] = defaultdict(set)
    rows = as_of.rows(Category, on=clock.today()).filter(
        area_id__gte=village, area_id__lt=upper_bound(village), kind__in=OPEN_CATEGORIES
    )
    for home, kind in rows.values_list("person__household_id", "kind"):
        held[home].add(kind)
    return held
