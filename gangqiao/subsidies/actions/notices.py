"""Public notices: drafted by one, approved by another, up for the days the rule asks for, and down on time."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gangqiao.audit.events import record
from gangqiao.audit.steps import NotYourVerb, require, step_of
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.identifiers import parse_phone
from gangqiao.subsidies.actions.moving import move, seal
from gangqiao.subsidies.models import Claim, Notice, NoticeLine
from gangqiao.subsidies.policy import claims as policy
from gangqiao.subsidies.reads import notices as reads
from gangqiao.subsidies.refusals import NotWhatWasApproved
from gangqiao.subsidies.refusals_notices import (
    DaysNotOver,
    DrafterIsNoApprover,
    NobodyLeft,
    NotForOneNotice,
    NothingToPublish,
    RuleNotKnown,
)
from gangqiao.subsidies.states import NoticeStatus

DRAFT, APPROVE = "subsidies.draft_notice", "subsidies.approve_notice"
END, TAKE_DOWN, SEND_BACK = "subsidies.end_notice", "subsidies.take_down_notice", "subsidies.send_back"
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Approved:
    """A notice that is up, and the claims that could not go along, each with the reason."""

    notice: Notice
    left_out: list[tuple[str, Refusal]]


def draft(
    stage: str, area: str, programme: str, claims: Sequence[Claim], phone: str, *, actor: Actor
) -> Notice:  # fmt: skip
    """Draft the notice of claims of one programme that wait for this publicity.

    stage "village" or "city"; area: key of the division that covers them all. Raises NotYourVerb, WrongPhone,
    NothingToPublish, NotForOneNotice.
    """
    require(actor, DRAFT, area=area)
    said = parse_phone(phone)
    with transaction.atomic():
        # Locked, so that two drafts at once do not take up the same claim.
        keys = [claim.pk for claim in claims]
        rows = {row.pk: row for row in Claim.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")}
        if stage not in reads.STAGES or not rows or len(rows) < len(set(keys)):
            raise NothingToPublish
        _fit(stage, area, programme, list(rows.values()))
        day = clock.today()
        notice = Notice.objects.create(
            number=f"{day:%Y%m%d}-" + "".join(secrets.choice(LETTERS) for _place in range(6)), stage=stage,
            area_id=area, programme=programme, phone=said, drafted_by=actor.name[:100], drafter=actor.user_id,
        )  # fmt: skip
        for place, key in enumerate(dict.fromkeys(keys), 1):
            claim = rows[key]
            NoticeLine.objects.create(
                area_id=claim.area_id, unit=claim.unit, party=claim.party, person_uuid=claim.person_uuid,
                notice=notice, claim=claim, place=place,
            )  # fmt: skip
        record(DRAFT, actor=actor, subject=notice, area=area, fields=["lines"], reason=str(len(rows)))
    return notice


def _fit(stage: str, area: str, programme: str, rows: list[Claim]) -> None:
    """Refuse a claim that does not belong on the notice."""
    drafted = set(
        NoticeLine.objects.filter(
            claim__in=[row.pk for row in rows], taken_off=False, notice__status=NoticeStatus.DRAFT
        ).values_list("claim_id", flat=True)
    )
    for row in rows:
        if row.programme != programme:
            raise NotForOneNotice(row.code, _("it is of another programme"))
        if policy.next_desk(row.route, row.status, clock.today()) != f"{stage}_publicity":
            raise NotForOneNotice(row.code, _("it does not wait for this publicity"))
        if not str(row.area_id).startswith(area):
            raise NotForOneNotice(row.code, _("it is of another place"))
        if row.pk in drafted:
            raise NotForOneNotice(row.code, _("it stands on another draft"))


def approve(notice: Notice, *, actor: Actor) -> Notice:
    """`approve_and_tell`, for whoever needs the notice alone."""
    return approve_and_tell(notice, actor=actor).notice


def approve_and_tell(notice: Notice, *, actor: Actor) -> Approved:
    """Put a draft up, as another than who drafted it, in one transaction with all its claims.

    The days are the longest the rule asks for, working days from today. What cannot be published any more goes off the
    notice; its reason stands in the log. Raises NotYourVerb, NotAllowedNow, DrafterIsNoApprover, NobodyLeft,
    RuleNotKnown, and NotWhatWasApproved when a claim says something else than at its first publicity.
    """
    with transaction.atomic():
        row = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
        with step_of(row, APPROVE, actor=actor):
            if actor.user_id is not None and row.drafter == actor.user_id:
                raise DrafterIsNoApprover
            lines = [line for line in reads.lines_of(row) if not line.taken_off]
            left_out = _publish(row, lines, actor)
            there = [line for line in lines if not line.taken_off]
            days = reads.publicity_days(row.programme, (line.claim.decided_for for line in there))
            if days is None:
                raise RuleNotKnown(row.programme)
            row.first = clock.today()
            row.last = policy.publicity_until(row.first, days)
            row.approver, row.approved_by = actor.user_id, actor.name[:100]
            row.digest = reads.digest_of_notice(row, there)
    return Approved(row, left_out)


def _publish(notice: Notice, lines: list[NoticeLine], actor: Actor) -> list[tuple[str, Refusal]]:
    """Move each claim on; returns those that stay behind, whose lines are then off."""
    left_out: list[tuple[str, Refusal]] = []
    # In the order of their keys, as everybody locks claims.
    for line in sorted(lines, key=lambda one: one.claim_id):
        try:
            claim = move(line.claim, reads.PUBLISH[notice.stage], actor=actor)
        except (NotYourVerb, NotWhatWasApproved):
            raise
        except Refusal as why:
            left_out.append((line.claim.code, why))
            line.taken_off = True
            line.save(update_fields=["taken_off"])
            record(APPROVE, actor=actor, subject=line, fields=["taken_off"], reason=str(why))
            continue
        claim.notice = notice
        # The next desk begins when the publicity is over, not while it runs.
        waits_at = policy.next_desk(claim.route, claim.status, clock.today())
        claim.due_on = policy.due_on(waits_at, notice.last or clock.today())
        claim.save(update_fields=["notice", "due_on"])
        if not claim.digest:
            seal(claim)
        line.claim = claim
    if len(left_out) == len(lines):
        raise NobodyLeft(str(left_out[0][1]) if left_out else "")
    return left_out


def end(notice: Notice, *, actor: Actor, source: str = "screen") -> Notice:
    """End a publicity whose last day is over. Raises NotYourVerb, NotAllowedNow, DaysNotOver."""
    with transaction.atomic():
        row = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
        with step_of(row, END, actor=actor, source=source):
            if row.last is not None and clock.today() <= row.last:
                raise DaysNotOver(row.last)
            row.ended_on = clock.today()
    return row


def take_down(notice: Notice, note: str, *, actor: Actor) -> Notice:
    """Take a notice down before its time, with a reason: whoever is still published by it is sent back.

    Were they left where they are, they would count as published in full. Raises NotYourVerb, NotAllowedNow, NoteNeeded.
    """
    with transaction.atomic():
        row = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
        was_up = row.status == NoticeStatus.PUBLISHED
        with step_of(row, TAKE_DOWN, actor=actor, note=note):
            row.ended_on, row.reason = clock.today(), note[:200]
        if was_up:
            still = Claim.objects.filter(notice=row, status=reads.STANDS[row.stage])
            for claim in still.order_by("pk"):
                move(claim, SEND_BACK, actor=actor, note=note)
    return row


def take_off_gone(claim_uuid: UUID) -> int:
    """Mark the lines of a claim that stands on its notice no more; returns how many. A second call finds none."""
    lines = NoticeLine.objects.filter(claim__uuid=claim_uuid, taken_off=False, notice__status=NoticeStatus.PUBLISHED)
    many = 0
    for line in lines.select_related("claim", "notice"):
        if line.claim.notice_id != line.notice_id:
            line.taken_off = True
            line.save(update_fields=["taken_off"])
            many += 1
    return many
