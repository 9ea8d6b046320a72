"""Gives every unit what the plan asks of it, and brings what was given in line with a new version.

In transactions of at most 200 rows, each finding for itself what is still to do: cut short and begun again it ends
the same, and two at once give nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from gangqiao.audit.events import record_many
from gangqiao.audit.steps import step
from gangqiao.kernel.actor import SYSTEM
from gangqiao.plans.document import Part, Plan
from gangqiao.plans.models import PlanVersion, UnitTask
from gangqiao.plans.occurrences import Occurrence, occurrences
from gangqiao.plans.reads import plan_of, told, units_of
from gangqiao.plans.states import Status

AT_ONCE = 200
Key = tuple[str, int, str]  # task, unit, period


@dataclass(frozen=True, slots=True)
class Given:
    """How many tasks were given, changed and withdrawn."""

    given: int = 0
    changed: int = 0
    withdrawn: int = 0


def give_tasks(version: PlanVersion, *, source: str = "screen") -> Given:
    """Give what is missing, change what is different, withdraw what the plan no longer holds and is not verified."""
    wanted = _wanted(plan_of(version))
    return Given(
        given=sum(iter(lambda: _give_some(version, wanted, source), 0)) + _give_again(version, wanted, source),
        changed=sum(iter(lambda: _change_some(version, wanted, source), 0)),
        withdrawn=_withdraw(version, wanted, source),
    )


def _wanted(plan: Plan) -> dict[Key, tuple[Part, Occurrence]]:
    """Who owes what when. A unit named twice for one task, by itself and among all of a kind, has the stronger part."""
    units = {named.id: list(units_of(named)) for named in plan.units}
    wanted: dict[Key, tuple[Part, Occurrence]] = {}
    for task in plan.leaves:
        times = occurrences(task, plan)
        for part, named in task.owed:  # the strongest part comes first
            for unit in units[named]:
                for time in times:
                    wanted.setdefault((task.id, unit.pk, time.period), (part, time))
    return wanted


def _there(version: PlanVersion) -> dict[Key, UnitTask]:
    return {(t.task_key, t.unit_id, t.period): t for t in UnitTask.objects.filter(plan_key=version.key)}


def _lock(version: PlanVersion) -> None:
    PlanVersion.objects.select_for_update().get(pk=version.pk)


def _give_some(version: PlanVersion, wanted: dict[Key, tuple[Part, Occurrence]], source: str) -> int:
    with transaction.atomic():
        _lock(version)
        there = _there(version)
        keys = [key for key in wanted if key not in there][:AT_ONCE]
        rows = [UnitTask(version=version, plan_key=version.key, **_fields(key, *wanted[key])) for key in keys]
        UnitTask.objects.bulk_create(rows)
        record_many("plans.give", rows, actor=SYSTEM, reason=told(version), source=source)
    return len(rows)


def _fields(key: Key, part: Part, time: Occurrence) -> dict[str, Any]:
    task, unit, period = key
    own = {"task_key": task, "unit_id": unit, "period": period, "part": part.value}
    return own | {"opens_on": time.opens_on, "due_on": time.due_on}


def _change_some(version: PlanVersion, wanted: dict[Key, tuple[Part, Occurrence]], source: str) -> int:
    """Bring day and part in line; the progress stays."""
    with transaction.atomic():
        _lock(version)
        rows = list(_different(_there(version), wanted))[:AT_ONCE]
        UnitTask.objects.bulk_update(rows, ["part", "opens_on", "due_on"])
        record_many("plans.change", rows, actor=SYSTEM, reason=told(version), source=source)
    return len(rows)


def _different(there: dict[Key, UnitTask], wanted: dict[Key, tuple[Part, Occurrence]]) -> Iterator[UnitTask]:
    for key, row in there.items():
        if key not in wanted:
            continue
        fields = _fields(key, *wanted[key])
        if any(getattr(row, name) != value for name, value in fields.items()):
            for name, value in fields.items():
                setattr(row, name, value)
            yield row


def _give_again(version: PlanVersion, wanted: dict[Key, tuple[Part, Occurrence]], source: str) -> int:
    back = [row for key, row in _there(version).items() if key in wanted and row.status == Status.WITHDRAWN]
    return _take("plans.give", back, version, source)


def _withdraw(version: PlanVersion, wanted: dict[Key, tuple[Part, Occurrence]], source: str) -> int:
    """What is verified stays as it is: it was done."""
    kept = (Status.WITHDRAWN, Status.VERIFIED)
    gone = [row for key, row in _there(version).items() if key not in wanted and row.status not in kept]
    return _take("plans.withdraw", gone, version, source)


def _take(verb: str, rows: list[UnitTask], version: PlanVersion, source: str) -> int:
    for row in rows:
        with step(UnitTask, row.pk, verb, actor=SYSTEM, note=told(version), source=source) as task:
            task.version = version
    return len(rows)
