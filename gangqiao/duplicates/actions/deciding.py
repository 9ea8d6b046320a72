"""People decide about a pair: two persons, or ask the village first. One person is said by merging (people.merge)."""

from __future__ import annotations

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require, step
from gangqiao.duplicates.actions.keeping import withdraw
from gangqiao.duplicates.models import Pair, Question
from gangqiao.duplicates.refusals import AlreadyAnswered, AnswerMissing
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.people.models import Person

SHORTEST = 2


def tell_apart(pair_id: int, *, actor: Actor, note: str) -> Pair:
    """Say that the two are two persons. The pair stays quiet until the records say more for one person than now."""
    with step(Pair, pair_id, "duplicates.tell_apart", actor=actor, note=note) as pair:
        _decide(pair, actor, note)
        pair.decided_score = pair.score
        withdraw(pair)
    return pair


def ask(pair_id: int, *, actor: Actor, note: str) -> Pair:
    """Ask those who keep the two records; each is asked about their own record only."""
    with step(Pair, pair_id, "duplicates.ask", actor=actor, note=note) as pair:
        for person in Person.objects.filter(pk__in=(pair.one_id, pair.other_id)).order_by("pk"):
            Question.objects.create(
                area_id=person.area_id, pair=pair.uuid, person=person, asked=note.strip(), asked_by_name=actor.name
            )
    return pair


def reopen(pair_id: int, *, actor: Actor, note: str) -> Pair:
    """Take a decision back, or stop waiting for the village."""
    with step(Pair, pair_id, "duplicates.reopen", actor=actor, note=note) as pair:
        _decide(pair, actor, note)
        pair.decided_score = None
        withdraw(pair)
    return pair


def _decide(pair: Pair, actor: Actor, note: str) -> None:
    pair.decided_at, pair.decided_by_name, pair.decided_reason = clock.now(), actor.name, note.strip()


def answer(question_id: int, *, actor: Actor, text: str) -> Question:
    """Answer what was asked about a record. Raises AnswerMissing, AlreadyAnswered."""
    if len(text.strip()) < SHORTEST:
        raise AnswerMissing
    with transaction.atomic():
        question: Question = Question.objects.select_for_update(of=("self",)).get(pk=question_id)
        require(actor, "duplicates.answer", question)
        if question.answered_at is not None:
            raise AlreadyAnswered(question.answered_by_name)
        question.answer, question.answered_at = text.strip(), clock.now()
        question.answered_by_name = actor.name
        question.save(update_fields=["answer", "answered_at", "answered_by_name"])
        record("duplicates.answer", actor=actor, subject=question, fields=["answer"])
    return question


def hear(question: Question) -> None:
    """Put the pair back on the list once nobody is left to answer. Called under a scope that sees the pair."""
    pair = Pair.objects.filter(uuid=question.pair, status="asked").first()
    if pair is not None and not Question.objects.filter(pair=pair.uuid, answered_at=None).exists():
        with step(Pair, pair.pk, "duplicates.hear", actor=SYSTEM, source="job"):
            pass
