"""A small county with money: approved claims, a budget, a drafter, an approver, and a bank that answers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import connection

from gangqiao.accounts.reads import actor_of
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.money import format_yuan
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people.models import Person
from gangqiao.subsidies.actions import batches, budgets, drafting, returns
from gangqiao.subsidies.models import Account, BankReturn, Claim, Payment, PaymentBatch
from gangqiao.subsidies.reads import holding
from gangqiao.subsidies.tests.made import make_claim

LINE, YEAR = "employment", 2020
TODAY = date(2020, 6, 15)
BUDGET = 10_000_000
HEADINGS = ["支付标识", "处理结果", "失败代码", "失败原因", "处理日期", "金额"]
PAID, FAILED = "成功", "失败"
CARD = "62284800000000"


@dataclass
class House:
    """Who acts: clerk drafts, officer approves, sends and brings in."""

    clerk: Actor
    officer: Actor
    people: list[Person]
    is_harmed: bool = False  # a control has taken a guard away

    @contextmanager
    def open(self) -> Iterator[None]:
        """The scope of the whole county, as a request of either has it."""
        with scope_of(self.clerk):
            yield

    def claims(self, many: int = 3, amount: int = 100_000, **more: Any) -> list[Claim]:
        """Approved claims, each of another person."""
        start = Claim.objects.count()
        values = {"status": "approved", "decided_for": TODAY, "fund_line": LINE}
        made = []
        for number in range(many):
            turn, place = divmod(start + number, len(self.people))
            own = values | {"period": f"2020-{turn + 1}", "amount": amount + number}
            made.append(make_claim(self.people[place], **own | more))
        return made

    def grant(self, fen: int = BUDGET, **more: Any) -> Any:
        return budgets.grant(LINE, YEAR, fen, "红财〔2020〕1号", actor=self.officer, **more)

    def draft(self, claims: Iterable[Claim]) -> PaymentBatch:
        return batches.draft(LINE, claims, actor=self.clerk)

    def sent(self, claims: Iterable[Claim], layout: str = "onecard_csv") -> PaymentBatch:
        """A batch at the bank."""
        batch = self.draft(claims)
        batches.approve(batch, actor=self.officer)
        batches.bank_file(batch, layout, actor=self.officer)
        return PaymentBatch.objects.get(pk=batch.pk)

    def answer(self, batch: PaymentBatch, content: bytes, name: str = "answer.csv") -> BankReturn:
        return returns.take_answer(batch, name, content, actor=self.officer)

    def paid(self, many: int = 1, **more: Any) -> list[Claim]:
        """Claims that were paid."""
        claims = self.claims(many, **more)
        batch = self.sent(claims)
        self.answer(batch, answered(lines(batch)))
        return list(Claim.objects.filter(pk__in=[claim.pk for claim in claims]).order_by("pk"))


def with_cards(people: Iterable[Person]) -> list[Person]:
    """The people, each with an own card."""
    found = []
    with everywhere(reason="test data"):
        for number, person in enumerate(people):
            person.bank_account = f"{CARD}{number:05d}"
            person.save()
            found.append(person)
    return found


@contextmanager
def summer(monkeypatch: pytest.MonkeyPatch, settings: Any, home: Any) -> Iterator[None]:
    """A summer day, an own mark, numbers that are confirmed and checks that find nothing: both are tested elsewhere."""
    settings.HOME = home
    monkeypatch.setattr(drafting, "run_for", lambda _claims: 0)
    monkeypatch.setattr(holding, "unconfirmed_of", lambda _programme, _day: [])
    with clock.frozen_at(TODAY):
        yield


@contextmanager
def house_of(make_user: Any, make_person: Any, county: Any) -> Iterator[House]:
    """Clerk, officer and six people with cards, in the clerk's scope; in the end everything adds up."""
    clerk, officer = (actor_of(make_user(role, county.division)) for role in ("funds_clerk", "finance"))
    made = House(clerk, officer, with_cards(make_person(county.villages[0]) for _n in range(6)))
    with made.open():
        yield made
        assert made.is_harmed or faults() == []


