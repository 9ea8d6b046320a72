"""What proves to a phone that nothing is lost: the receipt, and the epoch in which it was given."""

from __future__ import annotations

import hashlib
from typing import Any

from gangqiao.accounts.models import Device
from gangqiao.sync.models import Epoch, Op, Phone

FIRST = "first start"


def current_epoch() -> str:
    """The number of this server's memory; made when it is first asked for."""
    found = Epoch.objects.order_by("-pk").first() or Epoch.objects.create(reason=FIRST)
    return str(found.uuid)


def receipt_of(device: Device) -> dict[str, Any]:
    """How many operations of the device are stored, up to which number all are, and the digest of these.

    digest: SHA-256, as hex, of the numbers of operations 1 to `upto`, 36 small characters each, one behind the other.
    """
    phone = Phone.objects.get(device=device)
    ordered = Op.objects.filter(device=device, claimed=None, seq__lte=phone.upto).order_by("seq")
    digest = hashlib.sha256()
    for number in ordered.values_list("uuid", flat=True):
        digest.update(str(number).encode())
    return {"count": phone.count, "upto": phone.upto, "digest": digest.hexdigest()}
