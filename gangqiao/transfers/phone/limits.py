"""What an escort may decide at the door of a coach: from which temperature on nobody boards."""

from __future__ import annotations

from gangqiao.kernel import clock
from gangqiao.transfers.models import Batch
from gangqiao.transfers.policy import health


def temperature_limit(batch: Batch) -> int | None:
    """Tenths of a degree from which on nobody boards; null while the batch has no health gate."""
    if not batch.gates.get("health", False):
        return None
    return int(health.NUMBERS.on(clock.today()).temperature_limit)
