"""Job fairs as offices see them: all of them, and the stalls of the employers within the scope."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum

from gangqiao.vacancies.models import Employer, Fair, Stall
from gangqiao.vacancies.reads.postings import open_rows
from gangqiao.vacancies.reads.seats import open_seats

SHOWN = 100


@dataclass(frozen=True, slots=True)
class StallSum:
    """What the stalls of a fair together offer and counted. hired null: no stall has counted yet."""

    stalls: int = 0
    seats: int = 0
    interested: int | None = None
    hired: int | None = None


def fairs(limit: int = SHOWN) -> list[Fair]:
    """The fairs, the latest day first."""
    return list(Fair.objects.select_related("area").order_by("-on", "-pk")[:limit])


def sums_of(fair_ids: list[int]) -> dict[int, StallSum]:
    """The stalls within the scope, summed up by fair."""
    rows = (
        Stall.objects.filter(fair__in=fair_ids)
        .values("fair")
        .annotate(stalls=Count("pk"), offered=Sum("seats"), liked=Sum("interested"), found=Sum("hired"))
        .order_by("fair")
    )
    return {row["fair"]: StallSum(row["stalls"], row["offered"] or 0, row["liked"], row["found"]) for row in rows}


def stalls_of(fair: Fair) -> list[Any]:
    """The stalls within the scope, by the name of the employer."""
    found: list[Any] = list(Stall.objects.filter(fair=fair).select_related("employer"))
    return sorted(found, key=lambda stall: stall.employer.name)


def seats_of(employer: Employer) -> int:
    """The open seats of an employer's vacancies today."""
    return sum(open_seats(open_rows().filter(employer=employer)).values())
