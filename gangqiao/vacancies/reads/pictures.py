"""Numbers behind the pictures of demand, and the vacancies behind each number.

Shortages are of what is open to the public. What was opened, ended or paused is counted within the scope.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from gangqiao.kernel import clock
from gangqiao.kernel.actor import covers
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.places.reads import county_path
from gangqiao.vacancies import occupations
from gangqiao.vacancies.models import Fillable, Vacancy
from gangqiao.vacancies.policy.licences import months_on
from gangqiao.vacancies.reads.postings import Posting, published
from gangqiao.vacancies.states import Status

MONTHS = 12
OTHER = "-"  # an occupation nobody named


@dataclass(frozen=True, slots=True)
class Shown:
    """A vacancy behind a number. seats: as the number counts them; href: its public page is open to all readers."""

    uuid: UUID
    title: str
    employer: str
    place: str
    seats: int
    is_open: bool


def trade_of(posting: Any) -> str:
    """The middle class of the occupation, such as 6-05; OTHER when it is not known."""
    found = occupations.find(posting.occupation) if posting.occupation else None
    return found.classes[1] if found else OTHER


def place_of(posting: Posting) -> str:
    """Where the work is as the picture has it: a township of the county, or a prefecture elsewhere."""
    level = Level.TOWNSHIP if covers(county_path(), posting.place) else Level.PREFECTURE
    return posting.place[: KEY_LENGTH[level]]


def seats_by(postings: Iterable[Posting], of: Any) -> Counter[str]:
    """Open seats by what `of` says of a posting."""
    counted: Counter[str] = Counter()
    for posting in postings:
        counted[of(posting)] += posting.open_seats
    return counted


def freshness(postings: Iterable[Posting]) -> dict[str, tuple[int, int, int]]:
    """Vacancies by who keeps them: confirmed lately, to be confirmed, and paused (those within the scope)."""
    counted: dict[str, list[int]] = {}
    for posting in postings:
        counted.setdefault(posting.kept_in, [0, 0, 0])[posting.freshness == "due"] += 1
    for area in paused().values_list("area_id", flat=True):
        counted.setdefault(str(area), [0, 0, 0])[2] += 1
    return {area: (row[0], row[1], row[2]) for area, row in sorted(counted.items())}


def paused(area: str = "") -> QuerySet[Vacancy]:
    found: QuerySet[Vacancy] = Vacancy.objects.filter(status=Status.PAUSED)
    return found.filter(area=area) if area else found


def months() -> list[date]:
    """The twelve months up to this one."""
    this = clock.today().replace(day=1)
    return [months_on(this, n - MONTHS + 1) for n in range(MONTHS)]


def opened_in(month: date) -> QuerySet[Vacancy]:
    """What was opened first in a month, within the scope."""
    first, next_ = (datetime.combine(day, time(), clock.TZ) for day in (month, months_on(month, 1)))
    found: QuerySet[Vacancy] = Vacancy.objects.filter(published_at__gte=first, published_at__lt=next_)
    return found


def ended_in(month: date) -> QuerySet[Vacancy]:
    """What had been open and ended in a month, within the scope."""
    found: QuerySet[Vacancy] = Vacancy.objects.filter(
        published_at__isnull=False, closed_on__gte=month, closed_on__lt=months_on(month, 1)
    )
    return found


def seats_in(found: QuerySet[Vacancy]) -> int:
    return sum(number or 0 for number in found.values_list("number", flat=True))


def fillable(areas: Iterable[str]) -> list[Any]:
    """The last night's count of the townships that lie in these areas, or hold one of them."""
    wide = tuple(areas)
    rows: list[Any] = list(Fillable.objects.select_related("area").order_by("area"))
    return [row for row in rows if any(covers(one, row.area_id) or covers(row.area_id, one) for one in wide)]


def filled_postings(row: Any) -> list[tuple[Posting, int]]:
    """What a township's seekers could fill, of what is still open, with the seats of each."""
    seats = {UUID(uuid): number for uuid, number in json.loads(row.by_vacancy).items()}
    return [(posting, min(seats[posting.uuid], posting.open_seats)) for posting in published(uuids=list(seats))]


def of_postings(found: Iterable[Posting]) -> list[Shown]:
    return [of_posting(posting, posting.open_seats) for posting in found]


def of_posting(posting: Posting, seats: int) -> Shown:
    return Shown(posting.uuid, posting.title, posting.employer_name, posting.place_line, seats, True)


def of_rows(found: QuerySet[Vacancy]) -> list[Shown]:
    rows: list[Any] = list(found.select_related("employer", "place").order_by("-pk")[:500])
    return [
        Shown(row.uuid, row.title, row.employer.name, row.place.name if row.place else "", row.number or 0, False)
        for row in rows
    ]
