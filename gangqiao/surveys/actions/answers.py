"""Where answers end, whoever brings them: the desk, and every other door. One change applies once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require, step
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.people.models import Person
from gangqiao.surveys.actions.change import Change
from gangqiao.surveys.actions.comparing import Compared, compare, keep_differences, read
from gangqiao.surveys.actions.counting import recount
from gangqiao.surveys.actions.locking import lock_home, lock_person_of, lock_task
from gangqiao.surveys.actions.newcomers import find_double, put_on_register
from gangqiao.surveys.actions.register import SOURCE, to_household, to_person, typed
from gangqiao.surveys.models import AnswerSheet, QuestionVersion, Task
from gangqiao.surveys.questions import Judgement, Section, judge, upgrade
from gangqiao.surveys.reads import facts
from gangqiao.surveys.refusals import (
    ChangeIdUsed,
    HandedInAlready,
    NoQuestions,
    NoticeNotRead,
    NotOfHousehold,
    NotUnderWay,
)
from gangqiao.surveys.states import AT_VILLAGE, Status

Json = dict[str, Any]


def apply_answers(change: Change, *, actor: Actor) -> AnswerSheet:
    """Keep the answers as submitted, and carry them into the register by its own verbs with the source "survey".

    An answer to an item that somebody changed since the sender looked is not taken over: the register keeps its value
    and both stand on the list of differences (`models.Difference`). When only other items had changed, the sheet is
    marked (`is_behind`). All of it or nothing; the same change a second time gives the first sheet.
    Raises Task.DoesNotExist (also out of scope), NotYourVerb, NotUnderWay, HandedInAlready, NoticeNotRead, NoQuestions,
    NotOfHousehold, ChangeIdUsed, and whatever the register refuses (Refusal, Refusals; fields are keys of questions).
    """
    with transaction.atomic():
        # The lock also puts two sendings of one change behind each other.
        task = lock_task(change.task)
        require(actor, "surveys.collect", task)
        kept = AnswerSheet.objects.filter(change_id=change.change_id).first()
        if kept is not None:
            if kept.task_id != task.pk:
                raise ChangeIdUsed
            return kept
        if task.status == Status.LOCKED or not task.campaign.is_open:
            raise NotUnderWay
        if task.status not in AT_VILLAGE:
            raise HandedInAlready
        return _apply(change, task, actor)


def _apply(change: Change, task: Task, actor: Actor) -> AnswerSheet:
    version = task.campaign.questions
    if version is None:
        raise NotUnderWay
    if max(task.notice_version, change.notice_version) < 1:
        raise NoticeNotRead
    section = version.sheet.section("person" if _is_about_person(change) else "household")
    answered, _apart = upgrade(change.answers, _steps(change, version), version.sheet.keys)
    values = read(section, answered)
    person, base = _whom(change, task, section)
    before = _known(task, person, version)
    compared = compare(values, before, base)
    due, held_back = _due(section, before, compared)
    after_carrying = _carry(change, task, person, due, before, actor)
    sheet = _keep(change, task, after_carrying, version, compared, held_back, actor)
    keep_differences(sheet, held_back, answered, before)
    _count(sheet, section, task, after_carrying, version)
    _begin(task, change, actor)
    recount(task.pk)
    record("surveys.collect", actor=actor, subject=sheet, area=task.area_id, fields=sorted(due), source=SOURCE)
    return sheet


def _is_about_person(change: Change) -> bool:
    return change.person is not None or change.newcomer is not None


def _steps(change: Change, version: QuestionVersion) -> list[Json]:
    if not change.questions or change.questions == version.digest:
        return []
    given = QuestionVersion.objects.filter(digest=change.questions).first()
    if given is None:
        raise NoQuestions
    return facts.steps_between(given.pk, version.pk)


def _whom(change: Change, task: Task, section: Section) -> tuple[Person | None, Mapping[str, str]]:
    """Whom the answers are about, locked, and what the sender saw. Null: the household, or somebody to be registered.

    A newcomer whom somebody else put on the register meanwhile is a member about whom the sender saw nothing.
    """
    if change.newcomer is not None:
        lock_home(task)
        double = find_double(task, change)
        return double, {q.key: "" for q in section.questions} if double is not None else {}
    if change.person is None:
        return None, change.base
    person = lock_person_of(task, change.person)
    if person is None or not person.is_live:
        raise NotOfHousehold
    return person, change.base


def _known(task: Task, person: Person | None, version: QuestionVersion) -> Json:
    """What is recorded now of whom the answers are about: on the register, and in earlier sheets."""
    recorded = facts.person_values(person) if person is not None else facts.household_values(task.household)
    return facts.survey_values(task.household, person, version) | recorded


def _due(section: Section, before: Json, compared: Compared) -> tuple[Json, Json]:
    """The answers that are carried on, and those held back.

    What is asked only because of an answer that is held back waits with it: it would be lost otherwise.
    """
    asked = _judge(section, before | compared.taken).asked
    meant = _judge(section, before | compared.taken | compared.held_back).asked
    due = {key: value for key, value in compared.taken.items() if key in asked}
    waits = {key: value for key, value in compared.taken.items() if key in meant and key not in asked}
    return due, compared.held_back | waits


def _judge(section: Section, known: Json) -> Judgement:
    return judge(section, facts.plain(known), clock.today())


def _carry(change: Change, task: Task, person: Person | None, due: Json, before: Json, actor: Actor) -> Person | None:
    """Carry the answers that are due into the register. Returns whom they are about."""
    raw = {key: change.answers.get(key, value) for key, value in due.items()}
    if change.newcomer is not None and person is None:
        person = put_on_register(task.household_id, change, actor=actor)
        before = facts.person_values(person)
    if person is not None:
        works_now = due.get("survey.works_now", before.get("survey.works_now"))
        to_person(person, typed(raw), before, works_now=works_now, actor=actor)
    else:
        to_household(task.household, typed(raw), before, actor=actor)
    return person


def _keep(
    change: Change,
    task: Task,
    person: Person | None,
    version: QuestionVersion,
    compared: Compared,
    held_back: Json,
    actor: Actor,
) -> AnswerSheet:
    """Store the sheet as submitted; the one before about the same stays, and counts no longer."""
    AnswerSheet.objects.filter(task=task, person=person, latest=True).update(latest=False)
    given = QuestionVersion.objects.filter(digest=change.questions).first() if change.questions else version
    kept_back = json.dumps(facts.plain(held_back), ensure_ascii=False) if held_back else None
    sheet = AnswerSheet(
        area_id=task.area_id,
        task=task,
        person=person,
        change_id=change.change_id,
        questions=given,
        answers=json.dumps(facts.plain(dict(change.answers)), ensure_ascii=False),
        kept_back=kept_back,
        is_behind=compared.is_behind,
        notice_version=max(task.notice_version, change.notice_version),
        collected_at=change.collected_at,
        received_by=actor.name[:100],
        source=change.source,
    )
    sheet.save(force_insert=True)
    return sheet


def _count(sheet: AnswerSheet, section: Section, task: Task, person: Person | None, version: QuestionVersion) -> None:
    """Write on the sheet how many items are asked, and which are missing now that the answers are carried."""
    after = _judge(section, _known(task, person, version))
    sheet.required, sheet.missing = len(after.required), list(after.missing)
    sheet.save(update_fields=["required", "missing"])


def _begin(task: Task, change: Change, actor: Actor) -> None:
    if change.notice_version > task.notice_version:
        Task.objects.filter(pk=task.pk).update(notice_version=change.notice_version)
    if task.status == Status.ASSIGNED:
        with step(Task, task.pk, "surveys.collect", actor=actor, source=SOURCE):
            pass
