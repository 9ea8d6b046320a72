"""What phones brought and was not taken in: tried once more, or closed with a reason. Nothing is thrown away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import transaction

from gangqiao.accounts.refusals import NoReason
from gangqiao.audit.events import record
from gangqiao.audit.steps import require
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.sync.actions.effects import work
from gangqiao.sync.models import Op, Phone
from gangqiao.sync.refusals import NotOpen

SETTLE = "sync.settle"


def try_again(op: UUID, *, actor: Actor) -> Op:
    """Take in the effect once more as the actor, who has mended what stood in the way, without waiting any longer.

    Raises Op.DoesNotExist (also out of scope), NotYourVerb and NotOpen.
    """
    with _opened(op, actor) as row:
        if row.claimed is not None:
            raise NotOpen  # its number belongs to another one: what it says is done by hand
        work(row, actor)
        record(SETTLE, actor=actor, subject=row, fields=["result"])
    return row


def close(op: UUID, *, actor: Actor, reason: str) -> Op:
    """Take it out of the work queue: what it said is on the register by now, or is not to be. The row stays.

    Raises Op.DoesNotExist (also out of scope), NotYourVerb, NotOpen and NoReason.
    """
    said = " ".join(reason.split())[:200]
    if not said:
        raise NoReason
    with _opened(op, actor) as row:
        row.closed_at, row.closed_by_id, row.closing = clock.now(), actor.user_id, said
        row.save(update_fields=["closed_at", "closed_by", "closing"])
        record(SETTLE, actor=actor, subject=row, fields=["closed_at"], reason=said)
    return row


@contextmanager
def _opened(uuid: UUID, actor: Actor) -> Iterator[Op]:
    """The open operation, locked in the order of `receiving`: its phone first."""
    with transaction.atomic():
        found = Op.objects.get(uuid=uuid)
        Phone.objects.select_for_update().get(device=found.device_id)
        row = Op.objects.select_for_update().get(pk=found.pk)
        require(actor, SETTLE, row)
        if not row.is_open:
            raise NotOpen
        yield row
