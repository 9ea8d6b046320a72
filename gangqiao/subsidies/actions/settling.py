"""What becomes of one payment: paid, returned, or found paid at the bank. Each step bears being repeated."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.kernel.errors import Refusal
from gangqiao.subsidies.actions import ledger
from gangqiao.subsidies.actions.ledger import Spot
from gangqiao.subsidies.actions.moving import move
from gangqiao.subsidies.models import BankExecuted, BankReturn, Claim, Payment, PaymentBatch
from gangqiao.subsidies.reads.batches import Target
from gangqiao.subsidies.states import PaymentStatus

BANK = "bank"  # the source of events that follow from the bank's word


def line_of(claim: Claim, batch: PaymentBatch, key: str, attempt: int, target: Target, **more: Any) -> Payment:
    """A line of a batch for a claim, as it stands now; not written yet."""
    return Payment(
        area_id=claim.area_id, unit=claim.unit, party=claim.party, person_uuid=claim.person_uuid, claim=claim,
        batch=batch, key=key, attempt=attempt, fen=claim.amount, claim_subject=claim.subject,
        programme=claim.programme, period=claim.period, number=claim.number, account=target.account,
        account_name=target.name[:100], tail=target.tail, **more,
    )  # fmt: skip


def pay(key: str, fen: int, on: date, source: BankReturn, *, actor: Actor) -> Refusal | None:
    """The bank paid a line: its word is kept, the money moves to "paid", the claim is settled. Again: nothing.

    What was returned, or taken out of its batch, before the bank said so, stays as it is: the kept word keeps it from
    being paid again. Gives why the claim could not be settled, though the money has left; null: it was, or had been.
    """
    with transaction.atomic():
        payment, batch = _locked(key)
        BankExecuted.objects.get_or_create(key=key, defaults={"fen": fen, "on": on, "source": source})
        if payment is None or batch is None or payment.status != PaymentStatus.WAITING:
            return None
        payment.status, payment.answered_on = PaymentStatus.PAID, on
        payment.save(update_fields=["status", "answered_on"])
        reserved, paid = Spot(batch.fund_line, batch.year, "reserved"), Spot(batch.fund_line, batch.year, "paid")
        ledger.post(f"paid:{key}", reserved, paid, payment.fen, actor=actor, **_marks(payment, batch))
        BankReturn.objects.filter(pk=source.pk).update(paid=F("paid") + 1)
        return settle_claim(payment.claim, on, actor=actor)


def fail(key: str, reason: str, words: str, on: date, source: BankReturn, *, actor: Actor) -> Refusal | None:
    """The bank returned a line: the money is free again, the claim failed. Again: nothing. Never un-pays."""
    with transaction.atomic():
        payment, batch = _locked(key)
        if payment is None or batch is None or payment.status != PaymentStatus.WAITING:
            return None
        payment.status, payment.answered_on = PaymentStatus.FAILED, on
        payment.reason, payment.bank_words = reason, words[:100]
        payment.save(update_fields=["status", "answered_on", "reason", "bank_words"])
        reserved, free = Spot(batch.fund_line, batch.year, "reserved"), Spot(batch.fund_line, batch.year, "free")
        ledger.post(f"returned:{key}", reserved, free, payment.fen, actor=actor, **_marks(payment, batch))
        BankReturn.objects.filter(pk=source.pk).update(failed=F("failed") + 1)
        return _moved(payment.claim, "subsidies.settle_failed", actor, note=words)


def settle_claim(claim: Claim, on: date, *, actor: Actor) -> Refusal | None:
    """The claim is paid, on the day the bank paid it. A claim that cannot be settled stays where it is, and is told:
    the bank's word about the money holds all the same."""
    refused = _moved(claim, "subsidies.settle_paid", actor)
    if refused is None:
        Claim.objects.filter(pk=claim.pk).update(paid_on=on)
    return refused


def found_paid(payment: Payment, *, actor: Actor) -> None:
    """The ledger of a line the bank had paid already, before it waited here (again): free to reserved to paid."""
    batch = payment.batch
    free, reserved, paid = (Spot(batch.fund_line, batch.year, kind) for kind in ("free", "reserved", "paid"))
    marks = _marks(payment, batch)
    ledger.post(f"found:{payment.key}", free, reserved, payment.fen, actor=actor, **marks)
    ledger.post(f"paid:{payment.key}", reserved, paid, payment.fen, actor=actor, **marks)


def hand_of(actor: Actor, verb: str) -> Actor:
    """Who moves a claim when an act about its batch, which the actor may do, takes it along."""
    return actor if actor.may(verb) else SYSTEM


def _locked(key: str) -> tuple[Payment | None, PaymentBatch | None]:
    """A payment and its batch, behind the accounts of its fund line: the order everybody keeps."""
    place = Payment.objects.filter(key=key).values_list("batch__fund_line", "batch__year").first()
    if place is None:
        return None, None
    ledger.lock_line(*place)
    payment = Payment.objects.select_for_update(of=("self",)).select_related("batch", "claim").get(key=key)
    return payment, payment.batch


def _moved(claim: Claim, verb: str, actor: Actor, note: str = "") -> Refusal | None:
    try:
        with transaction.atomic():
            move(claim, verb, actor=hand_of(actor, verb), note=note, source=BANK)
    except Refusal as refused:
        return refused
    return None


def _marks(payment: Payment, batch: PaymentBatch) -> dict[str, Any]:
    return {"batch": batch.uuid, "payment": payment.uuid}
