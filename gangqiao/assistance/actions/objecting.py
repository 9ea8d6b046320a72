"""Objections while a choice or a monthly sheet is published: taken from anybody, answered by somebody else in time."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from gangqiao.assistance.actions.choosing import choosers_of, leave_out
from gangqiao.assistance.actions.posts import lock_post, refuse_same
from gangqiao.assistance.actions.posts_reach import whole
from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.models import Applicant, Objection
from gangqiao.assistance.policy.posts import answer_by
from gangqiao.assistance.refusals import AnswerOfList
from gangqiao.assistance.refusals_posts import AnsweredAlready, ObjectionWhen, ObjectionWords
from gangqiao.assistance.states import ApplicantStatus, PostStatus
from gangqiao.audit.events import record
from gangqiao.audit.steps import require
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM, Actor

TAKE, ANSWER = "assistance.take_objection", "assistance.answer_objection"
CHOICE, SHEET = "choice", "sheet"


def take(uuid: UUID, words: str, by_words: str = "", *, actor: Actor, source: str = "screen") -> Objection:
    """Take down what somebody says against an applicant while the choice is published.

    by_words  who says it, as they wish to be named; "" stays anonymous, which changes nothing
    Raises Applicant.DoesNotExist, NotYourVerb, ObjectionWhen, ObjectionWords.
    """
    applicant: Applicant = Applicant.objects.get(uuid=uuid)
    require(actor, TAKE, applicant)
    with transaction.atomic():
        # Locked with its post: the publicity must not end in this moment.
        if lock_post(applicant.post_id).status != PostStatus.PUBLICITY:
            raise ObjectionWhen
        about = {"about": CHOICE, "post": applicant.post, "applicant": applicant}
        return _keep(applicant, about, words, by_words, actor, source)


def take_of_line(line: Any, words: str, by_words: str = "", *, actor: Actor, source: str = "screen") -> Objection:
    """The same against a line of a monthly sheet; whether the sheet is published the caller has asked.

    Raises NotYourVerb, ObjectionWords.
    """
    require(actor, TAKE, line)
    with transaction.atomic():
        about = {"about": SHEET, "post": line.holder.post, "applicant": None, "line": line.pk}
        return _keep(line, about, words, by_words, actor, source)


def answer(uuid: UUID, outcome: str, words: str, *, actor: Actor) -> Objection:
    """Answer an objection; an upheld one takes the place from whom it is about, before anything was paid.

    Raises Objection.DoesNotExist, NotYourVerb, AnswerOfList, ObjectionWords, AnsweredAlready, SamePerson.
    """
    found: Objection = Objection.objects.get(uuid=uuid)
    require(actor, ANSWER, found)
    if outcome not in LISTS["objection_outcome"]:
        raise AnswerOfList("outcome")
    if not words.strip():
        raise ObjectionWords
    with whole():
        if found.about == CHOICE and found.post_id is not None:
            refuse_same(actor, *choosers_of(lock_post(found.post_id)))
        objection: Objection = Objection.objects.select_for_update(of=("self",)).get(pk=found.pk)
        if objection.outcome:
            raise AnsweredAlready
        objection.outcome, objection.answer = outcome, words.strip()[:500]
        objection.answered_on, objection.answered_by = clock.today(), actor.name[:100]
        objection.answerer = actor.user_id
        objection.save()
        if outcome == "upheld" and objection.applicant_id is not None:
            _block(objection.applicant_id)
        record(ANSWER, actor=actor, subject=objection, fields=["outcome"])
    return objection


def _block(applicant_id: int) -> None:
    applicant: Applicant = Applicant.objects.select_for_update(of=("self",)).get(pk=applicant_id)
    applicant.blocked = True
    applicant.save(update_fields=["blocked"])
    if applicant.status == ApplicantStatus.CHOSEN:
        leave_out(applicant, "objection", actor=SYSTEM)


def _keep(row: Any, about: dict[str, Any], words: str, by_words: str, actor: Actor, source: str) -> Objection:
    if not words.strip():
        raise ObjectionWords
    today = clock.today()
    taken: Objection = Objection.objects.create(
        **about, area_id=row.area_id, unit=row.unit, person_uuid=row.person_uuid, words=words.strip()[:1000],
        by_words=by_words.strip()[:100] or None, taken_on=today, taken_by=actor.name[:100], due_on=answer_by(today),
    )  # fmt: skip
    record(TAKE, actor=actor, subject=taken, source=source)
    return taken
