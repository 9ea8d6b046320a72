"""Allocations as their readers see them: counts of the county for the city, people village by village by scope."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import Sum

from gangqiao.engine.points import SCALE
from gangqiao.kernel.paths import upper_bound
from gangqiao.matching.models import Allocation, AllocationLine
from gangqiao.matching.packed_columns import Columns, unpack
from gangqiao.matching.policy.allocations import CLASSES, REASON_OF
from gangqiao.places.levels import KEY_LENGTH, Level

PER_PAGE = 50
SHOWN = 60  # allocations in the list


@dataclass(frozen=True, slots=True)
class Sent:
    """An allocation as a township or a village knows it: what was proposed for its own people."""

    uuid: UUID
    name: str
    people: int
    proposed: int
    sent_at: Any


@dataclass(frozen=True, slots=True)
class Asked:
    """Which people of a run. what: one of WHATS; area: key of a township or village; reason, cls: of their lists."""

    what: str = "placed"
    area: str = ""
    reason: str = ""
    cls: str = ""
    vacancy: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """One of the people. vacancy: primary key, 0 none; before: that of the run before, null: did not take part."""

    person: int
    area: str
    vacancy: int
    score: int
    tier: int
    reason: int
    before: int | None = None


WHATS = ("placed", "nothing", "changed", "all", "first", "both")


def all_of() -> list[Allocation]:
    """The allocations of the scope, newest first, without what makes them heavy."""
    return list(Allocation.objects.defer("seats", "rules", "ran", "wishes").order_by("-pk")[:SHOWN])


def sent_here() -> list[Sent]:
    """What was sent to the villages of the scope, newest first."""
    rows = AllocationLine.objects.filter(sent_at__isnull=False).values("allocation", "name").annotate(
        many=Sum("people"), made=Sum("proposed"), run_pk=Sum("pk")
    )  # fmt: skip
    moments = dict(AllocationLine.objects.filter(sent_at__isnull=False).values_list("allocation", "sent_at"))
    found = [Sent(r["allocation"], r["name"], r["many"], r["made"], moments[r["allocation"]]) for r in rows]
    return sorted(found, key=lambda one: one.sent_at, reverse=True)[:SHOWN]


def run_of(allocation: UUID) -> int:
    """The number of the run whose lines are shown: that of the allocation, or of what was sent here; 0 none."""
    row = Allocation.objects.filter(uuid=allocation).only("run").first()
    if row is not None:
        return int(row.run)
    last = AllocationLine.objects.filter(allocation=allocation, sent_at__isnull=False).order_by("-run")
    return int(last.values_list("run", flat=True).first() or 0)


def people_of(allocation: UUID, run: int, asked: Asked) -> list[Found]:
    """The people asked for, within the scope, in the order of village and person."""
    found: list[Found] = []
    for area, now, before in _lines(allocation, run, asked):
        chosen = _CHOICES[asked.what](now, before)
        if asked.reason:
            chosen &= now["reason"] == REASON_OF.get(asked.reason, -1)
        if asked.cls in CLASSES:
            chosen &= now["class"] == CLASSES.index(asked.cls)
        if asked.vacancy:
            chosen &= now["vacancy"] == asked.vacancy
        found += [_found(area, now, before, row) for row in np.flatnonzero(chosen).tolist()]
    return found


def _found(area: str, now: Columns, before: dict[int, int], row: int) -> Found:
    person = int(now["person"][row])
    return Found(person, area, *(int(now[name][row]) for name in ("vacancy", "score", "tier", "reason")),
                 before=before.get(person))  # fmt: skip


def _lines(allocation: UUID, run: int, asked: Asked) -> Iterator[tuple[str, Columns, dict[int, int]]]:
    """Village by village: its people in the run, and who sat where in the run before (when that is asked)."""
    lines = AllocationLine.objects.filter(allocation=allocation, run=run).order_by("area_id")
    if asked.area:
        lines = lines.filter(area_id__gte=asked.area, area_id__lt=upper_bound(asked.area))
    earlier: dict[str, dict[int, int]] = {}
    if asked.what == "changed":
        for area, packed in AllocationLine.objects.filter(allocation=allocation, run=run - 1).values_list(
            "area_id", "results"
        ):
            kept = unpack(packed)
            earlier[area] = dict(zip(kept["person"].tolist(), kept["vacancy"].tolist(), strict=True))
    for area, packed in lines.values_list("area_id", "results").iterator(50):
        yield str(area), unpack(packed), earlier.get(str(area), {})


def _changed(now: Columns, before: dict[int, int]) -> Any:
    """Whoever took part in both runs and sits elsewhere, or newly, or no longer."""
    sat = np.array([before.get(person, -1) for person in now["person"].tolist()], np.int64)
    return (sat >= 0) & (sat != now["vacancy"])


_CHOICES: dict[str, Callable[[Columns, dict[int, int]], Any]] = {
    "placed": lambda now, _before: now["vacancy"] > 0,
    "nothing": lambda now, _before: now["vacancy"] == 0,
    "all": lambda now, _before: now["vacancy"] >= 0,
    "first": lambda now, _before: now["tier"] > 0,
    "both": lambda now, _before: (now["tier"] > 0) & (now["vacancy"] > 0),
    "changed": _changed,
}


@dataclass(frozen=True, slots=True)
class Compared:
    """The shown run against the one before, over those who took part in both."""

    newly: int
    no_longer: int
    elsewhere: int

    @property
    def changed(self) -> int:
        return self.newly + self.no_longer + self.elsewhere


def compared(row: Allocation) -> Compared | None:
    """Who changed since the last run; null when there was none."""
    if row.run < 2 or not AllocationLine.objects.filter(allocation=row.uuid, run=row.run - 1).exists():
        return None
    found = people_of(row.uuid, row.run, Asked("changed"))
    newly = sum(one.before == 0 for one in found)
    gone = sum(one.vacancy == 0 for one in found)
    return Compared(newly, gone, len(found) - newly - gone)


@dataclass(frozen=True, slots=True)
class Filled:
    """Seats of a vacancy or of an employer (primary keys) in the shown run. pressure: price of a seat, points."""

    key: int
    seats: int
    filled: int
    pressure: int


def seats_by(row: Allocation, by: str) -> list[Filled]:
    """Filled seats by "vacancy" or "employer": the most wanted first."""
    kept = unpack(row.seats)
    if not kept:
        return []
    keys, place = np.unique(kept[by], return_inverse=True)
    seats = np.bincount(place, kept["seats"]).astype(int)
    filled = np.bincount(place, kept["filled"]).astype(int)
    pressure = np.zeros(len(keys), np.int64)
    np.maximum.at(pressure, place, kept["price"] // SCALE)
    order = np.lexsort((keys, -filled, -pressure))
    return [Filled(int(keys[n]), int(seats[n]), int(filled[n]), int(pressure[n])) for n in order]


def village_of(area: str) -> str:
    return area[: KEY_LENGTH[Level.VILLAGE]]
