"""Records what is done and what is looked at. Nothing changes without an event; a failing log fails the act."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import models, transaction

from gangqiao.audit import chain
from gangqiao.audit.models import Chain, Event, Look
from gangqiao.audit.subscriptions import enqueue_for
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.requests import current_request_id


def record(
    verb: str,
    *,
    actor: Actor,
    subject: models.Model | None = None,
    area: str = "",
    person: UUID | None = None,
    fields: Sequence[str] = (),
    reason: str = "",
    source: str = "screen",
) -> Event:
    """Write the event of one act, and enqueue what was subscribed to its verb, in the caller's transaction.

    subject  the record acted on; a person's own uuid and area are read from it
    person   the person it is about, when the subject is not the person itself
    fields   names of the changed fields, never their values
    """
    event = Event(
        **_common(verb, actor, reason),
        area=area or str(getattr(subject, "area_id", "") or ""),
        subject=name_of(subject),
        person=person or _person_of(subject),
        fields=list(fields),
        source=source,
    )
    with transaction.atomic():
        chain.append(Chain.EVENTS, [event])
        enqueue_for(event)
    return event


def record_many(verb: str, subjects: Iterable[models.Model], *, actor: Actor, reason: str = "", source: str) -> None:
    """Write one event per subject, in one go: for imports and loads."""
    events = [
        Event(
            **_common(verb, actor, reason),
            area=str(getattr(s, "area_id", "") or ""),
            subject=name_of(s),
            person=_person_of(s),
            fields=[],
            source=source,
        )
        for s in subjects
    ]
    with transaction.atomic():
        chain.append(Chain.EVENTS, events)
        for event in events:
            enqueue_for(event)


def looked(
    verb: str, *, actor: Actor, person: models.Model | None = None, persons: Iterable[UUID] = (), reason: str = ""
) -> None:
    """Write that the actor saw a person's file, or a list of persons. Called before the page leaves (fail closed)."""
    look = Look(
        **_common(verb, actor, reason),
        area=str(getattr(person, "area_id", "") or ""),
        subject=name_of(person),
        person=_person_of(person),
        persons=[str(p) for p in persons],
    )
    chain.append(Chain.LOOKS, [look])


def _common(verb: str, actor: Actor, reason: str) -> dict[str, Any]:
    return {
        "at": clock.now(),
        "actor_id": actor.user_id,
        "actor_name": actor.name[:100],
        "actor_roles": ",".join(actor.roles)[:200],
        "verb": verb,
        "reason": reason[:500],
        "request_id": current_request_id(),
    }


def name_of(subject: models.Model | None) -> str:
    """How the log names a record: its model and its uuid or key."""
    if subject is None:
        return ""
    return f"{subject._meta.label_lower}:{getattr(subject, 'uuid', subject.pk)}"


def _person_of(subject: Any) -> UUID | None:
    if subject is None:
        return None
    if subject._meta.label_lower == "people.person":
        return UUID(str(subject.uuid))
    found = getattr(subject, "person_uuid", None)
    return UUID(str(found)) if found else None
