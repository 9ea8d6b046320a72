"""Plans of courses as lists and pages ask for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum

from gangqiao.kernel.actor import Actor
from gangqiao.training.models import Class, CoursePlan, PlanLine
from gangqiao.training.reads.classes_seeing import plans_seen
from gangqiao.training.states import PlanStatus, Status

LOOKS = ("", *(str(one) for one in PlanStatus))


@dataclass(frozen=True, slots=True)
class Listed:
    """A plan of the list. lines, places: how many; classes: lines that became classes."""

    plan: CoursePlan
    lines: int
    places: int
    classes: int


def listed(look: str, actor: Actor) -> list[Listed]:
    """The plans the reader knows of, the newest first; dropped ones only where asked for."""
    rows = plans_seen(actor).annotate(many=Count("lines", distinct=True))
    rows = rows.filter(status=look) if look else rows.exclude(status=PlanStatus.DROPPED)
    found = list(rows)
    sums: dict[int, int] = dict(
        PlanLine.objects.filter(plan__in=found).order_by().values_list("plan").annotate(all=Sum("places"))
    )
    made = classes_of(found)
    return [Listed(one, one.many, sums.get(one.pk, 0), made.get(one.pk, 0)) for one in found]


def classes_of(plans: list[CoursePlan]) -> dict[int, int]:
    """How many lines of each plan became classes."""
    rows = Class.objects.filter(line__plan__in=plans).exclude(status=Status.CANCELLED).order_by()
    return dict(rows.values_list("line__plan").annotate(many=Count("line", distinct=True)))


def lines_of(plan: CoursePlan) -> list[tuple[PlanLine, Class | None]]:
    """The lines of a plan, each with the class it became."""
    rows = plan.lines.select_related("place").order_by("month", "order", "pk")
    classes = Class.objects.filter(line__plan=plan).exclude(status=Status.CANCELLED).order_by("pk")
    by_line: dict[Any, Class] = {one.line_id: one for one in classes}
    return [(line, by_line.get(line.pk)) for line in rows]


def find_line(uuid: Any, actor: Actor) -> PlanLine | None:
    """A line of a plan that the reader knows of."""
    seen = plans_seen(actor).order_by().values("pk")
    return PlanLine.objects.select_related("plan", "place").filter(uuid=uuid, plan__in=seen).first()
