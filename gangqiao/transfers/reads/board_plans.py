"""Enterprise plans as lists and pages ask for them: one row an employer, the versions, what changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count

from gangqiao.audit.events import name_of
from gangqiao.audit.models import Event
from gangqiao.kernel.actor import Actor
from gangqiao.matching.models import Referral
from gangqiao.matching.policy.referrals import HOLDING
from gangqiao.transfers.models import Batch, EnterprisePlan
from gangqiao.transfers.reads.board_seeing import batches_seen, plans_seen
from gangqiao.transfers.states import PlanStatus

FACTS = (
    "need", "destination", "address", "sending_contact", "sending_phone", "receiving_contact", "receiving_phone",
    "station", "mode", "transport", "entry_rules", "housing", "insurance", "training", "subsidies", "remarks",
)  # fmt: skip
_ORDER = {PlanStatus.ACTIVE: 0, PlanStatus.DRAFT: 1, PlanStatus.CLOSED: 2, PlanStatus.REPLACED: 3}


@dataclass(frozen=True, slots=True)
class Waiting:
    """An employer to which people of the scope said yes, and which has no plan yet."""

    employer: str
    employer_uuid: UUID
    many: int


def by_employer(actor: Actor) -> list[tuple[EnterprisePlan, EnterprisePlan | None]]:
    """For each employer the plan that counts (in force, else the draft, else the last), and a draft beside it."""
    found: dict[UUID, list[EnterprisePlan]] = {}
    for plan in plans_seen(actor).order_by("employer", "-version"):
        found.setdefault(plan.employer_uuid, []).append(plan)
    rows = []
    for versions in found.values():
        first = min(versions, key=lambda one: _ORDER[PlanStatus(one.status)])
        draft = next((one for one in versions if one.status == PlanStatus.DRAFT and one.pk != first.pk), None)
        rows.append((first, draft))
    return sorted(rows, key=lambda row: (_ORDER[PlanStatus(row[0].status)], row[0].employer))


def waiting_employers(actor: Actor, limit: int = 12) -> list[Waiting]:
    """Employers without a plan to which most people said yes."""
    planned = set(plans_seen(actor).exclude(status=PlanStatus.CLOSED).values_list("employer_uuid", flat=True))
    rows = Referral.objects.filter(status__in=HOLDING).order_by().values_list("employer_uuid", "employer")
    counted = [(uuid, name, many) for uuid, name, many in rows.annotate(many=Count("pk")) if uuid not in planned]
    return [
        Waiting(name, uuid, many) for uuid, name, many in sorted(counted, key=lambda one: (-one[2], one[1]))[:limit]
    ]


def versions_of(plan: EnterprisePlan, actor: Actor) -> list[EnterprisePlan]:
    """All versions of the plan's employer, the newest first."""
    return list(plans_seen(actor).filter(employer_uuid=plan.employer_uuid).order_by("-version"))


def changed(new: EnterprisePlan, old: EnterprisePlan) -> list[tuple[str, Any, Any]]:
    """What differs between two versions: fact, before, after."""
    return [
        (name, getattr(old, name), getattr(new, name)) for name in FACTS if getattr(old, name) != getattr(new, name)
    ]


def batches_of(plan: EnterprisePlan, actor: Actor) -> list[Batch]:
    """The batches of any version, the next to depart first."""
    if not actor.may("transfers.view"):
        return []
    return list(batches_seen(actor).filter(employer_uuid=plan.employer_uuid).order_by("-departs_at")[:20])


def waiting_by_trade(plan: EnterprisePlan) -> Counter[str]:
    """How many people of the scope said yes, by post."""
    rows = Referral.objects.filter(employer_uuid=plan.employer_uuid, status__in=HOLDING).order_by()
    return Counter(dict(rows.values_list("title").annotate(many=Count("pk"))))


def history(plan: EnterprisePlan, limit: int = 40) -> list[Event]:
    """What was done with a version, newest first."""
    return list(Event.objects.filter(subject=name_of(plan)).order_by("-seq")[:limit])
