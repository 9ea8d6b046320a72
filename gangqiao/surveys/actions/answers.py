"""Where answers end, whoever brings them: the desk, and every other door. One change applies once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require, step
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.people.models import Person
from gangqiao.surveys.actions.counting import recount
from gangqiao.surveys.actions.register import SOURCE, register_newcomer, to_household, to_person
from gangqiao.surveys.compiling import attribute_of
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


@dataclass(frozen=True, slots=True)
class Change:
    """Answers about one household or one person, as somebody sends them.

    change_id  unique for ever, made by the sender: the same one twice is applied once
    task       the household's task; person: whom it is about, null for the household itself
    answers    raw values by key; a key that is absent keeps what is recorded, an empty value takes it away
    base       by key the digest (`reads.facts.seen`) of the value the sender saw; without one there is no comparing
    questions  digest of the version the answers were given under; "": the campaign's own
    newcomer   somebody who is not on the register yet: {"relation": code, "id_exception": text}; null otherwise
    """

    change_id: UUID
    task: UUID
    answers: Mapping[str, Any]
    person: UUID | None = None
    base: Mapping[str, str] = field(default_factory=dict)
    questions: str = ""
    notice_version: int = 0
    collected_at: datetime | None = None
    source: str = "desk"
    newcomer: Mapping[str, str] | None = None


def apply_answers(change: Change, *, actor: Actor) -> AnswerSheet:
    """Keep the answers as submitted, and carry them into the register by its own verbs with the source "survey".

    An answer to an item that somebody changed since the sender looked is not taken over: the register keeps its value
    and the sheet shows both (`held_back`). All of it or nothing; the same change a second time gives the first sheet.
    Raises Task.DoesNotExist (also out of scope), NotYourVerb, NotUnderWay, HandedInAlready, NoticeNotRead, NoQuestions,
    NotOfHousehold, ChangeIdUsed, and whatever the register refuses (Refusal, Refusals; fields are keys of questions).
    """
    with transaction.atomic():
        # The lock also puts two sendings of one change behind each other.
        task = Task.objects.select_for_update().get(uuid=change.task)
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
    about = "person" if change.person is not None or change.newcomer is not None else "household"
    section = version.sheet.section(about)
    answered, _apart = upgrade(change.answers, _steps(change, version), version.sheet.keys)
    values = _read(section, answered)
    person = _person(change, task)
    before = _known(task, person)
    values, held_back = _compare(values, before, change.base)
    judged = _judge(section, task, person, version, before, values)
    due = {key: value for key, value in values.items() if key in judged.asked}
    person = _carry(change, task, person, due, before, actor)
    sheet = _keep(change, task, person, version, held_back, actor)
    after = _judge(section, task, person, version, _known(task, person), {k: v for k, v in due.items() if _is_own(k)})
    sheet.required, sheet.missing = len(after.required), list(after.missing)
    sheet.save(update_fields=["required", "missing"])
    _begin(task, change, actor)
    recount(task.pk)
    record("surveys.collect", actor=actor, subject=sheet, area=task.area_id, fields=sorted(due), source=SOURCE)
    return sheet


def _steps(change: Change, version: QuestionVersion) -> list[Json]:
    if not change.questions or change.questions == version.digest:
        return []
    given = QuestionVersion.objects.filter(digest=change.questions).first()
    if given is None:
        raise NoQuestions
    return facts.steps_between(given.pk, version.pk)


def _read(section: Section, answers: Mapping[str, Any]) -> Json:
    """What was meant by the answers, by the doors of the attributes themselves. Raises Refusals with every fault."""
    values: Json = {}
    faults: list[Refusal] = []
    for question in section.questions:
        attribute = attribute_of(question) if question.key in answers else None
        if attribute is None:
            continue
        try:
            values[question.key] = attribute.parse(answers[question.key])
        except Refusal as refusal:
            refusal.field = question.key
            faults.append(refusal)
    if faults:
        raise Refusals(faults)
    return values


def _person(change: Change, task: Task) -> Person | None:
    if change.person is None:
        return None
    person: Person | None = Person.objects.filter(uuid=change.person, household=task.household).first()
    if person is None or not person.is_live:
        raise NotOfHousehold
    return person


def _known(task: Task, person: Person | None) -> Json:
    """What the register holds now of whom the answers are about."""
    return facts.person_values(person) if person is not None else facts.household_values(task.household)


def _compare(values: Json, before: Json, base: Mapping[str, str]) -> tuple[Json, Json]:
    """The answers that may be taken over, and those where the register says something else than the sender saw."""
    taken, held_back = {}, {}
    for key, value in values.items():
        now = facts.seen(before.get(key))
        if key in base and base[key] != now and facts.seen(value) != now:
            held_back[key] = facts.as_plain(value)
        else:
            taken[key] = value
    return taken, held_back


def _judge(
    section: Section, task: Task, person: Person | None, version: QuestionVersion, known: Json, over: Json
) -> Judgement:
    before = (
        facts.survey_values(task.household, person, version) if person is not None or _is_household(section) else {}
    )
    return judge(section, facts.plain({**before, **known, **over}), clock.today())


def _is_household(section: Section) -> bool:
    return section.about == "household"


def _carry(change: Change, task: Task, person: Person | None, due: Json, before: Json, actor: Actor) -> Person | None:
    """Carry the answers that are due into the register. Returns whom they are about."""
    raw = {key: change.answers.get(key, value) for key, value in due.items()}
    if change.newcomer is not None:
        person = register_newcomer(task.household_id, change.newcomer, dict(change.answers), actor=actor)
        before = _known(task, person)
    if person is not None:
        to_person(person, _typed(raw), before, actor=actor)
    else:
        to_household(task.household, _typed(raw), before, actor=actor)
    return person


def _typed(raw: Json) -> dict[str, Json]:
    """Raw answers by the set they belong to, under the keys of that set."""
    found: dict[str, Json] = {}
    for key, value in raw.items():
        about, _dot, name = key.partition(".")
        found.setdefault(about, {})[name] = value
    return found


def _keep(
    change: Change, task: Task, person: Person | None, version: QuestionVersion, held_back: Json, actor: Actor
) -> AnswerSheet:
    """Store the sheet as submitted; the one before about the same stays, and counts no longer."""
    AnswerSheet.objects.filter(task=task, person=person, latest=True).update(latest=False)
    given = QuestionVersion.objects.filter(digest=change.questions).first() if change.questions else version
    sheet = AnswerSheet(
        area_id=task.area_id,
        task=task,
        person=person,
        change_id=change.change_id,
        questions=given,
        answers=json.dumps(facts.plain(dict(change.answers)), ensure_ascii=False),
        kept_back=json.dumps(held_back, ensure_ascii=False) if held_back else None,
        notice_version=max(task.notice_version, change.notice_version),
        collected_at=change.collected_at,
        received_by=actor.name[:100],
        source=change.source,
    )
    sheet.save(force_insert=True)
    return sheet


def _begin(task: Task, change: Change, actor: Actor) -> None:
    if change.notice_version > task.notice_version:
        Task.objects.filter(pk=task.pk).update(notice_version=change.notice_version)
    if task.status == Status.ASSIGNED:
        with step(Task, task.pk, "surveys.collect", actor=actor, source=SOURCE):
            pass


def _is_own(key: str) -> bool:
    return key.startswith(facts.KEPT_HERE)
