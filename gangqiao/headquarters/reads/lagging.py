"""What a joint meeting has to talk about: targets that are red or yellow, units with overdue tasks, open issues."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from gangqiao.headquarters.models import AgendaKind, Issue, IssueLevel, Meeting
from gangqiao.headquarters.reads.meetings import standing_of_decision, unfinished
from gangqiao.headquarters.states import OPEN
from gangqiao.places.reads import county
from gangqiao.plans.reads import current_plan, tasks_in_force
from gangqiao.plans.showing.rows import standing
from gangqiao.plans.standing import Light
from gangqiao.warnings.policy import Light as TargetLight
from gangqiao.warnings.reads import standings

# A meeting talks about what the warnings say is not safe: one rule, one light on every page.
BEHIND = (TargetLight.RED, TargetLight.YELLOW, TargetLight.MISSED)


@dataclass(frozen=True, slots=True)
class Matter:
    """Something for the agenda. facts: names and numbers, from which the sentence is made when it is shown."""

    kind: str
    key: str
    facts: dict[str, object] = field(default_factory=dict)


def matters_for(meeting: Meeting, day: date) -> list[Matter]:
    """Everything the agenda proposes, decisions of earlier meetings first. Needs the actor's scope for the issues."""
    return [*_decisions(meeting, day), *_targets(day), *_tasks(day), *_issues()]


def _decisions(meeting: Meeting, day: date) -> Iterator[Matter]:
    for decision in unfinished().exclude(meeting=meeting):
        state = standing_of_decision(decision, day)
        facts = {
            "unit": decision.unit.name,
            "of": str(decision.meeting),
            "number": decision.number,
            "due": decision.due_on.isoformat(),
            "late": state.light is Light.RED,
        }
        yield Matter(AgendaKind.DECISION, f"decision:{decision.uuid}", facts)


def _targets(day: date) -> Iterator[Matter]:
    home = county().key
    for found in standings(day, [home])[home]:
        if found.light in BEHIND:
            progress = found.progress
            value = progress.result.value
            facts = {
                "counted": None if value is None else f"{float(value):.1f}".removesuffix(".0"),
                "aimed": progress.target_value,
                "is_rate": bool(progress.target.figure.denominator),
                "gap": progress.gap,
                "day": progress.day.isoformat(),
            }
            yield Matter(AgendaKind.TARGET, f"target:{progress.target.id}", facts)


def _tasks(day: date) -> Iterator[Matter]:
    plan = current_plan()
    late = Counter(task.unit for task in tasks_in_force() if standing(plan, task, day).light is Light.RED)
    for unit, many in sorted(late.items(), key=lambda pair: pair[0].code):
        yield Matter(AgendaKind.TASKS, f"tasks:{unit.code}", {"unit": unit.name, "many": many})


def _issues() -> Iterator[Matter]:
    # Neither title nor text: an agenda is read by more people than the issue.
    waiting = Issue.objects.filter(level=IssueLevel.HEADQUARTERS, status__in=OPEN).select_related("area")
    for issue in waiting.order_by("pk"):
        facts = {"kind": issue.kind, "place": issue.area.name, "since": issue.raised_on.isoformat()}
        yield Matter(AgendaKind.ISSUE, f"issue:{issue.uuid}", facts)
