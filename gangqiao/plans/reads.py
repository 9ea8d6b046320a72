"""Questions to the work plan in force."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from gangqiao.indicators.targets import Target
from gangqiao.plans.loading import LIBRARY, Plan, load

DEFAULT = "mile-2020"


def current_plan() -> Plan:
    """The plan named by the setting PLAN. Raises Refusals when its file cannot be followed."""
    return _load(getattr(settings, "PLAN", DEFAULT))


def current_targets() -> tuple[Target, ...]:
    """The targets in force, in the plan's order."""
    return current_plan().targets


@lru_cache(maxsize=4)
def _load(key: str) -> Plan:
    return load(LIBRARY / f"{key}.yaml")
