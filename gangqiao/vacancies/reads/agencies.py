"""Brokers and agencies as pages ask for them: who holds a licence, who reported a month, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.db.models.query import QuerySet

from gangqiao.audit.events import name_of
from gangqiao.audit.models import Event
from gangqiao.kernel import clock
from gangqiao.vacancies.models import Agency, AgencyResult, Agreement
from gangqiao.vacancies.policy.licences import months_on, warned_until

MONTHS = 12
LOOKS = ("", "ending", "ended_licence", "gone")


@dataclass(frozen=True, slots=True)
class Sums:
    """What an agency reported in the last twelve months. stayed null: not known of any month yet."""

    months: int = 0
    referred: int = 0
    hired: int = 0
    stayed: int | None = None


def agencies(look: str = "") -> QuerySet[Agency]:
    """The agencies of the scope. look: one of LOOKS; "": all that have not ended."""
    today = clock.today()
    clause = {
        "": Q(ended_on=None),
        "ending": Q(ended_on=None, licence_to__gt=today, licence_to__lte=warned_until(today)),
        "ended_licence": Q(ended_on=None, licence_to__lte=today),
        "gone": Q(ended_on__isnull=False),
    }[look]
    found: QuerySet[Agency] = Agency.objects.filter(clause).select_related("area").order_by("name", "pk")
    return found


def may_report() -> QuerySet[Agency]:
    """Those of the scope whose licence holds, and brokers without one."""
    today = clock.today()
    found: QuerySet[Agency] = agencies().filter(Q(licence_to=None) | Q(licence_to__gt=today))
    return found


def results_of(found: Iterable[Agency], since: date | None = None) -> dict[int, list[AgencyResult]]:
    """What each agency reported, the newest month first; of a month only the newest report counts."""
    keys = [agency.pk for agency in found]
    rows = AgencyResult.objects.filter(agency__in=keys).order_by("-period", "-pk")
    if since:
        rows = rows.filter(period__gte=since)
    counted: dict[int, dict[date, AgencyResult]] = {key: {} for key in keys}
    for row in rows:
        counted[row.agency_id].setdefault(row.period, row)
    return {key: list(months.values()) for key, months in counted.items()}


def sums_of(found: Iterable[Agency]) -> dict[int, Sums]:
    """The last twelve months of each agency."""
    since = months_on(clock.today().replace(day=1), 1 - MONTHS)
    return {key: _sum(rows) for key, rows in results_of(found, since).items()}


def _sum(rows: list[AgencyResult]) -> Sums:
    stayed = [row.stayed for row in rows if row.stayed is not None]
    return Sums(
        len(rows),
        sum(row.referred for row in rows),
        sum(row.hired for row in rows),
        sum(stayed) if stayed else None,
    )


def unreported(month: date) -> list[Agency]:
    """Who may report and has not reported a month."""
    told = AgencyResult.objects.filter(period=month).values_list("agency", flat=True)
    return [agency for agency in may_report() if agency.pk not in set(told) and _was_there(agency, month)]


def _was_there(agency: Agency, month: date) -> bool:
    """Nobody owes a month in which it was not entered yet, or had no licence."""
    entered = clock.day_of(agency.kept_at)
    begins = max(entered, agency.licence_from) if agency.licence_from else entered
    return begins < months_on(month, 1)


def agreements_ending() -> list[Agreement]:
    """Agreements that end soon."""
    today = clock.today()
    return list(Agreement.objects.filter(valid_to__gt=today, valid_to__lte=warned_until(today)).order_by("valid_to"))


def history(row: Agency | Agreement, limit: int = 40) -> list[Event]:
    """What was done with a record, newest first."""
    return list(Event.objects.filter(subject=name_of(row)).order_by("-seq")[:limit])
