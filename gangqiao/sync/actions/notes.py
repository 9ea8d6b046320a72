"""What a phone says of itself at each batch: claims, shown to the township and used for nothing else."""

from __future__ import annotations

from datetime import datetime

from gangqiao.accounts.models import Device
from gangqiao.kernel import clock
from gangqiao.sync.models import Phone


def note_batch(device: Device, *, skew_seconds: int | None, unsent: int | None, unsent_since: datetime | None) -> None:
    """Note that the device has sent a batch, how far its clock is off, and what it still holds by its own account."""
    said = {"skew_seconds": skew_seconds, "unsent": unsent, "unsent_since": unsent_since}
    Phone.objects.filter(device=device).update(synced_at=clock.now(), **said)
