"""When a task of a plan is to be done: once, or once in every period of the plan's year. No database."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gangqiao.plans.document import Cadence, Plan, Task


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time a task is to be done. period: "" for a task done once; due_on: null when the plan names no day."""

    period: str
    opens_on: date
    due_on: date | None


def occurrences(task: Task, plan: Plan) -> list[Occurrence]:
    """Every time the task is to be done from the plan's issue to the end of its year."""
    if task.cadence in (Cadence.MONTHLY, Cadence.QUARTERLY):
        return list(_periods(plan, 1 if task.cadence is Cadence.MONTHLY else 3))
    due_on = date(plan.year, 12, 31) if task.cadence is Cadence.ALL_YEAR else task.due_on
    return [Occurrence("", plan.issued_on, due_on)]


def _periods(plan: Plan, months: int) -> Iterator[Occurrence]:
    """The periods of the plan's year that had not ended when it was issued."""
    for first in range(1, 13, months):
        last = first + months - 1
        due_on = date(plan.year, last, monthrange(plan.year, last)[1])
        if due_on < plan.issued_on:
            continue
        period = f"{plan.year}-{first:02}" if months == 1 else f"{plan.year}-Q{last // 3}"
        yield Occurrence(period, max(date(plan.year, first, 1), plan.issued_on), due_on)
