"""Counts each village's records: persons, filled items, days of confirmation, evidence of work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import reduce
from itertools import islice
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Substr

from gangqiao.kernel import clock
from gangqiao.kernel.paths import upper_bound
from gangqiao.people.models import EmploymentSpell, Person
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.quality.items import ITEMS, LIVING, RUNS
from gangqiao.quality.models import VillageHealth

WIDTH = KEY_LENGTH[Level.VILLAGE]
BATCH = 100


def village_of(area: str) -> str:
    """The village an area lies in; the area itself when it is wider."""
    return area[:WIDTH]


def count_villages(villages: Collection[str] | None = None) -> None:
    """Count these villages anew, or every one. A village without persons keeps a row with nothing in it."""
    if villages is not None and not villages:
        return
    counted: dict[str, dict[str, Any]] = defaultdict(lambda: {"persons": 0, "filled": {}, "asked": {}})
    for village, row in _persons(villages):
        counted[village] |= row
    for name, rows in (("confirmed", _confirmed(villages)), ("evidence", _evidence(villages))):
        for village, key, many in rows:
            counted[village].setdefault(name, {})[key] = many
    known = VillageHealth.objects.values_list("village", flat=True)
    wanted = villages if villages is not None else {*known, *counted}
    _store({village: counted[village] for village in sorted(wanted)})


def _within(villages: Collection[str] | None, column: str = "area_id") -> Q:
    """Rows that belong to the villages; a wider place counts only what is recorded on itself."""
    if villages is None:
        return Q()
    parts = [
        Q(**{f"{column}__gte": v, f"{column}__lt": upper_bound(v)}) if len(v) == WIDTH else Q(**{column: v})
        for v in sorted(villages)
    ]
    return reduce(or_, parts)


def _grouped(rows: QuerySet[Any], column: str = "area_id") -> QuerySet[Any]:
    grouped: QuerySet[Any] = rows.order_by().annotate(village=Substr(column, 1, WIDTH))
    return grouped


def _persons(villages: Collection[str] | None) -> Iterator[tuple[str, dict[str, Any]]]:
    rows = _grouped(Person.objects.filter(LIVING, _within(villages))).values("village")
    filled = {f"filled_{i.key}": Count("pk", filter=i.asked & i.filled) for i in ITEMS.values()}
    asked = {f"asked_{i.key}": Count("pk", filter=i.asked) for i in ITEMS.values() if i.is_conditional}
    for row in rows.annotate(persons=Count("pk"), **filled, **asked):
        many = row["persons"]
        yield (
            row["village"],
            {
                "persons": many,
                "filled": {key: row[f"filled_{key}"] for key in ITEMS},
                "asked": {key: row.get(f"asked_{key}", many) for key in ITEMS},
            },
        )


def _confirmed(villages: Collection[str] | None) -> Iterator[tuple[str, str, int]]:
    rows = _grouped(Person.objects.filter(LIVING, _within(villages))).values_list("village", "last_confirmed_on")
    for village, day, many in rows.annotate(many=Count("pk")):
        yield village, day.isoformat() if day else "", many


def _evidence(villages: Collection[str] | None) -> Iterator[tuple[str, str, int]]:
    # Through the person: of a few villages only their persons' spells are fetched.
    spells = EmploymentSpell.objects.filter(RUNS, _within(villages, "person__area_id"), person__life="alive")
    spells = spells.filter(person__record="live")
    yield from _grouped(spells, "person__area_id").values_list("village", "evidence").annotate(many=Count("pk"))


def _store(counted: dict[str, dict[str, Any]]) -> None:
    rest = iter([VillageHealth(area_id=v, village=v, counts=c, counted_at=clock.now()) for v, c in counted.items()])
    while batch := list(islice(rest, BATCH)):
        with transaction.atomic():
            VillageHealth.objects.bulk_create(
                batch, update_conflicts=True, unique_fields=["village"], update_fields=["counts", "counted_at"]
            )
