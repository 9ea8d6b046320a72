"""The people behind a number, as the reader may see them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, ngettext, pgettext

from gangqiao.engine.figures import DIMENSIONS
from gangqiao.indicators.reads import NamesPage
from gangqiao.indicators.showing.addresses import PRESET, address, names_address
from gangqiao.indicators.showing.words import words_of_codes
from gangqiao.indicators.wording import said
from gangqiao.kernel.actor import Actor, Level
from gangqiao.kernel.identifiers import mask_name
from gangqiao.kernel.links import Link
from gangqiao.people.models import Person


def names_page(page: NamesPage, actor: Actor) -> dict[str, Any]:
    """What the list of people shows. Names are masked for a post that reads below level 2."""
    number = page.page

    def at(other: int) -> str:
        """The address of another page of the same list."""
        return names_address(
            page.area.key,
            page.measure.key,
            page.day,
            other,
            preset=page.preset,
            where=page.where,
            not_in=page.not_in,
        )

    return {
        "page": page,
        "title": said(page.measure.name),
        "says": said(page.measure.says),
        "rows": [_person_row(p, page, actor) for p in page.people],
        "columns": [
            {"label": label} for label in (gettext("Name"), gettext("Household number"), gettext("Village and group"))
        ],
        "parts": [*parts_in_words(page.where), *_other_ways(page)],
        "back": [Link(page.area.name, address("indicators:board_of", page.area.key, day=page.day))],
        "first_href": at(1) if number > 1 else "",
        "back_href": at(number - 1) if number > 1 else "",
        "next_href": at(number + 1) if number < page.pages else "",
    }


def parts_in_words(where: Mapping[str, str]) -> list[str]:
    """What narrows a list, in words: codes by dimension."""
    return [
        f"{said(DIMENSIONS[key].name)}{gettext(': ')}{words_of_codes(DIMENSIONS[key], [code])[code]}"
        for key, code in where.items()
    ]


def _other_ways(page: NamesPage) -> list[str]:
    """What narrows the list, in words: another way of counting."""
    parts = []
    if page.preset != PRESET:
        parts.append(gettext("counted by %(preset)s") % {"preset": page.preset})
    if page.not_in:
        parts.append(gettext("not counted by %(preset)s") % {"preset": page.not_in})
    return parts


def _person_row(person: Any, page: NamesPage, actor: Actor) -> dict[str, Any]:
    is_masked = actor.level_in(person.area_id) < Level.PERSONAL
    age = person.age_on(page.day)
    sex = gettext("male") if person.sex == "1" else gettext("female") if person.sex == "2" else ""
    years = ngettext("%(age)d year", "%(age)d years", age) % {"age": age} if age is not None else ""
    return {
        "name": mask_name(person.name) if is_masked else person.name,
        "small": pgettext("between facts", ", ").join(part for part in (sex, years) if part),
        "href": file_address(person) if actor.may("people.view", person.area_id) else "",
        "household_no": person.household.household_no if person.household else "",
        "place": page.places.get(person.area_id, ""),
    }


def file_address(person: Person) -> str:
    """The person's file; "" while no such page is installed."""
    try:
        return reverse("people:person", args=[person.uuid])
    except NoReverseMatch:
        return ""
