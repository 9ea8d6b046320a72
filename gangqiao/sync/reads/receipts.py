"""What proves to a phone that nothing is lost: the receipt, and the epoch in which it was given."""

from __future__ import annotations

import hashlib
from typing import Any

from gangqiao.accounts.models import Device
from gangqiao.sync.models import Epoch, Op

FIRST = "first start"


def current_epoch() -> str:
    """The number of this server's memory; made when it is first asked for."""
    found = Epoch.objects.order_by("-pk").first() or Epoch.objects.create(reason=FIRST)
    return str(found.uuid)


def receipt_of(device: Device) -> dict[str, Any]:
    """How many operations of the device are stored, up to which number all are, and the digest of these.

    digest: SHA-256, as hex, of the numbers of operations 1 to `upto`, 36 small characters each, one behind the other.
    Counted from the operations themselves: what is kept beside them could say more than there is.
    """
    stored = list(Op.objects.filter(device=device, claimed=None).order_by("seq").values_list("seq", "uuid"))
    upto = next((place for place, (seq, _uuid) in enumerate(stored) if seq != place + 1), len(stored))
    numbers = "".join(str(uuid) for _seq, uuid in stored[:upto])
    return {"count": len(stored), "upto": upto, "digest": hashlib.sha256(numbers.encode()).hexdigest()}
