"""The units that targets belong to: headquarters for the county, and the units of the townships."""

from __future__ import annotations

from gangqiao.accounts.models import Unit, UnitKind
from gangqiao.kernel.actor import Actor
from gangqiao.plans.reads import TOWNSHIP_LEVEL


def units_with_targets() -> list[Unit]:
    """Headquarters first, which answers for the whole county, then the townships by their codes."""
    kinds = (UnitKind.HEADQUARTERS, *TOWNSHIP_LEVEL)
    units = Unit.objects.filter(kind__in=kinds, area__isnull=False).select_related("area").order_by("code")
    return sorted(units, key=lambda unit: (unit.kind != UnitKind.HEADQUARTERS, unit.code))


def units_seen_by(actor: Actor) -> list[Unit]:
    """Those whose area a post of the actor covers."""
    return [unit for unit in units_with_targets() if actor.may("warnings.view", str(unit.area_id))]
