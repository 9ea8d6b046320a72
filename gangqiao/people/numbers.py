"""Local numbers of households and persons: readable, given once, never changed (a transfer keeps them)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db.models import Q

from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import Household, Person
from gangqiao.places.models import Division
from gangqiao.places.reads import codes_of, county

AT_ONCE = 100  # ranges in one question: SQLite takes no expression deeper than 1000


def next_household_no(area: str) -> str:
    """The next free number of a group: the group's code and four running digits, counted in base 10.

    Call inside the transaction that stores the household: the group stays locked until it has committed, so that two
    officers who register at the same moment wait for each other instead of taking the same number.
    """
    return next_household_nos([area])[0]


def next_household_nos(areas: Sequence[str], *, besides: Collection[str] = ()) -> list[str]:
    """The next free number for each of the groups named, in order; a group may be named many times.

    besides  numbers that are about to be given and must not be given again
    """
    keys = sorted(set(areas))
    # In the order of their keys, so that two who need several groups cannot wait for each other.
    # "No key": a row that only points to the division, as a phone writes it meanwhile, need not wait.
    list(Division.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))
    codes = codes_of(keys)
    # A group without a code of its own is named by its place in the tree below the county: 24 characters must do.
    above = county().key if len(codes) < len(keys) else ""
    stems = [codes.get(area) or area.removeprefix(above) for area in areas]
    return _next(Household, "household_no", stems, 4, besides)


def next_person_no(household_no: str) -> str:
    """The next free number in the household in which a person is first registered."""
    return next_person_nos([household_no])[0]


def next_person_nos(household_nos: Sequence[str]) -> list[str]:
    """The next free number in each of the households named, in order; a household may be named many times."""
    return _next(Person, "person_no", household_nos, 2, ())


def _next(
    model: type[Household] | type[Person], column: str, stems: Sequence[str], digits: int, besides: Collection[str]
) -> list[str]:
    last = dict.fromkeys(stems, 0)
    for number in (*_taken(model, column, sorted(last), digits), *besides):
        stem, running = number[:-digits], number[-digits:]
        if stem in last and running.isdecimal():
            last[stem] = max(last[stem], int(running))
    numbers = []
    for stem in stems:
        last[stem] += 1
        numbers.append(f"{stem}{last[stem]:0{digits}d}")
    return numbers


def _taken(model: type[Household] | type[Person], column: str, stems: list[str], digits: int) -> list[str]:
    """Numbers that begin with the stems: as ranges, because LIKE would look through the whole county."""
    taken: list[str] = []
    for start in range(0, len(stems), AT_ONCE):
        ranges = Q()
        for stem in stems[start : start + AT_ONCE]:
            ranges |= Q(**{f"{column}__range": (stem + "0" * digits, stem + "9" * digits)})
        # Numbers stay behind when a record moves, so the whole county is asked, not the reader's area.
        with everywhere(reason="next free number"):
            taken += model.objects.filter(ranges).values_list(column, flat=True)
    return taken
