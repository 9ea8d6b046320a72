"""Which plans, classes and providers a reader knows of. None names anybody, so that no scope of rows decides it.

Whoever works in an area knows what its own offices plan, what lies below, and what an office above plans for it:
a village enrols its people in a class of the county. A provider knows its own classes, and itself.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from gangqiao.kernel.actor import Actor, is_of_unit
from gangqiao.kernel.paths import ancestors_of, upper_bound
from gangqiao.training.models import Class, CoursePlan, Provider

VIEW = "training.view"


def classes_seen(actor: Actor) -> QuerySet[Class]:
    """The classes the reader knows of."""
    rows = Class.objects.filter(_of_areas(actor) | Q(unit__in=_units(actor)))
    return rows.select_related("course", "provider", "area", "place")


def find_class(uuid: UUID, actor: Actor) -> Class | None:
    """One class; null: the reader knows of none with this number."""
    return classes_seen(actor).select_related("line__plan").filter(uuid=uuid).first()


def plans_seen(actor: Actor) -> QuerySet[CoursePlan]:
    """The plans of courses the reader knows of."""
    return CoursePlan.objects.filter(_of_areas(actor)).select_related("area")


def find_plan(uuid: UUID, actor: Actor) -> CoursePlan | None:
    """One plan of courses; null: the reader knows of none with this number."""
    return plans_seen(actor).filter(uuid=uuid).first()


def providers_seen(actor: Actor) -> QuerySet[Provider]:
    """All providers for whoever works in an area; a provider's own users see theirs."""
    rows = Provider.objects.select_related("place")
    return rows if any(not is_of_unit(area) for area in actor.areas(VIEW)) else rows.filter(unit__in=_units(actor))


def reaches(actor: Actor, verb: str, row: Any) -> bool:
    """True when a post gives the verb over the row (`audit.steps.require`)."""
    paths = getattr(row, "paths", None) or [str(row.area_id)]
    return any(actor.may(verb, path) for path in paths)


def _units(actor: Actor) -> list[str]:
    return [area[1:-1] for area in actor.areas(VIEW) if is_of_unit(area)]


def _of_areas(actor: Actor) -> Q:
    found = Q(pk__in=[])
    for area in actor.areas(VIEW):
        if not is_of_unit(area):
            found |= Q(area_id__gte=area, area_id__lt=upper_bound(area)) | Q(area_id__in=list(ancestors_of(area)))
    return found
