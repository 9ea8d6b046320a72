"""Takes the chosen rows of a workbook in, in short transactions. May be killed at any moment, and run twice or beside
itself: what a row has come to is written in the transaction in which its acts are done.
"""

from __future__ import annotations

import logging
from array import array
from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db import Error, OperationalError, transaction
from django.db.models import Count

from gangqiao.audit.models import Event
from gangqiao.audit.steps import step
from gangqiao.audit.subscriptions import after
from gangqiao.imports.actions.applying import CannotBeTaken, Run, refuse_row, revisions_left, take_in, waiting_rows
from gangqiao.imports.actions.doing import founds_household
from gangqiao.imports.models import Import, Row
from gangqiao.imports.states import Decision, Status
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.collecting import few_collections

CHUNK = 200  # rows of one transaction: phones wait no longer than that takes (stack.md, "one writer")
TRIES = 5
logger = logging.getLogger(__name__)


@after("imports.apply")
def apply_rows(event: Event) -> None:
    """Take in the chosen rows of the import the event is about."""
    apply_waiting(UUID(event.subject.rpartition(":")[2]))


def apply_waiting(uuid: UUID) -> None:
    """Take in every row that waits, heads of new households first, then finish. Run within the import's area.

    Does nothing when the import is not being taken in. A run that was killed is taken up by calling this again.
    """
    source = Import.objects.get(uuid=uuid)
    if source.status != Status.APPLYING:
        return
    try:
        run = _start(source.pk)
        with few_collections():
            for keys in _founding(source.pk):
                _take(run, keys)
            for keys in _chunks(source.pk):
                _take(run, keys)
    except Exception:
        # A fault of ours. The rows that wait can be taken in by pressing the button again.
        _finish(source.pk, with_waiting=True)
        raise
    _finish(source.pk)


def _start(source: int) -> Run:
    chosen = Row.objects.filter(source=source, decision=Decision.TAKE, person__isnull=False).order_by()
    often = chosen.values("person").annotate(n=Count("pk")).filter(n__gt=1).values_list("person", flat=True)
    run = Run(source, frozenset(often))
    if run.repeated:
        run.ours = revisions_left(source, run.repeated)
    return run


def _chunks(source: int, *, newcomers: bool = False) -> Iterator[list[int]]:
    """The keys of the rows that wait, in the order of the lines."""
    waiting = waiting_rows(source).filter(person=None) if newcomers else waiting_rows(source)
    keys = array("q", waiting.order_by("sheet", "line").values_list("pk", flat=True).iterator())
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK].tolist()


def _founding(source: int) -> Iterator[list[int]]:
    """The keys of rows that found households: their members can only be taken in after them."""
    found: list[int] = []
    for keys in _chunks(source, newcomers=True):
        found += [row.pk for row in waiting_rows(source).filter(pk__in=keys) if founds_household(row)]
        while len(found) >= CHUNK:
            yield found[:CHUNK]
            del found[:CHUNK]
    if found:
        yield found


def _take(run: Run, keys: Sequence[int]) -> None:
    """Take rows in: all at once, and if that fails one by one, so that one bad row stops nobody."""
    try:
        _insist(run, keys)
    except OperationalError:
        raise
    except Exception as error:
        if len(keys) > 1:
            for key in keys:
                _take(run, [key])
            return
        # The kind of error and the row, never the text: it may hold what the row says of a person.
        logger.error("row %s of import %s cannot be taken in: %s", keys[0], run.source, type(error).__name__)
        refuse_row(run, keys[0], CannotBeTaken())


def _insist(run: Run, keys: Sequence[int]) -> None:
    """Try again when another writer was in the way: a deadlock, or the same ID number at the same moment."""
    for attempt in range(TRIES):
        try:
            take_in(run, keys)
            return
        except OperationalError:
            if attempt == TRIES - 1:
                raise
        except Error:
            if attempt:
                raise


def _finish(source: int, *, with_waiting: bool = False) -> None:
    with transaction.atomic():
        locked = Import.objects.select_for_update().get(pk=source)
        # A second run beside this one may have finished, or still be at its last rows.
        if locked.status != Status.APPLYING or (waiting_rows(source).exists() and not with_waiting):
            return
        with step(Import, source, "imports.finish", actor=SYSTEM, source="job") as row:
            row.applied_at = clock.now()
