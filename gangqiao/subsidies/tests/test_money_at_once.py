"""Many at once: the same claims are drafted, sent and answered once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gangqiao.subsidies.actions import batches
from gangqiao.subsidies.models import Account, BankReturn, Claim, Payment, PaymentBatch
from gangqiao.subsidies.refusals_money import NothingToPay
from gangqiao.subsidies.tests.rig_money import (
    House,
    answered,
    faults,
    house_of,
    lines,
    summer,
)


@pytest.fixture(autouse=True)
def _summer(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> Any:
    with summer(monkeypatch, settings, tmp_path):
        yield


@pytest.fixture
def house(make_user: Any, make_person: Any, county: Any) -> Any:
    with house_of(make_user, make_person, county) as made:
        yield made


@pytest.mark.django_db(transaction=True)
def test_fifty_who_draft_the_same_claims_make_one_batch(
    shared_database: None, house: House, at_once: Callable[..., list[Any]]
) -> None:
    house.grant()
    claims = house.claims(4)

    def draft(_number: int) -> Any:
        with house.open():
            return house.draft(claims)

    made = at_once(50, draft)
    batches_made = [one for one in made if isinstance(one, PaymentBatch)]
    assert {type(one) for one in made} == {PaymentBatch, NothingToPay}
    assert (len(batches_made), PaymentBatch.objects.count(), Payment.objects.count()) == (1, 1, 4)
    assert Account.objects.get(kind="reserved").balance == sum(claim.amount for claim in claims)


@pytest.mark.django_db(transaction=True)
def test_many_who_send_and_bring_in_the_same_do_it_once(
    shared_database: None, house: House, at_once: Callable[..., list[Any]]
) -> None:
    house.grant()
    claims = house.claims(3)
    batch = batches.approve(house.draft(claims), actor=house.officer)

    def send(_number: int) -> Any:
        with house.open():
            try:
                return batches.bank_file(batch, "onecard_csv", actor=house.officer)
            except Exception:  # who lost the race asks again
                return batches.bank_file(batch, "onecard_csv", actor=house.officer)

    def answer(_number: int) -> Any:
        with house.open():
            return house.answer(batch, content).pk

    assert len(set(at_once(12, send))) == 1
    batch = PaymentBatch.objects.get()
    content = answered(lines(batch))
    assert len(set(at_once(12, answer))) == 1
    assert faults() == []
    assert set(Claim.objects.values_list("status", flat=True)) == {"paid"}
    assert (BankReturn.objects.count(), BankReturn.objects.get().paid) == (1, 3)
