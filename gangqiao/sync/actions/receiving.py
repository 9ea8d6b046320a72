"""Operations of a phone, each taken in exactly once: the ledger's row and the effect in one transaction.

The lock order is the same for everybody: the row of the phone, the operation, then what the effect locks of one
household at a time, and the head of the log last. Two batches of one phone stand behind each other; batches of two
phones meet only at the households they are both about.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Q

from gangqiao.accounts.models import Device
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.errors import Refusal
from gangqiao.sync.actions.effects import refuse, work
from gangqiao.sync.actions.retrying import retried
from gangqiao.sync.models import Op, Phone
from gangqiao.sync.refusals import BeforeIsMissing, IdUsed, SeqUsed
from gangqiao.sync.states import DUPLICATE, Result

Json = dict[str, Any]


class NumberTaken(Exception):
    """Another operation bears the number. The transaction is lost: begun anew, the operation is kept apart."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One operation as a phone sent it, read and well-formed.

    skew_seconds  the phone's clock minus ours when it was sent; null when the phone did not say
    """

    uuid: UUID
    seq: int
    after: UUID | None
    kind: str
    body: Json
    claimed_at: datetime | None = None
    skew_seconds: int | None = None

    @property
    def text(self) -> str:
        """The body as it is stored: one writing for one content. ASCII, so that half of a character is kept, too."""
        return json.dumps(self.body, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Answer:
    """What the phone is told of one operation. `before` is the first result, of one that came a second time."""

    op: Op
    is_duplicate: bool

    def as_json(self) -> Json:
        result, before = str(self.op.result), {}
        if self.is_duplicate:
            result, before = DUPLICATE, {"before": result}
        return {"id": str(self.op.number), "result": result, **before, **self.op.said()}


def receive(sent: Sent, *, device: Device, actor: Actor) -> Answer:
    """Store one operation and take in its effect, or leave it waiting, or refuse it: then it is stored all the same.

    A second call with the same number gives the first result. Needs the scope of the device.
    """
    try:
        return retried(lambda: _receive(sent, device, actor))
    except NumberTaken:
        return retried(lambda: _receive(sent, device, actor, clash=IdUsed()))


def _receive(sent: Sent, device: Device, actor: Actor, clash: Refusal | None = None) -> Answer:
    with transaction.atomic():
        Phone.objects.select_for_update().get(device=device)
        met = find_met(sent, device)
        twin = find_twin(sent, met)
        if twin is not None:
            return Answer(twin, is_duplicate=True)
        if any(op.seq == sent.seq and op.claimed is None and op.uuid != sent.uuid for op in met):
            clash = SeqUsed()
        op = keep(sent, device, apart=clash is not None)
        if clash is not None:
            refuse(op, clash)
            return Answer(op, is_duplicate=False)
        if _before_is_missing(op):
            _wait(op)
        else:
            work(op, actor)
    return Answer(op, is_duplicate=False)


def find_met(sent: Sent, device: Device) -> list[Op]:
    """The operations of this device that bear the same number or stand at the same place, the oldest first."""
    own = Op.objects.filter(device=device)
    return list(own.filter(Q(uuid=sent.uuid) | Q(claimed=sent.uuid) | Q(seq=sent.seq, claimed=None)).order_by("pk"))


def find_twin(sent: Sent, met: list[Op]) -> Op | None:
    """The operation that is the very same: number, kind and content. Kept-apart ones, too."""
    same = [op for op in met if sent.uuid in (op.uuid, op.claimed) and op.kind == sent.kind and op.body == sent.text]
    return next((op for op in same if op.uuid == sent.uuid), same[0] if same else None)


def keep(sent: Sent, device: Device, *, apart: bool = False) -> Op:
    """Store the operation, under another number when it has to be kept apart. Raises NumberTaken."""
    op = Op(
        uuid=uuid4() if apart else sent.uuid,
        claimed=sent.uuid if apart else None,
        device=device,
        user_id=device.user_id,
        area_id=device.area_id,
        seq=sent.seq,
        after=sent.after,
        kind=sent.kind,
        body=sent.text,
        claimed_at=sent.claimed_at,
        skew_seconds=sent.skew_seconds,
    )
    try:
        op.save(force_insert=True)
    except IntegrityError:
        # Not looked for before: the other one may be of a phone that this one cannot see.
        raise NumberTaken from None
    return op


def _before_is_missing(op: Op) -> bool:
    if op.after is None:
        return False
    before = Op.objects.filter(device=op.device_id, uuid=op.after, claimed=None).first()
    return before is None or not before.is_decided


def _wait(op: Op) -> None:
    op.keep_answer(Result.WAITING, say=BeforeIsMissing().sentence)
    op.save(update_fields=["result", "answer"])


def release(*, device: Device, actor: Actor) -> set[UUID]:
    """Take in what waits of this device and need not wait any longer, in the phone's order, each for itself.

    Gives the numbers of those that were decided. Called after every batch and picture: a server that was stopped
    between two transactions goes on here.
    """
    decided: set[UUID] = set()
    progress = True
    while progress:
        progress = False
        waiting = Op.objects.filter(device=device, result=Result.WAITING, closed_at=None).order_by("seq")
        for pk in list(waiting.values_list("pk", flat=True)):
            op = retried(lambda pk=pk: _release(pk, device, actor))  # type: ignore[misc]
            if op is not None:
                decided.add(op.uuid)
                progress = True
    return decided


def _release(pk: int, device: Device, actor: Actor) -> Op | None:
    with transaction.atomic():
        Phone.objects.select_for_update().get(device=device)
        op = Op.objects.select_for_update().get(pk=pk)
        if not op.is_open or op.result != Result.WAITING or _before_is_missing(op):
            return None
        work(op, actor)
        return op if op.result != Result.WAITING else None
