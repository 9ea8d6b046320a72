"""What there is to do, collected from every app: each registers a source, the home page shows them as one list.

In the kernel, because the apps that know the work stand below the page that shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any

from gangqiao.kernel.actor import Actor


class Urgency(IntEnum):
    """How an entry stands in the list; the most urgent first."""

    OVERDUE = 0
    DUE = 1
    OPEN = 2


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """One thing to do, with one act.

    title    what it is about (lazy translation or a name)
    reason   why it stands here, with a number: "not confirmed for 93 days"
    act      the words on the button
    href     where the act begins
    since    the day from which it waits; null when it does not wait
    count    how many records stand behind the entry; null for a single one
    """

    title: Any
    reason: Any
    act: Any
    href: str
    urgency: Urgency = Urgency.OPEN
    since: date | None = None
    count: int | None = None


Entries = Callable[[Actor], Iterable[QueueEntry]]


@dataclass(frozen=True, slots=True)
class Source:
    """Where entries come from. Called under the scope of the actor's areas for `verb`, and only if the actor has it."""

    verb: str
    entries: Entries


_SOURCES: dict[str, Source] = {}


def register(key: str, *, verb: str) -> Callable[[Entries], Entries]:
    """Decorator: the function gives the entries of one kind ("people.stale") for an actor. A key is used once."""

    def add(entries: Entries) -> Entries:
        if key in _SOURCES:
            raise ValueError(f"queue source {key} is registered twice")
        _SOURCES[key] = Source(verb, entries)
        return entries

    return add


def sources() -> dict[str, Source]:
    """Every registered source by key, in order of registration."""
    return dict(_SOURCES)
