"""Objections to a claim while it is published: taken from anybody, answered by who had no hand in the claim."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.subsidies.models import Claim, ClaimObjection, Hand
from gangqiao.subsidies.policy.claims import NUMBERS
from gangqiao.subsidies.reads.claims import is_published
from gangqiao.subsidies.refusals_claims import AnotherAnswers, AnsweredBefore, NotPublishedNow, WordsMissing

TAKE, ANSWER = "subsidies.take_objection", "subsidies.answer_objection"


def take(claim: Claim, words: str, by_words: str = "", *, actor: Actor, source: str = "screen") -> ClaimObjection:
    """Take down what somebody says against a claim while it is published. It holds back this claim alone.

    by_words: who says it, as they wish to be named; "" stays anonymous, which changes nothing.
    Raises NotYourVerb, NotPublishedNow, WordsMissing.
    """
    require(actor, TAKE, claim)
    if not words.strip():
        raise WordsMissing
    with transaction.atomic():
        # Locked: the claim must not go on in this moment.
        row: Claim = Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
        if not is_published(row):
            raise NotPublishedNow
        today = clock.today()
        taken = ClaimObjection.objects.create(
            area_id=row.area_id, unit=row.unit, party=row.party, person_uuid=row.person_uuid, claim=row,
            words=words.strip()[:1000], by_words=by_words.strip()[:100], taken_on=today, taken_by=actor.name[:100],
            due_on=today + timedelta(days=int(NUMBERS.on(today).objection_days)),
        )  # fmt: skip
        record(TAKE, actor=actor, subject=taken, person=row.person_uuid, source=source)
    return taken


def answer(objection: ClaimObjection, upheld: bool, words: str, *, actor: Actor) -> ClaimObjection:
    """Answer an objection. An upheld one holds the claim until it is rejected or sent back; any other lets it go on.

    Raises NotYourVerb, WordsMissing, AnsweredBefore, AnotherAnswers.
    """
    require(actor, ANSWER, objection)
    if not words.strip():
        raise WordsMissing("reason")
    with transaction.atomic():
        claim: Claim = Claim.objects.select_for_update(of=("self",)).get(pk=objection.claim_id)
        row: ClaimObjection = ClaimObjection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
        if row.upheld is not None:
            raise AnsweredBefore
        if actor.user_id is None or claim.maker == actor.user_id or _has_hand(claim, actor.user_id):
            raise AnotherAnswers
        row.upheld, row.answer = upheld, words.strip()[:1000]
        row.answered_on, row.answered_by, row.answerer = clock.today(), actor.name[:100], actor.user_id
        row.save()
        record(ANSWER, actor=actor, subject=row, person=row.person_uuid, fields=["upheld"])
    return row


def _has_hand(claim: Claim, user: int) -> bool:
    """True when the user has laid a hand on the claim in any round."""
    return Hand.objects.filter(claim=claim, by=user).exists()
