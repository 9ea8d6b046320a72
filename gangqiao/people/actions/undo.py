"""Take a governed change back: rows return to what they were, and history says so instead of forgetting."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models, transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.scope import everywhere
from gangqiao.people.actions.carrying import carry_companions, lock_companions
from gangqiao.people.actions.locking import carry_rows
from gangqiao.people.actions.tracking import image, revise
from gangqiao.people.models import Fact, GovernedChange, Household, Person, Remembered
from gangqiao.people.refusals import AlreadyUndone, CannotUndo, ReasonMissing


def undo(change: UUID, *, actor: Actor, reason: str, verb: str = "people.undo") -> GovernedChange:
    """Take a change back, whole or not at all. Either side of a transfer may.

    Raises GovernedChange.DoesNotExist (absent or out of scope), NotYourVerb, AlreadyUndone, ReasonMissing, and
    CannotUndo when a row the change touched has been changed since.
    """
    if len(reason.strip()) < 2:
        raise ReasonMissing
    may_see = find_change(change, actor)
    with transaction.atomic(), everywhere(reason="undo of a governed change"):
        row: GovernedChange = GovernedChange.objects.select_for_update().get(pk=may_see.pk)
        if not actor.may(verb, row.area_id) and not any(actor.may(verb, a) for a in _areas(row)):
            raise NotYourVerb
        if row.undone_at is not None:
            raise AlreadyUndone
        images = json.loads(row.images)
        homes = [e["pk"] for e in images if e["model"] == Household._meta.label]
        homes += [p.household_id for p in _persons(row) if p.household_id]
        before = _areas(row)
        lock_companions(homes)
        _refuse_if_changed(images)
        now = clock.now()
        for entry in reversed(images):
            _put_back(entry, now)
        for person in _persons(row):
            carry_rows(person)
            record(verb, actor=actor, subject=person, reason=reason)
        _carry_others(row, homes, before)
        row.undone_at, row.undone_by_name, row.undone_reason = now, actor.name, reason.strip()
        row.save(update_fields=["undone_at", "undone_by_name", "undone_reason"])
        if not row.persons:
            record(verb, actor=actor, subject=row, reason=reason)
    return row


def _carry_others(row: GovernedChange, homes: list[int], before: list[str]) -> None:
    persons = _persons(row)
    carry_companions([*homes, *(p.household_id for p in persons)], [p.pk for p in persons], before)


def find_change(change: UUID, actor: Actor, verb: str | None = None) -> GovernedChange:
    """The change, if it was made in the actor's areas or touched a person who is there now. Raises DoesNotExist.

    verb  only the areas in which the actor has this verb count; null: any verb
    """
    with everywhere(reason="undo of a governed change"):
        row: GovernedChange = GovernedChange.objects.get(uuid=change)
        seen = {row.area_id, *_areas(row)}
    if not any(path.startswith(area) for area in actor.areas(verb) for path in seen):
        raise GovernedChange.DoesNotExist
    return row


def changes_of(person: Person) -> list[GovernedChange]:
    """The changes that touched a person, newest first. The person must have been read within the reader's scope.

    Also those made elsewhere before the record came here: the taking side of a transfer may take it back.
    """
    with everywhere(reason="governed changes of one person"):
        return list(GovernedChange.objects.filter(persons__icontains=str(person.uuid)).order_by("-pk"))


def _persons(row: GovernedChange) -> list[Person]:
    return list(Person.objects.filter(uuid__in=row.persons).order_by("pk"))


def _areas(row: GovernedChange) -> list[str]:
    return [p.area_id for p in _persons(row)]


def _model(entry: dict[str, Any]) -> type[models.Model]:
    return apps.get_model(entry["model"])


def _refuse_if_changed(images: list[dict[str, Any]]) -> None:
    """Every touched row must still be what the change left behind; of several images of a row the last counts."""
    last = {(e["model"], e["pk"]): e for e in images if "after" in e}
    for (_label, pk), entry in last.items():
        row = _model(entry)._default_manager.filter(pk=pk).first()
        if row is None or image(row) != entry["after"]:
            raise CannotUndo(row._meta.verbose_name if row else entry["model"])


def _put_back(entry: dict[str, Any], now: datetime) -> None:
    row = _model(entry)._default_manager.get(pk=entry["pk"])
    how = entry["how"]
    if isinstance(row, Fact):
        _put_back_fact(row, how, now)
    elif how == "add":
        _take_out(row, now)
    elif how == "revise":
        assert isinstance(row, Remembered)
        revise(row, at=now, **_values(row, entry["before"]))
    else:
        for name, value in _values(row, entry["before"]).items():
            setattr(row, name, value)
        if hasattr(row, "revision"):
            row.revision += 1
        row.save()


def _take_out(row: models.Model, now: datetime) -> None:
    """A row the change made is no longer believed; a household it founded was never there."""
    if isinstance(row, Household):
        row.head_id, row.dissolved_on = None, row.registered_on
        row.save()
    elif isinstance(row, Remembered):
        row.recorded_to = now
        row.save(update_fields=["recorded_to"])


def _put_back_fact(fact: Fact, how: str, now: datetime) -> None:
    if how == "believe" and fact.recorded_to is None:
        fact.recorded_to = now
        fact.save(update_fields=["recorded_to"])
    elif how == "supersede":
        Fact.objects.create(
            area_id=fact.area_id,
            person=fact.person,
            key=fact.key,
            value=fact.value,
            valid_from=fact.valid_from,
            valid_to=fact.valid_to,
            recorded_from=now,
        )


def _values(row: models.Model, before: dict[str, Any]) -> dict[str, Any]:
    """Column values from their JSON image, without the key."""
    fields = {f.attname: f for f in row._meta.concrete_fields if not f.primary_key}
    return {name: fields[name].to_python(value) for name, value in before.items() if name in fields}
