"""Vacancies somebody may have gone to, wherever they are kept: by these their township records what was found there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from gangqiao.kernel.scope import everywhere
from gangqiao.places.reads import path_names_of
from gangqiao.vacancies.models import Vacancy

MOST = 30


@dataclass(frozen=True, slots=True)
class Offered:
    """What everybody could read of a vacancy that was once published, open or not."""

    uuid: UUID
    title: str
    employer: str
    place: str
    status: Any


def offered(text: str = "") -> list[Offered]:
    """The newest vacancies that were ever published, by part of post or employer; at most thirty."""
    words = Q(title__icontains=text) | Q(employer__name__icontains=text) if text else Q()
    return _read(words)


def offered_one(uuid: UUID) -> Offered | None:
    """One that was ever published; null when it was not."""
    return next(iter(_read(Q(uuid=uuid))), None)


def _read(clause: Q) -> list[Offered]:
    with everywhere(reason="what was published once is public, wherever it is kept"):
        rows: list[Any] = list(
            Vacancy.objects.filter(clause, published_at__isnull=False)
            .select_related("employer")
            .only("uuid", "title", "status", "place_id", "employer__name")
            .order_by("-pk")[:MOST]
        )
    names = path_names_of({row.place_id for row in rows if row.place_id})
    return [
        Offered(
            row.uuid,
            row.title,
            row.employer.name,
            "".join(names.get(row.place_id, [])[-2:]),
            row.get_status_display(),
        )
        for row in rows
    ]
