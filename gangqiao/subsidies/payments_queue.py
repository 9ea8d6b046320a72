"""What payment, budgets and recoveries put on the list of work."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.queue import QueueEntry, Urgency, register
from gangqiao.places.reads import county_path
from gangqiao.subsidies.models import Claim, Instalment, PaymentBatch
from gangqiao.subsidies.reads import ledger, paying
from gangqiao.subsidies.showing import money_funds, money_waiting
from gangqiao.subsidies.showing.money_payees import without_account
from gangqiao.subsidies.states import BatchStatus, ClaimStatus, RecoveryStatus

DRAFT, APPROVE, SEND, SETTLE = (
    "subsidies.draft_batch", "subsidies.approve_batch", "subsidies.send_batch", "subsidies.settle_batch",
)  # fmt: skip
NO_ANSWER = 5  # days at the bank without an answer from which somebody asks


@register("subsidies.to_pay", verb=DRAFT)
def to_pay(actor: Actor) -> Iterable[QueueEntry]:
    """Approved claims that nothing holds back."""
    lines = money_waiting.waiting(money_waiting.approved())
    claims = [claim for line in lines for claim in line.claims]
    if claims and not paying.is_locked():
        many, today = len(claims), clock.today()
        title = ngettext("%(many)d approved claim waits to be paid", "%(many)d approved claims wait to be paid", many)
        is_late = any(claim.due_on is not None and claim.due_on < today for claim in claims)
        yield QueueEntry(
            title=title % {"many": many}, reason=gettext("Nothing holds them back. Draft a batch for each fund line."),
            act=pgettext("batch of payments", "Draft it"), href=reverse("subsidies:batches"),
            urgency=Urgency.OVERDUE if is_late else Urgency.DUE,
            since=min((claim.approved_on for claim in claims if claim.approved_on), default=None), count=many,
        )  # fmt: skip


@register("subsidies.returned", verb="subsidies.reissue")
def returned(actor: Actor) -> Iterable[QueueEntry]:
    """Claims the bank returned."""
    rows = Claim.objects.filter(status=ClaimStatus.FAILED)
    if many := rows.count():
        title = ngettext("The bank returned %(many)d claim", "The bank returned %(many)d claims", many)
        yield QueueEntry(
            title=title % {"many": many}, reason=gettext("The account is put right, then it is paid again."),
            act=pgettext("claims", "Correct"), href=reverse("subsidies:batches"), urgency=Urgency.OVERDUE, count=many,
        )  # fmt: skip


@register("subsidies.batches_to_approve", verb=APPROVE)
def to_approve(actor: Actor) -> Iterable[QueueEntry]:
    """Batches that somebody else drafted."""
    rows = PaymentBatch.objects.filter(status=BatchStatus.DRAFT)
    found = [one for one in rows if one.drafter is None or one.drafter != actor.user_id]
    yield from _batches(
        found, [one.drafted_on for one in found],
        ngettext("%(many)d batch of payments to approve", "%(many)d batches of payments to approve", len(found)),
        gettext("Who drafted it does not approve it."), pgettext("batch of payments", "Approve"),
    )  # fmt: skip


@register("subsidies.batches_to_send", verb=SEND)
def to_send(actor: Actor) -> Iterable[QueueEntry]:
    """Approved batches that are not at the bank."""
    if paying.is_locked():
        return
    found = list(PaymentBatch.objects.filter(status=BatchStatus.APPROVED))
    yield from _batches(
        found, [one.approved_on for one in found if one.approved_on],
        ngettext("%(many)d batch to give to the bank", "%(many)d batches to give to the bank", len(found)),
        gettext("It is approved. People wait for it."), pgettext("batch of payments", "Give to the bank"),
    )  # fmt: skip


@register("subsidies.batches_unanswered", verb=SETTLE)
def unanswered(actor: Actor) -> Iterable[QueueEntry]:
    """Batches the bank has not answered in time."""
    before = clock.today() - timedelta(days=NO_ANSWER)
    found = list(PaymentBatch.objects.filter(status=BatchStatus.SENT, sent_on__lt=before))
    words = gettext("For more than %(days)d days. Ask the bank, and bring its answer in.") % {"days": NO_ANSWER}
    yield from _batches(
        found, [one.sent_on for one in found if one.sent_on],
        ngettext("%(many)d batch without an answer of the bank", "%(many)d batches without an answer of the bank",
                 len(found)),
        words, pgettext("batch of payments", "Bring the answer in"), Urgency.OVERDUE,
    )  # fmt: skip


def _batches(
    found: list[PaymentBatch], days: list[Any], title: str, reason: str, act: str, urgency: Urgency = Urgency.DUE
) -> Iterable[QueueEntry]:
    """One entry for some batches, which leads to the batch when it is one."""
    if not found or not county_path():
        return
    here = reverse("subsidies:batches")
    href = reverse("subsidies:batch", args=[found[0].uuid]) if len(found) == 1 else f"{here}?look={found[0].status}"
    yield QueueEntry(
        title=title % {"many": len(found)}, reason=reason, act=act, href=href, urgency=urgency,
        since=min(days, default=None), count=len(found),
    )  # fmt: skip


@register("subsidies.instalments_overdue", verb="subsidies.receive_instalment")
def overdue(actor: Actor) -> Iterable[QueueEntry]:
    """Instalments that did not come in time."""
    rows = Instalment.objects.filter(
        received_on=None, due_on__lt=clock.today(), recovery__status=RecoveryStatus.OPEN
    ).order_by("due_on")  # fmt: skip
    days = list(rows.values_list("due_on", flat=True))
    if days:
        title = ngettext("%(many)d instalment is overdue", "%(many)d instalments are overdue", len(days))
        yield QueueEntry(
            title=title % {"many": len(days)}, reason=gettext("Money that has to come back did not come."),
            act=pgettext("recovery", "Ask for it"), href=reverse("subsidies:recoveries"), urgency=Urgency.OVERDUE,
            since=days[0], count=len(days),
        )  # fmt: skip


@register("subsidies.accounts_missing", verb="subsidies.keep_account")
def accounts(actor: Actor) -> Iterable[QueueEntry]:
    """Units that wait for money, and whose account is not there or not verified."""
    if many := len(without_account()):
        title = ngettext("%(many)d unit has no verified account", "%(many)d units have no verified account", many)
        yield QueueEntry(
            title=title % {"many": many}, reason=gettext("Their claims are approved and cannot be paid."),
            act=pgettext("account of a unit", "Enter or verify"), href=reverse("subsidies:payees"),
            urgency=Urgency.DUE, count=many,
        )  # fmt: skip


@register("subsidies.budget_alarms", verb="subsidies.set_budget")
def alarms(actor: Actor) -> Iterable[QueueEntry]:
    """Fund lines of this year that are nearly used up, or will be by what is on its way."""
    year = clock.today().year
    for row in money_funds.rows(ledger.sums(), money_funds.coming(), year):
        if row["year"] != year or (row["tone"] == "good" and not row["short"]):
            continue
        short = gettext("%(sum)s yuan are missing for what is on its way") % {"sum": row["short"]}
        yield QueueEntry(
            title=gettext("The money of %(line)s runs out") % {"line": row["name"]},
            reason=short if row["short"] else row["sentence"], act=pgettext("fund line", "Look"),
            href=reverse("subsidies:funds"), urgency=Urgency.OVERDUE if row["tone"] == "bad" else Urgency.DUE,
        )  # fmt: skip


@register("subsidies.paying_locked", verb="subsidies.unlock_paying")
def lock(actor: Actor) -> Iterable[QueueEntry]:
    """Paying stands still since a restore."""
    if paying.is_locked():
        found = paying.lock()
        older = gettext("The database is an older copy: money has moved since it was made.")
        yield QueueEntry(
            title=gettext("Paying is locked"), reason=found.reason if found else older,
            act=pgettext("lock of paying", "Bring in the bank's statement"), href=reverse("subsidies:batches"),
            urgency=Urgency.OVERDUE, since=found.since.date() if found else None,
        )  # fmt: skip
