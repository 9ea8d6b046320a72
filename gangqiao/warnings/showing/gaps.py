"""The lists that would close a gap, and the people of one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext

from gangqiao.indicators.showing.names import file_address
from gangqiao.kernel.actor import Actor, Level
from gangqiao.kernel.identifiers import mask_name
from gangqiao.people.models import Person
from gangqiao.places.reads import path_names
from gangqiao.warnings.reads.gaps import WOULD_COUNT, GapList, Gaps
from gangqiao.warnings.wording import LIST_SAYS, LIST_WORDS, NEXT_ACTS


@dataclass(frozen=True, slots=True)
class GapRow:
    """One list: how many, who they are, and what comes next. href: "" when nobody is in it."""

    name: str
    says: str
    act: str
    many: int
    href: str
    would_count: bool


@dataclass(frozen=True, slots=True)
class GapsShown:
    rows: list[GapRow]
    in_all: int


def gap_rows(found: Gaps, area: str, target_id: str) -> GapsShown:
    return GapsShown([_row(one, len(keys), area, target_id) for one, keys in found.people.items()], found.in_all)


def _row(one: GapList, many: int, area: str, target_id: str) -> GapRow:
    return GapRow(
        name=str(LIST_WORDS[one]),
        says=str(LIST_SAYS[one]),
        act=str(NEXT_ACTS[one]),
        many=many,
        href=reverse("warnings:gap", args=[area, target_id, one.value]) if many else "",
        would_count=one in WOULD_COUNT,
    )


def names_shown(people: list[Person], actor: Actor, day: date, number: int, pages: int) -> dict[str, Any]:
    """The rows of one page of names. Names are masked for a post that reads below level 2."""
    places = {key: " ".join(path_names(key)[-2:]) for key in {str(person.area_id) for person in people}}
    return {
        "rows": [_person(person, actor, day, places[str(person.area_id)]) for person in people],
        "columns": [
            {"label": label} for label in (gettext("Name"), gettext("Household number"), gettext("Village and group"))
        ],
        "first_href": "?page=1" if number > 1 else "",
        "back_href": f"?page={number - 1}" if number > 1 else "",
        "next_href": f"?page={number + 1}" if number < pages else "",
        "number": number,
        "pages": pages,
    }


def _person(person: Person, actor: Actor, day: date, place: str) -> dict[str, Any]:
    area = str(person.area_id)
    age = person.age_on(day)
    sex = gettext("male") if person.sex == "1" else gettext("female") if person.sex == "2" else ""
    years = ngettext("%(age)d year", "%(age)d years", age) % {"age": age} if age is not None else ""
    return {
        "name": mask_name(person.name) if actor.level_in(area) < Level.PERSONAL else person.name,
        "small": pgettext("between facts", ", ").join(part for part in (sex, years) if part),
        "href": file_address(person) if actor.may("people.view", area) else "",
        "household_no": person.household.household_no if person.household else "",
        "place": place,
    }
