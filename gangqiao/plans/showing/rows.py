"""What units owe as rows of a page: with the standing of each and the reason for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from gangqiao.accounts.models import Unit
from gangqiao.plans.document import Part, Plan, Task
from gangqiao.plans.models import Evidence, UnitTask
from gangqiao.plans.showing.document import PART_MARKS, Mark
from gangqiao.plans.standing import Light, Standing, standing_of
from gangqiao.plans.states import Status
from gangqiao.plans.wording import figure_name, figure_unit

STATUS_TONES = {Status.DONE: "busy", Status.VERIFIED: "good", Status.SENT_BACK: "warn"}


@dataclass(frozen=True, slots=True)
class Row:
    """A unit's task as a list shows it. period: "2020-03" or ""."""

    task: UnitTask
    words: str
    period: str
    mark: Mark
    standing: Standing
    is_early: bool
    status: Any
    status_tone: str
    href: str


def all_shown(plan: Plan, tasks: Sequence[UnitTask], today: date) -> list[Row]:
    """The tasks, the most urgent first: by light, then by the last day, those without one at the end."""
    leaves = {leaf.id: leaf for leaf in plan.leaves}
    rows = [_shown(plan, task, leaves.get(task.task_key), today) for task in tasks]
    return sorted(rows, key=lambda row: (row.standing.light, row.standing.last_day or date.max, row.task.task_key))


def standing(plan: Plan, task: UnitTask, today: date) -> Standing:
    return standing_of(
        task.status,
        due_on=task.due_on,
        issued_on=plan.issued_on,
        given_on=max(task.given_on, task.opens_on),
        reported_on=task.reported_on,
        today=today,
    )


def _shown(plan: Plan, task: UnitTask, leaf: Task | None, today: date) -> Row:
    return Row(
        task=task,
        words=leaf.words.in_language(get_language()) if leaf else task.task_key,
        period=task.period,
        mark=PART_MARKS[Part(task.part)],
        standing=standing(plan, task, today),
        is_early=plan.is_due_before_issue(task.due_on),
        status=Status(task.status).label,
        status_tone=STATUS_TONES.get(Status(task.status), "calm"),
        href=reverse("plans:task", args=[task.uuid]),
    )


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit of the board: how many of its tasks have each light, and how many are owed in all."""

    unit: Unit
    counts: list[tuple[Light, int]]
    total: int
    worst: Standing | None
    href: str


def board_of(plan: Plan, tasks: Sequence[UnitTask], today: date) -> list[UnitRow]:
    """Every unit that owes something, in the order of the units' codes: departments, then townships by their codes."""
    by_unit: dict[int, list[UnitTask]] = {}
    for task in tasks:
        by_unit.setdefault(task.unit_id, []).append(task)
    units = sorted((owed[0].unit for owed in by_unit.values()), key=lambda unit: (unit.code[:1].isdigit(), unit.code))
    return [_unit_row(plan, unit, by_unit[unit.pk], today) for unit in units]


def _unit_row(plan: Plan, unit: Unit, owed: list[UnitTask], today: date) -> UnitRow:
    standings = [standing(plan, task, today) for task in owed]
    counts = Counter(one.light for one in standings)
    worst = min(standings, key=lambda one: one.light, default=None)
    href = reverse("plans:unit", args=[unit.code])
    return UnitRow(unit, [(light, counts[light]) for light in Light], len(owed), worst, href)


# --- one task --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EvidenceShown:
    given: Evidence
    by: str
    figure: str
    number: str
    file_href: str


def evidence_shown(task: UnitTask) -> list[EvidenceShown]:
    """What was shown for the task, the newest first."""
    return [_evidence(given) for given in task.evidence.select_related("given_by")]


def _evidence(given: Evidence) -> EvidenceShown:
    number = "" if given.counted is None else f"{given.counted.normalize():,f}"
    return EvidenceShown(
        given=given,
        by=given.given_by.display_name if given.given_by else "",
        figure=figure_name(given.figure) if given.figure else "",
        number=f"{number} {figure_unit(given.figure)}" if number else "",
        file_href=reverse("plans:evidence", args=[given.uuid]) if given.kept else "",
    )


@dataclass(frozen=True, slots=True)
class StateShown:
    label: Any
    is_past: bool
    is_now: bool


_WAY = (Status.GIVEN, Status.ACCEPTED, Status.IN_PROGRESS, Status.SHOWN, Status.DONE, Status.VERIFIED)


def states_shown(status: str) -> list[StateShown]:
    """The life of a task as a line. What was sent back or withdrawn stands aside of it, at the end."""
    if status not in _WAY:
        way: list[Status] = [Status.GIVEN, Status.ACCEPTED, Status(status)]
        return [StateShown(state.label, state != status, state == status) for state in way]
    now = _WAY.index(Status(status))
    return [StateShown(state.label, n < now, n == now) for n, state in enumerate(_WAY)]
