"""The shares a plan's file sets itself."""

from __future__ import annotations

from collections.abc import Sequence

from gangqiao.accounts.models import Unit
from gangqiao.indicators.targets import Target
from gangqiao.plans.models import PlanVersion
from gangqiao.plans.reads import TOWNSHIP_LEVEL, plan_of
from gangqiao.plans.refusals import SharesNotOfTheCounty
from gangqiao.plans.shares.checking import Cell


def given_shares(version: PlanVersion, targets: Sequence[Target]) -> dict[Cell, int]:
    """The cells the plan's file writes, by target, area and month. Raises SharesNotOfTheCounty."""
    areas = dict(Unit.objects.filter(kind__in=TOWNSHIP_LEVEL).exclude(area=None).values_list("code", "area_id"))
    known = {target.id for target in targets}
    cells: dict[Cell, int] = {}
    for share in plan_of(version).shares:
        if share.unit not in areas:
            raise SharesNotOfTheCounty(share.unit)
        if share.target in known:
            area = str(areas[share.unit])
            cells[share.target, area, ""] = share.value
            cells |= {(share.target, area, month): value for month, value in share.months}
    return cells
