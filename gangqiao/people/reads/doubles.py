"""Finds the second record of a person within the scope."""

from __future__ import annotations

from django.db.models import Q

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.identifiers import parse_id_number, parse_phone
from gangqiao.people.models import Household, Person
from gangqiao.people.models.registry import MERGED

AT_MOST = 20


def likely_doubles(person: Person) -> list[Person]:
    """Records of the same name with the same day of birth or the same phone."""
    same = Q(birth_date=person.birth_date) if person.birth_date else Q(pk__in=[])
    if person.phone:
        same |= Q(phone_index=person.phone)
    return _found(Q(name=person.name) & same, person)


def find_records(typed: str, *, but: Person) -> list[Person]:
    """Records by whole name, ID number, phone, person number or household number."""
    text = typed.strip()
    if not text:
        return []
    households = list(Household.objects.filter(household_no=text).values_list("pk", flat=True))
    wanted = Q(name=text) | Q(person_no=text) | Q(household__in=households)
    for index, parse in (("id_index", lambda t: parse_id_number(t).text), ("phone_index", parse_phone)):
        try:
            wanted |= Q(**{index: parse(text)})
        except Refusal:
            continue  # not that kind of number
    return _found(wanted, but)


def _found(wanted: Q, but: Person) -> list[Person]:
    others = Person.objects.filter(wanted).exclude(pk=but.pk).exclude(record=MERGED)
    return list(others.order_by("name", "pk")[:AT_MOST])
