"""How far a release came: which townships received it, which villages carried it to the doors, and how soon.

Only what the reader's scope shows is counted. Three questions, however many villages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import Any

from django.db.models import Count, Q, Sum

from gangqiao.kernel import clock
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.places.reads import subtree
from gangqiao.vacancies.models import Delivery, Pack, Receipt, Release
from gangqiao.vacancies.policy.delivering import due_at_doors


@dataclass(frozen=True, slots=True)
class VillageRow:
    """How far the pack of one village came.

    told      households visited or called, each once; others: households reached in other ways, as somebody counted
    jobs, policies, services   how many deliveries of each there were (R056)
    days      from the issue to the first delivery; null: not delivered yet; waits: days since the issue then
    is_due    the days for it are over
    """

    pack: Pack
    name: str
    told: int = 0
    others: int = 0
    jobs: int = 0
    policies: int = 0
    services: int = 0
    days: int | None = None
    waits: int = 0
    is_due: bool = False

    @property
    def is_delivered(self) -> bool:
        return self.days is not None

    @property
    def is_late(self) -> bool:
        return self.days is None and self.is_due


@dataclass(slots=True)
class TownshipRow:
    """The villages of one township taken together, with its receipt (null: none)."""

    key: str
    name: str
    receipt: Receipt | None = None
    villages: list[VillageRow] = field(default_factory=list)

    def count(self, holds: Callable[[VillageRow], Any]) -> int:
        return sum(1 for row in self.villages if holds(row))

    @property
    def delivered(self) -> int:
        return self.count(lambda row: row.is_delivered)

    @property
    def share(self) -> float | None:
        return self.delivered / len(self.villages) if self.villages else None

    @property
    def with_jobs(self) -> int:
        return self.count(lambda row: row.jobs)

    @property
    def with_policies(self) -> int:
        return self.count(lambda row: row.policies)

    @property
    def with_services(self) -> int:
        return self.count(lambda row: row.services)

    @property
    def households(self) -> int:
        return sum(row.pack.households for row in self.villages)

    @property
    def told(self) -> int:
        return sum(row.told for row in self.villages)

    @property
    def others(self) -> int:
        return sum(row.others for row in self.villages)

    @property
    def late(self) -> int:
        return self.count(lambda row: row.is_late)

    @property
    def median_days(self) -> float | None:
        days = [row.days for row in self.villages if row.days is not None]
        return median(days) if days else None


# The lists behind the figures of the page: which villages each is made of.
LISTS: dict[str, Callable[[VillageRow], Any]] = {
    "all": lambda row: True,
    "delivered": lambda row: row.is_delivered,
    "waiting": lambda row: not row.is_delivered,
    "late": lambda row: row.is_late,
    "jobs": lambda row: row.jobs,
    "policies": lambda row: row.policies,
    "services": lambda row: row.services,
    "told": lambda row: row.told,
    "others": lambda row: row.others,
}


def coverage(release: Release, areas: Iterable[str]) -> list[TownshipRow]:
    """The townships of a release that lie in these areas (or in which they lie), with their villages."""
    inside = tuple(areas)
    divisions = list(subtree(str(release.area_id)).filter(level__in=(Level.TOWNSHIP, Level.VILLAGE)))
    townships = {
        one.key: TownshipRow(one.key, one.name)
        for one in divisions
        if one.level == Level.TOWNSHIP and any(one.key.startswith(a) or a.startswith(one.key) for a in inside)
    }
    names = {one.key: one.name for one in divisions}
    for receipt in Receipt.objects.filter(release=release):
        if receipt.area_id in townships:
            townships[receipt.area_id].receipt = receipt
    for row in _villages(release, names):
        township = townships.get(str(row.pack.area_id)[: KEY_LENGTH[Level.TOWNSHIP]])
        if township is not None:
            township.villages.append(row)
    return list(townships.values())


def _villages(release: Release, names: dict[str, str]) -> Iterable[VillageRow]:
    counted = {
        row["pack_id"]: row
        for row in Delivery.objects.filter(pack__release=release)
        .values("pack_id")
        .annotate(
            told=Count("household_id", distinct=True),
            others=Sum("reached", filter=Q(household=None)),
            jobs_=Count("pk", filter=Q(jobs=True)),
            policies_=Count("pk", filter=Q(policies=True)),
            services_=Count("pk", filter=Q(services=True)),
        )
        .order_by()
    }
    today, issued_on = clock.today(), clock.day_of(release.issued_at) if release.issued_at else None
    for pack in Pack.objects.filter(release=release).defer("choice").order_by("area_id"):
        row = counted.get(pack.pk, {})
        yield VillageRow(
            pack=pack,
            name=names.get(str(pack.area_id), ""),
            told=row.get("told", 0),
            others=row.get("others") or 0,
            jobs=row.get("jobs_", 0),
            policies=row.get("policies_", 0),
            services=row.get("services_", 0),
            days=_days(issued_on, pack.first_delivered_on),
            waits=(today - issued_on).days if issued_on else 0,
            is_due=issued_on is not None and today > due_at_doors(issued_on),
        )


def _days(issued_on: date | None, day: date | None) -> int | None:
    # A delivery dated before the issue is the phone's clock, not a door that opened early.
    return max((day - issued_on).days, 0) if issued_on and day else None


@dataclass(frozen=True, slots=True)
class HowFar:
    """A release in a line: townships that received it, villages that have a pack, and those that carried it."""

    received: int = 0
    villages: int = 0
    delivered: int = 0

    @property
    def share(self) -> float | None:
        return self.delivered / self.villages if self.villages else None


def how_far(releases: Iterable[Release]) -> dict[int, HowFar]:
    """Of each release, within the scope: two questions for all of them."""
    keys = [release.pk for release in releases]
    receipts = dict(Receipt.objects.filter(release__in=keys).values_list("release").annotate(Count("pk")).order_by())
    packs = (
        Pack.objects.filter(release__in=keys)
        .values_list("release")
        .annotate(Count("pk"), Count("first_delivered_on"))
        .order_by()
    )
    counted = {key: (villages, delivered) for key, villages, delivered in packs}
    return {key: HowFar(receipts.get(key, 0), *counted.get(key, (0, 0))) for key in keys}


def together(rows: Iterable[TownshipRow]) -> TownshipRow:
    """All townships as one line."""
    total = TownshipRow("", "")
    for row in rows:
        total.villages += row.villages
    return total


def received(rows: Iterable[TownshipRow]) -> int:
    return sum(1 for row in rows if row.receipt is not None)


def owed_receipts(release: Release, areas: Iterable[str]) -> list[str]:
    """The keys of the townships among these areas that have not said that the release has arrived."""
    length = KEY_LENGTH[Level.TOWNSHIP]
    own = [area for area in areas if len(area) == length and area.startswith(str(release.area_id))]
    have = set(Receipt.objects.filter(release=release, area__in=own).values_list("area_id", flat=True))
    return [area for area in own if area not in have]
