"""Settle a difference: take the answer that was sent, through the register's own verbs, or keep what is recorded."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.people.models import Household, Person
from gangqiao.surveys.actions.counting import recount
from gangqiao.surveys.actions.register import SOURCE, to_household, to_person, typed
from gangqiao.surveys.compiling import attribute_of
from gangqiao.surveys.models import AnswerSheet, Difference, Settled, Task
from gangqiao.surveys.questions import Question, upgrade
from gangqiao.surveys.reads import facts
from gangqiao.surveys.refusals import CannotTake, ChoiceMissing, SettledAlready

Json = dict[str, Any]


def settle(difference: UUID, *, choice: str, actor: Actor) -> Difference:
    """Settle one difference, also after the household was handed in or the survey closed. `choice`: see `Settled`.

    Raises Difference.DoesNotExist (also out of scope), NotYourVerb, SettledAlready, ChoiceMissing; CannotTake when the
    register has no place for the answer any more; and whatever the register refuses.
    """
    if choice not in Settled.values:
        raise ChoiceMissing
    with transaction.atomic():
        found = Difference.objects.get(uuid=difference)
        task = Task.objects.select_for_update().get(pk=found.task_id)
        # Read again behind the lock: somebody else may just have settled it.
        row = Difference.objects.select_related("sheet", "person").get(uuid=difference)
        require(actor, "surveys.settle", row)
        if row.choice:
            raise SettledAlready
        if choice == Settled.TAKEN:
            _take(row, task, actor)
        row.choice, row.settled_at, row.settled_by = choice, clock.now(), actor.name[:100]
        row.save(update_fields=["choice", "settled_at", "settled_by"])
        record("surveys.settle", actor=actor, subject=row, fields=[row.key], reason=choice)
    return row


def _take(row: Difference, task: Task, actor: Actor) -> None:
    """Carry the one answer on, as the questions of the survey read it today. Raises CannotTake."""
    question, answer = _asked_today(row, task)
    attribute = attribute_of(question)
    if attribute is None:
        raise CannotTake
    if question.key.startswith(facts.KEPT_HERE):
        _keep_answer(row, question.key, answer)
        return
    given = typed({question.key: answer})
    if row.person is not None:
        person = Person.objects.select_for_update(no_key=True).get(pk=row.person.pk)
        if not person.is_live:
            raise CannotTake
        before = facts.person_values(person)
        to_person(person, given, before, running=facts.running_spell(person), is_visit=False, actor=actor)
        after = facts.person_values(Person.objects.get(pk=person.pk))
    else:
        home = Household.objects.select_for_update(no_key=True).get(pk=task.household_id)
        to_household(home, given, facts.household_values(home), actor=actor)
        after = facts.household_values(Household.objects.get(pk=home.pk))
    if facts.seen(after.get(question.key)) != facts.seen(attribute.parse(answer)):
        raise CannotTake


def _asked_today(row: Difference, task: Task) -> tuple[Question, Any]:
    version = task.campaign.questions
    if version is None:
        raise CannotTake
    steps = facts.steps_between(row.sheet.questions_id, version.pk)
    moved, _apart = upgrade({row.key: row.answer}, steps, version.sheet.keys)
    for question in version.sheet:
        if question.key in moved:
            return question, moved[question.key]
    raise CannotTake


def _keep_answer(row: Difference, key: str, answer: Any) -> None:
    """An answer that lives in the sheets: one more sheet, later than all others, holds it. It counts as no visit."""
    task = row.sheet.task
    AnswerSheet(
        area_id=row.area_id,
        task=task,
        person=row.person,
        change_id=row.uuid,
        questions=task.campaign.questions,
        answers=json.dumps({key: answer}, ensure_ascii=False),
        latest=False,
        notice_version=row.sheet.notice_version,
        received_by=row.sheet.received_by,
        source=SOURCE,
    ).save(force_insert=True)
    recount(task.pk)
