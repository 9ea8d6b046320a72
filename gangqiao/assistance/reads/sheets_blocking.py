"""What stands against paying a holder for a month: the rules of the post, objections, spot-checks."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import QuerySet

from gangqiao.assistance.models import DutyLine, Holder, Objection, SpotCheck
from gangqiao.assistance.policy import duty as policy
from gangqiao.assistance.reads.holders import payable_many

REJECTED = "rejected"
AS_NOT_COVERED = ("no_agreement", "suspended", "future")


def stops_of(holders: Collection[Holder], month: date) -> dict[int, str]:
    """Why nothing may be paid to each holder for a month, by what the register says today; "" nothing does so.

    What is no reason of its own on a sheet (no agreement, suspended all month) is told as "not_covered".
    """
    found = payable_many(holders, month)
    return {pk: "not_covered" if why in AS_NOT_COVERED else why[:20] for pk, why in found.items()}


def held_back(holder: Holder, month: date) -> str:
    """Why the pay of a month waits or is lost: an objection open or upheld, a bad spot-check; "" neither."""
    lines = DutyLine.objects.filter(holder=holder, month=month).values_list("pk", flat=True)
    if objections_to(lines).exclude(outcome=REJECTED).exists():
        return "objection"
    return "spot" if unsettled(holder.pk, month) else ""


def objections_to(lines: Iterable[int]) -> QuerySet[Objection]:
    """The objections to lines of monthly sheets."""
    return Objection.objects.filter(about="sheet", line__in=list(lines))


def unsettled(holder: int, month: date) -> bool:
    """True while a visit of the month found the holder absent, or somebody in the place, and nobody cleared it up."""
    found = SpotCheck.objects.filter(holder=holder, month=month, result__in=policy.BAD_FINDINGS, settled_on=None)
    return bool(found.exists())
