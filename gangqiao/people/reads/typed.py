"""What a place or household that somebody typed means: exactly one, or a refusal that says what to write."""

from __future__ import annotations

import re

from gangqiao.kernel import clock
from gangqiao.people.models import Household
from gangqiao.people.refusals import HouseholdNotFound, PlaceNotClear, PlaceNotFound
from gangqiao.places.models import Division
from gangqiao.places.reads import find_by_code, full_name, search

AT_MOST = 60  # places that may bear one name before we only say "many"
_BETWEEN = re.compile(r"[\s/,,、>·-]+")


def find_place(text: str, *, field: str) -> Division | None:
    """The division meant by a code, a name, or names from the province down; None when nothing was typed.

    Raises PlaceNotFound; PlaceNotClear when several bear the name, with what to type to tell them apart.
    """
    typed = _BETWEEN.sub("", text)
    if not typed:
        return None
    found = places_called(text)
    if not found:
        raise PlaceNotFound(text, [full_name(d.pk) for d in search(typed[-3:], limit=3)], field=field)
    if len(found) > 1 and len({full_name(d.pk) for d in found}) == 1:
        # A city without counties has a stand-in of its own name below it: the same place, whichever is taken.
        found = [min(found, key=lambda division: len(division.pk))]
    if len(found) > 1:
        raise PlaceNotClear(text, [full_name(d.pk) for d in found], field=field)
    return found[0]


def places_called(text: str) -> list[Division]:
    """Every division that may be meant by a code, a name, or names from the province down; none when nothing fits."""
    typed = _BETWEEN.sub("", text)
    if not typed:
        return []
    by_key = Division.objects.on(clock.today()).filter(pk=typed).first() or find_by_code(typed)
    if by_key is not None:
        return [by_key]
    return _bearing(typed) or [d for d in search(typed, limit=AT_MOST) if d.name.startswith(typed)]


def _bearing(typed: str) -> list[Division]:
    """Divisions named by the end of what was typed whose way down holds the rest of it."""
    endings = [typed[i:] for i in range(len(typed))]
    divisions = Division.objects.on(clock.today()).filter(name__in=endings).order_by("key")[: AT_MOST * 10]
    short = Division.objects.on(clock.today()).filter(short_name__in=endings).order_by("key")[: AT_MOST * 10]
    fitting = {}
    for division in (*divisions, *short):
        own = next(n for n in (division.name, division.short_name) if typed.endswith(n))
        rest = typed[: len(typed) - len(own)]
        if not rest or _leads_to(rest, full_name(division.pk)):
            fitting[division.pk] = division
    # "Kunming" is the city, not a township somewhere that bears the same name: the whole name beats the short one.
    exact = [d for d in fitting.values() if typed.endswith(d.name)]
    return exact or list(fitting.values())


def _leads_to(rest: str, whole: str) -> bool:
    """True when the characters typed before the name stand in the full name in the same order."""
    remaining = iter(whole)
    return all(character in remaining for character in rest)


def find_household(number: str, *, field: str = "household") -> Household | None:
    """The household of a number within the scope; None when nothing was typed. Raises HouseholdNotFound."""
    typed = number.strip()
    if not typed:
        return None
    found: Household | None = Household.objects.filter(household_no=typed, dissolved_on=None).first()
    if found is None:
        raise HouseholdNotFound(typed, field=field)
    return found
