"""Files given with a result, a note or a document: kept sealed before the row that names them is written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from gangqiao.headquarters.refusals import FileTooLarge, NotThatKind
from gangqiao.kernel.files import drop, keep

MEGABYTES = 10
# Opened by nobody on the server, so only what an office shows: sheets, letters, scans, photographs.
KINDS = ("pdf", "docx", "doc", "wps", "xlsx", "xls", "et", "csv", "jpg", "jpeg", "png", "txt", "ofd")


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it was sent; without content none was."""

    name: str = ""
    content: bytes = b""


NOTHING = Sent()


@contextmanager
def kept(sent: Sent) -> Iterator[dict[str, object]]:
    """Keep the file for the row made inside: its three columns. Dropped again when the row is not made.

    Raises FileTooLarge, NotThatKind.
    """
    if not sent.content:
        yield {}
        return
    if len(sent.content) > MEGABYTES * 2**20:
        raise FileTooLarge(MEGABYTES)
    if sent.name.rpartition(".")[2].lower() not in KINDS:
        raise NotThatKind(", ".join(KINDS))
    name = keep(sent.content)
    try:
        yield {"kept": name, "file_name": sent.name[-120:], "size": len(sent.content)}
    except BaseException:
        drop(name)
        raise
