"""Writes events into the log: at once, or those of a whole transaction together when it ends.

The log is one chain, and who writes into it holds its end until the transaction ends. `together` puts that off to the
last moment: the numbers still follow the order in which transactions end, and events stand or fall with what they tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction

from gangqiao.audit import chain
from gangqiao.audit.models import Chain, Event
from gangqiao.audit.subscriptions import enqueue_for, enqueue_for_each

_gathers: ContextVar[bool] = ContextVar("gangqiao_gathers_events", default=False)


class Unwritten(RuntimeError):
    """A transaction ended without the events that were gathered in it: a fault of the program."""


class _Waiting:
    """Events that wait for the end of the block.

    Kept where Django keeps what is to be done after the commit, since it forgets there what belongs to a savepoint that
    is rolled back: an act that was undone leaves no event.
    """

    def __init__(self, events: Sequence[Event]) -> None:
        self.events = events

    def __call__(self) -> None:
        raise Unwritten


@contextmanager
def together() -> Iterator[None]:
    """A transaction, or a part of one, whose events are written at its end, in their order and in one go.

    Within it anything may be locked, for the end of the log is not held yet; behind it only what is held already. An
    event that cannot be written undoes the block. Inside of another block it is a part of that.
    """
    with transaction.atomic():
        if _gathers.get():
            yield
            return
        token = _gathers.set(True)
        try:
            yield
        finally:
            _gathers.reset(token)
        _write_now(_taken_out())


def write(events: Sequence[Event]) -> None:
    """Store events at the end of the log and enqueue what follows them, in the transaction of the caller."""
    if _gathers.get():
        transaction.on_commit(_Waiting(events))
    else:
        _write_now(events)


def _taken_out() -> list[Event]:
    waiting = [entry for entry in connection.run_on_commit if isinstance(entry[1], _Waiting)]
    connection.run_on_commit = [entry for entry in connection.run_on_commit if entry not in waiting]
    return [event for entry in waiting for event in entry[1].events]


def _write_now(events: Sequence[Event]) -> None:
    # Without a savepoint of its own: a log that fails takes the whole act with it.
    with transaction.atomic(savepoint=False):
        chain.append(Chain.EVENTS, events)
        if len(events) == 1:
            enqueue_for(events[0])
        else:
            enqueue_for_each(events)
