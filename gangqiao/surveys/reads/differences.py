"""Which answers two people gave differently and nobody has settled yet, the oldest first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q
from django.db.models.query import QuerySet

from gangqiao.kernel import clock
from gangqiao.kernel.paths import upper_bound
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.places.models import Division
from gangqiao.surveys.models import Difference, QuestionVersion
from gangqiao.surveys.reads.many import values_of_homes, values_of_persons

PAGE = 60
AGES = (3, 7, 30)  # days
READ_ALONG = ("sheet", "task__campaign", "task__household", "person")


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
    ordered = found.select_related(*READ_ALONG).order_by("made_at", "pk")
    begin = Difference.objects.filter(uuid=after).first() if len(after) == 36 else None
    if begin is not None:
        ordered = ordered.filter(Q(made_at__gt=begin.made_at) | Q(made_at=begin.made_at, pk__gt=begin.pk))
    rows = _with_questions(list(ordered[: PAGE + 1]))
    return Page(rows[:PAGE], found.count(), str(rows[PAGE - 1].uuid) if len(rows) > PAGE else "")


def _with_questions(rows: list[Difference]) -> list[Difference]:
    """Give the rows the versions they name, each read once: a version is large."""
    wanted = {row.sheet.questions_id for row in rows} | {row.task.campaign.questions_id for row in rows}
    versions = QuestionVersion.objects.in_bulk(wanted - {None})
    for row in rows:
        row.sheet.questions = versions[row.sheet.questions_id]
        row.task.campaign.questions = versions.get(row.task.campaign.questions_id)
    return rows


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
    known: dict[int, Any] = {}
    # Of one version of the questions together: mostly there is one.
    by_version: dict[int, list[Difference]] = defaultdict(list)
    for row in rows:
        by_version[row.task.campaign.questions_id].append(row)
    for some in by_version.values():
        version = some[0].task.campaign.questions
        persons = values_of_persons([row.person for row in some if row.person], version)
        homes = values_of_homes([row.task.household for row in some if row.person_id is None], version)
        for row in some:
            found = homes.get(row.task.household_id) if row.person_id is None else persons.get(row.person_id)
            known[row.pk] = (found or {}).get(row.key)
    return known
