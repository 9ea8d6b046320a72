"""What the survey keeps goes along when a household or a person is carried to another area (people.actions.carrying).

A task and what is about the household lie where the household lies; what is about a person lies where the person
lies, and belongs to the task of the household the person lives in now.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.kernel import files
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.paths import ancestors_of
from gangqiao.people.models import Household, Person
from gangqiao.surveys.actions.counting import recount
from gangqiao.surveys.actions.roster import join_roster
from gangqiao.surveys.models import Alias, AnswerSheet, Campaign, Difference, Picture, Print, Recheck, Remark, Task
from gangqiao.surveys.states import CampaignStatus

ABOUT_SOMEBODY: tuple[Any, ...] = (AnswerSheet, Difference, Picture, Remark)


def lock_tasks(households: list[int]) -> None:
    """Take the tasks for writing before the households: the order of `locking`."""
    list(Task.objects.select_for_update().filter(household__in=households).order_by("pk").values_list("pk"))


def follow(households: list[int], persons: list[int], before: set[str]) -> None:
    """Bring everything to where households and persons are now, and count again. A second call changes nothing."""
    homes = list(Household.objects.filter(pk__in=households).order_by("pk"))
    left: set[str] = set()
    for home in homes:
        left |= _carry_household(home)
    for person in Person.objects.filter(pk__in=persons).order_by("pk"):
        left |= _carry_person(person)
    _drop_prints(left)
    counted = Task.objects.filter(household__in=homes, campaign__status=CampaignStatus.OPEN)
    for key in counted.order_by("pk").values_list("pk", flat=True):
        recount(key)
    _tell(homes, left | before)


def _tell(homes: Iterable[Household], left: Iterable[str]) -> None:
    """Write into the log of every area concerned that something came or went: by it phones begin anew.

    The register's own event stands in one of them alone.
    """
    if not Campaign.objects.filter(status=CampaignStatus.OPEN).exists():
        return
    for area in sorted({*left, *(str(home.area_id) for home in homes)}):
        record("surveys.follow", actor=SYSTEM, area=area, source="system")


def _carry_household(home: Household) -> set[str]:
    """Returns the areas that were left."""
    tasks = Task.objects.filter(household=home).exclude(area=home.area_id)
    left = set(tasks.values_list("area_id", flat=True))
    tasks.update(area=home.area_id)
    for model in ABOUT_SOMEBODY:
        model.objects.filter(task__household=home, person=None).exclude(area=home.area_id).update(area=home.area_id)
    Recheck.objects.filter(task__household=home).exclude(area=home.area_id).update(area=home.area_id)
    return left


def _carry_person(person: Person) -> set[str]:
    left: set[str] = set()
    for model in (*ABOUT_SOMEBODY, Alias):
        rows = model.objects.filter(person=person).exclude(area=person.area_id)
        left |= set(rows.values_list("area_id", flat=True))
        rows.update(area=person.area_id)
    if left and person.household_id is not None:
        _change_task(person)
    return left


def _change_task(person: Person) -> None:
    """Lead the rows about a person who changed household alone to the task of the new one, survey by survey.

    A survey that does not reach there, or is over, keeps them with the task under which they were sent.
    """
    elsewhere = AnswerSheet.objects.filter(person=person).exclude(task__household=person.household_id)
    olds = {t.campaign_id: t for t in Task.objects.filter(sheets__in=elsewhere).distinct().order_by("pk")}
    if not olds:
        return
    join_roster(person.household)
    for new in Task.objects.filter(household=person.household_id, campaign__in=list(olds)):
        old = olds[new.campaign_id]
        _keep_newest(person, (old.pk, new.pk))
        for model in ABOUT_SOMEBODY:
            model.objects.filter(person=person, task=old).update(task=new)


def _keep_newest(person: Person, tasks: Iterable[int]) -> None:
    """Of two latest sheets about the person one stays the latest: they come to one task."""
    newest = AnswerSheet.objects.filter(person=person, task__in=list(tasks), latest=True).order_by("pk").last()
    if newest is not None:
        others = AnswerSheet.objects.filter(person=person, task__in=list(tasks), latest=True).exclude(pk=newest.pk)
        others.update(latest=False)


def _drop_prints(areas: set[str]) -> None:
    """The sheets of somebody who has left are no longer fetched there: a print is made again, as things are then."""
    around = {key for area in areas for key in (area, *ancestors_of(area))}
    for made in Print.objects.filter(area__in=around).exclude(file=""):
        transaction.on_commit(partial(files.drop, made.file))
        Print.objects.filter(pk=made.pk).update(file="")
