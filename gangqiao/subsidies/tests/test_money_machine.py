"""Random acts about money, one after the other: after each, the sums are what plain SQL says they have to be."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.errors import Refusal
from gangqiao.subsidies.actions import batches, recovering, reissuing, settling
from gangqiao.subsidies.models import Account, Claim, Instalment, Payment, PaymentBatch, Recovery
from gangqiao.subsidies.reads import ledger as sums
from gangqiao.subsidies.tests.rig_money import TODAY, House, answered, faults, house_of, lines, summer

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("D11")]


@pytest.fixture(autouse=True)
def _summer(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> Any:
    with summer(monkeypatch, settings, tmp_path):
        yield


@pytest.fixture
def house(make_user: Any, make_person: Any, county: Any) -> Any:
    with house_of(make_user, make_person, county) as made:
        yield made


class Money(RuleBasedStateMachine):
    """Each act may be refused; whatever comes of it, nothing is lost and nothing is doubled."""

    def __init__(self, house: House) -> None:
        super().__init__()
        self.house = house
        self.before = transaction.savepoint()
        self.files: list[tuple[int, bytes]] = []
        self.refs = 0
        house.grant(2_000_000)

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.before)

    def attempt(self, act: Any) -> None:
        """An act that may be refused, and then has changed nothing: the savepoint is what a transaction is."""
        try:
            with transaction.atomic():
                act()
        except Refusal:
            return

    def batch(self, number: int, *states: str) -> PaymentBatch | None:
        rows = list(PaymentBatch.objects.filter(status__in=states).order_by("pk"))
        return rows[number % len(rows)] if rows else None

    @rule(fen=st.integers(1, 1_000_000), is_cut=st.booleans())
    def grant(self, fen: int, is_cut: bool) -> None:
        self.attempt(lambda: self.house.grant(fen, is_cut=is_cut))

    @rule(many=st.integers(1, 3))
    def claim(self, many: int) -> None:
        if Claim.objects.filter(status="approved").count() < 6:
            self.house.claims(many)

    @rule(many=st.integers(1, 4))
    def draft(self, many: int) -> None:
        claims = list(Claim.objects.filter(status="approved").order_by("pk")[:many])
        self.attempt(lambda: self.house.draft(claims))

    @rule(number=st.integers(0, 9))
    def approve(self, number: int) -> None:
        if batch := self.batch(number, "draft"):
            self.attempt(lambda: batches.approve(batch, actor=self.house.officer))

    @rule(number=st.integers(0, 9))
    def cancel(self, number: int) -> None:
        if batch := self.batch(number, "draft", "approved", "sent", "settled"):
            self.attempt(lambda: batches.cancel(batch, "撤销", actor=self.house.officer))

    @rule(number=st.integers(0, 9))
    def send(self, number: int) -> None:
        if batch := self.batch(number, "approved", "sent"):
            self.attempt(lambda: batches.bank_file(batch, "onecard_csv", actor=self.house.officer))

    @rule(number=st.integers(0, 9), returned=st.sets(st.integers(0, 3)), left=st.integers(0, 2))
    def answer(self, number: int, returned: set[int], left: int) -> None:
        if batch := self.batch(number, "sent"):
            keys = list(Payment.objects.filter(batch=batch).order_by("pk").values_list("key", flat=True))
            rows = lines(batch, [key for place, key in enumerate(keys) if place in returned])[left:]
            if rows:
                self.files.append((batch.pk, answered(rows)))
                self.attempt(lambda: self.house.answer(batch, self.files[-1][1]))

    @rule(many=st.integers(1, 3), returned=st.sets(st.integers(0, 2)))
    def pay_through(self, many: int, returned: set[int]) -> None:
        """The whole way at once, so that the acts behind it have something to act on."""
        self.claim(many)
        self.draft(many)
        self.approve(0)
        self.send(0)
        self.answer(0, returned, 0)

    @precondition(lambda self: self.files)
    @rule(number=st.integers(0, 99))
    def answer_again(self, number: int) -> None:
        pk, content = self.files[number % len(self.files)]
        before = list(Account.objects.order_by("pk").values_list("balance", flat=True))
        self.attempt(lambda: self.house.answer(PaymentBatch.objects.get(pk=pk), content))
        assert list(Account.objects.order_by("pk").values_list("balance", flat=True)) == before

    @rule(many=st.integers(1, 3))
    def reissue(self, many: int) -> None:
        claims = list(Claim.objects.filter(status="failed").order_by("pk")[:many])
        self.attempt(lambda: reissuing.reissue(claims, actor=self.house.clerk))

    @rule(fen=st.integers(1, 120_000), parts=st.integers(1, 3))
    def recover(self, fen: int, parts: int) -> None:
        if claim := Claim.objects.filter(status="paid").order_by("pk").first():
            self.attempt(lambda: recovering.start(claim, fen, parts, "查实", "9号", actor=self.house.clerk))

    @rule(number=st.integers(0, 9), same_receipt=st.booleans())
    def receive(self, number: int, same_receipt: bool) -> None:
        rows = list(Instalment.objects.order_by("pk"))
        if rows:
            self.refs += not same_receipt
            one = rows[number % len(rows)]
            self.attempt(lambda: recovering.receive(one, TODAY, f"R{self.refs}", actor=self.house.officer))

    @rule()
    def drop(self) -> None:
        if row := Recovery.objects.filter(status="open").first():
            self.attempt(lambda: recovering.drop(row, "困难", actor=SYSTEM))

    @invariant()
    def everything_adds_up(self) -> None:
        assert faults() == []
        assert sums.check() == []


FEW = settings(max_examples=12, stateful_step_count=20, database=None, deadline=None)


def test_whatever_is_done_the_money_adds_up(house: House) -> None:
    run_state_machine_as_test(lambda: Money(house), settings=FEW)


def test_the_same_machine_finds_a_movement_that_is_left_out(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: money that was returned is not given back."""
    house.is_harmed = True

    def forgetful(key: str, *rest: Any, **more: Any) -> Any:
        return None if key.startswith("returned:") else post(key, *rest, **more)

    post = settling.ledger.post
    monkeypatch.setattr(settling.ledger, "post", forgetful)
    many = settings(FEW, max_examples=60, phases=[Phase.generate], print_blob=False, report_multiple_bugs=False)
    with pytest.raises(AssertionError, match="reserved is not what waits"):
        run_state_machine_as_test(lambda: Money(house), settings=many)
