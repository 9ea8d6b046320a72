"""Judges a file of the bank before anything is done: what each line means for the payments that are known here."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import pgettext_lazy

from gangqiao.kernel.sheets import UnreadableFile, open_book
from gangqiao.kernel.words import Say
from gangqiao.subsidies.models import BankExecuted, Payment, PaymentBatch
from gangqiao.subsidies.policy.bank_answers import NoAnswer, Said, read_answer, rows_of
from gangqiao.subsidies.policy.bank_layouts import Layout
from gangqiao.subsidies.refusals_money import UnreadableAnswer
from gangqiao.subsidies.states import PaymentStatus

WHY = {
    "encoding": Say("its letters are in another encoding."),
    "broken": Say("a quotation mark is opened and not closed."),
    "empty": Say("it has no lines."),
    "too_long": Say("it has far too many lines."),
    "headings": Say("its first line does not name the columns of the layout."),
    "after_end": Say("there are lines behind its last line with the sums."),
    "count": Say("its last line tells another number of payments than it has."),
    "sum": Say("its last line tells another sum than its payments have."),
    "cut": Say("a line ends too early."),
}
STRANGE = {
    "unknown": pgettext_lazy("line of a bank's answer", "no payment has this key"),
    "elsewhere": pgettext_lazy("line of a bank's answer", "the key belongs to another batch"),
    "sum": pgettext_lazy("line of a bank's answer", "the sum is another one"),
    "word": pgettext_lazy("line of a bank's answer", "the result is a word nobody knows"),
    "both": pgettext_lazy("line of a bank's answer", "the file says both paid and returned"),
    "paid_before": pgettext_lazy("line of a bank's answer", "it was paid before; it stays paid"),
    "failed_before": pgettext_lazy(
        "line of a bank's answer", "it was returned before, and paid now; it is not paid a second time"
    ),
    "cancelled": pgettext_lazy("line of a bank's answer", "it was taken out of its batch before"),
    "claim": pgettext_lazy("line of a bank's answer", "the money has moved, but the claim could not follow"),
}


class Strange(NamedTuple):
    """A line that cannot simply be applied. why: a key of `STRANGE`; words: more about it; "" nothing."""

    line: int
    key: str
    why: str
    words: str = ""

    @property
    def says(self) -> str:
        return f"{STRANGE[self.why]} {self.words}".strip()


@dataclass
class Judged:
    """What a file means. said: lines to apply, one for a key; repeated: lines that say again what is known.

    known  strange lines whose word is kept although nothing moves: the bank has paid, and it is not paid again
    """

    said: list[Said] = field(default_factory=list)
    repeated: list[Said] = field(default_factory=list)
    strange: list[Strange] = field(default_factory=list)
    known: list[Said] = field(default_factory=list)


def lines_of(layout: Layout, name: str, content: bytes) -> list[Said]:
    """The lines of a file of the bank. Raises UnreadableAnswer, UnreadableFile."""
    try:
        return read_answer(layout, _cells(layout, name, content))
    except NoAnswer as fault:
        raise UnreadableAnswer(WHY[str(fault)]) from fault


def _cells(layout: Layout, name: str, content: bytes) -> list[tuple[int, list[Any]]]:
    if layout.kind != "xlsx":
        return [(number, list(cells)) for number, cells in rows_of(layout, content)]
    with open_book(content, name=Path(name).name) as book:
        if book.kind == "csv":
            raise UnreadableFile("unknown", name=name)
        return [(n, list(cells)) for n, cells in book.sheets[0].rows() if any(cell is not None for cell in cells)]


def judge(lines: Sequence[Said], batch: PaymentBatch | None) -> Judged:
    """What the lines mean for a batch, whatever their order; for null, for all batches: a statement."""
    found = Judged()
    known = {p.key: p for p in _payments({line.key for line in lines})}
    executed = dict(BankExecuted.objects.filter(key__in=[line.key for line in lines]).values_list("key", "fen"))
    said: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        said[line.key].add(line.result)
    seen: Counter[str] = Counter()
    for line in lines:
        why = _strange(line, known.get(line.key), said[line.key], batch, executed)
        seen[line.key] += 1
        if why:
            found.strange.append(Strange(line.line, line.key, why))
            if line.result == "paid" and (batch is None or why in ("failed_before", "cancelled")):
                found.known.append(line)
        elif seen[line.key] > 1 or known[line.key].status != PaymentStatus.WAITING:
            found.repeated.append(line)
        else:
            found.said.append(line)
    return found


def _payments(keys: set[str]) -> list[Payment]:
    return list(Payment.objects.filter(key__in=keys).only("key", "fen", "status", "batch_id"))


def _strange(
    line: Said, payment: Payment | None, said: set[str], batch: PaymentBatch | None, executed: dict[str, int]
) -> str:
    """Why a line cannot simply be applied: a key of `STRANGE`; "" when it can."""
    if not line.result:
        return "word"
    if len(said) > 1:
        return "both"
    if payment is None:
        return "unknown"
    if batch is not None and payment.batch_id != batch.pk:
        return "elsewhere"
    if line.fen is not None and line.fen != payment.fen:
        return "sum"
    if line.result == "failed":
        is_paid = payment.status == PaymentStatus.PAID or line.key in executed
        return "paid_before" if is_paid else "cancelled" if payment.status == PaymentStatus.CANCELLED else ""
    if payment.status == PaymentStatus.FAILED:
        return "failed_before"
    return "cancelled" if payment.status == PaymentStatus.CANCELLED else ""
