"""Money that comes back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gangqiao.subsidies.actions import recovering
from gangqiao.subsidies.reads import ledger as sums
from gangqiao.subsidies.reads import paying
from gangqiao.subsidies.refusals_money import (
    NotThatMuchPaid,
    ReceivedAlready,
    WrongInstalments,
)
from gangqiao.subsidies.tests.rig_money import (
    BUDGET,
    TODAY,
    House,
    balances,
    house_of,
    statuses,
    summer,
)

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("D11")]


@pytest.fixture(autouse=True)
def _summer(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> Any:
    with summer(monkeypatch, settings, tmp_path):
        yield


@pytest.fixture
def house(make_user: Any, make_person: Any, county: Any) -> Any:
    with house_of(make_user, make_person, county) as made:
        yield made


def test_money_comes_back_in_instalments_and_the_recovery_ends_by_itself(house: House) -> None:
    house.grant()
    (claim,) = house.paid(1)
    recovery = recovering.start(claim, 100_000, 3, "查实不符合条件", "红人社〔2020〕9号", actor=house.clerk)
    parts = list(recovery.instalments.order_by("number"))
    assert [part.fen for part in parts] == [33_334, 33_333, 33_333]
    assert [part.due_on for part in parts] == [date(2020, 7, 15), date(2020, 8, 15), date(2020, 9, 15)]
    assert (balances()["owed"], statuses([claim])) == (100_000, ["under_recovery"])
    for number, part in enumerate(parts):
        for _twice in "12":
            recovering.receive(part, TODAY, f"R{number}", actor=house.officer)
    recovery.refresh_from_db()
    assert (recovery.status, recovery.back, statuses([claim])) == ("done", 100_000, ["recovered"])
    assert (balances()["owed"], balances()["free"]) == (0, BUDGET)
    assert sums.is_balanced()


def test_a_receipt_counts_once(house: House) -> None:
    house.grant()
    (claim,) = house.paid(1)
    recovery = recovering.start(claim, 100_000, 2, "查实", "9号", actor=house.clerk)
    first, second = recovery.instalments.order_by("number")
    recovering.receive(first, TODAY, "R1", actor=house.officer)
    with pytest.raises(ReceivedAlready):
        recovering.receive(second, TODAY, "R1", actor=house.officer)
    with pytest.raises(ReceivedAlready):
        recovering.receive(first, TODAY, "R2", actor=house.officer)
    assert balances()["owed"] == 50_000


def test_no_more_comes_back_than_was_paid_over_all_recoveries(house: House, city_officer: Any) -> None:
    house.grant()
    (claim,) = house.paid(1)
    with pytest.raises(NotThatMuchPaid):
        recovering.start(claim, 100_001, 1, "查实", "9号", actor=house.clerk)
    with pytest.raises(WrongInstalments):
        recovering.start(claim, 100_000, 13, "查实", "9号", actor=house.clerk)
    recovery = recovering.start(claim, 60_000, 2, "查实", "9号", actor=house.clerk)
    recovering.receive(recovery.instalments.get(number=1), TODAY, "R1", actor=house.officer)
    recovering.drop(recovery, "家庭困难", actor=city_officer)
    assert (balances()["owed"], balances()["paid"], statuses([claim])) == (0, 70_000, ["paid"])
    with pytest.raises(NotThatMuchPaid):
        recovering.start(claim, 70_001, 1, "查实", "9号", actor=house.clerk)
    recovering.start(claim, 70_000, 1, "查实", "9号", actor=house.clerk)


def test_paying_is_open_in_a_new_county(house: House) -> None:
    assert not paying.is_locked()
