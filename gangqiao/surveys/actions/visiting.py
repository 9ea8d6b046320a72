"""A visit at which nobody was found, and the pictures of a visit."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require, step
from gangqiao.kernel.actor import Actor
from gangqiao.people import actions as people
from gangqiao.surveys.actions.locking import lock_person_of, lock_task
from gangqiao.surveys.actions.register import SOURCE
from gangqiao.surveys.models import Picture, Purpose, Task
from gangqiao.surveys.refusals import ChangeIdUsed, HandedInAlready, NotOfHousehold, NotUnderWay, PurposeMissing
from gangqiao.surveys.states import AT_VILLAGE, Status


def count_visit(task: Task, on: date | None, visits: int = 0) -> None:
    """Count a day somebody was there; a second time on the same day is one visit. The task is not saved.

    visits  how often the sender says somebody was there: the larger number counts, for days may be known to one only
    """
    days = set(task.visited_on) | ({on.isoformat()} if on is not None else set())
    task.visited_on = sorted(days)
    task.visits = max(visits, len(days))


def record_visit(task: UUID, *, on: date, visits: int = 0, actor: Actor) -> Task:
    """Write that somebody was there and could not survey the household yet. The same day twice changes nothing.

    Raises Task.DoesNotExist, NotYourVerb, NotUnderWay, HandedInAlready.
    """
    with transaction.atomic():
        row = lock_task(task)
        require(actor, "surveys.collect", row)
        if not row.campaign.is_open:
            raise NotUnderWay
        if row.status not in AT_VILLAGE:
            raise HandedInAlready
        if row.status == Status.ASSIGNED:
            with step(Task, row.pk, "surveys.collect", actor=actor, source=SOURCE) as begun:
                count_visit(begun, on, max(visits, begun.visits))
            return begun
        count_visit(row, on, max(visits, row.visits))
        row.save(update_fields=["visits", "visited_on"])
        record("surveys.collect", actor=actor, subject=row, fields=["visits"], source=SOURCE)
    return row


def keep_picture(task: UUID, *, person: UUID | None, purpose: str, blob: str, change_id: UUID, actor: Actor) -> Picture:
    """Keep a picture of a visit; a photo of a member stands on the register, too. The same change twice is one picture.

    blob  digest of its content, which is kept already
    Raises Task.DoesNotExist, NotYourVerb, NotUnderWay, NotOfHousehold, ChangeIdUsed, PurposeMissing.
    """
    if purpose not in Purpose.values:
        raise PurposeMissing
    with transaction.atomic():
        row = lock_task(task)
        require(actor, "surveys.collect", row)
        kept = Picture.objects.filter(change_id=change_id).first()
        if kept is not None:
            if kept.task_id != row.pk:
                raise ChangeIdUsed
            return kept
        if not row.campaign.is_open:
            raise NotUnderWay
        whom = lock_person_of(row, person) if person is not None else None
        if person is not None and whom is None:
            raise NotOfHousehold
        picture = Picture(
            area_id=row.area_id,
            task=row,
            person=whom,
            purpose=purpose,
            blob=blob,
            change_id=change_id,
            made_by=actor.name[:100],
        )
        picture.save(force_insert=True)
        record("surveys.collect", actor=actor, subject=picture, fields=["picture"], source=SOURCE)
        if whom is not None and purpose == Purpose.PHOTO:
            people.correct_person(whom.pk, values={"photo": blob}, actor=actor, source=SOURCE)
    return picture
