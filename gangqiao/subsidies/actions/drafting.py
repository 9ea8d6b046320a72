"""Puts claims into a batch: those nothing speaks against, once each, with the money reserved in the same moment."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import IntegrityError, transaction

from gangqiao.audit.events import record
from gangqiao.audit.gathering import together
from gangqiao.audit.steps import require
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.errors import Refusal
from gangqiao.places.reads import county_path
from gangqiao.subsidies.actions import ledger, settling
from gangqiao.subsidies.actions.checking import run_for
from gangqiao.subsidies.actions.ledger import Spot
from gangqiao.subsidies.actions.locking import ensure_open, mark_after_commit, still_open
from gangqiao.subsidies.actions.moving import move
from gangqiao.subsidies.models import BankExecuted, Claim, Payment, PaymentBatch
from gangqiao.subsidies.reads.batches import MOST_TRIES, Target, Tries, targets_of, tries_of
from gangqiao.subsidies.reads.digests import digest_of_payments, payment_key
from gangqiao.subsidies.reads.holding import held_back
from gangqiao.subsidies.refusals import AlreadyClaimed
from gangqiao.subsidies.refusals_money import (
    NoAccount,
    NoPayee,
    NothingToPay,
    OtherFundLine,
    OtherSumExecuted,
    OtherYear,
    TooManyTries,
)
from gangqiao.subsidies.states import BatchStatus, PaymentStatus

DRAFT = "subsidies.draft_batch"


class Drafted(NamedTuple):
    """The new batch, and the claims that did not go into it, each with the reason.

    When the bank had paid all of them already, the batch is one that is settled: nothing goes to the bank.
    """

    batch: PaymentBatch
    refused: list[tuple[Claim, Refusal]]


def put_together(
    fund_line: str, claims: Iterable[Claim], verb: str, *, actor: Actor, year: int | None = None
) -> Drafted:
    """Draft a batch by "subsidies.pay" or "subsidies.reissue". year: of the budget; null: that of most claims.

    Raises NotYourVerb, PayingIsLocked, NothingToPay, NotEnoughMoney.
    """
    require(actor, DRAFT, area=county_path())
    ensure_open()
    asked = list(Claim.objects.filter(pk__in=[claim.pk for claim in claims]).order_by("pk"))
    if not asked:
        raise NothingToPay
    run_for(asked)
    of_year = year or Counter(claim.decided_for.year for claim in asked).most_common(1)[0][0]
    with together():
        still_open()
        # Before all claims: two who draft at once come one after the other.
        ledger.lock_line(fund_line, of_year)
        made = _Drafting(fund_line, of_year, verb, actor)
        made.take(asked)
        batch = made.finish()
        mark_after_commit()
    return Drafted(batch, made.refused)


class _Drafting:
    """One draft under way, in the transaction that is open."""

    def __init__(self, fund_line: str, year: int, verb: str, actor: Actor) -> None:
        self.fund_line, self.year, self.verb, self.actor = fund_line, year, verb, actor
        self.refused: list[tuple[Claim, Refusal]] = []
        self.lines: list[Payment] = []
        self.found: list[Payment] = []
        self.batches: dict[str, PaymentBatch] = {}

    def take(self, asked: Sequence[Claim]) -> None:
        """Go through the claims, in the order of their numbers."""
        rows = Claim.objects.filter(pk__in=[claim.pk for claim in asked]).select_related("person").order_by("pk")
        claims = list(rows)
        held, tries, targets = held_back(claims, for_money=True), tries_of(claims), targets_of(claims)
        for claim in claims:
            before = set(self.batches)
            try:
                # Of its own, so that a claim that is refused leaves the others.
                with transaction.atomic():
                    self._one(claim, held.get(claim.pk), tries[claim.pk], targets.get(claim.pk))
            except Refusal as refusal:
                self.refused.append((claim, refusal))
                # A batch that was begun for this claim is gone with it.
                self.batches = {which: batch for which, batch in self.batches.items() if which in before}

    def _one(self, claim: Claim, held: Refusal | None, tries: Tries, target: Target | None) -> None:
        if claim.fund_line != self.fund_line:
            raise OtherFundLine
        if claim.decided_for.year != self.year:
            raise OtherYear(claim.decided_for.year)
        if tries.executed is not None:
            self._found(claim, tries.executed, target)
            return
        if held is not None:
            raise held
        if target is None:
            raise NoAccount if claim.payee == "person" else NoPayee
        if tries.attempt >= MOST_TRIES:
            raise TooManyTries
        row = move(claim, self.verb, actor=self.actor)
        key = payment_key(row, tries.attempt)
        self.lines.append(_written(settling.line_of(row, self._batch("new"), key, tries.attempt, target)))

    def _found(self, claim: Claim, executed: BankExecuted, target: Target | None) -> None:
        """The bank has paid it, in a time this database does not remember: it is settled, and never paid again."""
        if executed.fen != claim.amount:
            raise OtherSumExecuted(executed.fen)
        row = move(claim, self.verb, actor=self.actor, source=settling.BANK)
        line = Payment.objects.select_for_update(of=("self",)).filter(key=executed.key).first()
        if line is None:
            attempt = next(n for n in range(MOST_TRIES) if payment_key(row, n) == executed.key)
            to = target or Target("", row.payee_name)
            line = settling.line_of(row, self._batch("found"), executed.key, attempt, to)
        elif line.status == PaymentStatus.WAITING:
            raise AlreadyClaimed(row.code)
        if line.status != PaymentStatus.PAID:
            line.status, line.answered_on = PaymentStatus.PAID, executed.on
            settling.found_paid(_written(line), actor=self.actor)
        if (refusal := settling.settle_claim(row, executed.on, actor=self.actor)) is not None:
            raise refusal
        self.found.append(line)

    def _batch(self, which: str) -> PaymentBatch:
        if which not in self.batches:
            self.batches[which] = PaymentBatch.objects.create(
                number=_number(self.fund_line, self.year), fund_line=self.fund_line, year=self.year,
                drafted_by=self.actor.name[:100], drafter=self.actor.user_id,
            )  # fmt: skip
        return self.batches[which]

    def finish(self) -> PaymentBatch:
        """Reserve the money and close the draft. Raises NothingToPay, NotEnoughMoney."""
        if not self.lines and not self.found:
            raise NothingToPay(len(self.refused), self.refused[0][1] if self.refused else "")
        if (found := self.batches.get("found")) is not None:
            self._close_found(found)
        batch = self.batches.get("new") if self.lines else None
        if batch is None:
            return found or self.found[0].batch
        batch.lines, batch.fen = len(self.lines), sum(line.fen for line in self.lines)
        batch.save(update_fields=["lines", "fen"])
        free, reserved = Spot(self.fund_line, self.year, "free"), Spot(self.fund_line, self.year, "reserved")
        key = f"reserve:{batch.uuid}"
        ledger.post(key, free, reserved, batch.fen, actor=self.actor, words=batch.number, batch=batch.uuid)
        record(DRAFT, actor=self.actor, subject=batch, area=county_path(), reason=f"{batch.lines} / {batch.fen}")
        return batch

    def _close_found(self, batch: PaymentBatch) -> None:
        """A batch of what the bank had paid: settled from its first moment, with nothing for the bank to do."""
        lines = [line for line in self.found if line.batch_id == batch.pk]
        batch.lines, batch.fen, batch.digest = len(lines), sum(line.fen for line in lines), digest_of_payments(lines)
        batch.status, batch.settled_on = BatchStatus.SETTLED, clock.today()
        batch.save()
        record(DRAFT, actor=self.actor, subject=batch, area=county_path(), reason=f"{batch.lines} / {batch.fen}",
               source=settling.BANK)  # fmt: skip


def _written(line: Payment) -> Payment:
    """The line, saved. The database lets a period be paid once. Raises AlreadyClaimed."""
    try:
        with transaction.atomic():
            line.save()
    except IntegrityError as fault:
        raise AlreadyClaimed(line.claim.code) from fault
    return line


def _number(fund_line: str, year: int) -> str:
    """Year, fund line, how many there were, and three letters: a restored copy does not give out a number twice."""
    many = PaymentBatch.objects.filter(fund_line=fund_line, year=year).count() + 1
    return f"{year}-{fund_line[:14]}-{many:03d}" + "".join(secrets.choice("ABCDEFGHJKMNPQRSTUVWXYZ") for _one in "123")
