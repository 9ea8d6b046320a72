"""Computes allocations, counts what their rules cost, sends them. Each may run twice, and be killed."""

from __future__ import annotations

from uuid import UUID

from gangqiao.audit.models import Event
from gangqiao.audit.subscriptions import after
from gangqiao.matching.actions.allocations import RUN
from gangqiao.matching.actions.allocations_rules import price_rules
from gangqiao.matching.actions.allocations_running import FINISH, compute
from gangqiao.matching.actions.allocations_sending import PROPOSE, send
from gangqiao.matching.models import Allocation


@after(RUN)
def compute_after(event: Event) -> None:
    """Compute what was asked for."""
    compute(_uuid(event))


@after(FINISH)
def price_rules_after(event: Event) -> None:
    """Count what each rule of the run that is shown costs."""
    row = Allocation.objects.filter(uuid=_uuid(event)).first()
    if row is not None:
        price_rules(row.uuid, row.run)


@after(PROPOSE)
def send_after(event: Event) -> None:
    """Make the proposals."""
    send(_uuid(event))


def _uuid(event: Event) -> UUID:
    return UUID(event.subject.partition(":")[2])
