"""Money that has to come back: started, received in instalments, dropped; it ends by itself when all is back."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from gangqiao.assistance.policy.workplaces import months_on
from gangqiao.audit.events import record
from gangqiao.audit.gathering import together
from gangqiao.audit.steps import require
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.subsidies.actions import ledger
from gangqiao.subsidies.actions.ledger import Spot
from gangqiao.subsidies.actions.locking import mark_after_commit
from gangqiao.subsidies.actions.moving import move
from gangqiao.subsidies.models import Claim, Instalment, Payment, Recovery
from gangqiao.subsidies.policy.claims import NUMBERS
from gangqiao.subsidies.reads.recovering import paid_and_back
from gangqiao.subsidies.refusals_money import (
    NoDocument,
    NotOpen,
    NotThatMuchPaid,
    ReasonMissing,
    ReceiptMissing,
    ReceivedAlready,
    WrongInstalments,
)
from gangqiao.subsidies.states import RecoveryStatus

START, RECEIVE, DROP = "subsidies.start_recovery", "subsidies.receive_instalment", "subsidies.drop_recovery"
CLOSE = "subsidies.close_recovery"


def start(claim: Claim, fen: int, instalments: int, reason: str, document: str, *, actor: Actor) -> Recovery:
    """Have fen of a paid claim come back, a part each month, the first in a month. The money is "owed" from now on.

    Raises NotYourVerb, NotAllowedNow, NotThatMuchPaid, WrongInstalments, ReasonMissing, NoDocument.
    """
    if not reason.strip():
        raise ReasonMissing
    if not document.strip():
        raise NoDocument
    most = int(NUMBERS.on(clock.today()).instalments_most)
    if not 1 <= instalments <= min(most, max(fen, 1)):
        raise WrongInstalments(most)
    payment = _payment_of(claim)
    with together():
        _lock(payment)
        paid, back = paid_and_back(claim)
        if not 1 <= fen <= paid - back:
            raise NotThatMuchPaid(paid - back)
        row = move(claim, START, actor=actor, note=reason)
        own = {"area_id": row.area_id, "unit": row.unit, "party": row.party, "person_uuid": row.person_uuid}
        made = Recovery.objects.create(
            **own, claim=row, fen=fen, reason=reason.strip(), document=document.strip()[:100],
            started_by=actor.name[:100],
        )  # fmt: skip
        parts = [fen // instalments + (number < fen % instalments) for number in range(instalments)]
        for number, part in enumerate(parts, 1):
            due = months_on(clock.today(), number)
            Instalment.objects.create(**own, recovery=made, number=number, due_on=due, fen=part)
        _post(f"owed:{made.uuid}", payment, ("paid", "owed"), fen, made, actor)
        mark_after_commit()
    return made


def receive(instalment: Instalment, on: date, ref: str, *, actor: Actor) -> Instalment:
    """Record that an instalment came back. The same receipt again changes nothing; the last one ends the recovery.

    Raises NotYourVerb, NotOpen, ReceiptMissing, ReceivedAlready.
    """
    mark = ref.strip()[:60]
    if not mark:
        raise ReceiptMissing
    recovery = Recovery.objects.get(pk=instalment.recovery_id)
    require(actor, RECEIVE, recovery)
    payment = _payment_of(recovery.claim)
    with together():
        _lock(payment)
        recovery = Recovery.objects.select_for_update(of=("self",)).get(pk=instalment.recovery_id)
        row = Instalment.objects.select_for_update(of=("self",)).get(pk=instalment.pk)
        if row.received_on is not None:
            if row.ref != mark:
                raise ReceivedAlready
            return row
        if recovery.status != RecoveryStatus.OPEN:
            raise NotOpen
        row.received_on, row.ref, row.received_by = on, mark, actor.name[:100]
        try:
            with transaction.atomic():
                row.save(update_fields=["received_on", "ref", "received_by"])
        except IntegrityError as fault:
            raise ReceivedAlready from fault
        _post(f"back:{row.uuid}", payment, ("owed", "free"), row.fen, recovery, actor)
        recovery.back += row.fen
        recovery.save(update_fields=["back"])
        record(RECEIVE, actor=actor, subject=row, fields=["received_on"], reason=mark)
        if recovery.back == recovery.fen:
            _end(recovery, RecoveryStatus.DONE)
            move(recovery.claim, CLOSE, actor=actor)
        mark_after_commit()
    return row


def drop(recovery: Recovery, note: str, *, actor: Actor) -> Recovery:
    """Let what is still owed be. What has come back stays back. Raises NotYourVerb, NotOpen, ReasonMissing."""
    if not note.strip():
        raise ReasonMissing
    payment = _payment_of(recovery.claim)
    with together():
        _lock(payment)
        row = Recovery.objects.select_for_update(of=("self",)).get(pk=recovery.pk)
        require(actor, DROP, row)
        if row.status != RecoveryStatus.OPEN:
            raise NotOpen
        _end(row, RecoveryStatus.DROPPED)
        _post(f"dropped:{row.uuid}", payment, ("owed", "paid"), row.fen - row.back, row, actor)
        move(row.claim, DROP, actor=actor, note=note)
        mark_after_commit()
    return row


def _end(recovery: Recovery, status: str) -> None:
    recovery.status, recovery.ended_on = status, clock.today()
    recovery.save(update_fields=["status", "ended_on"])


def _payment_of(claim: Claim) -> Payment:
    """The line by which the claim was paid. Raises NotThatMuchPaid when it never was."""
    found = Payment.objects.filter(claim=claim, status="paid").select_related("batch").order_by("-pk").first()
    if found is None:
        raise NotThatMuchPaid(0)
    return found


def _lock(payment: Payment) -> None:
    ledger.lock_line(payment.batch.fund_line, payment.batch.year)


def _post(key: str, payment: Payment, kinds: tuple[str, str], fen: int, recovery: Recovery, actor: Actor) -> None:
    giver, taker = (Spot(payment.batch.fund_line, payment.batch.year, kind) for kind in kinds)
    ledger.post(key, giver, taker, fen, actor=actor, payment=payment.uuid, recovery=recovery.uuid)
