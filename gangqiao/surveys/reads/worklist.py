"""Which households are due, in the order in which one walks; and what is still missing, with who has it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q
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
    """One page of the work list. after: where the next page begins, "" at the end; count: households of the part.

    counts  the same of the other parts asked for, too
    """

    tasks: list[Task]
    count: int
    counts: dict[str, int]
    after: str


def walk(campaign: Campaign, area: str, part: str, after: str = "", others: Iterable[str] = ()) -> Walk:
    """The households of a part, group by group, by their number; and how many it and `others` have.

    They are counted by group in one pass through the index of progress. The page is then looked for only in the groups
    that fill it: of a county that is nearly done, 124,500 rows would be read to find the last hundred.
    """
    known = _by_group(campaign, area, {part, *others})
    counts = {one: sum(found[one] for found in known.values()) for one in {part, *others}}
    begin = Task.objects.filter(uuid=after).values_list("area_id", "household_no", "pk").first() if after else None
    groups = _first_groups({key: found[part] for key, found in known.items()}, begin[0] if begin else "")
    page = Task.objects.filter(PARTS[part], campaign=campaign, area__in=groups)
    if begin:
        page = _beyond(page, *begin)
    ordered = page.select_related("household", "area").order_by("area_id", "household_no", "pk")
    tasks = list(ordered[: PAGE + 1])
    following = str(tasks[PAGE - 1].uuid) if len(tasks) > PAGE else ""
    return Walk(tasks[:PAGE], counts[part], counts, following)


def _by_group(campaign: Campaign, area: str, some: Iterable[str]) -> dict[str, dict[str, int]]:
    """How many households of each part every group has, in the order of their keys."""
    names = sorted(some)
    counted = {f"n_{name}": Count("pk", filter=PARTS[name]) for name in names}
    rows = tasks_of(campaign, area).order_by("area_id").values_list("area_id").annotate(**counted)
    return {str(group): dict(zip(names, many, strict=True)) for group, *many in rows}


def _first_groups(many: dict[str, int], begin: str) -> list[str]:
    """The groups from `begin` on that fill a page and say whether another follows."""
    found, reached = [], 0
    for group, count in many.items():
        if group >= begin and count:
            found.append(group)
            # Of the first one much may be over already.
            reached += count if group > begin else 0
        if reached > PAGE:
            break
    return found


def _beyond(page: QuerySet[Task], area: str, no: str, key: int) -> QuerySet[Task]:
    return page.filter(Q(area__gt=area) | Q(area=area, household_no__gt=no) | Q(area=area, household_no=no, pk__gt=key))


def heads(tasks: list[Task]) -> dict[int, Person]:
    """The head of each household, by task: asked by itself, so that the scope holds for it, too."""
    keys = {t.household.head_id: t.pk for t in tasks if t.household.head_id}
    return {keys[p.pk]: p for p in Person.objects.filter(pk__in=list(keys))}


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
        task = homes[person.household_id]
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
