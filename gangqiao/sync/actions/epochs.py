"""A new epoch after a restore from an older copy."""

from __future__ import annotations

from gangqiao.audit.events import record
from gangqiao.kernel.actor import SYSTEM
from gangqiao.sync.models import Epoch


def begin_epoch(reason: str) -> Epoch:
    """Begin a new epoch: at their next message all phones send again what they have kept."""
    made = Epoch.objects.create(reason=reason[:200])
    record("sync.begin_epoch", actor=SYSTEM, subject=made, reason=reason, source="command")
    return made
