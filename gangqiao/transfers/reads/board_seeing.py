"""Which batches and plans a reader knows of. Neither names anybody, so that no scope of rows decides it.

Whoever works in an area knows what its own offices plan, what lies below it, and what an office above it plans for
it: a village puts its people on the list of the county's batch. A unit knows what it keeps and what is its affair.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from gangqiao.kernel.actor import Actor, covers, is_of_unit
from gangqiao.kernel.paths import ancestors_of, upper_bound
from gangqiao.transfers.models import Batch, EnterprisePlan

VIEW, VIEW_PLANS, VIEW_PEOPLE = "transfers.view", "transfers.view_plans", "transfers.view_passengers"


def batches_seen(actor: Actor) -> QuerySet[Batch]:
    """The batches the reader knows of."""
    return Batch.objects.filter(_seen(actor, VIEW, "unit", "party")).select_related("area", "destination")


def find_batch(uuid: UUID, actor: Actor) -> Batch | None:
    """One batch; null: the reader knows of none with this number."""
    return batches_seen(actor).select_related("plan", "split_from", "merged_into").filter(uuid=uuid).first()


def plans_seen(actor: Actor) -> QuerySet[EnterprisePlan]:
    """The enterprise plans the reader knows of."""
    return EnterprisePlan.objects.filter(_seen(actor, VIEW_PLANS, "party")).select_related("area", "destination")


def find_plan(uuid: UUID, actor: Actor) -> EnterprisePlan | None:
    """One version of a plan; null: the reader knows of none with this number."""
    return plans_seen(actor).select_related("replaces").filter(uuid=uuid).first()


def reaches(actor: Actor, verb: str, row: Any) -> bool:
    """True when a post gives the verb over the row (`audit.steps.require`)."""
    return any(actor.may(verb, path) for path in row.paths)


def sees_all_people(actor: Actor, batch: Batch) -> bool:
    """True when no passenger of the batch lies outside of what the reader may list by name."""
    return any(covers(area, str(batch.area_id)) for area in actor.areas(VIEW_PEOPLE))


def _seen(actor: Actor, verb: str, *keepers: str) -> Q:
    found = Q(pk__in=[])
    for area in actor.areas(verb):
        if is_of_unit(area):
            for keeper in keepers:
                found |= Q(**{keeper: area[1:-1]})
        else:
            found |= Q(area_id__gte=area, area_id__lt=upper_bound(area)) | Q(area_id__in=list(ancestors_of(area)))
    return found
