"""Which answers two people gave differently and nobody has settled yet, the oldest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q
from django.db.models.query import QuerySet

from gangqiao.kernel import clock
from gangqiao.kernel.paths import upper_bound
from gangqiao.people.models import Person
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.places.models import Division
from gangqiao.surveys.models import Difference, Task
from gangqiao.surveys.reads import facts

PAGE = 60
AGES = (3, 7, 30)  # days


@dataclass(frozen=True, slots=True)
class Page:
    """One page. after: where the next begins, "" at the end."""

    rows: list[Difference]
    count: int
    after: str


def waiting(village: str = "", days: int = 0, task: str = "") -> QuerySet[Difference]:
    """What nobody has settled, of the scope, a village, a household; `days`: that has waited at least so long."""
    found: QuerySet[Difference] = Difference.objects.filter(choice="")
    if village:
        found = found.filter(area__gte=village, area__lt=upper_bound(village))
    if days:
        found = found.filter(made_at__lte=clock.now() - timedelta(days=days))
    return found.filter(task__uuid=task) if task else found


def page_of(found: QuerySet[Difference], after: str = "") -> Page:
    """The oldest first; `after` is the number of the last row of the page before."""
    ordered = found.select_related("sheet", "task__campaign__questions", "person", "area").order_by("made_at", "pk")
    begin = Difference.objects.filter(uuid=after).first() if len(after) == 36 else None
    if begin is not None:
        ordered = ordered.filter(Q(made_at__gt=begin.made_at) | Q(made_at=begin.made_at, pk__gt=begin.pk))
    rows = list(ordered[: PAGE + 1])
    return Page(rows[:PAGE], found.count(), str(rows[PAGE - 1].uuid) if len(rows) > PAGE else "")


def many_and_oldest() -> tuple[int, datetime | None]:
    """How many wait in the scope, and since when the oldest."""
    found = Difference.objects.filter(choice="").aggregate(many=Count("pk"), oldest=Min("made_at"))
    return found["many"], found["oldest"]


def villages() -> list[Division]:
    """The villages where something waits."""
    areas = Difference.objects.filter(choice="").values_list("area", flat=True).distinct()
    keys = {str(area)[: KEY_LENGTH[Level.VILLAGE]] for area in areas}
    return list(Division.objects.filter(key__in=keys).order_by("key"))


def values_now(rows: list[Difference]) -> dict[int, Any]:
    """What is recorded now at the item of each row, by the key of the row: values as their attributes hold them."""
    known: dict[tuple[int, int | None], Any] = {}
    for row in rows:
        one = (row.task_id, row.person_id)
        if one not in known:
            known[one] = _known(row.task, row.person)
    return {row.pk: known[row.task_id, row.person_id].get(row.key) for row in rows}


def _known(task: Task, person: Person | None) -> Any:
    recorded = facts.person_values(person) if person is not None else facts.household_values(task.household)
    version = task.campaign.questions
    kept = facts.survey_values(task.household, person, version) if version is not None else {}
    return kept | recorded
