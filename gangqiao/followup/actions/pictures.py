"""Pictures of contracts and pay slips: sealed on the disk, seen with a verb of their own, deleted on their day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.followup.models import Proof
from gangqiao.followup.refusals import PictureOfDocument, PictureTooLarge
from gangqiao.kernel import clock, files
from gangqiao.kernel.actor import SYSTEM
from gangqiao.places.reads import county_path
from gangqiao.sync.actions.blobs import MOST_BYTES, kind_of

DELETE = "followup.delete_pictures"
AT_ONCE = 200


@contextmanager
def kept_picture(kind: str, content: bytes) -> Iterator[str]:
    """The name of the file a picture is kept under; the file goes again when what names it is not written.

    Raises PictureOfDocument, PictureTooLarge, NotAPicture.
    """
    if kind != "document":
        raise PictureOfDocument
    if len(content) > MOST_BYTES:
        raise PictureTooLarge(MOST_BYTES // 2**20)
    kind_of(content)
    name = files.keep(content)
    try:
        yield name
    except BaseException:
        files.drop(name)
        raise


def delete_pictures() -> int:
    """Delete the pictures whose day has come and say how many; the proofs stay. Twice finds nothing left."""
    due = Proof.objects.filter(picture_until__lte=clock.today()).exclude(picture="").order_by("pk")
    gone = 0
    while names := dict(due.values_list("pk", "picture")[:AT_ONCE]):
        with transaction.atomic():
            Proof.objects.filter(pk__in=list(names)).update(picture="")
            record(DELETE, actor=SYSTEM, area=county_path(), reason=f"{len(names)}", source="job")
            for name in names.values():
                transaction.on_commit(partial(files.drop, name))
        gone += len(names)
    return gone
