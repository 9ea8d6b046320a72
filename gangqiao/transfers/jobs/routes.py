"""Searches ways that were asked for. May run twice, and be killed."""

from __future__ import annotations

from uuid import UUID

from gangqiao.audit.models import Event
from gangqiao.audit.subscriptions import after
from gangqiao.transfers.actions.routes import compute
from gangqiao.transfers.actions.routes_keeping import ROUTE


@after(ROUTE)
def search_after(event: Event) -> None:
    """Search what was asked for; after a change that asked for nothing there is nothing to do."""
    compute(UUID(event.subject.partition(":")[2]))
