"""Where answers end, whoever brings them: the desk, and every other door. One change applies once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require, step_of
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.surveys.actions.change import Change
from gangqiao.surveys.actions.comparing import Compared, compare, keep_differences, read
from gangqiao.surveys.actions.counting import COUNTS, count_from
from gangqiao.surveys.actions.knowing import Known, known_of, known_of_nobody
from gangqiao.surveys.actions.locking import lock_home, lock_person_of, lock_task
from gangqiao.surveys.actions.newcomers import find_double, put_on_register
from gangqiao.surveys.actions.register import SOURCE, to_household, to_person, typed
from gangqiao.surveys.models import AnswerSheet, QuestionVersion, Task
from gangqiao.surveys.questions import Judgement, Section, judge, upgrade
from gangqiao.surveys.reads import facts
from gangqiao.surveys.reads.facts import living_in
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
        return apply_within(change, actor=actor)


def apply_within(change: Change, *, actor: Actor) -> AnswerSheet:
    """The same in the transaction of the caller, who undoes it whole when this raises."""
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
    given = _given(change, version)
    section = version.sheet.section("person" if _is_about_person(change) else "household")
    answered, _apart = upgrade(change.answers, facts.steps_between(given.pk, version.pk), version.sheet.keys)
    values = read(section, answered)
    known, base = _whom(change, task, section, version)
    before = known.values
    compared = compare(values, before, base)
    due, held_back = _due(section, before, compared)
    _carry(change, task, known, due, actor)
    sheet = _sheet(change, task, known, given, compared, held_back, actor)
    known.keep(sheet, version)
    after = _judge(section, known.values)
    sheet.required, sheet.missing = len(after.required), list(after.missing)
    _keep(sheet, known.newest)
    keep_differences(sheet, held_back, answered, before)
    _begin(task, change, [*known.newest, sheet], actor)
    record("surveys.collect", actor=actor, subject=sheet, area=task.area_id, fields=sorted(due), source=SOURCE)
    return sheet


def _is_about_person(change: Change) -> bool:
    return change.person is not None or change.newcomer is not None


def _given(change: Change, version: QuestionVersion) -> QuestionVersion:
    """The version under which the answers were given. Raises NoQuestions."""
    if not change.questions or change.questions == version.digest:
        return version
    given = QuestionVersion.objects.defer("stored").filter(digest=change.questions).first()
    if given is None:
        raise NoQuestions
    return given


def _whom(change: Change, task: Task, section: Section, version: QuestionVersion) -> tuple[Known, Mapping[str, str]]:
    """What is known of whom the answers are about, who is locked from now on; and what the sender saw.

    A newcomer whom somebody else put on the register meanwhile is a member about whom the sender saw nothing.
    """
    if change.newcomer is not None:
        lock_home(task)
        double = find_double(task, change)
        if double is None:
            return known_of_nobody(task), {}
        return known_of(task, double, version), {q.key: "" for q in section.questions}
    if change.person is None:
        return known_of(task, task.household, version), change.base
    person = lock_person_of(task, change.person)
    if person is None or not person.is_live:
        raise NotOfHousehold
    return known_of(task, person, version), change.base


def _due(section: Section, before: Json, compared: Compared) -> tuple[Json, Json]:
    """The answers that are carried on, and those held back.

    What is asked only because of an answer that is held back waits with it: it would be lost otherwise.
    """
    asked = _judge(section, before | compared.taken).asked
    due = {key: value for key, value in compared.taken.items() if key in asked}
    if not compared.held_back:
        return due, {}
    meant = _judge(section, before | compared.taken | compared.held_back).asked
    waits = {key: value for key, value in compared.taken.items() if key in meant and key not in asked}
    return due, compared.held_back | waits


def _judge(section: Section, known: Json) -> Judgement:
    return judge(section, facts.plain(known), clock.today())


def _carry(change: Change, task: Task, known: Known, due: Json, actor: Actor) -> None:
    """Carry the answers that are due into the register, and know what it says then."""
    raw = {key: change.answers.get(key, value) for key, value in due.items()}
    if known.about is None and change.newcomer is not None:
        known.about = put_on_register(task.household_id, change, actor=actor)
        known.read()
    before = known.values
    if known.person is not None:
        works_now = due.get("survey.works_now", before.get("survey.works_now"))
        running = known.dated.get("spell")
        is_changed = to_person(known.person, typed(raw), before, running=running, works_now=works_now, actor=actor)
    else:
        is_changed = to_household(task.household, typed(raw), before, actor=actor)
    if is_changed:
        known.look_again()


def _sheet(
    change: Change,
    task: Task,
    known: Known,
    given: QuestionVersion,
    compared: Compared,
    held_back: Json,
    actor: Actor,
) -> AnswerSheet:
    """The sheet as submitted, not yet stored."""
    kept_back = json.dumps(facts.plain(held_back), ensure_ascii=False) if held_back else None
    return AnswerSheet(
        area_id=task.area_id,
        task=task,
        person=known.person,
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


def _keep(sheet: AnswerSheet, newest: list[AnswerSheet]) -> None:
    """Store the sheet; the one before about the same stays, and counts no longer: it is taken out of the newest."""
    before = [s for s in newest if s.person_id == sheet.person_id]
    if before:
        AnswerSheet.objects.filter(pk__in=[s.pk for s in before]).update(latest=False)
        newest[:] = [s for s in newest if s.person_id != sheet.person_id]
    sheet.save(force_insert=True)


def _begin(task: Task, change: Change, newest: list[AnswerSheet], actor: Actor) -> None:
    """Count the task anew, and begin it when this was the first that came of it."""
    living = set(living_in(task.household_id).values_list("pk", flat=True))
    if task.status == Status.ASSIGNED:
        with step_of(task, "surveys.collect", actor=actor, source=SOURCE):
            _note(task, change, living, newest)
    else:
        _note(task, change, living, newest)
        task.save(update_fields=["notice_version", *COUNTS])


def _note(task: Task, change: Change, living: set[int], newest: list[AnswerSheet]) -> None:
    task.notice_version = max(task.notice_version, change.notice_version)
    count_from(task, living, newest)
