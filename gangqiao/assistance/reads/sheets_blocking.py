"""What stands against paying a holder for a month: the rules of the post, objections, spot-checks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from gangqiao.assistance.models import DutyLine, Holder, Objection, SpotCheck
from gangqiao.assistance.policy import duty as policy

UPHELD, REJECTED = "upheld", "rejected"


def stop_of(holder: Holder, month: date) -> str:
    """Why the holder may not be paid for a month, by what is known today; "" nothing."""
    person = holder.person
    if person.died_on is not None and person.died_on < month:
        return "died"
    return "stopped" if holder.stop_reasons or person.record != "live" else ""


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
