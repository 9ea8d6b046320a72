"""What the job does with a filled workbook or a comparison: finish it, give it up, and let old ones go."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction

from gangqiao.audit.events import looked
from gangqiao.audit.steps import step
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.kernel.files import drop, keep
from gangqiao.kernel.lifecycle import NotAllowedNow
from gangqiao.reports.models import Comparison, Filling

DAYS_KEPT = 7
NAMED_A_LOOK = 1000


def finish(
    model: type[Any], pk: int, content: bytes, *, actor: Actor, verb: str, persons: Iterable[UUID], **values: Any
) -> None:
    """Keep the result, and log whom the reader sees in it, in one transaction. A second finish changes nothing."""
    file = keep(content)
    try:
        with step(model, pk, "reports.finish", actor=SYSTEM) as row:
            row.file, row.expires_on = file, clock.today() + timedelta(days=DAYS_KEPT)
            for name, value in values.items():
                setattr(row, name, value)
            rest = iter(persons)
            while chunk := list(islice(rest, NAMED_A_LOOK)):
                looked(verb, actor=actor, persons=chunk)
    except NotAllowedNow:
        drop(file)  # another run of the same job was faster
    except BaseException:
        drop(file)
        raise


def give_up(model: type[Any], pk: int, said: str) -> None:
    """Tell why it could not be made. Nothing happens when it was made meanwhile."""
    try:
        with step(model, pk, "reports.give_up", actor=SYSTEM) as row:
            row.said = said
    except NotAllowedNow:
        return


def drop_expired() -> int:
    """Let the files of the scope go whose week is over; gives how many."""
    gone = 0
    for model in (Filling, Comparison):
        for row in model.objects.filter(expires_on__lt=clock.today()).exclude(file="")[:200]:
            with transaction.atomic():
                model.objects.filter(pk=row.pk).update(file="")
            drop(row.file)
            gone += 1
    return gone
