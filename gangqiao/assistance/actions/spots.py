"""Spot-checks: drawn at random in every township, recorded, and cleared up by somebody else.

Who was not at the place of duty, or had somebody there instead, is suspended at once, and the pay of the month waits.
Who says that money was asked back is never the one it is held against.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from gangqiao.assistance.actions import holding
from gangqiao.assistance.models import Holder, SpotCheck
from gangqiao.assistance.policy import duty as policy
from gangqiao.assistance.reads import spots as reads
from gangqiao.assistance.refusals import AnswerOfList
from gangqiao.assistance.refusals_duty import (
    AlreadyDrawn,
    CheckedByAnother,
    DayAhead,
    NothingToSettle,
    WordsNeeded,
)
from gangqiao.assistance.states import HolderStatus
from gangqiao.audit.events import record
from gangqiao.audit.steps import NotYourVerb, require
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.places.reads import county_path

DRAW, RECORD = "assistance.draw_spot", "assistance.record_spot"
RESULTS = {
    reads.VISIT: ("on_duty", "not_found", "stand_in", "not_reached"),
    reads.CALL: ("got_it", "not_got", "paid_back", "not_reached"),
}


def draw(kind: str, month: date, seed: str, *, actor: Actor, source: str = "screen") -> list[SpotCheck]:
    """Draw holders of every township at random: the same ones for the same word and the same people.

    Raises NotYourVerb, AnswerOfList, DayAhead, WordsNeeded without a word to draw by, AlreadyDrawn.
    """
    if not actor.may(DRAW, county_path()) and actor is not SYSTEM:
        raise NotYourVerb
    if kind not in RESULTS:
        raise AnswerOfList("kind")
    month, seed, today = policy.month_of(month), seed.strip()[:40], clock.today()
    if month > today:
        raise DayAhead("month")
    if not seed:
        raise WordsNeeded("seed")
    with transaction.atomic():
        chosen: list[Holder] = []
        for rows in reads.to_draw_from(kind, month).values():
            by_uuid = {row.uuid: row for row in rows}
            chosen += [by_uuid[one] for one in policy.draw(by_uuid, policy.to_draw(len(rows), kind, today), seed)]
        if not chosen or SpotCheck.objects.filter(kind=kind, month=month).exists():
            raise AlreadyDrawn
        made = SpotCheck.objects.bulk_create([_drawn(one, kind, month, seed) for one in chosen], batch_size=200)
        record(DRAW, actor=actor, area=county_path(), reason=f"{kind} {len(made)}", source=source)
    return made


def _drawn(holder: Holder, kind: str, month: date, seed: str) -> SpotCheck:
    return SpotCheck(
        area_id=holder.area_id, unit=holder.unit, holder=holder, person_uuid=holder.person_uuid, kind=kind, month=month,
        seed=seed, drawn_on=clock.today(),
    )  # fmt: skip


def record_result(spot_id: int, result: str, words: str = "", *, actor: Actor, source: str = "screen") -> SpotCheck:
    """Record what was found. Somebody not found, or stood in for, is suspended from today on; the month's pay waits.

    Raises NotYourVerb, AnswerOfList, NothingToSettle when it was cleared up already, WordsNeeded for a doubt.
    """
    with transaction.atomic():
        row: SpotCheck = SpotCheck.objects.get(pk=spot_id)
        require(actor, RECORD, row)
        holder = Holder.objects.get(pk=row.holder_id)
        with holding.locked(holder.uuid):
            row = SpotCheck.objects.select_for_update(of=("self",)).get(pk=spot_id)
            if result not in RESULTS[row.kind]:
                raise AnswerOfList("result")
            if row.settled_on is not None:
                raise NothingToSettle
            if result in reads.DOUBTS and not words.strip():
                raise WordsNeeded("words")
            row.result, row.words = result, words.strip()[:500] or None
            row.checked_on, row.checked_by, row.checker = clock.today(), actor.name[:100], actor.user_id
            row.save()
            record(RECORD, actor=actor, subject=row, fields=["result"], source=source)
        if result in policy.BAD_FINDINGS and Holder.objects.get(pk=holder.pk).status == HolderStatus.ON_DUTY:
            # The finding itself suspends, whoever made it: nobody has to be asked for the post of the one who does.
            holding.suspend(holder.uuid, "not_seen", "spot-check", actor=SYSTEM, source=source)
    return row


def settle(spot_id: int, words: str, *, actor: Actor) -> SpotCheck:
    """Clear up a doubt, in words, as another than who checked. Days that were not worked are to be put right first.

    Raises NotYourVerb, NothingToSettle, WordsNeeded, CheckedByAnother.
    """
    with transaction.atomic():
        row: SpotCheck = SpotCheck.objects.select_for_update(of=("self",)).get(pk=spot_id)
        require(actor, RECORD, row)
        if row.result not in reads.DOUBTS or row.settled_on is not None:
            raise NothingToSettle
        if not words.strip():
            raise WordsNeeded
        if actor.user_id is not None and row.checker == actor.user_id:
            raise CheckedByAnother
        row.settled_on, row.settled_by, row.settler = clock.today(), actor.name[:100], actor.user_id
        row.settled_words = words.strip()[:500]
        row.save()
        record(RECORD, actor=actor, subject=row, fields=["settled"])
    return row
