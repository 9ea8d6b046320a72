"""Money under faults: killed at every write, played again, twice, out of order. Nothing is lost, nothing is doubled.

Each test of a guard has a control: the same without the guard, which must find harm.
"""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import F
from hypothesis import given, settings
from hypothesis import strategies as st

from gangqiao.kernel.actor import Actor
from gangqiao.subsidies.actions import batches, ledger, returns, settling
from gangqiao.subsidies.models import Account, BankExecuted, BankReturn, Claim, Payment, PaymentBatch, Transfer
from gangqiao.subsidies.reads.bank_answers import Judged, Strange
from gangqiao.subsidies.tests.rig_money import (
    FAILED,
    TODAY,
    House,
    answered,
    faults,
    house_of,
    line,
    lines,
    summer,
)

WRITES = ("INSERT", "UPDATE", "DELETE")


@pytest.fixture(autouse=True)
def _summer(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> Any:
    with summer(monkeypatch, settings, tmp_path):
        yield


@pytest.fixture
def house(make_user: Any, make_person: Any, county: Any) -> Any:
    with house_of(make_user, make_person, county) as made:
        yield made


class Killed(BaseException):
    """The process dies here: nothing that catches exceptions catches it."""


@contextmanager
def dying_at(number: int) -> Iterator[list[int]]:
    """Die at the so-manieth write of the database; 0: never. Gives the count of the writes, as a list of one."""
    count = [0]

    def watch(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.lstrip().upper().startswith(WRITES):
            count[0] += 1
            if count[0] == number:
                raise Killed
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        yield count


def go_on(house: House, claims: list[Claim], bad: set[int]) -> None:
    """Do what comes next until the bank has answered everything: as people would who come back after a power cut."""
    batch = PaymentBatch.objects.order_by("pk").first() or house.draft(claims)
    if batch.status == "draft":
        batch = batches.approve(batch, actor=house.officer)
    if batch.status == "approved":
        batches.bank_file(batch, "onecard_csv", actor=house.officer)
    keys = [p.key for p in Payment.objects.filter(batch=batch) if p.claim_id in bad]
    house.answer(PaymentBatch.objects.get(pk=batch.pk), answered(lines(batch, keys)))


def harm(claims: list[Claim], bad: set[int]) -> list[str]:
    """What is lost or doubled when all has ended."""
    found = faults()
    for claim in Claim.objects.filter(pk__in=[c.pk for c in claims]):
        if claim.status != ("failed" if claim.pk in bad else "paid"):
            found.append(f"{claim.code} is {claim.status}")
    good = [claim for claim in claims if claim.pk not in bad]
    counts = {
        "paid": Transfer.objects.filter(key__startswith="paid:").count(),
        "returned": Transfer.objects.filter(key__startswith="returned:").count(),
        "reserved": Transfer.objects.filter(key__startswith="reserve:").count(),
        "executed": BankExecuted.objects.count(),
        "payments": Payment.objects.count(),
    }
    should = {"paid": len(good), "returned": len(bad), "reserved": 1, "executed": len(good), "payments": len(claims)}
    found += [f"{name}: {counts[name]}, not {many}" for name, many in should.items() if counts[name] != many]
    for source in BankReturn.objects.all():
        if (source.paid, source.failed, source.strange) != (len(good), len(bad), 0):
            found.append(f"the answer counts {source.paid} and {source.failed}")
    kept = dict(Account.objects.values_list("kind", "balance"))
    if (kept["paid"], kept["reserved"]) != (sum(claim.amount for claim in good), 0):
        found.append(f"the accounts say {kept}")
    return found


def killed_at(house: House, claims: list[Claim], bad: set[int], number: int) -> tuple[list[str], int]:
    """Die at a write, go on, and undo all of it: the harm that was done, and how many writes there were."""
    before = transaction.savepoint()
    try:
        with dying_at(number) as count:
            go_on(house, claims, bad)
    except Killed:
        connection.set_rollback(False)  # the statement was never sent, so that the test's own transaction is whole
        go_on(house, claims, bad)
    found = harm(claims, bad)
    transaction.savepoint_rollback(before)
    return found, count[0]


@pytest.mark.django_db
def test_killed_at_any_write_nothing_is_lost_and_nothing_doubled(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(returns, "CHUNK", 1)
    house.grant()
    claims = house.claims(2)
    bad = {claims[1].pk}
    found, writes = killed_at(house, claims, bad, 0)
    assert (found, writes > 40) == ([], True)
    harmed = {n: found for n in range(1, writes + 1) if (found := killed_at(house, claims, bad, n)[0])}
    assert harmed == {}


def careless(judged: Judged, source: BankReturn, actor: Actor) -> list[Strange]:
    """Like `returns._apply`, but each write of a line is safe on the disk before the next one."""
    for one in judged.said:
        payment = Payment.objects.select_related("batch", "claim").get(key=one.key)
        place = (payment.batch.fund_line, payment.batch.year)
        payment.status = "paid"
        payment.save(update_fields=["status"])
        reserved, paid = ledger.Spot(*place, "reserved"), ledger.Spot(*place, "paid")
        ledger.post(f"paid:{one.key}", reserved, paid, payment.fen, actor=actor)
        executed = {"fen": payment.fen, "on": TODAY, "source": source}
        BankExecuted.objects.get_or_create(key=one.key, defaults=executed)
        BankReturn.objects.filter(pk=source.pk).update(paid=F("paid") + 1)
        settling.settle_claim(payment.claim, TODAY, actor=actor)
    return []


@pytest.fixture
def _careless(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard is taken away: a line is no transaction any more."""
    monkeypatch.setattr(returns, "_apply", careless)


@pytest.mark.django_db
@pytest.mark.usefixtures("_careless")
def test_without_one_transaction_a_line_the_same_kills_do_harm(house: House) -> None:
    house.is_harmed = True
    house.grant()
    claims = house.claims(2)
    found, writes = killed_at(house, claims, set(), 0)
    assert found == []
    assert any(killed_at(house, claims, set(), number)[0] for number in range(writes, 0, -1))


# --- real kills ------------------------------------------------------------------------------------------------------


def run_and_kill(house: House, batch: PaymentBatch, after: int) -> bool:
    """Bring the answer in from a process of its own that is killed at a statement; False when it ended before."""
    connection.close()
    child = os.fork()
    if child == 0:  # pragma: no cover  this process dies
        left = iter(range(after))

        def count(execute: Callable[..., Any], *arguments: Any) -> Any:
            if next(left, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(*arguments)

        try:
            with connection.execute_wrapper(count):
                house.answer(batch, answered(lines(batch)))
            os._exit(0)
        except BaseException:
            os._exit(1)
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        return True
    assert os.WEXITSTATUS(status) == 0
    return False


def kill_often(house: House, claims: list[Claim]) -> tuple[int, list[str]]:
    """Kill who brings the answer in again and again, let the last one end; how often, and the harm that was done."""
    chance = random.Random(10)
    batch = house.sent(claims)
    killed = 0
    while run_and_kill(house, batch, chance.randint(15, 60)):
        killed += 1
    house.answer(batch, answered(lines(batch)))
    return killed, harm(claims, set())


@pytest.mark.django_db(transaction=True)
def test_real_kills_while_an_answer_is_taken_in_lose_and_double_nothing(
    shared_database: None, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(returns, "CHUNK", 1)
    house.grant()
    killed, harmed = kill_often(house, house.claims(6))
    assert killed >= 4
    assert harmed == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_careless")
def test_without_a_transaction_the_same_real_kills_do_harm(
    shared_database: None, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.is_harmed = True
    monkeypatch.setattr(returns, "CHUNK", 1)
    house.grant()
    assert kill_often(house, house.claims(6))[1] != []


# --- any order -------------------------------------------------------------------------------------------------------


def end_state() -> Any:
    """What an answer has led to, without what is new each time."""
    return (
        sorted(Payment.objects.values_list("key", "status", "reason")),
        sorted(Claim.objects.values_list("pk", "status")),
        sorted(Account.objects.values_list("kind", "balance")),
        sorted(BankExecuted.objects.values_list("key", "fen")),
        list(BankReturn.objects.values_list("paid", "failed", "repeated", "strange")),
    )


@pytest.mark.django_db
def test_the_order_and_the_repetition_of_lines_make_no_difference(house: House) -> None:
    house.grant()
    batch = house.sent(house.claims(5))
    rows = lines(batch, [Payment.objects.filter(batch=batch).order_by("pk")[1].key])
    both = line(rows[4][0], round(float(rows[4][5]) * 100), FAILED)
    rows = [*rows, rows[0], rows[1], both, line("NOBODYKNOWSTHIS2", 5)]
    expected: list[Any] = []

    @given(st.permutations(rows))
    @settings(max_examples=25, database=None)
    def any_order(shuffled: list[list[str]]) -> None:
        before = transaction.savepoint()
        house.answer(batch, answered(shuffled))
        expected.append(end_state())
        house.answer(batch, answered(shuffled))  # and once more
        assert end_state() == expected[0]
        assert faults() == []
        transaction.savepoint_rollback(before)

    any_order()
    assert len(expected) >= 25
    assert expected[0][-1] == [(3, 1, 2, 3)]
