"""What a batch costs by line, fund line and kind; what was paid for a person; the county by month and employer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Sum
from django.db.models.functions import ExtractYear, TruncMonth

from gangqiao.transfers.codes import LISTS
from gangqiao.transfers.models import Batch, Cost, Passenger
from gangqiao.transfers.policy import costs as policy


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums in cents; the order is that of the lists. by_fund, by_kind: what has nothing is left out."""

    total: int
    by_fund: dict[str, int]
    by_kind: dict[str, int]


@dataclass(frozen=True, slots=True)
class Paid:
    """Something that was paid for a journey of a person. cents: whole cents."""

    kind: str
    fund_line: str
    cents: int
    on: date
    batch: str


@dataclass(frozen=True, slots=True)
class County:
    """Sums in cents of a year by month and fund line, and by employer and fund line; the dearest employer first."""

    years: list[int]
    funds: list[str]
    months: dict[date, Counter[str]]
    employers: dict[str, Counter[str]]
    total: int


def lines_of(batch: Batch, *, also_taken_back: bool = True) -> QuerySet[Cost]:
    """The lines of a batch in the scope of the moment, the newest first."""
    found = Cost.objects.filter(batch=batch).select_related("passenger", "trip").order_by("-on", "-pk")
    return found if also_taken_back else found.filter(taken_back_on=None)


def totals_of(lines: Iterable[Cost]) -> Totals:
    """What lines that were not taken back come to."""
    funds, kinds = Counter[str](), Counter[str]()
    for line in lines:
        if line.taken_back_on is None:
            funds[line.fund_line] += line.cents
            kinds[line.kind] += line.cents
    return Totals(sum(funds.values()), _in_order(funds, "fund_line"), _in_order(kinds, "cost_kind"))


def totals_of_batch(batch: Batch) -> Totals:
    """The same for a batch, summed by the database."""
    live = Cost.objects.filter(batch=batch, taken_back_on=None)
    funds, kinds = _sums(live, "fund_line"), _sums(live, "kind")
    return Totals(sum(funds.values()), _in_order(funds, "fund_line"), _in_order(kinds, "cost_kind"))


def lines_of_person(person: UUID) -> QuerySet[Cost]:
    """What was paid for a person in all batches and not taken back, the newest first."""
    live = Cost.objects.filter(person_uuid=person, taken_back_on=None)
    return live.select_related("batch").order_by("-on", "-pk")


def paid_for(person: UUID, on: date, kind: str) -> list[Paid]:
    """What was paid for a journey of the person around a day that excludes another payment of this kind.

    For subsidies: a ticket, a seat in a vehicle or an allowance that was paid once is not paid again.
    """
    near = timedelta(days=policy.NUMBERS.on(on).same_journey_days)
    found = []
    for line in lines_of_person(person).filter(kind__in=policy.excluded_by(kind, on)):
        first, last = journey_of(line.batch)
        if first - near <= on <= last + near:
            found.append(Paid(line.kind, line.fund_line, line.cents, line.on, line.batch.number))
    return found


def journey_of(batch: Batch) -> tuple[date, date]:
    """First and last day of the journey of a batch, as it was, or as it is planned."""
    return policy.journey(batch.departed_at or batch.departs_at, batch.arrived_at or batch.arrives_at)


def county(year: int | None) -> County:
    """The sums of a year in the scope of the moment; null: the last year that has any."""
    live = Cost.objects.filter(taken_back_on=None)
    years = sorted(live.annotate(year=ExtractYear("on")).values_list("year", flat=True).distinct(), reverse=True)
    chosen = year if year in years else (years[0] if years else None)
    rows = live.filter(on__year=chosen) if chosen else live.none()
    months: dict[date, Counter[str]] = {}
    employers: dict[str, Counter[str]] = {}
    by = rows.annotate(month=TruncMonth("on")).values_list("month", "fund_line", "batch__employer")
    for month, fund, employer, cents in by.annotate(cents=Sum("cents")).order_by("month"):
        months.setdefault(month, Counter())[fund] += cents
        employers.setdefault(employer, Counter())[fund] += cents
    used = {fund for counter in months.values() for fund in counter}
    dearest = sorted(employers.items(), key=lambda row: (-sum(row[1].values()), row[0]))
    return County(
        years=years,
        funds=[fund for fund, _words in LISTS["fund_line"].choices() if fund in used],
        months=dict(sorted(months.items(), reverse=True)),
        employers=dict(dearest),
        total=sum(sum(counter.values()) for counter in months.values()),
    )


def payees_of(batch: Batch) -> QuerySet[Passenger]:
    """For whom something can be recorded: everybody who is or was on the list, in the scope of the moment."""
    return Passenger.objects.filter(batch=batch).order_by("trip_id", "seat", "pk")


def _sums(rows: QuerySet[Cost], by: str) -> dict[str, int]:
    found: Any = rows.values_list(by).annotate(cents=Sum("cents")).order_by(by)
    return dict(found)


def _in_order(sums: dict[str, int], listed: str) -> dict[str, int]:
    return {code: sums[code] for code, _words in LISTS[listed].choices() if code in sums}
