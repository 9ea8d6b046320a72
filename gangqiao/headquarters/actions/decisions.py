"""What a meeting decides, and its follow-through until somebody else has verified the result."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from gangqiao.accounts.models import Unit
from gangqiao.audit.events import record
from gangqiao.audit.steps import require, step
from gangqiao.headquarters.filing import NOTHING, Sent, kept
from gangqiao.headquarters.models import AgendaItem, AgendaKind, Decision, DecisionResult, Meeting
from gangqiao.headquarters.reads.meetings import may_verify, owns
from gangqiao.headquarters.refusals import DayIsPast, NotForYou, NotWhileSo, NotYourOwnResult, WordsMissing
from gangqiao.headquarters.states import MeetingStatus
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor

VERB = "headquarters.decide"


def decide(
    meeting_id: int,
    words: str,
    unit: Unit,
    due_on: date,
    *,
    actor: Actor,
    item: AgendaItem | None = None,
    source: str = "screen",
) -> Decision:
    """Record a decision of a meeting that was held and is not closed. Raises WordsMissing, DayIsPast, NotWhileSo."""
    require(actor, VERB)
    if not words.strip():
        raise WordsMissing
    with transaction.atomic():
        meeting = Meeting.objects.select_for_update().get(pk=meeting_id)
        if meeting.status not in (MeetingStatus.HELD, MeetingStatus.MINUTED) or meeting.held_on is None:
            raise NotWhileSo
        if due_on < meeting.held_on:
            raise DayIsPast("due_on")
        last = meeting.decisions.aggregate(last=Max("number"))["last"] or 0
        decision = Decision.objects.create(
            meeting=meeting,
            item=item if item and item.meeting_id == meeting.pk else None,
            issue_key=_issue_of(item),
            number=last + 1,
            words=words.strip()[:2000],
            unit=unit,
            due_on=due_on,
            decided_on=meeting.held_on,
        )
        record(VERB, actor=actor, subject=decision, source=source)
    return decision


def _issue_of(item: AgendaItem | None) -> UUID | None:
    return UUID(item.key.partition(":")[2]) if item is not None and item.kind == AgendaKind.ISSUE else None


def report_decision(
    decision_id: int, words: str, *, actor: Actor, sent: Sent = NOTHING, source: str = "screen"
) -> Decision:
    """Report the result for the unit that owes it, with a file as evidence or without.

    Raises NotForYou, WordsMissing, FileTooLarge, NotThatKind.
    """
    if not words.strip():
        raise WordsMissing
    with (
        kept(sent) as file,
        step(Decision, decision_id, "headquarters.report_decision", actor=actor, source=source) as row,
    ):
        if not owns(actor, row):
            raise NotForYou
        row.reported_by_id, row.reported_on = actor.user_id, clock.today()
        row.verified_by, row.verified_on = None, None
        DecisionResult.objects.create(decision=row, words=words.strip()[:2000], given_by_id=actor.user_id, **file)
    return row


def verify_decision(decision_id: int, *, actor: Actor, source: str = "screen") -> Decision:
    """Say that the result is so. Raises NotYourOwnResult."""
    with step(Decision, decision_id, "headquarters.verify_decision", actor=actor, source=source) as row:
        if not may_verify(actor, row):
            raise NotYourOwnResult
        row.verified_by_id, row.verified_on = actor.user_id, clock.today()
    return row


def send_back_decision(decision_id: int, *, reason: str, actor: Actor, source: str = "screen") -> Decision:
    """Say that it is not done, and what is missing. Raises NotYourOwnResult, NoteNeeded."""
    verb = "headquarters.send_back_decision"
    with step(Decision, decision_id, verb, actor=actor, note=reason, source=source) as row:
        if not may_verify(actor, row):
            raise NotYourOwnResult
        row.note = reason.strip()[:500]
    return row


def revoke_decision(decision_id: int, *, reason: str, actor: Actor) -> Decision:
    """Nobody has to do it any more. Raises NoteNeeded."""
    with step(Decision, decision_id, "headquarters.revoke_decision", actor=actor, note=reason) as row:
        row.note = reason.strip()[:500]
    return row
