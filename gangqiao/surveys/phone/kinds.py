"""What the operations of a phone do. Each ends in the same action the desk calls, in the transaction that stores it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say
from gangqiao.surveys import actions
from gangqiao.surveys.compiling import attribute_of
from gangqiao.surveys.models import AnswerSheet, QuestionVersion, Task
from gangqiao.surveys.questions import upgrade
from gangqiao.surveys.reads import facts
from gangqiao.surveys.refusals import VisitsMissing
from gangqiao.sync.bodies import Body
from gangqiao.sync.kinds import NotYet, Outcome
from gangqiao.sync.models import Blob
from gangqiao.sync.states import Result

if TYPE_CHECKING:
    from gangqiao.sync.models import Op

Json = dict[str, Any]
SOURCE = "phone"


def answers(op: Op, *, actor: Actor) -> Outcome:
    """Answers about a household or a member of it."""
    return outcome_of(actions.apply_within(_change(op, Body(op.content), None), actor=actor))


def newcomer(op: Op, *, actor: Actor) -> Outcome:
    """Answers about somebody who is not on the register; the number the phone gave stays the person's."""
    body = Body(op.content)
    body.uuid("person")
    given = body.part("newcomer")
    named = {"relation": given.text("relation", 4), "id_exception": given.text("id_exception", 100)}
    return outcome_of(actions.apply_within(_change(op, body, named), actor=actor))


def household(op: Op, *, actor: Actor) -> Outcome:
    """A household that is on no roster, with its head."""
    body = Body(op.content)
    head = body.part("head")
    found = actions.Found(
        change_id=op.uuid,
        survey=body.uuid("survey"),
        household=body.uuid("household"),
        task=body.uuid("task"),
        group=body.text("area", 40),
        answers=body.values("answers"),
        head=head.uuid("person"),
        head_answers=head.values("answers"),
        id_exception=head.text("id_exception", 100),
        questions=body.text("questions", 64),
        notice_version=body.number("notice_version"),
        collected_at=op.claimed_at,
        source=SOURCE,
    )
    actions.record_found(found, actor=actor)
    return Outcome()


def submit(op: Op, *, actor: Actor) -> Outcome:
    """How a visit ended. Without an outcome, or "not found" too early, it is a visit that counts, and nothing more."""
    body = Body(op.content)
    task, on, visits = body.uuid("task"), day_of(op), body.number("visits")
    outcome = body.text("outcome", 10)
    if not outcome:
        actions.record_visit(task, on=on, visits=visits, actor=actor)
        return Outcome()
    given = {"outcome": outcome, "note": body.text("note"), "double_of": body.text("double_of", 24), "visits": visits}
    try:
        actions.submit(Task.objects.get(uuid=task).pk, on=on, actor=actor, **given)
    except VisitsMissing as refusal:
        actions.record_visit(task, on=on, visits=visits, actor=actor)
        return Outcome(say=refusal.sentence)
    return Outcome()


def picture(op: Op, *, actor: Actor) -> Outcome:
    """A picture of the visit. It waits until the picture itself has come."""
    body = Body(op.content)
    blob = body.text("blob", 64)
    if not Blob.objects.filter(device=op.device_id, digest=blob).exists():
        raise NotYet(Say("The picture itself has not arrived yet."))
    actions.keep_picture(
        body.uuid("task"),
        person=body.find_uuid("person"),
        purpose=body.text("purpose", 10),
        blob=blob,
        change_id=op.uuid,
        actor=actor,
    )
    return Outcome()


def day_of(op: Op) -> date:
    """The day of a visit. The phone's word is taken only while its clock goes right; it orders nothing."""
    if op.claimed_at is None or op.is_skewed:
        return clock.today()
    return min(clock.day_of(op.claimed_at), clock.today())


def _change(op: Op, body: Body, named: Json | None) -> actions.Change:
    questions = body.text("questions", 64)
    task, base = body.uuid("task"), body.values("base")
    return actions.Change(
        change_id=op.uuid,
        task=task,
        person=body.find_uuid("person"),
        answers=body.values("answers"),
        base=seen_of(base, questions, _questions_of(task)) if base else {},
        questions=questions,
        notice_version=body.number("notice_version"),
        collected_at=body.moment("collected_at") or op.claimed_at,
        source=SOURCE,
        newcomer=named,
    )


def _questions_of(task: UUID) -> QuestionVersion | None:
    """The questions asked of a household today. Raises Task.DoesNotExist."""
    found = Task.objects.select_related("campaign__questions").defer("campaign__questions__stored")
    return found.get(uuid=task).campaign.questions


def outcome_of(sheet: AnswerSheet) -> Outcome:
    """What a sheet came to: taken over, taken over though others had changed other items, or in part kept apart."""
    if sheet.held_back:
        words = Say("Somebody else had answered otherwise meanwhile. The township decides which answer stands.")
        return Outcome(Result.CONFLICT, words, fields=sorted(sheet.held_back))
    if sheet.is_behind:
        return Outcome(say=Say("Taken over. Somebody else had changed other items of it meanwhile."))
    return Outcome()


def seen_of(base: Json, questions: str, version: QuestionVersion | None) -> dict[str, str]:
    """The digests of the values a phone saw, under the keys of today's questions.

    A value that nobody can read any more counts as one that has changed since.
    """
    if version is None or not base:
        return {}
    given: QuestionVersion | None = version
    if questions and questions != version.digest:
        given = QuestionVersion.objects.defer("stored").filter(digest=questions).first()
    steps = facts.steps_between(given.pk, version.pk) if given else []
    led, _apart = upgrade(base, steps, version.sheet.keys)
    found = {}
    for question in version.sheet:
        attribute = attribute_of(question) if question.key in led else None
        if attribute is None:
            continue
        try:
            found[question.key] = facts.seen(attribute.parse(led[question.key]))
        except Refusal:
            found[question.key] = facts.seen(led[question.key])
    return found
