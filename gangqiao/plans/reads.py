"""Questions to the work plan in force."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from django.conf import settings

from gangqiao.indicators.targets import Target
from gangqiao.plans.loading import LIBRARY, Plan, load


def current_plan() -> Plan:
    """The plan named by the setting PLAN. Raises Refusals when its file cannot be followed."""
    return _load(settings.PLAN)


def current_targets() -> tuple[Target, ...]:
    """The targets in force, in the plan's order; those of a smaller demonstration county reduced by its scale."""
    return tuple(reduced(target, settings.PLAN_SCALE) for target in current_plan().targets)


def reduced(target: Target, scale: float) -> Target:
    """The target for a county of a part of the size: numbers of people shrink with it, rates stay."""
    if scale == 1 or target.figure.denominator:
        return target
    return replace(target, value=max(round(target.value * scale), 1), whole_value=target.value)


@lru_cache(maxsize=4)
def _load(key: str) -> Plan:
    return load(LIBRARY / f"{key}.yaml")
