"""Figures as evidence: which a unit may name, and what they count in its area today."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from gangqiao.engine.figures import FIGURES, result_of
from gangqiao.indicators.store import fact_on
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.plans.models import UnitTask


def figures_for(task: UnitTask, actor: Actor) -> list[str]:
    """Figures the actor may name for the task: those of the unit's own area, where they may read figures there."""
    area = task.unit.area_id
    return list(FIGURES) if area and actor.may("indicators.view", area) else []


def count_for(task: UnitTask, figure: str) -> tuple[date, Decimal | None]:
    """What the figure counts today in the area of the task's unit; null when there is nothing to divide by."""
    today = clock.today()
    value = result_of(FIGURES[figure], fact_on(today).sums_of(str(task.unit.area_id))).value
    return today, None if value is None else Decimal(value.numerator) / Decimal(value.denominator)
