"""What the checks before payment found, as lists: what is open, by check and by village, and what came of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from gangqiao.kernel.paths import upper_bound
from gangqiao.subsidies.models import Claim, Finding
from gangqiao.subsidies.states import CHECKING, ClaimStatus

PER_PAGE = 50
# What is looked at by night, and again when somebody asks.
NIGHTLY = (*CHECKING, ClaimStatus.APPROVED, ClaimStatus.FAILED)
STILL = Q(gone_on=None, claim__status__in=(ClaimStatus.DRAFT, *NIGHTLY))
LOOKS: dict[str, Callable[[], Q]] = {
    "": lambda: STILL & Q(outcome="", severity="block"),
    "warn": lambda: STILL & Q(outcome="", severity="warn"),
    "wrong": lambda: STILL & Q(outcome="confirmed"),
    "settled": lambda: ~Q(outcome=""),
}


def _asked(check: str, area: str) -> QuerySet[Finding]:
    rows = Finding.objects.all()
    rows = rows.filter(check_key=check) if check else rows
    return rows.filter(area_id__gte=area, area_id__lt=upper_bound(area)) if area else rows


def page_of(
    look: str, *, check: str = "", area: str = "", start: int = 0
) -> tuple[list[Finding], dict[str, int], int | None]:
    """A page of the findings of the scope, those longest open first; how many stand behind each tab; the next page."""
    found = _asked(check, area)
    counts = found.aggregate(**{f"n_{key}": Count("pk", filter=clause()) for key, clause in LOOKS.items()})
    order = ("-settled_on", "-pk") if look == "settled" else ("found_on", "area_id", "claim_id", "pk")
    rows = found.filter(LOOKS[look]()).select_related("claim", "claim__person").order_by(*order)
    listed = list(rows[start : start + PER_PAGE + 1])
    more = start + PER_PAGE if len(listed) > PER_PAGE else None
    return listed[:PER_PAGE], {key: counts[f"n_{key}"] for key in LOOKS}, more


def by_check(look: str, area: str = "") -> dict[str, int]:
    """How many of a tab, by check."""
    rows = _asked("", area).filter(LOOKS[look]()).order_by("check_key").values_list("check_key")
    return dict(rows.annotate(many=Count("pk")))


def by_place(look: str, length: int, *, check: str = "", area: str = "") -> dict[str, int]:
    """How many of a tab, by the first so many signs of where the claim lies: townships, or villages."""
    found: dict[str, int] = {}
    rows = _asked(check, area).filter(LOOKS[look]()).order_by("area_id").values_list("area_id")
    for place, many in rows.annotate(many=Count("pk")):
        key = str(place)[:length]
        found[key] = found.get(key, 0) + many
    return found


def find(uuid: UUID) -> Finding | None:
    """One finding of the scope."""
    found: Finding | None = Finding.objects.select_related("claim").filter(uuid=uuid).first()
    return found


def pairs_of(finding: Finding) -> list[list[str]]:
    """What was compared, as [[Chinese, English]]."""
    read: list[list[str]] = json.loads(finding.evidence)
    return read


def count(look: str) -> int:
    """How many of the scope stand behind a tab."""
    return Finding.objects.filter(LOOKS[look]()).count()


def claims_in(area: str) -> QuerySet[Claim]:
    """The claims of an area that the checks look at."""
    rows = Claim.objects.filter(status__in=NIGHTLY)
    return rows.filter(area_id__gte=area, area_id__lt=upper_bound(area)) if area else rows
