"""The one door to the ledger: a movement and both balances in one transaction, once for each key."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from gangqiao.kernel.actor import Actor
from gangqiao.subsidies.models import Account, Transfer
from gangqiao.subsidies.models.ledger import KINDS
from gangqiao.subsidies.refusals_money import KeyUsedOtherwise, NoMoney, NotEnoughMoney
from gangqiao.subsidies.showing.rules import fund_line as fund_words


class Spot(NamedTuple):
    """Names an account. kind: "granted", "free", "reserved", "paid" or "owed"."""

    fund_line: str
    year: int
    kind: str


def lock_line(fund_line: str, year: int) -> dict[str, Account]:
    """The accounts of a fund line and year by kind, made when there are none, locked until the transaction ends.

    Whoever moves money takes them before claims and payments, so that no two wait for each other.
    """
    rows = Account.objects.filter(fund_line=fund_line, year=year).order_by("pk")
    found = {row.kind: row for row in rows.select_for_update()}
    if len(found) < len(KINDS):
        made = [Account(fund_line=fund_line, year=year, kind=kind) for kind in KINDS]
        Account.objects.bulk_create(made, ignore_conflicts=True)
        found = {row.kind: row for row in rows.select_for_update()}
    return found


def post(
    key: str, giver: Spot, taker: Spot, fen: int, *, actor: Actor, words: str = "", batch: UUID | None = None,
    payment: UUID | None = None, recovery: UUID | None = None,
) -> Transfer:  # fmt: skip
    """Move fen from one account to another of the same fund line and year. The same key and content again: no-op.

    Raises KeyUsedOtherwise, NotEnoughMoney, NoMoney.
    """
    if fen <= 0:
        raise NoMoney
    if giver[:2] != taker[:2] or giver.kind == taker.kind:
        raise ValueError("money moves between two accounts of one fund line and year")
    with transaction.atomic():
        accounts = lock_line(giver.fund_line, giver.year)
        source, target = accounts[giver.kind], accounts[taker.kind]
        row = Transfer.objects.filter(key=key).first()
        if row is not None:
            if (row.giver_id, row.taker_id, row.fen) != (source.pk, target.pk, fen):
                raise KeyUsedOtherwise(key)
            return row
        try:
            with transaction.atomic():
                row = Transfer.objects.create(
                    key=key, giver=source, taker=target, fen=fen, by=actor.name[:100], words=words[:200], batch=batch,
                    payment=payment, recovery=recovery,
                )  # fmt: skip
                _change(source, -fen)
                _change(target, fen)
        except IntegrityError as fault:
            raise _why(key, giver, source, fen) from fault
    return row


def _change(account: Account, fen: int) -> None:
    Account.objects.filter(pk=account.pk).update(balance=F("balance") + fen)


def _why(key: str, giver: Spot, source: Account, fen: int) -> Any:
    if Transfer.objects.filter(key=key).exists():
        return KeyUsedOtherwise(key)
    return NotEnoughMoney(fund_words(giver.fund_line), giver.year, giver.kind, source.balance, fen)
