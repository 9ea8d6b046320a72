"""What a unit can be urged about: a target, a task it owes, an issue. Each kind is found by its own finder.

Issues lie above, with headquarters, which tells how they are found: `find_with("issue", finder)`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from gangqiao.accounts.models import Unit
from gangqiao.indicators.targets import Words
from gangqiao.kernel.words import Say
from gangqiao.plans.models import UnitTask
from gangqiao.plans.reads import current_plan, current_targets, plan_behind, tasks_in_force
from gangqiao.plans.states import Status as TaskStatus
from gangqiao.warnings.models import About, StandingOn
from gangqiao.warnings.policy import Light


@dataclass(frozen=True, slots=True)
class Subject:
    """One matter. named: in the plan's own words; href: its page."""

    about: str
    key: str
    named: Words
    href: str


Finder = Callable[[str, Unit], Subject | None]
Settler = Callable[[str, Unit], Say | None]
_finders: dict[str, Finder] = {}
_settlers: dict[str, Settler] = {}


def find_with(about: str, finder: Finder, settler: Settler | None = None) -> None:
    """Tell how matters of a kind are found, and when one is settled.

    A finder gives None for what is not there or not the unit's; a settler for what the unit still has to do.
    """
    _finders[about] = finder
    if settler is not None:
        _settlers[about] = settler


def settled_by(about: str, key: str, unit: Unit) -> Say | None:
    """Why nobody has to answer for the matter any more; None while somebody has."""
    settler = _settlers.get(about)
    return settler(key, unit) if settler else None


def find_subject(about: str, key: str, unit: Unit) -> Subject | None:
    """The matter the unit may be urged about; None when there is none such, or it is not this unit's."""
    finder = _finders.get(about)
    return finder(key, unit) if finder else None


def _target(key: str, unit: Unit) -> Subject | None:
    target = next((t for t in current_targets() if t.id == key), None)
    if target is None:
        return None
    return Subject(About.TARGET, key, target.words, reverse("warnings:target", args=[key]))


def _task(key: str, unit: Unit) -> Subject | None:
    try:
        uuid = UUID(key)
    except ValueError:
        return None
    task = tasks_in_force().select_related("version").filter(uuid=uuid, unit=unit).first()
    if task is None:
        return None
    leaf = plan_behind(task).find_task(task.task_key)
    period = f" ({task.period})" if task.period else ""
    words = leaf.words if leaf else Words(task.task_key, task.task_key)
    named = Words(f"{task.task_key} {words.zh}{period}", f"{task.task_key} {words.en}{period}")
    return Subject(About.TASK, str(task.uuid), named, reverse("plans:task", args=[task.uuid]))


def _target_reached(key: str, unit: Unit) -> Say | None:
    """By the standing that was kept last: the night keeps it just before it asks."""
    kept = StandingOn.objects.filter(plan_key=current_plan().key, target=key, unit=unit).order_by("-day").first()
    if kept is None or kept.light != Light.REACHED:
        return None
    return Say(
        "The target is reached: %(persons)s persons on %(day)s.", persons=f"{kept.persons:,}", day=kept.day.isoformat()
    )


def _task_settled(key: str, unit: Unit) -> Say | None:
    task = UnitTask.objects.filter(uuid=key, unit=unit).first()
    if task is None or task.status not in (TaskStatus.VERIFIED, TaskStatus.WITHDRAWN):
        return None
    return Say("The task is verified.") if task.status == TaskStatus.VERIFIED else Say("The task was withdrawn.")


find_with(About.TARGET, _target, _target_reached)
find_with(About.TASK, _task, _task_settled)
