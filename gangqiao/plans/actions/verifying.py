"""What others say about a task that was reported as done. Never the unit itself, never who reported or showed it."""

from __future__ import annotations

from gangqiao.audit.steps import step
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.plans.models import Evidence, UnitTask
from gangqiao.plans.reads import answers_for
from gangqiao.plans.refusals import OwnWork


def verify(task_id: int, *, actor: Actor) -> UnitTask:
    """Say that what was reported is so. Raises OwnWork."""
    with step(UnitTask, task_id, "plans.verify", actor=actor) as task:
        _not_own(task, actor)
        task.verified_by_id, task.verified_on = actor.user_id, clock.today()
    return task


def send_back(task_id: int, *, reason: str, actor: Actor) -> UnitTask:
    """Say that it is not done, and what is missing. Raises OwnWork, NoteNeeded."""
    with step(UnitTask, task_id, "plans.send_back", actor=actor, note=reason) as task:
        _not_own(task, actor)
        task.note = reason.strip()[:500]
        task.verified_by, task.verified_on = None, None
    return task


def may_verify(task: UnitTask, actor: Actor) -> bool:
    """Whether the actor is another than the unit and those who worked on the task."""
    mine = task.reported_by_id == actor.user_id or Evidence.objects.filter(task=task, given_by=actor.user_id).exists()
    return not mine and not answers_for(actor, task.unit_id, "plans.report_done")


def _not_own(task: UnitTask, actor: Actor) -> None:
    if not may_verify(task, actor):
        raise OwnWork
