"""A reader's own notices: read."""

from __future__ import annotations

from uuid import UUID

from gangqiao.audit.steps import step
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.kernel.lifecycle import NotAllowedNow
from gangqiao.messaging.models import Message
from gangqiao.messaging.reads.notices import own, own_scope
from gangqiao.messaging.states import Status


def read(uuid: UUID, *, actor: Actor) -> bool:
    """Note that the reader has read an own notice. False when there is no such notice, or it was read before."""
    with own_scope():
        found = own(actor).filter(uuid=uuid, status=Status.SENT).first()
        return found is not None and _read(found)


def read_all(*, actor: Actor) -> int:
    """Note that the reader has read all own notices; returns how many."""
    with own_scope():
        return sum(_read(found) for found in own(actor).filter(status=Status.SENT))


def _read(message: Message) -> bool:
    # It is the reader's own, which no post gives or takes: the query has asked.
    try:
        with step(Message, message.pk, "messaging.read", actor=SYSTEM, source="screen") as row:
            row.ended_at = clock.now()
    except NotAllowedNow:
        return False
    return True
