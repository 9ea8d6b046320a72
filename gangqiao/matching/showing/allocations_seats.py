"""Seats of an allocation by vacancy and by employer, and its people in a list: with names, places and links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gangqiao.kernel.actor import Actor
from gangqiao.matching.models import Allocation
from gangqiao.matching.policy.allocations import REASONS
from gangqiao.matching.reads import allocations as reads
from gangqiao.matching.reads.recommendations_open import open_among
from gangqiao.matching.showing.allocations import REASON_WORDS, people_href
from gangqiao.people.models import Person
from gangqiao.people.reads.masking import name_for
from gangqiao.places.reads import path_names_of
from gangqiao.vacancies.models import Employer

SHOWN = 30


@dataclass(frozen=True, slots=True)
class Seats:
    """Seats of a vacancy or an employer. uuid: null when it is not open any more; href: whom it would get."""

    label: str
    small: str
    uuid: Any
    seats: int
    filled: int
    pressure: int
    href: str


@dataclass(frozen=True, slots=True)
class Someone:
    """One of the people. before: the post of the run before, "" none or not asked."""

    uuid: Any
    name: str
    place: str
    post: str
    employer: str
    vacancy: Any
    score: int
    reason: Any
    before: str


def seats_of(row: Allocation, by: str) -> tuple[list[Seats], int]:
    """The most wanted, and how many more there are."""
    found = reads.seats_by(row, by)
    some = found[:SHOWN]
    return (_of_vacancies(row, some) if by == "vacancy" else _of_employers(some)), len(found) - len(some)


def _of_vacancies(row: Allocation, some: list[reads.Filled]) -> list[Seats]:
    postings = open_among([one.key for one in some])
    shown = []
    for one in some:
        posting = postings.get(one.key)
        label = posting.title if posting else _("no longer open")
        small = f"{posting.employer_name} \u00b7 {posting.place_line}" if posting else ""
        href = people_href(row, what="placed", vacancy=str(one.key)) if one.filled else ""
        shown.append(Seats(label, small, posting.uuid if posting else None, one.seats, one.filled, one.pressure, href))
    return shown


def _of_employers(some: list[reads.Filled]) -> list[Seats]:
    names = dict(Employer.objects.filter(pk__in=[one.key for one in some]).values_list("pk", "name"))
    return [Seats(names.get(one.key, ""), "", None, one.seats, one.filled, one.pressure, "") for one in some]


def people_of(found: list[reads.Found], actor: Actor) -> list[Someone]:
    """The people of a page in words; names as deep as the reader may see them."""
    persons = {p.pk: p for p in Person.objects.filter(pk__in=[one.person for one in found])}
    postings = open_among({key for one in found for key in (one.vacancy, one.before) if key})
    places = path_names_of({person.area_id for person in persons.values()})
    return [_someone(one, persons[one.person], postings, places, actor) for one in found if one.person in persons]


def _someone(
    one: reads.Found, person: Person, postings: dict[int, Any], places: dict[str, list[str]], actor: Actor
) -> Someone:
    posting, before = postings.get(one.vacancy), postings.get(one.before or 0)
    gone = _("no longer open") if one.vacancy else ""
    return Someone(
        uuid=person.uuid,
        name=name_for(person, actor),
        place="".join(places.get(person.area_id, [])[-2:]),
        post=posting.title if posting else gone,
        employer=posting.employer_name if posting else "",
        vacancy=posting.uuid if posting else None,
        score=one.score,
        reason=REASON_WORDS.get(REASONS.get(one.reason, ""), ""),
        before=f"{before.title} \u00b7 {before.employer_name}" if before else "",
    )
