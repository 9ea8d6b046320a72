"""The verbs of exports."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from gangqiao.audit.events import record
from gangqiao.audit.steps import NotYourVerb, require, step
from gangqiao.exports import limits
from gangqiao.exports.columns import is_withheld
from gangqiao.exports.kinds import kind_of
from gangqiao.exports.models import LEDGER, Export
from gangqiao.exports.profiles import Profile
from gangqiao.exports.refusals import (
    ChooseOneArea,
    NoColumns,
    NotThereAnyMore,
    NotYourOwn,
    PurposeMissing,
    SensitiveNeedsWorkbook,
    SensitiveNotYours,
    TooManyRows,
    WeakPassword,
)
from gangqiao.exports.sheet import locked
from gangqiao.exports.states import Status
from gangqiao.kernel import clock, files
from gangqiao.kernel.actor import Actor, Level
from gangqiao.ledgers.reads import page
from gangqiao.ledgers.reads.counting import exact
from gangqiao.ledgers.reads.ledgers import Ledger


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody ticked: keys of columns, of those shown in full, and what it is for."""

    profile: Profile
    columns: Sequence[str]
    clear: Sequence[str] = ()
    purpose: str = ""


def ask(ledger: Ledger, query: Mapping[str, str], wish: Wish, *, actor: Actor) -> Export:
    """Ask for the ledger of a query. Without sensitive columns it is made at once, else a second person decides.

    Raises UnknownArea, NotYourVerb, or a Refusal that says what to choose otherwise.
    """
    asked = page.read(ledger, query, actor)
    if asked.faults:
        raise asked.faults[0]
    area = asked.area.key if asked.area else page.home_of(actor)
    if not area:
        raise ChooseOneArea
    require(actor, "exports.ask", area=area)
    columns = [c for c in ledger.columns if c.key in set(wish.columns)]
    if not columns:
        raise NoColumns
    clear = [c.key for c in columns if c.key in wish.clear and c.level > asked.level]
    clear = [key for key in clear if not is_withheld(next(c for c in columns if c.key == key), wish.profile)]
    if clear and not wish.profile.may_be_sensitive and may_take_out_in_full(actor, area):
        raise SensitiveNeedsWorkbook(wish.profile.label)
    order = Order(
        area=area,
        query={**asked.query, page.AREA: area},
        columns=[c.key for c in columns],
        clear=clear,
        purpose=wish.purpose,
        level=asked.level,
        count=lambda: exact(asked.rows).number,
        more={"ledger": ledger.key, "profile": wish.profile.key},
    )
    return ask_for(order, actor=actor)


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be taken out, of any kind; the words are those of `Export`.

    count  how many rows it has; asked only when nothing else is wrong
    more   further fields of the export
    """

    area: str
    query: dict[str, Any]
    columns: Sequence[str]
    clear: Sequence[str]
    purpose: str
    level: Level
    count: Callable[[], int]
    kind: str = LEDGER
    more: Mapping[str, Any] = field(default_factory=dict)


def ask_for(order: Order, *, actor: Actor) -> Export:
    """Ask for something to be taken out: the one door for every kind. With columns in full a second person decides.

    Raises NotYourVerb, SensitiveNotYours, PurposeMissing, TooManyRows.
    """
    require(actor, "exports.ask", area=order.area)
    if order.clear:
        if not may_take_out_in_full(actor, order.area):
            raise SensitiveNotYours
        if len("".join(order.purpose.split())) < limits.SHORTEST_PURPOSE:
            raise PurposeMissing(limits.SHORTEST_PURPOSE)
    rows = order.count()
    if rows > (most := limits.most_rows(is_sensitive=bool(order.clear))):
        raise TooManyRows(rows, most)
    with transaction.atomic():
        export = Export.objects.create(
            area_id=order.area,
            status=Status.ASKED if order.clear else Status.APPROVED,
            asker_id=_user_of(actor),
            kind=order.kind,
            query=order.query,
            columns=list(order.columns),
            clear=list(order.clear),
            is_sensitive=bool(order.clear),
            level=min(order.level, Level.PERSONAL),
            purpose=order.purpose.strip()[:300],
            rows=rows,
            **order.more,
        )
        record("exports.ask", actor=actor, subject=export, fields=export.columns, reason=export.purpose)
    return export


def may_take_out_in_full(actor: Actor, area: str) -> bool:
    """True when the reader's posts let sensitive columns of this area be asked for in full."""
    return bool(area) and actor.may("exports.ask_sensitive", area) and actor.may_reveal_in(area)


def require_post(export: Export, verb: str, actor: Actor) -> None:
    """Raise NotYourVerb or SensitiveNotYours unless the posts of the moment still let this be made or fetched."""
    require(actor, verb, export)
    if export.is_sensitive and not may_take_out_in_full(actor, export.area_id):
        raise SensitiveNotYours
    kind_of(export).require(export, actor)


def approve(export: UUID, *, actor: Actor, note: str = "") -> Export:
    """Let an export of another be made. The making follows the event."""
    return _decide(export, "exports.approve", actor, note)


def refuse(export: UUID, *, actor: Actor, note: str) -> Export:
    """Refuse an export of another, with a reason the asker reads."""
    return _decide(export, "exports.refuse", actor, note)


def _decide(export: UUID, verb: str, actor: Actor, note: str) -> Export:
    pk = Export.objects.values_list("pk", flat=True).get(uuid=export)
    with step(Export, pk, verb, actor=actor, note=note) as row:
        # Of every post of the asker: who holds two posts is still one person.
        if row.asker_id == actor.user_id:
            raise NotYourOwn
        row.approver_id = _user_of(actor)
        row.decided_at = clock.now()
        row.said = note.strip()
    return row


def fetch(export: UUID, *, actor: Actor, password: str = "") -> tuple[Export, bytes]:
    """The file of an own export, encrypted with the password when it holds what is sensitive. Logged before it leaves.

    The password is never kept. Raises DoesNotExist also for the export of another.
    """
    row = Export.objects.get(uuid=export, asker_id=actor.user_id)
    require_post(row, "exports.download", actor)
    if not row.is_fetchable:
        raise NotThereAnyMore
    if row.is_sensitive:
        refuse_weak(password)
    try:
        content = files.open_kept(row.file)
    except files.FileGone:
        raise NotThereAnyMore from None
    if row.is_sensitive:
        content = locked(content, password)
    with transaction.atomic():
        Export.objects.filter(pk=row.pk).update(fetched=F("fetched") + 1)
        record("exports.download", actor=actor, subject=row, reason=row.purpose)
    return row, content


def refuse_weak(password: str) -> None:
    """Raise WeakPassword unless it is long enough and has letters and digits."""
    is_mixed = re.search(r"[A-Za-z]", password) and re.search(r"[0-9]", password)
    if len(password) < limits.SHORTEST_PASSWORD or not is_mixed:
        raise WeakPassword(limits.SHORTEST_PASSWORD)


def make_again(export: UUID, *, actor: Actor) -> Export:
    """Put an own export that was not finished on the queue once more; the job begins anew."""
    row = Export.objects.get(uuid=export, asker_id=actor.user_id)
    require(actor, "exports.ask", row)
    if row.status == Status.APPROVED:
        record("exports.ask_again", actor=actor, subject=row)
    return row


def _user_of(actor: Actor) -> int:
    if actor.user_id is None:
        raise NotYourVerb
    return actor.user_id
