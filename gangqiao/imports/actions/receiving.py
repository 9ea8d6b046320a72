"""Bring a workbook in, say what its columns are, choose its rows, throw it away."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from gangqiao.accounts.models import User
from gangqiao.audit.events import record
from gangqiao.audit.steps import require, step
from gangqiao.imports.models import Import, Memory, Row
from gangqiao.imports.states import Decision, Fate, Outcome, Status
from gangqiao.imports.understanding import digest_of
from gangqiao.imports.vocabulary import NAMES_A_PERSON, is_known
from gangqiao.kernel import clock, files
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.crypto.sealing import blind_index
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.paths import common_path
from gangqiao.kernel.words import Say

MOST_BYTES = 60 * 1024 * 1024
LONGEST_NAME = 200


class FileTooLarge(Refusal):
    """More bytes than a workbook of a county can have."""

    def __init__(self, size: int) -> None:
        super().__init__(
            Say(
                "The file has %(size)d MB; at most %(most)d MB are read. Split it, for example by township.",
                size=size // (1024 * 1024),
                most=MOST_BYTES // (1024 * 1024),
            )
        )


class FileEmpty(Refusal):
    """A file without content."""

    def __init__(self) -> None:
        super().__init__(Say("The file is empty. Save the workbook and bring it in again."))


class UnknownColumn(Refusal):
    """A column was said to be something no column can be."""

    def __init__(self, key: str) -> None:
        super().__init__(Say("“%(key)s” is no item of the register. Choose one from the list.", key=key[:50]))


class ColumnTwice(Refusal):
    """Two columns were said to be the same."""

    def __init__(self, letters: str) -> None:
        super().__init__(
            Say("The columns %(letters)s cannot both be the same item. Leave one of them out.", letters=letters)
        )


class NobodyNamed(Refusal):
    """No column names a person."""

    def __init__(self) -> None:
        super().__init__(Say("Say which column has the ID number, the person number or the name."))


class NotToDecide(Refusal):
    """The rows of this workbook are not to be decided now."""

    def __init__(self) -> None:
        super().__init__(Say("The rows of this workbook cannot be chosen now. Open it again to see how it stands."))


def receive(name: str, content: bytes, *, actor: Actor) -> Import:
    """Keep a workbook sealed and have it read. Raises NotYourVerb, FileTooLarge, FileEmpty."""
    areas = actor.areas("imports.upload")
    area = common_path(areas)
    require(actor, "imports.upload", area=areas[0] if areas else "")
    if len(content) > MOST_BYTES:
        raise FileTooLarge(len(content))
    if not content:
        raise FileEmpty
    kept = files.keep(content)
    try:
        with transaction.atomic():
            source = Import.objects.create(
                area_id=area if actor.may("imports.upload", area) else areas[0],
                sender=User.objects.get(pk=actor.user_id or 0),
                name=name.replace("\\", "/").rpartition("/")[2].strip()[-LONGEST_NAME:] or "-",
                size=len(content),
                digest=blind_index("imports.content", _fingerprint(content)).hex(),
                file=kept,
            )
            record("imports.upload", actor=actor, subject=source)  # the reading job follows this event
    except BaseException:
        files.drop(kept)  # nothing would ever name it
        raise
    return source


def _fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def map_columns(import_id: int, sheet: int, columns: Mapping[int, str], *, actor: Actor) -> Import:
    """Say what the columns of a sheet are, by index; "" leaves one out. Kept for this sender's next such file.

    The workbook is then read again from its first line. Raises UnknownColumn, ColumnTwice, NobodyNamed, NotAllowedNow.
    """
    with step(Import, import_id, "imports.map_columns", actor=actor) as source:
        described = source.layout[sheet]["columns"]
        _check(described, columns)
        for column in described:
            key = columns.get(column["index"], column["key"])
            if key != column["key"]:
                column |= {"key": key, "how": "remembered", "confidence": 1.0}
        Memory.objects.update_or_create(
            sender_id=actor.user_id,
            headings=digest_of([c["normal"] for c in described]),
            defaults={"columns": {c["normal"]: c["key"] for c in described}, "used_at": clock.now()},
        )
        Row.objects.filter(source=source).delete()
        source.seen, source.total, source.figures, source.checked_at = 0, None, {}, None
    return source


def _check(described: list[dict[str, Any]], columns: Mapping[int, str]) -> None:
    letters: dict[str, str] = {}
    for column in described:
        key = columns.get(column["index"], column["key"])
        if not is_known(key):
            raise UnknownColumn(key)
        if key in letters and key not in ("", "unwanted", "remark", "number"):
            raise ColumnTwice(f"{letters[key]}, {column['letter']}")
        letters[key] = column["letter"]
    if not letters.keys() & NAMES_A_PERSON:
        raise NobodyNamed


def decide(
    import_id: int,
    decision: Decision | str,
    *,
    actor: Actor,
    rows: Iterable[int] | None = None,
    fate: str = "",
    reasons: str | None = None,
    all: bool = False,
) -> int:
    """Take rows, leave them out, or open them again; returns how many. Wrong, same and idle rows are never touched.

    rows  keys of rows; else fate and, when not null, reasons: one group; else all: whatever is new or changed
    Raises NotToDecide while the workbook is worked on.
    """
    source: Import = Import.objects.get(pk=import_id)
    require(actor, "imports.decide", source)
    decision = Decision(decision)
    chosen = Row.objects.filter(source=source, outcome=Outcome.WAITS, is_idle=False)
    chosen = chosen.exclude(fate__in=[Fate.WRONG, Fate.SAME])
    if rows is not None:
        chosen = chosen.filter(pk__in=list(rows))
    elif fate:
        chosen = chosen.filter(fate=fate)
        chosen = chosen if reasons is None else chosen.filter(reasons=reasons)
    elif all:
        chosen = chosen.filter(fate__in=[Fate.NEW, Fate.CHANGED])
    else:
        chosen = chosen.none()
    with transaction.atomic():
        # Locked: rows chosen while the workbook is being taken in could be taken half.
        locked = Import.objects.select_for_update().get(pk=import_id)
        if locked.status not in (Status.CHECKED, Status.APPLIED):
            raise NotToDecide
        count = chosen.exclude(decision=decision).update(decision=decision)
        if count:
            record("imports.decide", actor=actor, subject=source, fields=[str(decision)])
    return count


def discard(import_id: int, *, actor: Actor) -> Import:
    """Throw a workbook away: its rows and its file go, the register keeps what was taken in. Raises NotAllowedNow."""
    with step(Import, import_id, "imports.discard", actor=actor) as source:
        Row.objects.filter(source=source).delete()
        kept, source.file = source.file, ""
        transaction.on_commit(lambda: files.drop(kept))
    return source
