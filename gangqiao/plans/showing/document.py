"""The plan as its pages show it, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from gangqiao.indicators.targets import Target, Words
from gangqiao.plans.document import CADENCE_WORDS, PART_WORDS, Part, Plan, Said, Task
from gangqiao.plans.models import UnitTask
from gangqiao.plans.reads import reduced
from gangqiao.plans.states import FINISHED


@dataclass(frozen=True, slots=True)
class Mark:
    """What a unit is to a task: a shape and the word for it."""

    shape: str
    word: Any
    part: str


PART_MARKS = {
    Part.LEADS: Mark("◆", PART_WORDS[Part.LEADS], Part.LEADS.value),
    Part.RESPONSIBLE: Mark("●", PART_WORDS[Part.RESPONSIBLE], Part.RESPONSIBLE.value),
    Part.COOPERATING: Mark("○", PART_WORDS[Part.COOPERATING], Part.COOPERATING.value),
}


@dataclass(frozen=True, slots=True)
class Owner:
    """A unit of the plan with its mark."""

    name: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class TaskShown:
    """A task or a part of one. done, owed: units that have finished it, of how many; 0 while no plan is in force."""

    id: str
    words: str
    clause: str
    quote: str
    line: int | None
    due_on: date | None
    cadence: Any
    is_early: bool
    owners: list[Owner]
    campaigns: list[str]
    requirements: str
    evidence: list[str]
    assigned: str
    added: str
    unconfirmed: str
    parts: list[TaskShown]
    done: int
    owed: int
    href: str


@dataclass(frozen=True, slots=True)
class TargetShown:
    id: str
    words: str
    target: Target
    is_rate: bool
    clause: str
    quote: str
    within: list[str]
    is_early: bool
    doubt: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One unit beside one duty; mark is null where it owes nothing."""

    unit: str
    mark: Mark | None


@dataclass(frozen=True, slots=True)
class MatrixGroup:
    """A task with its duties, each beside every unit."""

    task: TaskShown
    rows: list[tuple[TaskShown, list[Cell]]]


class Shower:
    """Shows one plan to one reader."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.language = get_language()
        self.units = {unit.id: self.say(unit.words) for unit in plan.units}
        self.campaigns = {said.id: self.say(said) for said in plan.campaigns}

    def say(self, words: Words | None) -> str:
        return words.in_language(self.language) if words else ""

    def unit_names(self) -> list[str]:
        return list(self.units.values())

    def head(self) -> dict[str, Any]:
        """Everything of the plan but its tasks."""
        plan = self.plan
        return {
            "key": plan.key,
            "title": self.say(plan.title),
            "issuer": self.say(plan.issuer),
            "issued_on": plan.issued_on,
            "unconfirmed": self.say(plan.unconfirmed),
            "goals": self._sentences(plan.goals),
            "basis": self._sentences(plan.policy_basis),
            "principles": self._sentences(plan.principles),
            "campaigns": self._sentences(plan.campaigns),
            "targets": [self._target(target) for target in plan.targets],
        }

    def _sentences(self, said: Sequence[Said]) -> list[dict[str, Any]]:
        return [{"words": self.say(one), "line": one.line, "added": self.say(one.added)} for one in said]

    def _target(self, target: Target) -> TargetShown:
        words = {one.id: self.say(one.words) for one in self.plan.targets}
        return TargetShown(
            id=target.id,
            words=words[target.id],
            target=reduced(target, settings.PLAN_SCALE),
            is_rate=bool(target.figure.denominator),
            clause=self.say(target.clause),
            quote=target.quote,
            within=[words[name] for name in target.within],
            is_early=self.plan.is_due_before_issue(target.due_on),
            doubt=self.say(self.plan.doubts.get(target.id)),
        )

    def tasks(self, tasks: Sequence[Task], owed: Sequence[UnitTask]) -> list[TaskShown]:
        return [self.task(task, owed) for task in tasks]

    def task(self, task: Task, owed: Sequence[UnitTask]) -> TaskShown:
        """The task; `owed` are what the units owe by the whole plan, from which its own are counted."""
        keys = {leaf.id for leaf in task.leaves}
        own = [one for one in owed if one.task_key in keys]
        return TaskShown(
            id=task.id,
            words=self.say(task.words),
            clause=self.say(task.clause),
            quote=task.quote,
            line=task.line,
            due_on=task.due_on,
            cadence=CADENCE_WORDS[task.cadence] if task.cadence else "",
            is_early=self.plan.is_due_before_issue(task.due_on),
            owners=[Owner(self.units[unit], PART_MARKS[part]) for part, unit in task.owed],
            campaigns=[self.campaigns[name] for name in task.campaigns],
            requirements=", ".join(task.requirements),
            evidence=[self.say(asked.words) for asked in task.evidence] if not task.parts else [],
            assigned=self.say(task.assigned),
            added=self.say(task.added),
            unconfirmed=self.say(task.unconfirmed),
            parts=[self.task(part, owed) for part in task.parts],
            done=sum(one.status in FINISHED for one in own),
            owed=len(own),
            href=reverse("plans:duty", args=[task.id]),
        )

    def matrix(self) -> list[MatrixGroup]:
        return [
            MatrixGroup(self.task(task, []), [(self.task(leaf, []), self._cells(leaf)) for leaf in task.leaves])
            for task in (*self.plan.tasks, *self.plan.measures)
        ]

    def _cells(self, task: Task) -> list[Cell]:
        parts = [(name, task.part_of(unit)) for unit, name in self.units.items()]
        return [Cell(name, PART_MARKS[part] if part else None) for name, part in parts]
