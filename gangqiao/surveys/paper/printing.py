"""Prints of many households: asked for, set in the background, fetched by who asked for them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django_tasks import task

from gangqiao.accounts.reads import actor_of
from gangqiao.audit.events import looked, record
from gangqiao.audit.steps import require
from gangqiao.audit.subscriptions import enqueue
from gangqiao.kernel import clock, files
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.collecting import few_collections
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.scope import scope_of
from gangqiao.surveys.models import Campaign, Print, Task
from gangqiao.surveys.paper.lines import sheets_of
from gangqiao.surveys.paper.pdf import set_sheets
from gangqiao.surveys.reads.completeness import tasks_of
from gangqiao.surveys.refusals import NothingToPrint, NotUnderWay
from gangqiao.surveys.states import AT_VILLAGE

KEPT = timedelta(hours=12)  # a print shows a whole village; who needs it again has it made again, as things are then
TOLD_EVERY = 20  # households between two signs of life on the page
PERSONS_A_LOOK = 2_000
VERB = "surveys.collect"


def ask_for_print(campaign: Campaign, area: str, *, language: str, actor: Actor) -> Print:
    """Have the sheets of an area set; those handed in are left out. Raises NotUnderWay, NothingToPrint."""
    require(actor, VERB, area=area)
    if campaign.questions is None:
        raise NotUnderWay
    total = wanted(campaign, area).count()
    if not total:
        raise NothingToPrint
    with transaction.atomic():
        made: Print = Print.objects.create(
            area_id=area,
            campaign=campaign,
            asker_id=actor.user_id,
            language=language,
            total=total,
        )
        record("surveys.print", actor=actor, subject=made, area=area)
        transaction.on_commit(lambda: enqueue(make_print, str(made.uuid), area))
    return made


def wanted(campaign: Campaign, area: str) -> QuerySet[Task]:
    """The tasks of an area that are still with the village, in walking order."""
    found = tasks_of(campaign, area).filter(status__in=AT_VILLAGE).select_related("household", "area")
    ordered: QuerySet[Task] = found.order_by("area", "household_no", "pk")
    return ordered


@task()
def make_print(uuid: str, area: str) -> None:
    """Set the sheets of a print. A second run, or one after a kill, begins anew; one that is made stays."""
    with scope_of([area]):
        wish = Print.objects.select_related("campaign__questions", "asker").filter(uuid=uuid).first()
    if wish is None or wish.file or wish.said:
        return
    actor = actor_of(wish.asker)
    # With the posts in force now: who lost the village in the meantime gets nothing of it.
    with scope_of(actor.areas(VERB)), translation.override(wish.language), few_collections():
        try:
            require(actor, VERB, area=area)
            content = _set(wish, actor)
        except Refusal as refusal:
            _tell(wish, area, said=str(refusal))
            return
    _tell(wish, area, file=files.keep(content), made_at=clock.now(), done=wish.total)
    # The queue goes by the machine's clock, also where a demonstration stands on another day.
    over = datetime.fromtimestamp(clock.machine_seconds(), UTC) + KEPT
    enqueue(drop_print.using(run_after=over), uuid, area)


def _set(wish: Print, actor: Actor) -> bytes:
    campaign, area = wish.campaign, str(wish.area_id)
    sheets, persons = [], []
    for found, blocks in sheets_of(wanted(campaign, area), campaign.questions, actor):
        persons += [block.person.uuid for block in blocks if block.person is not None]
        sheets.append((found, blocks))
        if len(sheets) % TOLD_EVERY == 0:
            _tell(wish, area, done=len(sheets))
    # The log knows whom the print shows before anybody can fetch it.
    for start in range(0, len(persons), PERSONS_A_LOOK):
        looked("surveys.view", actor=actor, persons=persons[start : start + PERSONS_A_LOOK], subject=wish)
    return set_sheets(campaign, sheets, actor.name)


def _tell(wish: Print, area: str, **values: object) -> None:
    with scope_of([area]):
        Print.objects.filter(pk=wish.pk).update(**values)


@task()
def drop_print(uuid: str, area: str) -> None:
    """Delete the file of a print whose time is over. A second call changes nothing."""
    with scope_of([area]):
        found = Print.objects.filter(uuid=uuid).exclude(file="").first()
        if found is not None:
            files.drop(found.file)
            Print.objects.filter(pk=found.pk).update(file="")


def fetch_print(found: Print, *, actor: Actor) -> bytes:
    """The PDF. Raises NotYourVerb, files.FileGone."""
    require(actor, VERB, area=str(found.area_id))
    if not found.file:
        raise files.FileGone
    content = files.open_kept(found.file)
    record("surveys.fetch_print", actor=actor, subject=found, area=str(found.area_id))
    return content


def household_of_code(campaign: Campaign, typed: str, area: str) -> Task | None:
    """The task by the code on its sheet, as a scanner types it, or by the number of the household; null: none, or more.

    A number is looked up in the area; the code wherever the reader may look.
    """
    text = "".join(typed.split())
    by_code = Task.objects.filter(campaign=campaign)
    if len(text) in (32, 36) and text.replace("-", "").isalnum():
        try:
            return by_code.filter(uuid=text).first()
        except ValueError:
            return None
    found = list(tasks_of(campaign, area).filter(household_no=text)[:2])
    return found[0] if len(found) == 1 else None
