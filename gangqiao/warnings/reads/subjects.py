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
from gangqiao.plans.reads import current_targets, plan_behind, tasks_in_force
from gangqiao.warnings.models import About


@dataclass(frozen=True, slots=True)
class Subject:
    """One matter. named: in the plan's own words; href: its page."""

    about: str
    key: str
    named: Words
    href: str


Finder = Callable[[str, Unit], Subject | None]
_finders: dict[str, Finder] = {}


def find_with(about: str, finder: Finder) -> None:
    """Tell how matters of a kind are found. A finder gives None for what is not there or not the unit's."""
    _finders[about] = finder


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


find_with(About.TARGET, _target)
find_with(About.TASK, _task)
