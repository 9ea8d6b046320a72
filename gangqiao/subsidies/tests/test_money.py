"""The ledger and the budgets: money moves once, in both accounts, and never out of an empty one."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from gangqiao.audit.steps import NotYourVerb
from gangqiao.subsidies.actions import budgets, ledger
from gangqiao.subsidies.actions.ledger import Spot
from gangqiao.subsidies.models import (
    Account,
    Payment,
    Transfer,
)
from gangqiao.subsidies.reads import ledger as sums
from gangqiao.subsidies.refusals_money import (
    KeyUsedOtherwise,
    NotEnoughMoney,
)
from gangqiao.subsidies.tests.rig_money import (
    LINE,
    TODAY,
    YEAR,
    House,
    faults,
    house_of,
    summer,
)

pytestmark = [pytest.mark.django_db]
FREE, RESERVED = Spot(LINE, YEAR, "free"), Spot(LINE, YEAR, "reserved")


@pytest.fixture(autouse=True)
def _summer(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> Any:
    with summer(monkeypatch, settings, tmp_path):
        yield


@pytest.fixture
def house(make_user: Any, make_person: Any, county: Any) -> Any:
    with house_of(make_user, make_person, county) as made:
        yield made


def balances() -> dict[str, int]:
    return dict(Account.objects.filter(fund_line=LINE, year=YEAR).values_list("kind", "balance"))


def test_a_budget_needs_a_document_a_known_line_and_somebody_who_may(house: House, village_officer: Any) -> None:
    for wrong in ({"document": " "}, {"fund_line": "petty_cash"}, {"fen": 0}, {"alarm_percent": 0}):
        given: dict[str, Any] = {"fund_line": LINE, "year": YEAR, "fen": 1, "document": "1"}
        with pytest.raises(Exception, match=r"."):
            budgets.grant(**given | wrong, actor=house.officer)
    with pytest.raises(NotYourVerb):
        budgets.grant(LINE, YEAR, 1, "1", actor=village_officer)
    assert not Account.objects.exists()


def test_a_key_moves_money_once_and_never_otherwise(house: House) -> None:
    house.grant(1_000)
    first = ledger.post("k", FREE, RESERVED, 10, actor=house.clerk)
    assert ledger.post("k", FREE, RESERVED, 10, actor=house.clerk) == first
    for giver, taker, fen in ((FREE, RESERVED, 11), (RESERVED, FREE, 10)):
        with pytest.raises(KeyUsedOtherwise):
            ledger.post("k", giver, taker, fen, actor=house.clerk)
    with pytest.raises(ValueError, match="one fund line"):
        ledger.post("l", FREE, Spot("skills", YEAR, "free"), 1, actor=house.clerk)
    assert balances()["free"] == 990
    ledger.post("m", RESERVED, FREE, 10, actor=house.clerk)


def test_nothing_is_spent_that_is_not_there(house: House) -> None:
    house.grant(1_000)
    with pytest.raises(NotEnoughMoney):
        ledger.post("k", FREE, RESERVED, 1_001, actor=house.clerk)
    assert not Transfer.objects.filter(key="k").exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(kind="free").update(balance=-1)


@pytest.mark.parametrize("sql", [
    "UPDATE subsidies_transfer SET fen = 1",
    "DELETE FROM subsidies_transfer",
    "UPDATE subsidies_bankexecuted SET fen = 1",
    "DELETE FROM subsidies_bankexecuted",
])  # fmt: skip
def test_the_database_lets_nobody_rewrite_money(house: House, sql: str) -> None:
    house.grant()
    house.paid(1)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_database_lets_a_period_be_paid_once(house: House) -> None:
    house.grant()
    house.paid(1)
    row = Payment.objects.get()
    row.account = "6200000000"  # read and sealed anew, for another row
    row.pk, row.uuid, row.key, row.attempt, row.status = None, uuid4(), "another", 1, "waiting"
    with pytest.raises(IntegrityError, match=r"a_period_is_paid_once|subsidies_payment"), transaction.atomic():
        row.save(force_insert=True)
    row.status = "failed"
    row.save(force_insert=True)  # the control: only what waits or was paid takes the period up


def test_the_check_sees_what_was_changed_behind_its_back(house: House) -> None:
    house.grant(1_000)
    assert sums.check() == []
    Account.objects.filter(kind="free").update(balance=999)
    assert {one.what for one in sums.check()} == {"sum", "account"}
    assert faults() != []
    Account.objects.filter(kind="free").update(balance=1_000)


def test_a_line_near_its_end_is_told_with_the_day_it_ends(house: House) -> None:
    house.grant(1_000_000, alarm_percent=50)
    house.draft(house.claims(4, amount=100_000))
    assert sums.alarms() == []
    house.draft(house.claims(1, amount=100_000))
    (alarm,) = sums.alarms()
    assert alarm.line.share == pytest.approx(50.0, abs=0.1)
    assert alarm.empty_on is not None
    assert TODAY < alarm.empty_on <= date(YEAR, 12, 31)
