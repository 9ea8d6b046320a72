"""What was paid: by place and programme, in how many days, month by month. Sums of the claims themselves, no names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from gangqiao.subsidies.models import Claim
from gangqiao.subsidies.states import ClaimStatus

# The money went out, whatever came back later; what came back in full was never anybody's.
PAID = (ClaimStatus.PAID, ClaimStatus.UNDER_RECOVERY)


@dataclass(slots=True)
class Total:
    """One row. people: keys of persons, each once; fen: of all claims, units' too; days: from submission to payment."""

    people: set[int] = field(default_factory=set)
    claims: int = 0
    fen: int = 0
    days: list[int] = field(default_factory=list)

    @property
    def average(self) -> float | None:
        """Mean days; null where no day of submission is known."""
        return sum(self.days) / len(self.days) if self.days else None

    @property
    def ninetieth(self) -> int | None:
        """The days within which nine in ten were paid (nearest rank); null where none is known."""
        return percentile(self.days, 90)

    def add(self, person: int | None, fen: int, submitted: date | None, paid: date) -> None:
        """Count one claim."""
        self.claims += 1
        self.fen += fen
        if person is not None:
            self.people.add(person)
        if submitted is not None and submitted <= paid:
            self.days.append((paid - submitted).days)


def percentile(values: Sequence[int], percent: int) -> int | None:
    """The smallest value that so many in a hundred do not exceed (nearest rank); null for none."""
    if not values:
        return None
    return sorted(values)[-(-len(values) * percent // 100) - 1]


def paid_claims(year: int, *, area: str = "", programme: str = "", month: int = 0) -> QuerySet[Claim]:
    """The claims in scope that were paid in a year (or one month of it, 1 to 12), in a place and by a rule."""
    rows = Claim.objects.filter(status__in=PAID, paid_on__year=year)
    if area:
        rows = rows.filter(area__key__startswith=area)
    if programme:
        rows = rows.filter(programme=programme)
    return rows.filter(paid_on__month=month) if month else rows


@dataclass(frozen=True, slots=True)
class Totals:
    """A year in numbers: by (place, programme), by month (1 to 12), and all together."""

    rows: dict[tuple[str, str], Total]
    months: dict[int, Total]
    whole: Total


def totals(year: int, length: int, *, area: str = "", programme: str = "") -> Totals:
    """What was paid in a year. length: of the key of the places told apart (`places.levels.KEY_LENGTH`)."""
    rows: dict[tuple[str, str], Total] = defaultdict(Total)
    months: dict[int, Total] = defaultdict(Total)
    whole = Total()
    found = paid_claims(year, area=area, programme=programme).order_by()
    for key, rule, person, fen, submitted, paid in found.values_list(
        "area_id", "programme", "person_id", "amount", "submitted_on", "paid_on"
    ).iterator():
        for total in (rows[str(key)[:length], rule], months[paid.month], whole):
            total.add(person, fen, submitted, paid)
    return Totals(dict(rows), dict(months), whole)


def years() -> list[int]:
    """The years in which anything was paid, the newest first."""
    return sorted({day.year for day in Claim.objects.filter(status__in=PAID).dates("paid_on", "year")}, reverse=True)


def people_of(claims: QuerySet[Claim]) -> list[tuple[int, int]]:
    """The persons of these claims with the sum of each, in fen, the most first."""
    sums: dict[int, int] = defaultdict(int)
    for person, fen in claims.exclude(person=None).order_by().values_list("person_id", "amount"):
        sums[person] += fen
    return sorted(sums.items(), key=lambda one: (-one[1], one[0]))


def programmes(found: Iterable[tuple[str, str]]) -> list[str]:
    """The rules that occur."""
    return sorted({programme for _area, programme in found})
