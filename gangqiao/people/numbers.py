"""Local numbers of households and persons: readable, given once, never changed (a transfer keeps them)."""

from __future__ import annotations

from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import Household, Person
from gangqiao.places.models import Division
from gangqiao.places.reads import codes_of, county


def next_household_no(area: str) -> str:
    """The next free number of a group: the group's code and four running digits, counted in base 10.

    Call inside the transaction that stores the household: the group stays locked until it has committed, so that two
    officers who register at the same moment wait for each other instead of taking the same number.
    """
    Division.objects.select_for_update().filter(pk=area).first()
    # A group without a code of its own is named by its place in the tree below the county: 24 characters must do.
    stem = codes_of([area]).get(area) or area.removeprefix(county().key)
    return _next(Household, "household_no", stem, 4)


def next_person_no(household_no: str) -> str:
    """The next free number in the household in which a person is first registered."""
    return _next(Person, "person_no", household_no, 2)


def _next(model: type[Household] | type[Person], column: str, stem: str, digits: int) -> str:
    # Numbers stay behind when a record moves, so the whole county is asked, not the reader's area.
    with everywhere(reason="next free number"):
        taken = model.objects.filter(**{f"{column}__startswith": stem}).values_list(column, flat=True)
        used = [int(t[len(stem) :]) for t in taken if t[len(stem) :].isdigit() and len(t) == len(stem) + digits]
    return f"{stem}{max(used, default=0) + 1:0{digits}d}"
