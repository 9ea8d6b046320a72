"""Which batches and plans a reader knows of. Neither names anybody, so that no scope of rows decides it.

Whoever works in an area knows what its own offices plan, what lies below it, and what an office above it plans for
it: a village puts its people on the list of the county's batch. It knows, too, of a batch of others that is open to it.
A unit knows what it keeps and what is its affair.
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
    own = _seen(actor, VIEW, "unit", "party") | Q(pk__in=_opened_to(actor))
    return Batch.objects.filter(own).select_related("area", "destination")


def is_open_to(batch: Batch, area: str) -> bool:
    """True when people of an area may be put on the list: it lies in the batch's own, or in one it is open to."""
    return any(covers(own, area) for own in areas_of(batch))


def areas_of(batch: Batch) -> list[str]:
    """The areas whose people may be put on the list: its own, and those it is open to."""
    return [str(batch.area_id), *(str(key) for key in batch.open_to.order_by("pk").values_list("pk", flat=True))]


def _opened_to(actor: Actor) -> QuerySet[Any, Any]:
    """Keys of the batches that are open to an area of the reader, or to one within it."""
    near = Q(pk__in=[])
    for area in actor.areas(VIEW):
        if not is_of_unit(area):
            near |= Q(division__gte=area, division__lt=upper_bound(area)) | Q(division__in=list(ancestors_of(area)))
    return Batch.open_to.through.objects.filter(near).values("batch")


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
