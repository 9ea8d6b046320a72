"""One list of what the reader has to do today, from every source the reader's posts open."""

from __future__ import annotations

from datetime import date

from gangqiao.kernel.actor import Actor
from gangqiao.kernel.queue import QueueEntry, sources
from gangqiao.kernel.scope import scope_of


def queue_for(actor: Actor) -> list[QueueEntry]:
    """The entries of every source the actor has the verb of: most urgent first, then longest waiting."""
    entries: list[QueueEntry] = []
    for source in sources().values():
        if actor.may(source.verb):
            with scope_of(actor.areas(source.verb)):
                entries.extend(source.entries(actor))
    return sorted(entries, key=_order)


def _order(entry: QueueEntry) -> tuple[int, date, int]:
    return (entry.urgency, entry.since or date.max, -(entry.count or 1))
