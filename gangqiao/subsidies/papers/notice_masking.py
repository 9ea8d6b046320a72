"""The one way by which a claim comes out to everybody; whatever shows or prints a notice takes `PublicLine` alone.

Contents after domain notes 3.2 (name, sex, age, work period, place, amount). The last four characters of the ID number
stand beside the age by decades of the year of birth, never beside a birthday or an age in years: with the county's code
known that leaves some 300 candidates, and at least ten are asked for (security notes A.2). The decade is counted from
the year of birth, so that no birthday moves a person from one to the next between two notices.
Account, telephone, health, poverty and the reasons of a decision are not at hand here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.kernel.identifiers import mask_id
from gangqiao.kernel.money import format_yuan
from gangqiao.people.codes import LISTS as PEOPLE_LISTS
from gangqiao.people.models import Person
from gangqiao.people.reads.masking import place_names
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.subsidies.models import Claim, NoticeLine

_NUMBER = re.compile(r"\d(?:[ -]?\d){5,}[\dXx]?")


@dataclass(frozen=True, slots=True)
class PublicLine:
    """A claim as everybody may read it. place: its number on the sheet; of a unit sex, age, number and home are ""."""

    place: int
    name: str
    sex: str
    age: str
    number: str
    home: str
    what: str
    amount: str

    @property
    def cells(self) -> list[str]:
        """The line as it stands in a table."""
        return [str(self.place), self.name, self.sex, self.age, self.number, self.home, self.what, self.amount]


def columns() -> list[str]:
    """The heads of `PublicLine.cells`."""
    return [
        pgettext("public notice", "No."),
        pgettext("public notice", "Name"),
        pgettext("public notice", "Sex"),
        pgettext("public notice", "Age"),
        pgettext("public notice", "ID number"),
        pgettext("public notice", "Village"),
        pgettext("public notice", "For what"),
        pgettext("public notice", "Amount (yuan)"),
    ]


def public_lines(lines: Iterable[NoticeLine]) -> list[PublicLine]:
    """These lines, masked, in their order."""
    rows = list(lines)
    homes = place_names({_village(line.claim) for line in rows if _is_of_person(line.claim)})
    return [_masked(line, homes) for line in rows]


def said_by(line: NoticeLine) -> tuple[str, ...]:
    """What the masked line says whatever the language: for the digest of a notice."""
    claim = line.claim
    person = claim.person if _is_of_person(claim) else None
    facts = (person.name, person.sex or "", decade_of(claim, person), number_of(person)) if person else ()
    return (str(line.place), *(facts or (claim.payee_name,)), str(claim.amount))


def _masked(line: NoticeLine, homes: dict[str, str]) -> PublicLine:
    claim = line.claim
    if not _is_of_person(claim):
        return PublicLine(line.place, without_numbers(claim.payee_name), "", "", "", "", "", format_yuan(claim.amount))
    person = claim.person
    return PublicLine(
        place=line.place,
        name=without_numbers(person.name),
        sex=PEOPLE_LISTS["sex"].word(person.sex) if person.sex else "",
        age=decade_of(claim, person),
        number=number_of(person),
        home=homes.get(_village(claim), ""),
        what=what_for(claim),
        amount=format_yuan(claim.amount),
    )


def number_of(person: Person) -> str:
    """The ID number with its last four characters: no birthday stands beside it."""
    return mask_id(person.id_number or "", birthday_shown=False)


def decade_of(claim: Claim, person: Person) -> str:
    """ "30-39", by the years alone; "" without a date of birth."""
    if person.birth_date is None:
        return ""
    first = max(0, claim.decided_for.year - person.birth_date.year) // 10 * 10
    return f"{first}-{first + 9}"


def what_for(claim: Claim) -> str:
    """How far away the work was, for how long, the period: facts that say nothing of poverty or health."""
    try:
        facts = json.loads(claim.facts or "{}")
    except ValueError:
        facts = {}
    parts = []
    if (level := facts.get("area_level")) in PEOPLE_LISTS["area_level"]:
        parts.append(PEOPLE_LISTS["area_level"].word(level))
    counted = (
        ("months_at_work", _("%(n)s months at work")), ("days_attended", _("%(n)s days in class")),
        ("post_days", _("%(n)s days on duty")),
    )  # fmt: skip
    parts += [words % {"n": f"{facts[key]:g}"} for key, words in counted if isinstance(facts.get(key), int | float)]
    if claim.period != "once":
        kind, _colon, number = claim.period.partition(":")
        parts.append(_("class %(number)s") % {"number": number} if number else kind)
    return without_numbers(" · ".join(parts))


def without_numbers(text: str) -> str:
    """A text without anything that could be part of the number of a document, a card or a telephone."""
    return _NUMBER.sub("***", text)


def _is_of_person(claim: Claim) -> bool:
    return claim.payee == "person" and claim.person_id is not None


def _village(claim: Claim) -> str:
    return str(claim.area_id)[: KEY_LENGTH[Level.VILLAGE]]
