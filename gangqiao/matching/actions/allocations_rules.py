"""What each rule of an allocation costs: the same computed again without it, from the prices that stand.

Compared are the points of fit without priority, the seats filled, and the people with priority who gain something:
a rule may cost the one and bring the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

from gangqiao.kernel.errors import Refusal
from gangqiao.matching.actions.allocations_columns import chosen, columns_of
from gangqiao.matching.actions.allocations_running import _paced, refuse_empty, task_of
from gangqiao.matching.actions.allocations_solving import Solver, Stopped, Task, Watch
from gangqiao.matching.models import Allocation
from gangqiao.matching.policy.allocations import OPTIMUM, STABLE, Wishes
from gangqiao.matching.states_allocations import AllocationStatus

SHOWN = (AllocationStatus.DONE, AllocationStatus.PROPOSED)  # what was computed last stands


def price_rules(uuid: UUID, number: int) -> None:
    """Count what each rule of a run costs, one after the other; each is shown as soon as it is there.

    Begins anew after a kill, and stops when another run is begun. A second call changes nothing.
    """
    row = Allocation.objects.filter(uuid=uuid, run=number, status__in=SHOWN).first()
    if row is None or (row.rules is not None and not any(rule["filled"] is None for rule in row.rules)):
        return
    wishes = Wishes.from_json(row.ran)
    columns = chosen(columns_of(row, wishes), wishes)
    refuse_empty(columns)
    task = task_of(row, columns, wishes)
    variants = list(_variants(task, wishes))
    rules: list[dict[str, Any]] = [{"rule": key, "place": place, "filled": None} for key, place, _task in variants]
    solver = Solver(columns, task.points, task.rules) if variants else None
    for n, (_key, _place, variant) in enumerate(variants):
        if not _keep(row, number, rules):
            return
        if solver is None:
            break
        try:
            rules[n] |= _counted(solver, variant, _watch(row, number))
        except Stopped:
            return
        except Refusal as refusal:
            rules[n] |= {"filled": -1, "said": str(refusal)}
    _keep(row, number, rules)


def _variants(task: Task, wishes: Wishes) -> Iterator[tuple[str, str, Task]]:
    """Each rule that is in force, with the task without it; and the other mode."""
    for one in task.quotas:
        yield "quota", one.name, task.but(quotas=tuple(other for other in task.quotas if other != one))
    if len(task.quotas) > 1:
        yield "quotas", "", task.but(quotas=())
    if task.groups:
        yield "groups", "", task.but(groups=[])
    if task.points.per_priority and wishes.grounds:
        yield "priority", "", task.but(points=replace(task.points, per_priority=0), warm={})
    # Who may not better himself by agreement costs value: shown as the price of the other mode.
    yield "mode", "", task.but(mode=OPTIMUM if wishes.mode == STABLE else STABLE, quotas=(), groups=[])


def _counted(solver: Solver, task: Task, watch: Watch) -> dict[str, Any]:
    solved = solver.run(task, watch)
    sits = solved.seat >= 0
    return {
        "filled": solved.filled,
        "fit": int(solved.score.sum()),
        "value": solved.value,
        "placed_first": int((sits & (solver.workers.priority > 0)).sum()),
        "seconds": round(solved.seconds, 2),
    }


def _keep(row: Allocation, number: int, rules: list[dict[str, Any]]) -> bool:
    """False when the run is not the one shown any more."""
    shown = Allocation.objects.filter(pk=row.pk, run=number, begun=number, status__in=SHOWN)
    return bool(shown.update(rules=rules))


def _watch(row: Allocation, number: int) -> Watch:
    may_ask, answer = _paced(), [False]

    def is_stopped() -> bool:
        if not answer[0] and may_ask():
            shown = Allocation.objects.filter(pk=row.pk, run=number, begun=number)
            answer[0] = not shown.filter(status__in=SHOWN).exists()
        return answer[0]

    return Watch(lambda _share: None, is_stopped)
