"""Whom the product proposes to urge, and why: units with a red target of their own, and units with overdue tasks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gangqiao.accounts.models import Unit, UnitKind
from gangqiao.imports.rows import unpack_say
from gangqiao.indicators.targets import Words
from gangqiao.kernel import clock
from gangqiao.kernel.words import Say
from gangqiao.plans.reads import current_plan, current_targets, tasks_in_force
from gangqiao.plans.showing.rows import standing
from gangqiao.plans.standing import Light as TaskLight
from gangqiao.warnings.models import About, StandingOn
from gangqiao.warnings.policy import Light
from gangqiao.warnings.reads.urges import open_about

URGENT = (Light.RED, Light.MISSED)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One unit, one matter, and the reason in a sentence."""

    unit: Unit
    about: str
    key: str
    named: Words
    reason: Say

    @property
    def mark(self) -> str:
        """What a ticked row is called in the form."""
        return f"{self.about}:{self.key}:{self.unit.code}"


def proposals() -> list[Proposal]:
    """All of them that nobody has urged about yet: targets first, then tasks."""
    return [*_red_targets(), *_overdue_tasks()]


def newest_day() -> date | None:
    """The last day whose standings are kept; null before the first night."""
    return StandingOn.objects.order_by("-day").values_list("day", flat=True).first()


def red_standings() -> list[StandingOn]:
    """What was red or missed when the standings were kept last, but for values nobody owes."""
    day = newest_day()
    if day is None:
        return []
    plan = current_plan().key
    found = StandingOn.objects.filter(plan_key=plan, day=day, light__in=URGENT, is_reference=False)
    return list(found.select_related("unit").order_by("unit__code", "target"))


def _red_targets() -> list[Proposal]:
    words = {target.id: target.words for target in current_targets()}
    red = [row for row in red_standings() if row.unit.kind != UnitKind.HEADQUARTERS and row.target in words]
    urged = open_about(About.TARGET, [row.target for row in red])
    return [
        Proposal(row.unit, About.TARGET, row.target, words[row.target], unpack_say(row.reason))
        for row in red
        if (row.unit_id, row.target) not in urged
    ]


def _overdue_tasks() -> list[Proposal]:
    plan, today = current_plan(), clock.today()
    leaves = {leaf.id: leaf.words for leaf in plan.leaves}
    found = []
    for task in tasks_in_force():
        stands = standing(plan, task, today)
        if stands.light is TaskLight.RED:
            words = leaves.get(task.task_key, Words(task.task_key, task.task_key))
            period = f" ({task.period})" if task.period else ""
            named = Words(f"{task.task_key} {words.zh}{period}", f"{task.task_key} {words.en}{period}")
            found.append(Proposal(task.unit, About.TASK, str(task.uuid), named, stands.reason))
    urged = open_about(About.TASK, [p.key for p in found])
    return [p for p in found if (p.unit.pk, p.key) not in urged]
