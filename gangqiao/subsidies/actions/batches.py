"""Batches of payments: drafted, approved by a second person, given to the bank once, or cancelled before that."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from gangqiao.audit.events import looked_each
from gangqiao.audit.gathering import together
from gangqiao.audit.steps import require, step
from gangqiao.kernel import clock, files
from gangqiao.kernel.actor import Actor
from gangqiao.places.reads import county_path
from gangqiao.subsidies.actions import ledger
from gangqiao.subsidies.actions.drafting import Drafted, put_together
from gangqiao.subsidies.actions.ledger import Spot
from gangqiao.subsidies.actions.locking import ensure_open, mark_after_commit, still_open
from gangqiao.subsidies.actions.moving import move
from gangqiao.subsidies.actions.settling import hand_of
from gangqiao.subsidies.models import Claim, Payment, PaymentBatch
from gangqiao.subsidies.policy import bank_layouts
from gangqiao.subsidies.policy.bank_layouts import Layout, Unfit
from gangqiao.subsidies.reads.batches import executed_for, waiting_of
from gangqiao.subsidies.reads.digests import digest_of, digest_of_payments, payment_key
from gangqiao.subsidies.reads.entitled import book_on
from gangqiao.subsidies.reads.holding import held_back
from gangqiao.subsidies.refusals import NotWhatWasApproved
from gangqiao.subsidies.refusals_money import (
    AlreadyExecuted,
    ApprovedByDrafter,
    BatchChanged,
    NothingToPay,
    OtherLayout,
    ReasonMissing,
    UnfitForLayout,
    UnknownLayout,
)
from gangqiao.subsidies.states import PaymentStatus

__all__ = ["Drafted", "approve", "bank_file", "cancel", "draft", "draft_with_reasons"]
APPROVE, SEND, CANCEL = "subsidies.approve_batch", "subsidies.send_batch", "subsidies.cancel_batch"
PAY, UNPAY = "subsidies.pay", "subsidies.unpay"


def draft(fund_line: str, claims: Iterable[Claim], *, actor: Actor, year: int | None = None) -> PaymentBatch:
    """A batch of approved claims of one fund line and year; what cannot be paid is left out.

    Raises NotYourVerb, PayingIsLocked, NothingToPay, NotEnoughMoney.
    """
    return draft_with_reasons(fund_line, claims, actor=actor, year=year).batch


def draft_with_reasons(fund_line: str, claims: Iterable[Claim], *, actor: Actor, year: int | None = None) -> Drafted:
    """The same, with the claims that were left out and why. year: of the budget; null: that of most claims."""
    return put_together(fund_line, claims, PAY, actor=actor, year=year)


def approve(batch: PaymentBatch, *, actor: Actor) -> PaymentBatch:
    """Approve a draft: what it says is frozen, and compared when it goes to the bank.

    Raises NotYourVerb, NotAllowedNow, PayingIsLocked, ApprovedByDrafter, NothingToPay, NotWhatWasApproved,
    AlreadyExecuted, and what holds a claim back by now.
    """
    require(actor, APPROVE, area=county_path())
    ensure_open()
    with together(), step(PaymentBatch, batch.pk, APPROVE, actor=actor) as row:
        still_open()
        if actor.user_id is None or row.drafter == actor.user_id:
            raise ApprovedByDrafter
        payments = waiting_of(row)
        _compare(row, payments)
        row.lines, row.fen, row.digest = len(payments), sum(p.fen for p in payments), digest_of_payments(payments)
        row.approved_on, row.approved_by, row.approver = clock.today(), actor.name[:100], actor.user_id
        mark_after_commit()
    return row


def cancel(batch: PaymentBatch, note: str, *, actor: Actor) -> PaymentBatch:
    """End a batch that did not go to the bank: its claims wait again, its money is free.

    Raises NotYourVerb, NotAllowedNow, PayingIsLocked, ReasonMissing.
    """
    require(actor, CANCEL, area=county_path())
    if not note.strip():
        raise ReasonMissing
    ensure_open()
    return _cancelled(batch, note, actor)


def _cancelled(batch: PaymentBatch, note: str, actor: Actor) -> PaymentBatch:
    with together():
        ledger.lock_line(batch.fund_line, batch.year)
        with step(PaymentBatch, batch.pk, CANCEL, actor=actor, note=note) as row:
            row.reason = note.strip()[:200]
            release(row, note, actor)
        mark_after_commit()
    return row


def release(row: PaymentBatch, note: str, actor: Actor) -> None:
    """Take what waits out of a batch and free its money, in the transaction that is open."""
    rows = Payment.objects.filter(batch=row, status=PaymentStatus.WAITING).select_for_update(of=("self",))
    waiting = list(rows.select_related("claim").order_by("pk"))
    for payment in waiting:
        payment.status, payment.answered_on = PaymentStatus.CANCELLED, clock.today()
        payment.save(update_fields=["status", "answered_on"])
        move(payment.claim, UNPAY, actor=hand_of(actor, UNPAY), note=note)
    if waiting:
        reserved, free = Spot(row.fund_line, row.year, "reserved"), Spot(row.fund_line, row.year, "free")
        fen = sum(payment.fen for payment in waiting)
        ledger.post(f"cancel:{row.uuid}", reserved, free, fen, actor=actor, words=row.number, batch=row.uuid)


def bank_file(batch: PaymentBatch, layout: str, *, actor: Actor) -> tuple[str, bytes]:
    """(name, content) of the file for the bank. The first call sends the batch; later ones give the same bytes.

    Raises NotYourVerb, NotAllowedNow, PayingIsLocked, UnknownLayout, OtherLayout, UnfitForLayout, BatchChanged,
    NotWhatWasApproved, AlreadyExecuted, FileGone.
    """
    require(actor, SEND, area=county_path())
    ensure_open()
    row = PaymentBatch.objects.get(pk=batch.pk)
    chosen = _layout(layout or row.layout)
    # Before anything leaves the house: the log of each person shows that it did.
    uuids = Payment.objects.filter(batch=row).order_by("pk").values_list("person_uuid", flat=True)
    with transaction.atomic():
        looked_each(SEND, [uuid for uuid in uuids if uuid], actor=actor, reason=row.number)
    return _sent_before(row, chosen) if row.file else _send(row, chosen, actor)


def _send(batch: PaymentBatch, chosen: Layout, actor: Actor) -> tuple[str, bytes]:
    with together(), step(PaymentBatch, batch.pk, SEND, actor=actor) as row:
        still_open()
        payments = waiting_of(row)
        if row.digest != digest_of_payments(payments):
            raise BatchChanged(row.number)
        _compare(row, payments)
        content = _written(chosen, row, payments)
        # A file that is kept and not named, because the transaction did not end, goes with the nightly sweep.
        row.layout, row.file, row.sent_on = chosen.key, files.keep(content), clock.today()
        row.file_digest = hashlib.sha256(content).hexdigest()
        mark_after_commit()
    return chosen.name.format(batch=row.number), content


def _sent_before(row: PaymentBatch, chosen: Layout) -> tuple[str, bytes]:
    if row.layout != chosen.key:
        raise OtherLayout(row.layout)
    content = files.open_kept(row.file)
    if hashlib.sha256(content).hexdigest() != row.file_digest:
        raise BatchChanged(row.number)
    return chosen.name.format(batch=row.number), content


def _compare(row: PaymentBatch, payments: Sequence[Payment]) -> None:
    """Each line says what its claim says, and the claim what was approved; nothing was paid or found meanwhile."""
    if not payments:
        raise NothingToPay
    claims = [payment.claim for payment in payments]
    for payment in payments:
        claim = payment.claim
        if not claim.digest or claim.digest != digest_of(claim):
            raise NotWhatWasApproved(claim.code)
        said = (payment.fen, payment.key, payment.claim_subject)
        if said != (claim.amount, payment_key(claim, payment.attempt), claim.subject):
            raise BatchChanged(row.number)
    if executed_for(claims):
        raise AlreadyExecuted(row.number)
    for refusal in held_back(claims, for_money=True).values():
        raise refusal


def _layout(name: str) -> Layout:
    found = bank_layouts.layouts().get(name)
    if found is None:
        raise UnknownLayout(name)
    return found


def _written(layout: Layout, batch: PaymentBatch, payments: Sequence[Payment]) -> bytes:
    try:
        return bank_layouts.write(layout, [_row(layout, batch, n, p) for n, p in enumerate(payments, 1)])
    except Unfit as fault:
        raise UnfitForLayout(*fault.args) from fault


def _row(layout: Layout, batch: PaymentBatch, number: int, payment: Payment) -> Mapping[str, Any]:
    """What a line may say to the bank. The ID number is opened only when the layout asks for it."""
    claim = payment.claim
    rule = book_on(claim.decided_for).rules.get(claim.programme)
    person = claim.person if layout.asks_for_id else None
    return {
        "number": number, "key": payment.key, "name": payment.account_name, "account": payment.account,
        "fen": payment.fen, "programme": rule.title["zh"] if rule else claim.programme, "period": payment.period,
        "batch": batch.number, "code": claim.code, "id_number": str(person.id_number or "") if person else "",
    }  # fmt: skip
