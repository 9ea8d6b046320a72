"""Who holds a post: the agreement with its insurance, duty and the time of work it makes, pauses, the end.

Locked are, in this order: post, holder, person. Nobody goes on duty without agreement, insurance and a publicity that
passed without anything open; the database asks for the first two again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from gangqiao.assistance.actions.holding_spells import begin_spell, end_spell_of
from gangqiao.assistance.actions.posts import hold, lock_post
from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.models import Holder, Objection
from gangqiao.assistance.policy.posts import add_months
from gangqiao.assistance.reads.holders_found import findings_of
from gangqiao.assistance.refusals import AnswerOfList
from gangqiao.assistance.refusals_posts import (
    AgreementDays,
    AgreementMissing,
    DutyNotBegun,
    EndDay,
    InsuranceMissing,
    NotEntitled,
    NothingFound,
    NotNow,
    OpenObjection,
    QuotaDays,
)
from gangqiao.assistance.states import HolderStatus, PostStatus
from gangqiao.audit.events import record
from gangqiao.audit.steps import require, step_of
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor

SIGN, START = "assistance.sign_agreement", "assistance.start_duty"
SUSPEND, RESUME, END = "assistance.suspend", "assistance.resume", "assistance.end_duty"
H = HolderStatus
READY = (PostStatus.AGREEMENT, PostStatus.RUNNING)


def sign(uuid: UUID, values: Mapping[str, Any], *, actor: Actor) -> Holder:
    """Record the signed agreement and the insurance: begins_on, ends_on (null: by the term of the post), signed_on,
    agreement_no, insurance_no, insured_until. While on duty the insurance alone may be renewed.

    Raises Holder.DoesNotExist, NotYourVerb, NotNow, AgreementDays, QuotaDays, InsuranceMissing.
    """
    with locked(uuid) as holder:
        require(actor, SIGN, holder)
        if holder.status == H.AGREEMENT:
            _set_agreement(holder, values)
        elif holder.status == H.ENDED:
            raise NotNow
        _set_insurance(holder, values)
        holder.save()
        record(SIGN, actor=actor, subject=holder, fields=["signed_on", "insurance_no", "insured_until"])
    return holder


def start(uuid: UUID, *, actor: Actor, note: str = "") -> Holder:
    """Put a holder on duty; the time of work begins with the agreement.

    Raises NotYourVerb, NotAllowedNow, NotNow, AgreementMissing, InsuranceMissing, DutyNotBegun, OpenObjection,
    NotEntitled, WorksElsewhere.
    """
    with locked(uuid) as holder, step_of(holder, START, actor=actor, note=note):
        _refuse_unless_ready(holder)
        holder.spell = begin_spell(holder, actor=actor)
    return holder


def suspend(
    uuid: UUID, reason: str, note: str, *, actor: Actor, since: date | None = None, source: str = "screen"
) -> Holder:
    """Suspend a holder from a day on (null: today): no pay follows for these days. Raises NotAllowedNow, NoteNeeded."""
    if reason not in LISTS["suspend_reason"]:
        raise AnswerOfList("reason")
    today = clock.today()
    with locked(uuid) as holder, step_of(holder, SUSPEND, actor=actor, note=note, source=source):
        first = min(max(since or today, holder.begins_on or today), today)
        holder.suspend_reason = reason
        holder.pauses = [*holder.pauses, [first.isoformat(), None, reason]]
    return holder


def resume(uuid: UUID, note: str, *, actor: Actor) -> Holder:
    """Let a holder resume duty from today; what was found of them was looked into. Raises NotAllowedNow, NoteNeeded."""
    with locked(uuid) as holder, step_of(holder, RESUME, actor=actor, note=note):
        _close_pause(holder, clock.today() - timedelta(days=1))
        _look_into(holder)
        holder.suspend_reason = ""
    return holder


def look_into(uuid: UUID, note: str, *, actor: Actor) -> Holder:
    """What was found was looked into and is in order: pay goes on, and the same is not found again.

    Raises NotYourVerb, NothingFound, NotAllowedNow.
    """
    with locked(uuid) as holder:
        require(actor, RESUME, holder)
        if not holder.stop_reasons:
            raise NothingFound
        _look_into(holder)
        holder.save(update_fields=["stop_reasons", "looked_into"])
        record(RESUME, actor=actor, subject=holder, fields=["stop_reasons"], reason=note)
    return holder


def end(
    uuid: UUID, reason: str, note: str, *, actor: Actor, ended_on: date | None = None, source: str = "screen"
) -> Holder:
    """End somebody's post on its last day of duty (null: today); the time of work ends with it, the place is free.

    Raises NotAllowedNow, NoteNeeded, AnswerOfList, EndDay.
    """
    if reason not in LISTS["end_reason"]:
        raise AnswerOfList("reason")
    with locked(uuid) as holder:
        last = ended_on or clock.today()
        if last > clock.today() or (holder.begins_on and last < holder.begins_on and holder.spell):
            raise EndDay
        leave(holder, reason, last, note, actor=actor, source=source)
    return holder


def leave(holder: Holder, reason: str, last: date, note: str, *, actor: Actor, source: str = "screen") -> None:
    """The same for a locked holder of a locked post."""
    with step_of(holder, END, actor=actor, note=note, source=source):
        _close_pause(holder, last)
        holder.end_reason, holder.ended_on, holder.suspend_reason = reason, last, ""
        holder.stop_reasons = []
        end_spell_of(holder, reason, last, actor=actor)
    hold(holder.post, -1)


@contextmanager
def locked(uuid: UUID) -> Iterator[Holder]:
    """The holder and its post, locked in one transaction. Raises Holder.DoesNotExist."""
    found: Holder = Holder.objects.get(uuid=uuid)
    with transaction.atomic():
        post = lock_post(found.post_id)
        holder: Holder = Holder.objects.select_for_update(of=("self",)).get(pk=found.pk)
        holder.post = post
        yield holder


def _set_agreement(holder: Holder, values: Mapping[str, Any]) -> None:
    first: date = values["begins_on"]
    last: date = values.get("ends_on") or add_months(first, holder.post.months)
    if last < first or last > add_months(first, holder.post.months):
        raise AgreementDays
    quota = holder.post.quota
    if first < quota.begins_on or last > quota.ends_on:
        raise QuotaDays(quota.begins_on, quota.ends_on)
    signed: date | None = values.get("signed_on")
    if signed is not None and signed > clock.today():
        raise EndDay
    holder.begins_on, holder.ends_on, holder.signed_on = first, last, signed
    holder.agreement_no = str(values.get("agreement_no", "")).strip()[:40]


def _set_insurance(holder: Holder, values: Mapping[str, Any]) -> None:
    number, until = str(values.get("insurance_no", "")).strip()[:40], values.get("insured_until")
    if number and until is None:
        raise InsuranceMissing("insured_until")
    if holder.status != H.AGREEMENT and not number:
        raise InsuranceMissing
    holder.insurance_no, holder.insured_until = number, until


def _refuse_unless_ready(holder: Holder) -> None:
    today = clock.today()
    if holder.post.status not in READY:
        raise NotNow
    if holder.signed_on is None or holder.begins_on is None:
        raise AgreementMissing
    if not holder.insurance_no or holder.insured_until is None or holder.insured_until < today:
        raise InsuranceMissing
    if holder.begins_on > today:
        raise DutyNotBegun(holder.begins_on)
    about = Objection.objects.filter(applicant=holder.applicant_id, about="choice", outcome="")
    if holder.applicant_id is not None and (many := about.count()):
        raise OpenObjection(many)
    if found := findings_of([holder])[holder.pk]:
        raise NotEntitled(found[0].says)


def _close_pause(holder: Holder, last: date) -> None:
    """The pause that runs ends on a day; one that would end before it began never was."""
    holder.pauses = [
        [first, until or last.isoformat(), reason]
        for first, until, reason in holder.pauses
        if until or first <= last.isoformat()
    ]


def _look_into(holder: Holder) -> None:
    """What is found now is not found again; something new is."""
    now = {one.code: one.what for one in findings_of([holder], all_of_them=True)[holder.pk]}
    holder.looked_into = {**holder.looked_into, **now}
    holder.stop_reasons = []
