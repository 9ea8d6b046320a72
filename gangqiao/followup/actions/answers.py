"""What a township answers for a claim that was found false, or for work that a list knows otherwise."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require
from gangqiao.followup.models import Proof, SampleCheck
from gangqiao.followup.refusals import AnswerNeeded, NothingToAnswer
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor

ANSWER = "followup.answer"


def answer_check(check_id: int, words: str, *, actor: Actor) -> SampleCheck:
    """Say how a claim came to be false. Raises NotYourVerb, NothingToAnswer, AnswerNeeded."""
    answered: SampleCheck = _answer(SampleCheck, check_id, words, actor)
    return answered


def answer_proof(proof_id: int, words: str, *, actor: Actor) -> Proof:
    """Say which of two employers it is. Raises NotYourVerb, NothingToAnswer, AnswerNeeded."""
    answered: Proof = _answer(Proof, proof_id, words, actor)
    return answered


def _answer(model: type[Proof] | type[SampleCheck], key: int, words: str, actor: Actor) -> Any:
    with transaction.atomic():
        row: Any = model._default_manager.select_for_update(of=("self",)).get(pk=key)
        require(actor, ANSWER, row)
        if row.answer_by is None or row.answered_on is not None:
            raise NothingToAnswer
        if not words.strip():
            raise AnswerNeeded
        row.answer, row.answered_on, row.answered_by = words.strip()[:500], clock.today(), actor.name[:100]
        row.save(update_fields=["answer", "answered_on", "answered_by"])
        record(ANSWER, actor=actor, subject=row, fields=["answer"], source="screen")
    return row
