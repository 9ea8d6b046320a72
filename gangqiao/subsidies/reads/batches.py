"""Batches of payments and their lines, what is known of tries to pay, and who is paid where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db.models import Count, QuerySet, Sum

from gangqiao.subsidies.models import BankExecuted, Claim, Payee, Payment, PaymentBatch
from gangqiao.subsidies.reads.digests import payment_key
from gangqiao.subsidies.states import PaymentStatus

MOST_TRIES = 20  # after so many the bank and the county talk to each other


class Target(NamedTuple):
    """Where a payment goes. tail: the last two digits."""

    account: str
    name: str

    @property
    def tail(self) -> str:
        return self.account[-2:]


class Tries(NamedTuple):
    """What is known of paying a claim. attempt: the next one; executed: the bank says it paid that key; null: none."""

    attempt: int
    executed: BankExecuted | None


class Counted(NamedTuple):
    """How many payments of a batch are in a state, and their sum in fen."""

    many: int
    fen: int


def recent() -> QuerySet[PaymentBatch]:
    """All batches, the newest first."""
    return PaymentBatch.objects.order_by("-pk")


def payments_of(batch: PaymentBatch) -> QuerySet[Payment]:
    """The lines of a batch, with their claims, in the order of the bank file."""
    return Payment.objects.filter(batch=batch).select_related("claim").order_by("pk")


def waiting_of(batch: PaymentBatch) -> list[Payment]:
    """The lines the bank has not answered."""
    return list(payments_of(batch).filter(status=PaymentStatus.WAITING))


def counts_of(batch: PaymentBatch) -> dict[str, Counted]:
    """By state of the payments; states without any are left out."""
    rows = Payment.objects.filter(batch=batch).order_by().values_list("status").annotate(Count("pk"), Sum("fen"))
    return {status: Counted(many, fen) for status, many, fen in rows}


def payable() -> QuerySet[Claim]:
    """Claims that are approved and in no batch. Scope of the reader."""
    return Claim.objects.filter(status="approved").order_by("fund_line", "pk")


def returned() -> QuerySet[Claim]:
    """Claims the bank has returned. Scope of the reader."""
    return Claim.objects.filter(status="failed").order_by("fund_line", "pk")


def tries_of(claims: Sequence[Claim]) -> dict[int, Tries]:
    """By claim, which try is the next, and whether the bank says that any try was paid. Few queries for any number.

    Tries count over the person, programme and period, not over the claim: one that was made anew goes on counting.
    """
    last: dict[tuple[str, str, str, int], int] = defaultdict(lambda: -1)
    made = Payment.objects.filter(claim_subject__in={claim.subject for claim in claims})
    for *said, attempt in made.values_list("claim_subject", "programme", "period", "number", "attempt"):
        place = (str(said[0]), str(said[1]), str(said[2]), int(said[3]))
        last[place] = max(last[place], attempt)
    executed = executed_for(claims)
    found = {}
    for claim in claims:
        place = (claim.subject, claim.programme, claim.period, claim.number)
        found[claim.pk] = Tries(last[place] + 1, executed.get(claim.pk))
    return found


def executed_for(claims: Iterable[Claim]) -> dict[int, BankExecuted]:
    """By claim, what the bank says it paid of any of its tries. Claims it did not pay are left out."""
    keys = {payment_key(claim, attempt): claim.pk for claim in claims for attempt in range(MOST_TRIES)}
    asked, found = list(keys), {}
    for start in range(0, len(asked), 500):
        for row in BankExecuted.objects.filter(key__in=asked[start : start + 500]):
            found[keys[row.key]] = row
    return found


def targets_of(claims: Sequence[Claim]) -> Mapping[int, Target]:
    """By claim, where its money goes: the person's own card, or the unit's verified account. Without one: left out.

    Reads the register anew each time: a corrected account counts from the next try on.
    """
    units = {f"{claim.payee}:{claim.payee_uuid}" for claim in claims if claim.payee != "person"}
    payees = {row.subject: row for row in Payee.objects.filter(subject__in=units).exclude(verifier=None)}
    found = {}
    for claim in claims:
        if claim.payee != "person":
            if (payee := payees.get(f"{claim.payee}:{claim.payee_uuid}")) is not None:
                found[claim.pk] = Target(payee.account, payee.name)
        # The own card alone: a person's money goes to nobody else, whatever the claim says.
        elif claim.person is not None and claim.person.uuid == claim.payee_uuid and claim.person.bank_account:
            account = "".join(str(claim.person.bank_account).split())
            found[claim.pk] = Target(account, claim.person.name)
    return found
