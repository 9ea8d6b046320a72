"""Batches of payments and their lines as pages show them. Of an account nothing is shown but its last digits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.kernel.actor import Actor, Level
from gangqiao.kernel.identifiers import mask_name
from gangqiao.kernel.money import format_yuan
from gangqiao.people.reads.masking import place_names
from gangqiao.subsidies.codes import LISTS
from gangqiao.subsidies.models import BankReturn, Payment, PaymentBatch
from gangqiao.subsidies.policy.bank_layouts import layouts
from gangqiao.subsidies.policy.books import Book
from gangqiao.subsidies.reads.bank_answers import Strange
from gangqiao.subsidies.showing.rules import fund_line, said
from gangqiao.subsidies.states import BATCH, BatchStatus, PaymentStatus

TONES = {
    BatchStatus.DRAFT: "busy", BatchStatus.APPROVED: "warn", BatchStatus.SENT: "busy", BatchStatus.SETTLED: "good",
    BatchStatus.CANCELLED: "calm",
}  # fmt: skip
PAYMENT_TONES = {
    PaymentStatus.WAITING: "busy", PaymentStatus.PAID: "good", PaymentStatus.FAILED: "bad",
    PaymentStatus.CANCELLED: "calm",
}  # fmt: skip
PERSON, EMPLOYER = "person", "employer"


def name_of(payment: Payment, actor: Actor) -> str:
    """In whose name the account is; of a person masked for a reader who sees figures only. Its claim is at hand."""
    name = payment.account_name
    if payment.claim.payee != PERSON or actor.level_in(str(payment.area_id)) >= Level.PERSONAL:
        return name
    return mask_name(name)


def tail_of(payment: Payment) -> str:
    """The account: its last digits, and nothing else of it."""
    return f"**{payment.tail}" if payment.tail else "—"


def title_of(programme: str, book: Book) -> str:
    """What a rule is called in the book; its key when the book does not know it."""
    rule = book.rules.get(programme)
    return said(rule.title) if rule else programme


def layout_choices() -> list[tuple[str, str]]:
    """The layouts of bank files, by name; one that carries ID numbers says so."""
    words = _("%(layout)s, with ID numbers")
    return [
        (key, words % {"layout": said(one.title)} if one.asks_for_id else said(one.title))
        for key, one in layouts().items()
    ]


def batch_rows(batches: Iterable[PaymentBatch], counts: dict[int, dict[str, int]]) -> list[dict[str, Any]]:
    """The rows of the list of batches. counts: by batch, how many payments stand how."""
    return [
        {
            "batch": one, "fund": fund_line(one.fund_line), "sum": format_yuan(one.fen),
            "status": BatchStatus(one.status).label, "tone": TONES[BatchStatus(one.status)],
            "paid": counts.get(one.pk, {}).get("paid", 0), "failed": counts.get(one.pk, {}).get("failed", 0),
            "href": reverse("subsidies:batch", args=[one.uuid]),
        }
        for one in batches
    ]  # fmt: skip


def life_of(batch: PaymentBatch) -> list[dict[str, Any]]:
    """The states a batch passes, with the one it is in."""
    if batch.status == BatchStatus.CANCELLED:
        return [{"label": BatchStatus.CANCELLED.label, "is_past": False, "is_now": True}]
    way = [one for one in BatchStatus if one != BatchStatus.CANCELLED]
    here = way.index(BatchStatus(batch.status))
    return [{"label": one.label, "is_past": n < here, "is_now": n == here} for n, one in enumerate(way)]


def acts_of(batch: PaymentBatch, actor: Actor, area: str) -> set[str]:
    """The steps the reader may take now, by the end of their verbs; nobody approves what they drafted."""
    found = {step.verb for step in BATCH.steps_from(batch.status) if actor.may(step.verb, area)}
    if batch.drafter is not None and batch.drafter == actor.user_id:
        found.discard("subsidies.approve_batch")
    return {verb.removeprefix("subsidies.") for verb in found}


def payment_rows(payments: Sequence[Payment], actor: Actor, book: Book) -> list[dict[str, Any]]:
    """The lines of a batch; their claims must be at hand."""
    places = place_names({str(one.area_id) for one in payments})
    return [
        {
            "payment": one, "name": name_of(one, actor), "place": places.get(str(one.area_id), ""),
            "programme": title_of(one.programme, book), "amount": format_yuan(one.fen), "tail": tail_of(one),
            "status": PaymentStatus(one.status).label, "tone": PAYMENT_TONES[PaymentStatus(one.status)],
            "reason": reason_words(one), "todo": todo_of(one) if one.status == PaymentStatus.FAILED else "",
            "href": reverse("subsidies:claim", args=[one.claim.uuid]),
        }
        for one in payments
    ]  # fmt: skip


def reason_words(payment: Payment) -> str:
    """Why the bank returned it: our word for it, and the bank's own; "" where it did not."""
    if not payment.reason:
        return ""
    known = LISTS["bank_reason"]
    word = known.word(payment.reason) if payment.reason in known else payment.reason
    return f"{word} ({payment.bank_words})" if payment.bank_words and payment.bank_words != word else word


def todo_of(payment: Payment) -> str:
    """What is to be done before it is paid again."""
    if payment.claim.payee != PERSON:
        return _("Ask the unit for its account, enter it on the page of accounts, and let a colleague verify it.")
    return {
        "no_account": _("Compare the number with the card in hand, and put it right on the person's file."),
        "wrong_name": _("Compare the name on the card with the register. Whichever is wrong is put right first."),
        "closed": _("Ask for the new card, and enter its number on the person's file."),
        "frozen": _("The person asks the bank to free the account, or opens another one. Then pay again."),
        "not_active": _("The person activates the card at a branch of the bank, with the ID card. Then pay again."),
    }.get(payment.reason, _("Ask the bank what is wrong. Then put it right and pay again."))


def return_rows(returns: Iterable[BankReturn]) -> list[dict[str, Any]]:
    """The files of the bank that were brought in, each with what it said."""
    return [
        {
            "name": one.name, "at": one.at, "by": one.by,
            "said": _("%(paid)d paid, %(failed)d returned, %(repeated)d known already, %(strange)d that belong nowhere")
            % {"paid": one.paid, "failed": one.failed, "repeated": one.repeated, "strange": one.strange},
            "is_strange": one.strange > 0,
        }
        for one in returns
    ]  # fmt: skip


def strange_rows(lines: Iterable[Strange]) -> list[str]:
    """The lines of a file that could not simply be applied, each with its sentence."""
    words = _("Line %(line)d, key %(key)s: %(says)s")
    return [words % {"line": one.line, "key": one.key[:24], "says": one.says} for one in lines]


def columns_of_lines() -> tuple[str, ...]:
    """The heads of the lines of a batch."""
    return (
        pgettext("payment", "Payee"), pgettext("claim", "Claim"), _("Amount (yuan)"), pgettext("payment", "Account"),
        _("State"),
    )  # fmt: skip
