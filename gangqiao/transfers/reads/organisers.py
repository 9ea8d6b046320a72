"""Who organises journeys beside the offices: the agencies, brokers and employers of the county's registers."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from gangqiao.kernel import clock
from gangqiao.vacancies.models import Agency, Employer

MOST = 400
OFFICES = ("bureau", "township")


def names() -> list[str]:
    """The organisers the reader knows of, agencies first; offered while one types."""
    today = clock.today()
    agencies = Agency.objects.filter(Q(ended_on=None) | Q(ended_on__gt=today)).order_by("name")
    found = list(agencies.values_list("name", flat=True)[:MOST])
    found += Employer.objects.exclude(status="closed").order_by("name").values_list("name", flat=True)[:MOST]
    return list(dict.fromkeys(found))


def find(kind: str, name: str) -> UUID | None:
    """The number of the organiser of this kind and name in the registers; null: none, or more than one."""
    rows: list[UUID] = []
    if kind in ("agency", "broker"):
        rows = list(Agency.objects.filter(kind=kind, name=name).values_list("uuid", flat=True)[:2])
    elif kind == "employer":
        rows = list(Employer.objects.filter(name=name).values_list("uuid", flat=True)[:2])
    return rows[0] if len(rows) == 1 else None
