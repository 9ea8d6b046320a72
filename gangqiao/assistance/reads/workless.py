"""Households of the registered poor with people able to work and nobody in work, as the last night found them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db.models import QuerySet

from gangqiao.assistance.models import WorklessHousehold
from gangqiao.kernel.paths import upper_bound
from gangqiao.people.models import Person

PER_PAGE = 50


def of_scope(area: str = "", *, relocated: bool | None = None) -> QuerySet[WorklessHousehold]:
    """Those that hold, of the scope or a division of it; `relocated`: only relocated ones, or only the others."""
    found = WorklessHousehold.objects.filter(ended_on=None)
    if area:
        found = found.filter(area_id__gte=area, area_id__lt=upper_bound(area))
    return found if relocated is None else found.filter(is_relocated=relocated)


def page_of(area: str, relocated: bool | None, start: int = 0) -> tuple[list[WorklessHousehold], int, int | None]:
    """A page by village, the longest without work first; how many there are; the next page."""
    found = of_scope(area, relocated=relocated).select_related("household")
    rows = list(found.order_by("area", "found_on", "pk")[start : start + PER_PAGE + 1])
    return rows[:PER_PAGE], found.count(), start + PER_PAGE if len(rows) > PER_PAGE else None


def heads_of(rows: Iterable[WorklessHousehold]) -> dict[int, Person]:
    """The heads of some households, by the household's key; asked for by themselves, within the scope."""
    keys = [row.household_id for row in rows]
    return {one.household_id: one for one in Person.objects.filter(household__in=keys, relation="02", record="live")}


def by_area(length: int) -> list[tuple[str, int, int]]:
    """By the division whose key has this length: key, households, of these relocated; most first."""
    many: Counter[str] = Counter()
    moved: Counter[str] = Counter()
    for area, is_relocated in of_scope().values_list("area_id", "is_relocated"):
        many[str(area)[:length]] += 1
        moved[str(area)[:length]] += int(is_relocated)
    return [(key, number, moved[key]) for key, number in sorted(many.items())]
