"""What a newcomer to the register is made of, whether they come alone or with many others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from gangqiao.kernel import clock
from gangqiao.kernel.attributes.kinds import plain_text
from gangqiao.kernel.identifiers import parse_id_number
from gangqiao.kernel.scope import everywhere
from gangqiao.people import attributes
from gangqiao.people.actions.tracking import short_source
from gangqiao.people.models import Household, Membership, Person
from gangqiao.people.pinyin import pinyin_of
from gangqiao.people.refusals import HouseholdNoTaken, IdMissing

HEAD = "02"
ORIGINS = ("survey", "import", "roster", "synthetic")


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A person as read: the columns by name, and why there is no ID number ("" when there is one)."""

    values: dict[str, Any]
    id_exception: str

    @property
    def id_number(self) -> str | None:
        number: str | None = self.values.get("id_number")
        return number


def read_newcomer(raw: dict[str, Any], id_exception: str = "") -> Newcomer:
    """What was typed of a new person. Sex and birth date follow from the ID number. Raises Refusals, IdMissing."""
    id_exception = id_exception or str(raw.get("id_exception") or "")
    values = attributes.PERSON.read({k: v for k, v in raw.items() if k != "id_exception"}, needed=("name",))
    if not values["id_number"] and not id_exception:
        raise IdMissing
    if values["id_number"]:
        number = parse_id_number(values["id_number"])
        values |= {"birth_date": number.birth_date, "sex": number.sex, "id_type": values.get("id_type") or "01"}
    return Newcomer(values, "" if values["id_number"] else id_exception)


def read_household(raw: dict[str, Any]) -> dict[str, Any]:
    """What was typed of a new household, without its number. Raises Refusals."""
    return attributes.HOUSEHOLD.read({k: v for k, v in raw.items() if k != "household_no"}, partial=True)


def typed_no(raw: dict[str, Any]) -> str:
    """The number the household brings along; "" when it is given the next free one."""
    return plain_text(raw.get("household_no"))


def check_household_no_free(number: str) -> None:
    """Refuse a number that a household of the county has already."""
    with everywhere(reason="one number, one household"):
        if Household.objects.filter(household_no=number).exists():
            raise HouseholdNoTaken


def person_of(newcomer: Newcomer, area: str, person_no: str, day: date, origin: str) -> Person:
    """The record of a newcomer, not yet stored and in no household."""
    full, initials = pinyin_of(newcomer.values.get("name", ""))
    return Person(
        area_id=area,
        person_no=person_no,
        name_pinyin=full,
        name_initials=initials,
        registered_on=day,
        recorded_at=clock.now(),
        last_confirmed_on=day,
        source=origin,
        id_exception=newcomer.id_exception,
        **newcomer.values,
    )


def membership_of(person: Person, household: Household, relation: str, day: date, source: str) -> Membership:
    """The first time of a newcomer in a household, not yet stored."""
    return Membership(
        area_id=household.area_id,
        person=person,
        household=household,
        relation=relation,
        valid_from=day,
        source=short_source(source),
    )


def origin_of(source: str) -> str:
    """How a person came to the register, when only the source of the act is known."""
    return source if source in ORIGINS else "screen"
