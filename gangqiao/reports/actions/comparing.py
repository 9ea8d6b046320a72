"""Ask for two figures to be compared."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import NotYourVerb, require
from gangqiao.kernel.actor import Actor, Level
from gangqiao.kernel.paths import common_path
from gangqiao.places.models import Division
from gangqiao.reports.models import Comparison

RECONCILE = "reports.reconcile"


def compare(sides: list[dict[str, Any]], *, actor: Actor) -> Comparison:
    """Write down the two sides; a job compares them. The comparison lies in the smallest area that holds both.

    Raises NotYourVerb when a side lies outside the actor's areas.
    """
    areas = [side["area"] for side in sides if side.get("area")]
    if actor.user_id is None:
        raise NotYourVerb
    for area in areas:
        require(actor, RECONCILE, area=area)
    own = actor.areas(RECONCILE)
    holder = common_path(areas) if areas else own[0]
    if not actor.may(RECONCILE, holder):
        holder = next(a for a in own if actor.may(RECONCILE, a))
    with transaction.atomic():
        comparison = Comparison.objects.create(
            area=Division.objects.get(key=holder),
            level=min(actor.level_in(holder), Level.PERSONAL),
            made_by_id=actor.user_id,
            sides=sides,
        )
        record(RECONCILE, actor=actor, subject=comparison, fields=["sides"])
    return comparison
