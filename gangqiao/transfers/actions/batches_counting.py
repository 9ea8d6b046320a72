"""The count of who is on the list, and the clearance that is taken back: inside of a locked batch."""

from __future__ import annotations

from gangqiao.audit.steps import step_of
from gangqiao.kernel.actor import SYSTEM
from gangqiao.transfers.models import Batch
from gangqiao.transfers.states import Status

UNCLEAR = "transfers.unclear_batch"


def count_taken(batch: Batch, more: int) -> None:
    """Count people onto the list of a locked batch or off it. The database refuses more than there are seats."""
    batch.taken += more
    batch.save(update_fields=["taken"])


def unclear(batch: Batch, why: str) -> bool:
    """Take the clearance of a locked batch back: what cleared it does not hold any more. False: it had none.

    Called in the very transaction that changes people, vehicles or checks after the clearing.
    """
    if batch.status != Status.CLEARED:
        return False
    with step_of(batch, UNCLEAR, actor=SYSTEM, note=why, source="transfers"):
        batch.cleared_at = None
    return True
