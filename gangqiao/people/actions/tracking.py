"""What a governed change touched, row by row, so that it can be explained and taken back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, TypeVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from gangqiao.audit.events import record
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.scope import everywhere
from gangqiao.people.actions.facts import remember
from gangqiao.people.models import GovernedChange, Person, Remembered
from gangqiao.people.refusals import DayNotPossible, ReasonMissing

R = TypeVar("R", bound=Remembered)

# Follow from other columns or from the act itself: neither compared nor put back.
NOT_IMAGED = {"revision", "recorded_from", "id_index", "phone_index", "last_confirmed_on"}


class Tracker:
    """Makes the changes of one governed act and keeps an image of every row before and after."""

    def __init__(self, effective_on: date, source: str) -> None:
        self.effective_on = effective_on
        self.source = source
        self.at = clock.now()
        self.images: list[dict[str, Any]] = []
        self.persons: dict[str, None] = {}
        self.fields: dict[str, None] = {}

    def change(self, row: models.Model, **values: Any) -> None:
        """Set columns of a row in place. Changed facts of a person are remembered with their earlier values."""
        before = image(row)
        if isinstance(row, Person):
            for fact in remember(row, values, on=self.effective_on, at=self.at):
                self.images.append(fact)
            self.persons[str(row.uuid)] = None
        for name, value in values.items():
            setattr(row, name, value)
            self.fields[name] = None
        if hasattr(row, "revision"):
            row.revision += 1
        row.save()
        self._keep(row, before, "change")

    def add(self, row: models.Model) -> None:
        """Store a new row."""
        row.save(force_insert=True)
        self._keep(row, None, "add")
        if isinstance(row, Person):
            self.persons[str(row.uuid)] = None

    def revise(self, row: Remembered, **values: Any) -> None:
        """Believe something else of a dated row: the earlier belief is kept as a version of it."""
        before = image(row)
        revise(row, at=self.at, **values)
        self._keep(row, before, "revise")

    def _keep(self, row: models.Model, before: dict[str, Any] | None, how: str) -> None:
        self.images.append({"model": row._meta.label, "pk": row.pk, "before": before, "after": image(row), "how": how})


def short_source(source: str) -> str:
    """A source as a dated row keeps it: 100 characters. The end of a longer one stays, it names the line of a sheet."""
    return source if len(source) <= 100 else f"{source[:39]}\u2026{source[-60:]}"


def image(row: models.Model) -> dict[str, Any]:
    """The columns of a row as JSON values, encrypted ones opened (images are sealed as a whole)."""
    # The area of a dated row follows its person (`carry_rows`), so it is no part of the row's own picture.
    follows = NOT_IMAGED | ({"area_id"} if isinstance(row, Remembered) else set())
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.attname not in follows}
    plain: dict[str, Any] = json.loads(json.dumps(values, cls=DjangoJSONEncoder, ensure_ascii=False))
    return plain


def version_of(row: R, at: datetime) -> R:
    """What is believed of a dated row now, as an earlier belief that ends at an instant. Not yet stored."""
    earlier = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key}
    return type(row)(**{**earlier, "recorded_to": at, "version_of_id": row.pk})


def revise(row: Remembered, *, at: datetime, **values: Any) -> None:
    """Close the present belief as a version and write the new one in its place, so that the row keeps its key."""
    version_of(row, at).save(force_insert=True)
    for name, value in values.items():
        setattr(row, name, value)
    row.recorded_from = at
    row.save()


@contextmanager
def governed(
    verb: str,
    *,
    actor: Actor,
    area: str,
    reason: str,
    effective_on: date | None = None,
    subject: models.Model | None = None,
    source: str = "screen",
) -> Iterator[Tracker]:
    """Run a change that needs a reason and can be taken back, in one transaction with its event.

    Raises ReasonMissing; DayNotPossible when the day lies in the future.
    """
    day = effective_on or clock.today()
    if len(reason.strip()) < 2:
        raise ReasonMissing
    if day > clock.today():
        raise DayNotPossible(day)
    with transaction.atomic():
        tracker = Tracker(day, source)
        yield tracker
        touched = list(tracker.persons)
        change = GovernedChange(
            area_id=area,
            verb=verb,
            person=subject if isinstance(subject, Person) else None,
            persons=touched,
            reason=reason.strip(),
            effective_on=day,
            made_at=tracker.at,
            made_by=actor.user_id,
            made_by_name=actor.name,
            images=json.dumps(tracker.images, ensure_ascii=False),
        )
        change.save()
        record(verb, actor=actor, subject=subject, area=area, fields=list(tracker.fields), reason=reason, source=source)
        _record_others(verb, change, subject, actor, reason, source)


def _record_others(
    verb: str, change: GovernedChange, subject: models.Model | None, actor: Actor, reason: str, source: str
) -> None:
    """Every other person the change touched gets an event of their own, so that their file shows it."""
    first = str(getattr(subject, "uuid", ""))
    # A transfer has carried them out of the scope of the one who made it; their file shows it all the same.
    with everywhere(reason="events of a governed change"):
        others = list(Person.objects.filter(uuid__in=[p for p in change.persons if p != first]).order_by("pk"))
    for person in others:
        record(verb, actor=actor, subject=person, reason=reason, source=source)
