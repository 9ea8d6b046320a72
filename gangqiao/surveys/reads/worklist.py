"""Which households are due, in the order in which one walks; and what is still missing, with who has it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.db.models.query import QuerySet

from gangqiao.people.models import Person
from gangqiao.surveys.models import AnswerSheet, Campaign, Task
from gangqiao.surveys.reads.completeness import tasks_of
from gangqiao.surveys.states import ACCOUNTED, AT_VILLAGE, HANDED_IN, SETTLED, Status

PAGE = 60
PARTS: dict[str, Q] = {
    "due": Q(status__in=(Status.ASSIGNED, Status.COLLECTING)),
    "returned": Q(status=Status.RETURNED),
    "submitted": Q(status=Status.SUBMITTED),
    "accepted": Q(status__in=(Status.ACCEPTED, Status.LOCKED)),
    # What the ratios miss: households not settled, households with somebody not asked, items without an answer.
    "household": Q(status__in=AT_VILLAGE) | ~Q(outcome__in=SETTLED),
    "person": Q(persons__gt=F("persons_done")) & ~(Q(status__in=HANDED_IN) & Q(outcome__in=ACCOUNTED)),
    "item": Q(missing__gt=0),
}
MISSED = ("household", "person", "item")


@dataclass(frozen=True, slots=True)
class Walk:
    """One page of the work list. after: where the next page begins, "" at the end."""

    tasks: list[Task]
    count: int
    after: str


def walk(campaign: Campaign, area: str, part: str, after: str = "") -> Walk:
    """The households of a part, group by group, by their number."""
    wanted = tasks_of(campaign, area).filter(PARTS[part])
    page = wanted.select_related("household", "area").order_by("area", "household_no", "pk")
    if after:
        begin = Task.objects.filter(uuid=after).values_list("area_id", "household_no", "pk").first()
        if begin:
            page = _beyond(page, *begin)
    tasks = list(page[: PAGE + 1])
    following = str(tasks[PAGE - 1].uuid) if len(tasks) > PAGE else ""
    return Walk(tasks[:PAGE], wanted.count(), following)


def _beyond(page: QuerySet[Task], area: str, no: str, key: int) -> QuerySet[Task]:
    return page.filter(Q(area__gt=area) | Q(area=area, household_no__gt=no) | Q(area=area, household_no=no, pk__gt=key))


def heads(tasks: list[Task]) -> dict[int, Person]:
    """The head of each household, by task: asked by itself, so that the scope holds for it, too."""
    keys = {t.household.head_id: t.pk for t in tasks if t.household.head_id}
    return {keys[p.pk]: p for p in Person.objects.filter(pk__in=list(keys))}


def counts(campaign: Campaign, area: str, parts: Iterable[str]) -> dict[str, int]:
    """How many households each part has."""
    return {part: tasks_of(campaign, area).filter(PARTS[part]).count() for part in parts}


def not_asked(tasks: list[Task]) -> dict[int, list[Person]]:
    """The living members without answers, by task."""
    asked = set(
        AnswerSheet.objects.filter(task__in=tasks, latest=True, person__isnull=False).values_list(
            "task_id", "person_id"
        )
    )
    homes = {t.household_id: t.pk for t in tasks}
    found: dict[int, list[Person]] = {}
    living = Person.objects.filter(household__in=list(homes), record="live").exclude(life="dead").order_by("pk")
    for person in living:
        task = homes[person.household_id]  # type: ignore[index]
        if (task, person.pk) not in asked:
            found.setdefault(task, []).append(person)
    return found


def missing_items(tasks: list[Task]) -> dict[int, list[tuple[Person | None, list[str]]]]:
    """The unanswered items, by task: whom (null: the household) and which keys."""
    found: dict[int, list[tuple[Person | None, list[str]]]] = {}
    sheets = AnswerSheet.objects.filter(task__in=tasks, latest=True).select_related("person").order_by("pk")
    for sheet in sheets:
        if sheet.missing:
            found.setdefault(sheet.task_id, []).append((sheet.person, sheet.missing))
    return found


def labels(campaign: Campaign, language: str) -> dict[str, str]:
    """The questions of a campaign in a language, by key."""
    sheet: Any = campaign.questions.sheet if campaign.questions else ()
    return {q.key: q.said(language) for q in sheet}
