"""Samples of payments: what can be drawn, what was drawn, and what waits for whom."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from gangqiao.kernel import clock
from gangqiao.kernel.paths import upper_bound
from gangqiao.subsidies.models import Claim, Sample
from gangqiao.subsidies.policy.claims import NUMBERS
from gangqiao.subsidies.states import ClaimStatus, SampleStatus

PER_PAGE = 50
OPEN = (SampleStatus.DRAWN, SampleStatus.ASKED)
LOOKS: dict[str, Callable[[], Q]] = {
    "": lambda: Q(status__in=OPEN),
    "late": lambda: Q(status=SampleStatus.ASKED, asked_until__lt=clock.today()),
    "hearing": lambda: Q(status=SampleStatus.HEARING),
    "done": lambda: Q(status__in=(SampleStatus.CHECKED, SampleStatus.DECIDED)),
}


def to_draw_from(first: date, last: date) -> tuple[list[Claim], int]:
    """Claims paid from a day to a day that were never drawn, and how many of them are still to be drawn.

    The share is of all that was paid in these days, rounded up, without what was drawn of them before.
    """
    paid = Claim.objects.filter(status=ClaimStatus.PAID, paid_on__gte=first, paid_on__lte=last)
    left = list(paid.exclude(samples__isnull=False).order_by("pk"))
    drawn = Sample.objects.filter(claim__paid_on__gte=first, claim__paid_on__lte=last).count()
    share = -(-(len(left) + drawn) * int(NUMBERS.on(last).sample_percent) // 100)
    return left, min(len(left), max(0, share - drawn))


def chosen(claims: Iterable[Claim], many: int, seed: str) -> list[Claim]:
    """So many of them at random: the same ones for the same word, in whatever order they are given."""
    return sorted(claims, key=lambda one: hashlib.sha256(f"{seed}:{one.uuid}".encode()).digest())[:many]


def quarter_of(day: date) -> tuple[date, date]:
    """First and last day of the quarter of a day."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    after = date(first.year + first.month // 10, (first.month + 2) % 12 + 1, 1)
    return first, after - timedelta(days=1)


def quarter_before(day: date) -> tuple[date, date]:
    """The last quarter that is over."""
    return quarter_of(quarter_of(day)[0] - timedelta(days=1))


def is_to_be_drawn() -> bool:
    """True when something was paid in the last quarter and nothing of it was drawn, as far as the scope shows."""
    first, last = quarter_before(clock.today())
    _left, many = to_draw_from(first, last)
    return many > 0


def page_of(look: str, *, area: str = "", start: int = 0) -> tuple[list[Sample], dict[str, int], int | None]:
    """A page of the samples of the scope; how many stand behind each tab; the next page."""
    found = _in(area)
    counts = found.aggregate(**{f"n_{key}": Count("pk", filter=clause()) for key, clause in LOOKS.items()})
    rows = found.filter(LOOKS[look]()).select_related("claim", "claim__person").order_by("-drawn_on", "area_id", "pk")
    listed = list(rows[start : start + PER_PAGE + 1])
    more = start + PER_PAGE if len(listed) > PER_PAGE else None
    return listed[:PER_PAGE], {key: counts[f"n_{key}"] for key in LOOKS}, more


def _in(area: str) -> QuerySet[Sample]:
    rows = Sample.objects.all()
    return rows.filter(area_id__gte=area, area_id__lt=upper_bound(area)) if area else rows


def find(uuid: UUID) -> Sample | None:
    """One sample of the scope."""
    rows = Sample.objects.select_related("claim", "claim__person").filter(uuid=uuid)
    found: Sample | None = rows.first()
    return found


def count(look: str) -> int:
    """How many of the scope stand behind a tab."""
    return Sample.objects.filter(LOOKS[look]()).count()


def is_late(sample: Sample) -> bool:
    """True when evidence was asked for and the day by which it was to come is over."""
    return sample.status == SampleStatus.ASKED and sample.asked_until is not None and sample.asked_until < clock.today()
