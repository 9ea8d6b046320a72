"""Who stood at the door of a coach and is on no list, for those who organise its batch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.sync.models import Op
from gangqiao.transfers.models import Batch, Trip
from gangqiao.transfers.reads.board_seeing import reaches
from gangqiao.transfers.reads.whole import stood_at_the_door

SETTLE = "transfers.change_batch"
# Later nobody can join any more, and the desk of the phones still has the note.
FOR = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Note:
    """One note of an escort. said: what was read at the door or written; by: the escort."""

    op: Op
    batch: Batch
    trip: Trip
    at: datetime
    said: str
    by: str


def notes_of(actor: Actor, batch: Batch | None = None) -> list[Note]:
    """The notes nobody has settled, of the batches the reader leads, or of one of them; the oldest first."""
    ops = stood_at_the_door(clock.now() - FOR)
    said = [(op, op.content) for op in ops]
    trips = Trip.objects.select_related("batch").in_bulk(
        [uuid for _op, content in said if (uuid := _uuid(content.get("trip")))], field_name="uuid"
    )
    found = []
    for op, content in said:
        uuid = _uuid(content.get("trip"))
        trip = trips.get(uuid) if uuid else None
        if trip is None or (batch is not None and trip.batch_id != batch.pk) or not reaches(actor, SETTLE, trip.batch):
            continue
        words = " \u00b7 ".join(str(content.get(key) or "")[:200] for key in ("code", "words") if content.get(key))
        found.append(Note(op, trip.batch, trip, op.claimed_at or op.received_at, words, str(op.user.display_name)))
    return found


def find_note(uuid: UUID, actor: Actor) -> Note | None:
    """One note the reader may settle."""
    return next((one for one in notes_of(actor) if one.op.uuid == uuid), None)


def _uuid(raw: object) -> UUID | None:
    try:
        return UUID(str(raw))
    except ValueError:
        return None
