"""Pictures that phones brought, as the desk asks for them."""

from __future__ import annotations

from dataclasses import dataclass

from gangqiao.kernel import files
from gangqiao.sync.models import Blob


@dataclass(frozen=True, slots=True)
class Content:
    """A picture and its media type, one of the three that are taken in."""

    content: bytes
    kind: str


def content_of(digest: str) -> Content:
    """The picture of a digest within the scope. Raises kernel.files.FileGone when it is not kept."""
    found = Blob.objects.filter(digest=digest).order_by("pk").first()
    if found is None or not found.file:
        raise files.FileGone
    return Content(files.open_kept(found.file), found.kind)
