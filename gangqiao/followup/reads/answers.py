"""Claims that were doubted: which wait for an answer of the township, and how many of its claims were false."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, QuerySet

from gangqiao.followup.models import Proof, SampleCheck
from gangqiao.followup.models.evidence import OWED
from gangqiao.kernel import clock
from gangqiao.places.levels import KEY_LENGTH, Level

TOWNSHIP = KEY_LENGTH[Level.TOWNSHIP]
MOST = 200


@dataclass(frozen=True, slots=True)
class Owed:
    """How many answers of the scope are owed, how many of these are over their day, and the first day."""

    many: int
    over: int
    first: date


@dataclass(frozen=True, slots=True)
class Checked:
    """The claims of a township that were checked: how many, how many false, how many of these are not answered."""

    town: str
    checked: int
    false: int
    owed: int

    @property
    def share(self) -> float:
        """Of 0..1 of what was checked."""
        return self.false / self.checked if self.checked else 0.0


def owed() -> Owed:
    """What the scope owes."""
    days: list[date] = []
    for rows in (false_claims(), other_employers()):
        days += rows.values_list("answer_by", flat=True)
    today = clock.today()
    return Owed(len(days), sum(day < today for day in days), min(days, default=today))


def false_claims() -> QuerySet[SampleCheck]:
    """Claims of the scope that a sample found false, without an answer, the first to answer first."""
    rows = SampleCheck.objects.filter(OWED).select_related("person", "spell")
    return rows.order_by("answer_by", "pk")


def other_employers() -> QuerySet[Proof]:
    """Times of work of the scope for which a list names another employer, without an answer."""
    rows = Proof.objects.filter(OWED).select_related("person", "spell")
    return rows.order_by("answer_by", "pk")


def find_check(uuid: UUID) -> SampleCheck | None:
    """One claim of the scope that a sample has drawn."""
    found: SampleCheck | None = SampleCheck.objects.filter(uuid=uuid).first()
    return found


def find_proof(uuid: UUID) -> Proof | None:
    """One proof of the scope."""
    found: Proof | None = Proof.objects.select_related("person").filter(uuid=uuid).first()
    return found


def by_township() -> list[Checked]:
    """The townships of the scope of which claims were checked, by key; over all samples."""
    done = SampleCheck.objects.exclude(result__in=("", "unreached")).order_by()
    checked, false, open_ones = Counter[str](), Counter[str](), Counter[str]()
    for area, result, many in done.values_list("area_id", "result").annotate(many=Count("pk")):
        checked[str(area)[:TOWNSHIP]] += many
        false[str(area)[:TOWNSHIP]] += many if result == "false" else 0
    for area in SampleCheck.objects.filter(OWED).values_list("area_id", flat=True):
        open_ones[str(area)[:TOWNSHIP]] += 1
    return [Checked(town, checked[town], false[town], open_ones[town]) for town in sorted(checked)]
