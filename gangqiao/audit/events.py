"""Records what is done and what is looked at. Nothing changes without an event; a failing log fails the act."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models

from gangqiao.audit import chain
from gangqiao.audit.gathering import write
from gangqiao.audit.models import Chain, Event, Look
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
    Inside of `gathering.together` the event has its number only when that ends.
    """
    event = Event(
        **_common(verb, actor, reason),
        area=area or str(getattr(subject, "area_id", "") or ""),
        subject=name_of(subject),
        person=person or _person_of(subject),
        fields=list(fields),
        source=source,
    )
    write([event])
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
    write(events)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the log is to say of one act of many; the words are those of `record`."""

    verb: str
    subject: models.Model
    source: str
    person: UUID | None = None
    fields: Sequence[str] = ()
    reason: str = ""


def record_each(entries: Iterable[Entry], *, actor: Actor) -> None:
    """Write the events of many acts in one go, in the order given: each with its own verb, fields and source."""
    common = _common("", actor, "")
    events = [
        Event(
            **{**common, "verb": entry.verb, "reason": entry.reason[:500]},
            area=str(getattr(entry.subject, "area_id", "") or ""),
            subject=name_of(entry.subject),
            person=entry.person or _person_of(entry.subject),
            fields=list(entry.fields),
            source=entry.source,
        )
        for entry in entries
    ]
    write(events)


def looked(
    verb: str,
    *,
    actor: Actor,
    person: models.Model | None = None,
    persons: Iterable[UUID] = (),
    subject: models.Model | None = None,
    reason: str = "",
) -> None:
    """Write that the actor saw a person's file, or a list of persons. Called before the page leaves (fail closed).

    `subject`: what shows the persons, when it is a record of its own.
    """
    look = Look(
        **_common(verb, actor, reason),
        area=str(getattr(person or subject, "area_id", "") or ""),
        subject=name_of(person or subject),
        person=_person_of(person),
        persons=[str(p) for p in persons],
    )
    chain.append(Chain.LOOKS, [look])


def looked_each(
    verb: str, persons: Sequence[UUID], *, actor: Actor, subject: models.Model | None = None, reason: str = ""
) -> None:
    """Write one look for each person, so that the log of each shows it: for what leaves the house.

    Short transactions of 200: the log is one chain, and others write it, too. A second call writes them again.
    """
    area = str(getattr(subject, "area_id", "") or "")
    for start in range(0, len(persons), 200):
        common = _common(verb, actor, reason)
        chain.append(
            Chain.LOOKS,
            [
                Look(**common, area=area, subject=name_of(subject), person=person, persons=[])
                for person in persons[start : start + 200]
            ],
        )


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
