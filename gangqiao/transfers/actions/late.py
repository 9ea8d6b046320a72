"""A note of an escort about somebody on no list is settled by whoever leads the batch."""

from __future__ import annotations

from uuid import UUID

from gangqiao.kernel.actor import Actor, Post
from gangqiao.sync.actions import settling
from gangqiao.sync.models import Op
from gangqiao.transfers.actions.reach import own_batch, whole
from gangqiao.transfers.reads.board_late import SETTLE, find_note
from gangqiao.transfers.refusals import NoteSettled


def settle_late(op: UUID, words: str, *, actor: Actor) -> Op:
    """Say what became of it: put on the list, sent home, another batch. Raises NoteSettled, NoReason, NotYourVerb.

    The note is closed at the desk of the phones, too, whose work it need not be.
    """
    found = find_note(op, actor)
    if found is None:
        raise NoteSettled
    own_batch(found.batch.uuid, SETTLE, actor)
    with whole():
        return settling.close(op, actor=_settling(actor, found.op), reason=words)


def _settling(actor: Actor, op: Op) -> Actor:
    """The actor with a post over the note that follows from leading its batch: the log keeps the name."""
    if actor.may(settling.SETTLE, str(op.area_id)):
        return actor
    post = Post(role="on_the_way", unit="", area=str(op.area_id), verbs=frozenset({settling.SETTLE}))
    return Actor(actor.user_id, actor.name, (*actor.posts, post), actor.request_id)
