"""Pictures of a phone: kept by their digest, sealed on the disk."""

from __future__ import annotations

import hashlib

from django.db import IntegrityError, transaction

from gangqiao.accounts.models import Device
from gangqiao.kernel import files
from gangqiao.sync.models import Blob
from gangqiao.sync.refusals import NotAPicture, WrongDigest

MOST_BYTES = 2 * 1024 * 1024


def keep_blob(digest: str, content: bytes, *, device: Device) -> bool:
    """Keep a picture of a device; False when it was there already. Raises WrongDigest and NotAPicture.

    Needs the scope of the device.
    """
    if hashlib.sha256(content).hexdigest() != digest:
        raise WrongDigest
    kind = kind_of(content)
    if Blob.objects.filter(device=device, digest=digest).exists():
        return False
    name = files.keep(content)
    row = Blob(device=device, area_id=device.area_id, digest=digest, kind=kind, size=len(content), file=name)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # the same picture came twice at once
        files.drop(name)
        return False
    return True


def kind_of(content: bytes) -> str:
    """The type of a picture by its first bytes, not by what was said of it. Raises NotAPicture."""
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    raise NotAPicture
