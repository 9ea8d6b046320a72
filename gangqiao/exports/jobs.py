"""Makes what may be made, and deletes what has been kept long enough."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django_tasks import task

from gangqiao.accounts.reads import actor_of
from gangqiao.audit.events import looked, looked_each
from gangqiao.audit.models import Event
from gangqiao.audit.reads import persons_looked_at
from gangqiao.audit.steps import step
from gangqiao.audit.subscriptions import after, enqueue
from gangqiao.exports import limits
from gangqiao.exports.actions import require_post
from gangqiao.exports.kinds import Made, kind_of
from gangqiao.exports.models import Export
from gangqiao.exports.states import Status
from gangqiao.kernel import clock, files
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.lifecycle import NotAllowedNow
from gangqiao.kernel.scope import scope_of
from gangqiao.ledgers.reads.page import UnknownArea

TOLD_EVERY = 10_000  # rows between two signs of life on the page
PERSONS_A_LOOK = 2_000
TAKE_OUT = "exports.take_out"
TRIES = 3


@after("exports.ask")
@after("exports.approve")
@after("exports.ask_again")
def make_file(event: Event) -> None:
    """Make the file of the export an event is about, if it may be made. A second run, or one after a kill, begins anew.

    Who lost the post in the meantime gets no file.
    """
    export = Export.objects.select_related("asker").filter(uuid=event.subject.partition(":")[2]).first()
    if export is None or export.status != Status.APPROVED:
        return
    try:
        require_post(export, "exports.ask", actor_of(export.asker))
        made = _make_whole(export)
        _write_down(export, made)
    except UnknownArea:
        _fail(export, "")
    except Refusal as refusal:
        _fail(export, str(refusal))
    else:
        _hand_over(export, made)


def _make_whole(export: Export) -> Made:
    """Registrations while the file is written make it incomplete: then it is written again, a few times."""
    for chance in range(TRIES):
        try:
            return kind_of(export).make(export, lambda rows: _tell(export, rows))
        except Refusal as refusal:
            if refusal.code != "not_complete" or chance == TRIES - 1:
                raise
    raise AssertionError("unreachable")


def _tell(export: Export, rows: int) -> None:
    if rows // TOLD_EVERY != export.seen // TOLD_EVERY:
        export.seen = rows
        Export.objects.filter(pk=export.pk).update(seen=rows, touched_at=clock.now())


def _write_down(export: Export, made: Made) -> None:
    """The log knows whom the file shows before anybody can fetch it (fail closed).

    Those whom a killed run has written down already are not written a second time.
    """
    actor = actor_of(export.asker)
    written = persons_looked_at(TAKE_OUT, export, actor=actor)
    persons = [person for person in dict.fromkeys(made.persons) if person not in written]
    if export.is_sensitive:
        looked_each(TAKE_OUT, persons, actor=actor, subject=export, reason=export.purpose)
        return
    for start in range(0, len(persons), PERSONS_A_LOOK):
        looked(TAKE_OUT, actor=actor, persons=persons[start : start + PERSONS_A_LOOK], subject=export)


def _hand_over(export: Export, made: Made) -> None:
    """Keep the file and say that it is there. When another run was first, its file stays and this one goes."""
    name = files.keep(made.content)
    try:
        with step(Export, export.pk, "exports.make", actor=SYSTEM, source="job") as row:
            row.file, row.size, row.written = name, len(made.content), made.rows
            row.made_at = clock.now()
            row.expires_at = row.made_at + timedelta(days=limits.days_kept())
            enqueue(expire.using(run_after=row.expires_at), str(row.uuid), row.area_id)
    except BaseException as error:
        files.drop(name)
        if not isinstance(error, NotAllowedNow):
            raise


def _fail(export: Export, sentence: str) -> None:
    with step(Export, export.pk, "exports.fail", actor=SYSTEM, source="job") as row:
        row.said = sentence


@task()
def expire(export: str, area: str) -> None:
    """Delete the file of an export whose time is over. A second call, or one too early, changes nothing."""
    with scope_of([area]):
        row = Export.objects.filter(uuid=UUID(export), status=Status.MADE).first()
        if row is None or row.is_fetchable:
            return
        files.drop(row.file)
        with step(Export, row.pk, "exports.expire", actor=SYSTEM, source="job") as gone:
            gone.file = ""
