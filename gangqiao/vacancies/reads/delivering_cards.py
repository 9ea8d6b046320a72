"""What is carried to one household: the vacancies for each of its people, policies and services, what was said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Level
from gangqiao.people.codes import LISTS
from gangqiao.people.models import Category, Household, Person
from gangqiao.people.reads import as_of
from gangqiao.vacancies.models import Leaflet, Pack, Response
from gangqiao.vacancies.reads import packs
from gangqiao.vacancies.reads.delivering import newest_responses, village_key
from gangqiao.vacancies.reads.packs_people import seekers_of


@dataclass(frozen=True, slots=True)
class Offered:
    """One person of the household. lines: what suits, with the reasons and the last answer ("" none yet)."""

    person: Person
    lines: list[tuple[packs.ShownLine, list[str], str]]


@dataclass(frozen=True, slots=True)
class Card:
    """What one door gets of the pack."""

    people: list[Offered]
    leaflets: list[Leaflet]


def card_of(household: Household, pack: Pack, level: Level) -> Card:
    """The card of a household. level: of the reader; leaflets for categories deeper than that are left out."""
    village = village_key(str(household.area_id))
    people = list(Person.objects.filter(household=household, record="live").exclude(life="dead").order_by("pk"))
    found = [one for one in seekers_of(str(household.area_id)) if one.household == household.pk]
    offered = packs.suggestions(packs.lines_of(pack), found, village)
    said = _said(people)
    hidden = set(LISTS["category"].above(min(level, Level.PERSONAL)))
    held = as_of.rows(Category, on=clock.today()).filter(person__in=people).exclude(kind__in=hidden)
    return Card(
        people=[
            Offered(p, [(line, why, said.get((p.pk, line.posting.uuid), "")) for line, why in offered.get(p.pk, [])])
            for p in people
        ],
        leaflets=packs.leaflets_for(packs.leaflets_on(clock.today()), held.values_list("kind", flat=True)),
    )


def _said(people: list[Person]) -> dict[tuple[int, Any], str]:
    rows = newest_responses(Response.objects.filter(person__in=people))
    return {(row.person_id, row.vacancy): row.get_answer_display() for row in rows}
