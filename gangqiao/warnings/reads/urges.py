"""Questions to the urgings: which there are, and what of them an actor sees and may do."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from gangqiao.kernel.actor import Actor
from gangqiao.plans.reads import units_answered_for
from gangqiao.warnings.models import Urge
from gangqiao.warnings.states import OPEN


def own_units(actor: Actor) -> list[int]:
    """Keys of the units for which the actor may answer."""
    return list(units_answered_for(actor, "warnings.answer").values_list("pk", flat=True))


def urges_for(actor: Actor) -> QuerySet[Urge]:
    """The urgings the actor may see: all of them for who urges or audits, else those to the own unit."""
    found = Urge.objects.select_related("unit", "sent_by", "received_by", "answered_by", "closed_by")
    if actor.may("warnings.view_urges"):
        return found
    return found.filter(unit__in=own_units(actor))


def open_urges(actor: Actor) -> QuerySet[Urge]:
    return urges_for(actor).filter(status__in=OPEN)


def open_about(about: str, keys: list[str]) -> dict[tuple[int, str], Urge]:
    """The open urgings about these matters, by unit and key of the matter."""
    found = Urge.objects.filter(Q(about=about, key__in=keys), status__in=OPEN)
    return {(urge.unit_id, urge.key): urge for urge in found}
