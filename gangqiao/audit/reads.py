"""Questions to the log."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from gangqiao.audit.models import Chain, ChainHead, Event, Look


def head(chain: str = Chain.EVENTS) -> int:
    """The number of the last event: the version of all data (0 before the first)."""
    return ChainHead.objects.filter(pk=chain).values_list("seq", flat=True).first() or 0


def persons_changed_since(seq: int, *, at_most: int = 2000) -> set[UUID] | None:
    """The persons whom events after `seq` are about; None when too many, or when an event names none in particular."""
    found: set[UUID] = set()
    for person, verb in Event.objects.filter(seq__gt=seq).values_list("person", "verb")[: at_most + 1]:
        if person is None:
            if verb.split(".")[0] in ("people", "synth", "ledgers"):
                return None
            continue
        found.add(person)
    return None if len(found) > at_most else found


def who_looked(person: UUID, limit: int = 50) -> QuerySet[Look]:
    """Looks at one person's file, newest first."""
    return Look.objects.filter(person=person).order_by("-seq")[:limit]


def what_happened(person: UUID, limit: int = 100) -> QuerySet[Event]:
    """Changes of one person's record, newest first."""
    return Event.objects.filter(person=person).order_by("-seq")[:limit]


def events(*, before: int | None = None, limit: int = 50, **filters: Any) -> list[Event]:
    """One page of the log, newest first, from before a number on."""
    found = Event.objects.filter(**filters).order_by("-seq")
    return list((found.filter(seq__lt=before) if before else found)[:limit])
