"""Questions to the log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import QuerySet

from gangqiao.audit.events import name_of
from gangqiao.audit.kinds import KINDS
from gangqiao.audit.models import Chain, ChainHead, Event, Look
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.verbs import labels_of_acts

MODEL = {Chain.EVENTS.value: Event, Chain.LOOKS.value: Look}


def head(chain: str = Chain.EVENTS) -> int:
    """The number of the last event: the version of all data (0 before the first)."""
    return ChainHead.objects.filter(pk=chain).values_list("seq", flat=True).first() or 0


def persons_changed_since(seq: int, *, at_most: int = 2000) -> set[UUID] | None:
    """The persons whom events after `seq` are about; None when too many, or when an event names none in particular."""
    found: set[UUID] = set()
    # What is said of doubts changes no fact of anybody.
    events = Event.objects.filter(seq__gt=seq).exclude(verb__startswith="quality.")
    rows = list(events.values_list("person", "verb", "subject")[: at_most + 1])
    if len(rows) > at_most:
        return None  # the rest was not read: it may be about others
    for person, verb, subject in rows:
        if person is None:
            # An event about one other thing (a household, a choice of columns) changes no person by itself: whom it
            # touched has an event of their own. One about nothing in particular (a load) may have changed everybody.
            if not subject and verb.split(".")[0] in ("people", "synth", "ledgers"):
                return None
            continue
        found.add(person)
    return found


def who_looked(person: UUID, limit: int = 50) -> QuerySet[Look]:
    """Looks at one person's file, newest first."""
    return Look.objects.filter(person=person).order_by("-seq")[:limit]


def persons_looked_at(verb: str, subject: models.Model, *, actor: Actor) -> set[UUID]:
    """Whom the log says that a record has shown an actor: so that a job that runs again does not write it twice."""
    looks = Look.objects.filter(actor_id=actor.user_id, verb=verb, subject=name_of(subject))
    found: set[UUID] = set()
    for person, persons in looks.order_by().values_list("person", "persons").iterator():
        found.update(UUID(one) for one in persons)
        if person is not None:
            found.add(person)
    return found


def what_happened(person: UUID, limit: int = 100) -> QuerySet[Event]:
    """Changes of one person's record, newest first."""
    return Event.objects.filter(person=person).order_by("-seq")[:limit]


PAGE = 50
COUNT_AT_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the log as a page shows it.

    kind    the sort of record; area: the name of its place
    fields  what was changed, as its forms call it
    keys    what else was changed, by the names of the program: no form shows it
    """

    link: Any
    verb: Any
    kind: Any
    area: str
    fields: list[str]
    keys: list[str]


@dataclass(frozen=True, slots=True)
class LogPage:
    """One page of a chain, newest first.

    count        how many entries match, counted to COUNT_AT_MOST
    is_more      true when there are more than that
    next_before  the number to go on before; null on the last page
    """

    entries: list[Entry]
    count: int
    is_more: bool
    next_before: int | None


def log_page(chain: str, *, verb: str = "", actor: str = "", before: int | None = None) -> LogPage:
    """A page of a chain, from before a number on. `actor` is the beginning of a name."""
    found = MODEL[chain]._default_manager.order_by("-seq")
    if verb:
        found = found.filter(verb=verb)
    if actor:
        found = found.filter(actor_name__startswith=actor)
    count = found.values("seq")[: COUNT_AT_MOST + 1].count()
    links = list((found.filter(seq__lt=before) if before else found)[: PAGE + 1])
    return LogPage(
        entries=_shown(links[:PAGE]),
        count=min(count, COUNT_AT_MOST),
        is_more=count > COUNT_AT_MOST,
        next_before=links[PAGE - 1].seq if len(links) > PAGE else None,
    )


def _shown(links: list[Any]) -> list[Entry]:
    labels = labels_of_acts()
    # By its name, since the log lies below the places: it stores paths and needs their names only to be read.
    names = apps.get_model("places", "Division").objects.in_bulk({link.area for link in links if link.area})
    return [
        Entry(
            link,
            labels.get(link.verb, link.verb),
            _kind_of(link.subject),
            names[link.area].name if link.area in names else "",
            *_fields_of(link),
        )
        for link in links
    ]


def _fields_of(link: Any) -> tuple[list[str], list[str]]:
    """The changed fields that have a word, by their words, and the keys of the others."""
    keys = getattr(link, "fields", None) or []
    words = {key: _word_of(link.subject.partition(":")[0], key) for key in keys}
    return [str(words[key]) for key in keys if words[key]], [key for key in keys if not words[key]]


def _kind_of(subject: str) -> Any:
    label = subject.partition(":")[0]
    if label in KINDS:
        return KINDS[label]
    try:
        return apps.get_model(label)._meta.verbose_name if label else ""
    except LookupError:
        return label  # a table of an earlier release


def _word_of(table: str, key: str) -> Any:
    """What the forms of a table call one of its fields; "" when no form shows it."""
    # An act on a household names the fields of its members.
    for owner in (table, "people.person"):
        try:
            field = apps.get_model(owner)._meta.get_field(key.removesuffix("_id"))
        except (LookupError, ValueError, FieldDoesNotExist):
            continue
        if field.is_relation and field.related_model:
            return KINDS.get(field.related_model._meta.label_lower, "")
        word = getattr(field, "verbose_name", "")
        # Without a name of its own a field is called as in the program, with spaces.
        return "" if word == field.name.replace("_", " ") else word
    return ""
