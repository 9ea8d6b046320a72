"""Adds divisions below existing ones."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.paths import common_path
from gangqiao.places.growth import Growth, NewDivision
from gangqiao.places.models import Division, DivisionCode

VERB = "places.add_division"


def add_division(new: NewDivision, *, actor: Actor, source: str = "screen") -> Division:
    """Add one division and return it. Raises a refusal when it does not fit the tree."""
    return add_divisions([new], actor=actor, source=source)[0]


@transaction.atomic
def add_divisions(news: Iterable[NewDivision], *, actor: Actor, source: str = "screen") -> list[Division]:
    """Add many divisions at once, in their order, with one event in the log.

    The divisions above them must exist already: for two levels, call twice. Raises a refusal at the first that does
    not fit; then none was added.
    """
    wanted = list(news)
    if not wanted:
        return []
    parents = {new.parent for new in wanted}
    for parent in parents:
        require(actor, VERB, area=parent)
    codes = {new.code for new in wanted if new.code}
    growth = Growth(
        Division.objects.select_for_update().filter(key__in=parents), DivisionCode.objects.filter(code__in=codes)
    )
    added = [growth.plant(new) for new in wanted]
    growth.write()
    alone = added[0] if len(added) == 1 else None
    # What they have in common is the area of the event: those who may read it see every division in it.
    area = alone.key if alone else common_path(parents)
    record(VERB, actor=actor, subject=alone, area=area, reason=f"{len(added)} divisions", source=source)
    return added