def balances() -> dict[str, int]:
    """The accounts of the line by kind, in fen."""
    return dict(Account.objects.filter(fund_line=LINE, year=YEAR).values_list("kind", "balance"))


def statuses(claims: list[Claim]) -> list[str]:
    """The states of claims as the database has them, by number."""
    return list(Claim.objects.filter(pk__in=[c.pk for c in claims]).order_by("pk").values_list("status", flat=True))


def line(key: str, fen: int, result: str = PAID, reason: str = "", on: str = "20200616") -> list[str]:
    """One line of the bank's answer."""
    return [key, result, reason, "", on, format_yuan(fen).replace(",", "")]


def lines(batch: PaymentBatch, failed: Iterable[str] = ()) -> list[list[str]]:
    """The answer to each payment of a batch; failed: keys the bank returns."""
    rows = Payment.objects.filter(batch=batch).order_by("pk")
    return [line(p.key, p.fen, *([FAILED, "03"] if p.key in set(failed) else [])) for p in rows]


def answered(rows: Iterable[list[str]], end: bool = True) -> bytes:
    """The file of these lines, with its last line of sums."""
    rows = list(rows)
    fen = sum(round(float(row[5]) * 100) for row in rows)
    out = io.StringIO(newline="")
    last = [["合计", str(len(rows)), "", "", "", format_yuan(fen).replace(",", "")]] if end else []
    csv.writer(out).writerows([HEADINGS, *rows, *last])
    return out.getvalue().encode("gb18030")


def faults() -> list[str]:
    """What is lost, doubled or does not add up, found by plain SQL: none of the program's own sums is believed."""
    found = []
    for words, sql in _ASKED.items():
        with connection.cursor() as cursor:
            cursor.execute(sql)
            found += [f"{words}: {row}" for row in cursor.fetchall()]
    return found


_ASKED = {
    "the sum of all accounts is not zero": (
        "SELECT SUM(balance) FROM subsidies_account HAVING COALESCE(SUM(balance), 0) <> 0"
    ),
    "an account is not the sum of its movements": """
        SELECT a.fund_line, a.kind, a.balance FROM subsidies_account a WHERE a.balance <>
        COALESCE((SELECT SUM(t.fen) FROM subsidies_transfer t WHERE t.taker_id = a.id), 0) -
        COALESCE((SELECT SUM(t.fen) FROM subsidies_transfer t WHERE t.giver_id = a.id), 0)""",
    "reserved is not what waits": """
        SELECT a.fund_line, a.year, a.balance FROM subsidies_account a WHERE a.kind = 'reserved' AND a.balance <>
        COALESCE((SELECT SUM(p.fen) FROM subsidies_payment p JOIN subsidies_paymentbatch b ON b.id = p.batch_id
        WHERE p.status = 'waiting' AND b.fund_line = a.fund_line AND b.year = a.year), 0)""",
    "a payment was made without its movement, or the other way round": """
        SELECT p.id, p.status FROM subsidies_payment p WHERE (p.status = 'paid') <>
        EXISTS (SELECT 1 FROM subsidies_transfer t WHERE t.key = 'paid:' || p.key)""",
    "a claim does not stand where its payment does": """
        SELECT c.id, c.status, p.status FROM subsidies_claim c JOIN subsidies_payment p ON p.claim_id = c.id
        WHERE (p.status = 'paid' AND c.status NOT IN ('paid', 'under_recovery', 'recovered'))
        OR (p.status = 'waiting' AND c.status NOT IN ('in_payment', 'reissued'))""",
    "a claim is in payment without a line that waits": """
        SELECT c.id FROM subsidies_claim c WHERE c.status IN ('in_payment', 'reissued') AND
        (SELECT COUNT(*) FROM subsidies_payment p WHERE p.claim_id = c.id AND p.status = 'waiting') <> 1""",
    "a claim was paid twice": """
        SELECT claim_subject, programme, period, number, COUNT(*) FROM subsidies_payment WHERE status = 'paid'
        GROUP BY claim_subject, programme, period, number HAVING COUNT(*) > 1""",
}
