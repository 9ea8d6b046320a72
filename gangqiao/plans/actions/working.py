"""What a unit does with the tasks it owes: accept, begin, show evidence, report as done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

from django.db import transaction

from gangqiao.audit.steps import step
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.files import drop, keep
from gangqiao.plans.models import Evidence, UnitTask
from gangqiao.plans.reads import answers_for, tasks_in_force
from gangqiao.plans.refusals import FileTooLarge, NothingShown, NotThatKind, NotYourUnit
from gangqiao.plans.states import Status

MEGABYTES = 10
# Opened by nobody on the server, so only what an office shows: sheets, letters, scans, photographs.
KINDS = ("pdf", "docx", "doc", "wps", "xlsx", "xls", "et", "csv", "jpg", "jpeg", "png", "txt", "ofd")


@contextmanager
def _own_step(task_id: int, verb: str, actor: Actor) -> Iterator[UnitTask]:
    """One arrow, for a unit the actor answers for. Raises NotYourUnit, NotYourVerb, NotAllowedNow."""
    with step(UnitTask, task_id, verb, actor=actor) as task:
        if not answers_for(actor, task.unit_id, verb):
            raise NotYourUnit
        yield task


def accept(task_id: int, *, actor: Actor) -> UnitTask:
    """Say for the unit that it takes the task on."""
    with _own_step(task_id, "plans.accept", actor) as task:
        return task


def accept_all(unit_id: int, *, actor: Actor) -> int:
    """Accept everything that is given to the unit and has opened; how many were."""
    # Of the plan in force, whichever of its versions gave the task.
    given = tasks_in_force().filter(unit=unit_id, status=Status.GIVEN)
    keys = list(given.values_list("pk", flat=True)[:200])
    with transaction.atomic():
        for key in keys:
            accept(key, actor=actor)
    return len(keys)


def start(task_id: int, *, actor: Actor) -> UnitTask:
    """Say that the work has begun."""
    with _own_step(task_id, "plans.start", actor) as task:
        return task


def show(
    task_id: int,
    *,
    actor: Actor,
    words: str = "",
    figure: str = "",
    figure_day: date | None = None,
    counted: Decimal | None = None,
    file_name: str = "",
    content: bytes = b"",
) -> Evidence:
    """Give evidence: words, a figure, a file, or several of them. Raises NothingShown, FileTooLarge, NotThatKind.

    The file is kept before the row that names it is written: a row never names a file that is not there.
    """
    words = words.strip()
    if not words and not figure and not content:
        raise NothingShown
    if content:
        _check_file(file_name, content)
    kept = keep(content) if content else ""
    try:
        with _own_step(task_id, "plans.show", actor) as task:
            return Evidence.objects.create(
                task=task,
                words=words[:2000] or None,
                figure=figure,
                figure_day=figure_day,
                counted=counted,
                kept=kept,
                file_name=file_name[-120:],
                size=len(content),
                given_by_id=actor.user_id,
            )
    except BaseException:
        drop(kept)
        raise


def _check_file(file_name: str, content: bytes) -> None:
    if len(content) > MEGABYTES * 2**20:
        raise FileTooLarge(MEGABYTES)
    if file_name.rpartition(".")[2].lower() not in KINDS:
        raise NotThatKind(", ".join(KINDS))


def report_done(task_id: int, *, actor: Actor) -> UnitTask:
    """Say for the unit that the task is done. It waits then to be verified by somebody else."""
    with _own_step(task_id, "plans.report_done", actor) as task:
        task.reported_by_id, task.reported_on = actor.user_id, clock.today()
        task.verified_by, task.verified_on = None, None
    return task
