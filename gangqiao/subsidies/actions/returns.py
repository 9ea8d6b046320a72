"""Brings in what the bank says: the answer to a batch, and the statement that lifts the lock after a restore.

The file is judged as a whole first. Then each line is a step of its own, in a transaction of its own, that bears being
repeated: whoever is killed in between brings the same file in again, and it goes on where it stopped.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from gangqiao.audit.events import record
from gangqiao.audit.gathering import together
from gangqiao.audit.steps import require, step_of
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.places.reads import county_path
from gangqiao.subsidies.actions import settling
from gangqiao.subsidies.actions.locking import mark_after_commit, raise_mark
from gangqiao.subsidies.models import BankExecuted, BankReturn, PayLock, Payment, PaymentBatch
from gangqiao.subsidies.policy import bank_layouts
from gangqiao.subsidies.policy.bank_answers import Said
from gangqiao.subsidies.reads.bank_answers import Judged, Strange, judge, lines_of
from gangqiao.subsidies.refusals_money import BroughtInElsewhere, NotAtBank, UnknownLayout
from gangqiao.subsidies.states import BatchStatus, PaymentStatus

SETTLE, UNLOCK, CANCEL = "subsidies.settle_batch", "subsidies.unlock_paying", "subsidies.cancel_batch"
LONGEST_KEY = 24
CHUNK = 50  # lines of a transaction


class Taken(NamedTuple):
    """The row of the file, and the lines that could not simply be applied, each with its reason."""

    source: BankReturn
    strange: list[Strange]


def take_answer(batch: PaymentBatch, name: str, content: bytes, *, actor: Actor) -> BankReturn:
    """Bring in the answer to a batch. The same file again changes nothing, or ends what was broken off.

    Raises NotYourVerb, NotAtBank, UnreadableAnswer, UnreadableFile, BroughtInElsewhere.
    """
    return take_answer_with_reasons(batch, name, content, actor=actor).source


def take_answer_with_reasons(batch: PaymentBatch, name: str, content: bytes, *, actor: Actor) -> Taken:
    """The same, with the lines that could not simply be applied."""
    require(actor, SETTLE, area=county_path())
    row = PaymentBatch.objects.get(pk=batch.pk)
    if row.status not in (BatchStatus.SENT, BatchStatus.SETTLED):
        raise NotAtBank
    layout = bank_layouts.layouts().get(row.layout)
    if layout is None:
        raise UnknownLayout(row.layout)
    judged = judge(lines_of(layout, name, content), row)
    source = _source("answer", row, name, content, judged, SETTLE, actor)
    judged.strange += _apply(judged, source, actor)
    _keep_words(judged.known, source)
    _settle(row, actor)
    return _told(source, judged.strange)


def take_statement(name: str, content: bytes, *, actor: Actor, layout: str = "onecard_csv") -> BankReturn:
    """Bring in the bank's statement of all it has executed, and lift the lock. Waiting payments it names are settled;
    keys nobody knows here are kept, so that the same claim, made again, is not paid again.

    Raises NotYourVerb, UnknownLayout, UnreadableAnswer, UnreadableFile, BroughtInElsewhere.
    """
    return take_statement_with_reasons(name, content, actor=actor, layout=layout).source


def take_statement_with_reasons(name: str, content: bytes, *, actor: Actor, layout: str = "onecard_csv") -> Taken:
    """The same, with the lines that could not simply be applied."""
    require(actor, UNLOCK, area=county_path())
    chosen = bank_layouts.layouts().get(layout)
    if chosen is None:
        raise UnknownLayout(layout)
    judged = judge(lines_of(chosen, name, content), None)
    source = _source("statement", None, name, content, judged, UNLOCK, actor)
    _keep_words(judged.known, source)
    judged.strange += _apply(judged, source, actor)
    for batch in PaymentBatch.objects.exclude(status__in=[BatchStatus.SETTLED, BatchStatus.CANCELLED]).order_by("pk"):
        _settle(batch, actor)
    _lift(source, actor)
    return _told(source, judged.strange)


def _source(
    kind: str, batch: PaymentBatch | None, name: str, content: bytes, judged: Judged, verb: str, actor: Actor
) -> BankReturn:
    """The row of the file; the first one, when it was brought in before. Its counts are of the first judgement."""
    digest = hashlib.sha256(content).hexdigest()
    values = {
        "kind": kind, "batch": batch, "name": name[-100:], "by": actor.name[:100], "repeated": len(judged.repeated),
        "strange": len(judged.strange),
    }  # fmt: skip
    try:
        with together():
            there = BankReturn.objects.filter(digest=digest).first()
            if there is None:
                there = BankReturn.objects.create(digest=digest, **values)
                told = ", ".join(f"{one.line} {one.key} {one.why}" for one in judged.strange)
                record(verb, actor=actor, subject=there, area=county_path(), reason=told, source=settling.BANK)
    except IntegrityError:  # somebody else has brought it in this moment
        there = BankReturn.objects.get(digest=digest)
    if (there.kind, there.batch_id) != (kind, batch.pk if batch else None):
        raise BroughtInElsewhere(there.batch.number if there.batch else gettext("the bank's statement"))
    return there


def _apply(judged: Judged, source: BankReturn, actor: Actor) -> list[Strange]:
    """Take the lines in, some in a transaction; what the claims did not follow."""
    found: list[Strange] = []
    # In the order of the keys: two who bring in the same lines do not wait for each other crosswise.
    lines = sorted(judged.said, key=lambda line: line.key)
    for start in range(0, len(lines), CHUNK):
        with together():
            for line in lines[start : start + CHUNK]:
                on = line.on or clock.today()
                if line.result == "paid":
                    refused = settling.pay(line.key, _fen(line), on, source, actor=actor)
                else:
                    refused = settling.fail(line.key, line.reason, line.words, on, source, actor=actor)
                if refused is not None:
                    found.append(Strange(line.line, line.key, "claim", str(refused)))
            mark_after_commit()
    if found:
        BankReturn.objects.filter(pk=source.pk).update(strange=source.strange + len(found))
    return found


def _fen(line: Said) -> int:
    if line.fen is not None:
        return line.fen
    return Payment.objects.values_list("fen", flat=True).get(key=line.key)


def _keep_words(lines: Sequence[Said], source: BankReturn) -> None:
    """Keep what the bank says it paid, also where nothing moves: it keeps the key from being paid again."""
    there = set(BankExecuted.objects.filter(key__in=[line.key for line in lines]).values_list("key", flat=True))
    known = dict(Payment.objects.filter(key__in=[line.key for line in lines]).values_list("key", "fen"))
    rows = {
        line.key: BankExecuted(
            key=line.key, fen=max(0, line.fen if line.fen is not None else known.get(line.key, 0)),
            on=line.on or clock.today(), source=source,
        )
        for line in lines
        if line.key not in there and 0 < len(line.key) <= LONGEST_KEY
    }  # fmt: skip
    BankExecuted.objects.bulk_create(rows.values(), ignore_conflicts=True)


def _settle(batch: PaymentBatch, actor: Actor) -> None:
    """End a batch of which nothing waits any more: settled; or, when it was never given to the bank, cancelled."""
    with together():
        row = PaymentBatch.objects.select_for_update().get(pk=batch.pk)
        waits = Payment.objects.filter(batch=row, status=PaymentStatus.WAITING).exists()
        if waits or row.status in (BatchStatus.SETTLED, BatchStatus.CANCELLED):
            return
        if row.status == BatchStatus.SENT:
            with step_of(row, SETTLE, actor=actor, source=settling.BANK):
                row.settled_on = clock.today()
            return
        note = gettext("The bank had executed it before the database was restored.")
        with step_of(row, CANCEL, actor=actor, note=note, source=settling.BANK):
            row.reason = note


def _lift(source: BankReturn, actor: Actor) -> None:
    """Let money be paid again, and begin the mark anew from here."""
    with together():
        for lock in PayLock.objects.select_for_update().filter(lifted_at=None):
            lock.lifted_at, lock.lifted_by, lock.statement = clock.now(), actor.name[:100], source
            lock.save(update_fields=["lifted_at", "lifted_by", "statement"])
            record(UNLOCK, actor=actor, subject=lock, area=county_path(), reason=source.name, source=settling.BANK)
        transaction.on_commit(lambda: raise_mark(anew=True))


def _told(source: BankReturn, strange: list[Strange]) -> Taken:
    source.refresh_from_db()
    return Taken(source, strange)
