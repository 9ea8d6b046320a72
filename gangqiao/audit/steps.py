"""One door changes a status: it locks the record, checks verb and arrow, saves, and writes the event."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from gangqiao.audit.events import record
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.errors import Refusal

M = TypeVar("M", bound=models.Model)


class NotYourVerb(Refusal):
    """The actor holds no post that gives the verb over this area."""

    def __init__(self) -> None:
        super().__init__(
            _("Your post does not include this act here. Ask your office to do it or to extend your post.")
        )


@contextmanager
def step(model: type[M], pk: Any, verb: str, *, actor: Actor, note: str = "", source: str = "screen") -> Iterator[M]:
    """Take one arrow of a record's life cycle; changes made to the record inside the block are saved with it.

    Raises DoesNotExist (also when out of scope), NotYourVerb, NotAllowedNow; then nothing has changed.
    """
    with transaction.atomic():
        row = model._default_manager.select_for_update().get(pk=pk)
        with step_of(row, verb, actor=actor, note=note, source=source):
            yield row


@contextmanager
def step_of(row: M, verb: str, *, actor: Actor, note: str = "", source: str = "screen") -> Iterator[M]:
    """The same for a record that the caller has read and locked in the transaction that is open.

    Raises NotYourVerb, NotAllowedNow.
    """
    cycle = row.LIFE_CYCLE
    require(actor, verb, row)
    arrow = cycle.check(verb, getattr(row, cycle.field), note=note)
    before = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    yield row
    setattr(row, cycle.field, arrow.target)
    row.save()
    changed = [name for name, value in before.items() if getattr(row, name) != value]
    record(verb, actor=actor, subject=row, fields=changed, reason=note, source=source)


def require(actor: Actor, verb: str, row: Any = None, *, area: str | None = None) -> None:
    """Refuse when no post of the actor gives the verb over the record's area, or its keeper. The system itself may."""
    if actor.user_id is None and actor.name == "system":
        return
    paths = [area] if row is None else getattr(row, "paths", [getattr(row, "area_id", area)])
    if not any(actor.may(verb, path) for path in paths):
        raise NotYourVerb
