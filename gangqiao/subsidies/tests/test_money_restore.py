"""The database is restored from an older copy: nobody is paid twice, whatever the copy has forgotten."""

from __future__ import annotations

import csv
import io
from collections import Counter
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from gangqiao.audit.models import Event
from gangqiao.kernel import clock
from gangqiao.subsidies.actions import batches, locking, reissuing, returns
from gangqiao.subsidies.jobs.locking import lock_after_restore
from gangqiao.subsidies.models import BankExecuted, Claim, PayLock, Payment, PaymentBatch
from gangqiao.subsidies.reads import paying
from gangqiao.subsidies.refusals import PayingIsLocked
from gangqiao.subsidies.tests.rig_money import (
    House,
    answered,
    faults,
    house_of,
    line,
    lines,
    summer,
)
from gangqiao.sync.actions import begin_epoch

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("D11")]
STEPS = ("draft", "approve", "send", "answer")


@pytest.fixture(autouse=True)
def _summer(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> Any:
    with summer(monkeypatch, settings, tmp_path):
        yield


@pytest.fixture
def house(make_user: Any, make_person: Any, county: Any) -> Any:
    with house_of(make_user, make_person, county) as made:
        yield made


class Bank:
    """Pays every line of every file it gets, as banks do: it is not the bank that keeps from paying twice."""

    def __init__(self) -> None:
        self.paid: Counter[str] = Counter()  # by account, fen
        self.executed: dict[str, int] = {}

    def take(self, content: bytes) -> None:
        for row in list(csv.reader(io.StringIO(content.decode("gb18030"))))[1:-1]:
            fen = round(float(row[4]) * 100)
            self.paid[row[3]] += fen
            self.executed[row[1]] = fen

    def statement(self) -> bytes:
        return answered([line(key, fen) for key, fen in self.executed.items()])


def act(house: House, step: str, claims: list[Claim], bank: Bank) -> None:
    """One step on the way of the claims."""
    batch = PaymentBatch.objects.exclude(status__in=["settled", "cancelled"]).first()
    if step == "draft":
        house.draft(claims)
    elif batch is None:
        return
    elif step == "approve" and batch.status == "draft":
        batches.approve(batch, actor=house.officer)
    elif step == "send" and batch.status == "approved":
        bank.take(batches.bank_file(batch, "onecard_csv", actor=house.officer)[1])
    elif step == "answer":
        house.answer(batch, answered(lines(batch)), name="answer")


def restored(house: House, since: int, bank: Bank) -> list[Claim]:
    """Pay claims; then the database goes back to where it stood behind so many steps. The mark and the bank do not."""
    house.grant()
    claims = house.claims(3)
    for step in STEPS[:since]:
        act(house, step, claims, bank)
    locking.raise_mark()
    copy = transaction.savepoint()
    for step in STEPS[since:]:
        act(house, step, claims, bank)
    locking.raise_mark()
    transaction.savepoint_rollback(copy)
    return claims


def pay_again(house: House, claims: list[Claim], bank: Bank) -> None:
    """What an office does that does not know better: it makes payments of all that seems unpaid."""
    for batch in PaymentBatch.objects.filter(status__in=["draft", "approved"]):
        batches.cancel(batch, "重新制作", actor=house.officer)
    open_ = list(Claim.objects.filter(pk__in=[c.pk for c in claims], status="approved"))
    for step in STEPS if open_ else ():
        act(house, step, open_, bank)


@pytest.mark.parametrize("since", range(4))
def test_after_a_restore_nobody_is_paid_twice(
    house: House, since: int, django_capture_on_commit_callbacks: Any
) -> None:
    bank = Bank()
    claims = restored(house, since, bank)
    with pytest.raises(PayingIsLocked):
        house.draft(claims)
    assert paying.is_locked()
    with django_capture_on_commit_callbacks(execute=True):
        source = returns.take_statement("statement.csv", bank.statement(), actor=house.officer)
    assert source.kind == "statement"
    assert not paying.is_locked()
    assert PayLock.objects.get().statement == source
    pay_again(house, claims, bank)
    assert sorted(bank.paid.values()) == sorted(claim.amount for claim in claims)
    assert set(Claim.objects.filter(pk__in=[c.pk for c in claims]).values_list("status", flat=True)) == {"paid"}
    assert faults() == []


@pytest.mark.parametrize("since", range(3))
def test_without_the_mark_and_the_statement_the_same_restore_pays_twice(house: House, since: int) -> None:
    bank = Bank()
    claims = restored(house, since, bank)
    paying.mark_path().unlink()
    pay_again(house, claims, bank)
    assert sum(bank.paid.values()) == 2 * sum(claim.amount for claim in claims)


@pytest.mark.parametrize("since", range(3))
def test_without_the_lock_the_bank_s_words_alone_keep_from_paying_twice(house: House, since: int) -> None:
    bank = Bank()
    claims = restored(house, since, bank)
    paying.mark_path().unlink()
    returns.take_statement("statement.csv", bank.statement(), actor=house.officer)
    pay_again(house, claims, bank)
    assert sum(bank.paid.values()) == sum(claim.amount for claim in claims)


def test_each_act_that_pays_is_locked(house: House) -> None:
    house.grant()
    drafted, approved = house.draft(house.claims(1)), house.draft(house.claims(1))
    batches.approve(approved, actor=house.officer)
    claims = house.claims(1)
    locking.lock("恢复了数据库")
    for pays in (
        lambda: house.draft(claims),
        lambda: batches.approve(drafted, actor=house.officer),
        lambda: batches.bank_file(approved, "onecard_csv", actor=house.officer),
        lambda: batches.cancel(drafted, "x", actor=house.officer),
        lambda: reissuing.reissue(claims, actor=house.clerk),
    ):
        with pytest.raises(PayingIsLocked):
            pays()
    returns.take_statement("s", answered([]), actor=house.officer)
    house.draft(claims)  # the control


def test_a_new_epoch_locks_once(house: House) -> None:
    house.grant()
    epoch = begin_epoch("恢复")
    with pytest.raises(PayingIsLocked):  # before the job has run
        house.draft(house.claims(1))
    assert PayLock.objects.get().epoch == str(epoch.uuid)
    event = Event.objects.get(verb="sync.begin_epoch")
    for _twice in "12":
        lock_after_restore(event)
    assert PayLock.objects.get().epoch == str(epoch.uuid)
    assert paying.is_locked()


def test_a_lock_is_lifted_by_a_statement_alone(house: House) -> None:
    lock = locking.lock("x")
    lock.lifted_at = clock.now()
    with pytest.raises(Exception, match=r"a_lock_is_lifted_by_a_statement"), transaction.atomic():
        lock.save()


def test_a_claim_made_anew_after_the_restore_is_known_by_its_key(house: House) -> None:
    house.grant()
    copy = transaction.savepoint()
    bank = Bank()
    (claim,) = house.claims(1)
    for step in STEPS:
        act(house, step, [claim], bank)
    person = claim.person
    transaction.savepoint_rollback(copy)
    returns.take_statement("statement.csv", bank.statement(), actor=house.officer)
    (again,) = house.claims(1)
    assert again.person == person
    assert again.code != claim.code
    batch = house.draft([again])
    assert (batch.status, Claim.objects.get().status) == ("settled", "paid")
    assert BankExecuted.objects.get().key == Payment.objects.get().key


def test_a_statement_also_lists_keys_nobody_knows(house: House) -> None:
    content = answered([line("ABCDEFGHABCDEFGH", 77)])
    source, strange = returns.take_statement_with_reasons("s", content, actor=house.officer)
    assert [one.why for one in strange] == ["unknown"]
    assert (source.strange, BankExecuted.objects.get().fen) == (1, 77)


def test_the_mark_never_goes_back_by_itself(house: House) -> None:
    house.grant()
    locking.raise_mark()
    before = paying.kept_mark()
    copy = transaction.savepoint()
    house.grant()
    locking.raise_mark()
    raised = paying.kept_mark()
    transaction.savepoint_rollback(copy)
    locking.raise_mark()
    assert before != raised
    assert paying.kept_mark() == raised
    locking.raise_mark(anew=True)
    assert paying.kept_mark() == before
    paying.mark_path().write_text("nonsense")
    assert not paying.is_behind()


def test_an_older_copy_stays_one_when_it_is_worked_in(house: House) -> None:
    house.grant()
    copy = transaction.savepoint()
    house.grant()
    locking.raise_mark()
    raised = paying.kept_mark()
    transaction.savepoint_rollback(copy)
    for _more in "1234":  # a longer log, and more movements, than what was lost
        house.grant()
    locking.raise_mark()
    assert paying.kept_mark() == raised
    with pytest.raises(PayingIsLocked):
        house.draft(house.claims(1))


def test_the_command_says_when_something_does_not_add_up(house: House) -> None:
    house.grant()
    house.draft(house.claims(2))
    out = StringIO()
    call_command("paying", "check", stdout=out)
    assert "Everything adds up." in out.getvalue()
    assert "reserved 2,000.01" in out.getvalue()
    PaymentBatch.objects.update(year=2019)
    with pytest.raises(SystemExit) as ended:
        call_command("paying", "check", stdout=out)
    assert ended.value.code == 1
    assert "DIFFERENCE reserved" in out.getvalue()
    PaymentBatch.objects.update(year=2020)
    call_command("paying", "lock", "--reason", "核对", stdout=out)
    assert "LOCKED since" in out.getvalue()
    with pytest.raises(SystemExit):
        call_command("paying", "check", stdout=out)
