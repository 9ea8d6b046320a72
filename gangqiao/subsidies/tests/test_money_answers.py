"""What the bank answers: paid, returned, strange; and the second try."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection

from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel.scope import everywhere
from gangqiao.subsidies.actions import batches, payees, reissuing, returns
from gangqiao.subsidies.models import (
    BankExecuted,
    BankReturn,
    Claim,
    Payment,
    PaymentBatch,
    Transfer,
)
from gangqiao.subsidies.reads import digests
from gangqiao.subsidies.refusals_money import (
    AlreadyExecuted,
    NotAtBank,
    UnreadableAnswer,
)
from gangqiao.subsidies.tests.rig_money import (
    FAILED,
    LINE,
    TODAY,
    House,
    answered,
    balances,
    house_of,
    line,
    lines,
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


def test_an_answer_pays_and_returns_and_settles_the_batch(house: House) -> None:
    house.grant()
    claims = house.claims(3)
    batch = house.sent(claims)
    bad = Payment.objects.get(claim=claims[1])
    result = house.answer(batch, answered(lines(batch, [bad.key])))
    assert (result.paid, result.failed, result.repeated, result.strange) == (2, 1, 0, 0)
    assert statuses(claims) == ["paid", "failed", "paid"]
    bad.refresh_from_db()
    assert (bad.status, bad.reason) == ("failed", "closed")
    assert PaymentBatch.objects.get().status == "settled"
    assert balances()["paid"] == claims[0].amount + claims[2].amount
    assert BankExecuted.objects.count() == 2
    assert Claim.objects.get(pk=claims[0].pk).paid_on == date(2020, 6, 16)


def test_the_same_file_and_the_same_lines_change_nothing(house: House) -> None:
    house.grant()
    batch = house.sent(house.claims(3))
    rows = lines(batch)
    first = house.answer(batch, answered(rows))
    moved = Transfer.objects.count()
    assert house.answer(batch, answered(rows)) == first
    again = house.answer(batch, answered(rows[::-1]))
    assert (again.paid, again.repeated, again.strange) == (0, 3, 0)
    assert (Transfer.objects.count(), BankReturn.objects.count()) == (moved, 2)


def test_strange_lines_are_told_and_none_is_dropped(house: House) -> None:
    house.grant()
    other = house.sent(house.claims(1))
    batch = house.sent(house.claims(5))
    rows = lines(batch)
    elsewhere = lines(other)[0]
    rows[0][5] = "1.00"  # another sum
    rows[1][1] = "处理中"  # a word nobody knows
    rows.append(line(rows[2][0], round(float(rows[2][5]) * 100), FAILED))  # both
    rows += [elsewhere, line("NOBODYKNOWSTHIS2", 100)]
    source, strange = returns.take_answer_with_reasons(batch, "a.csv", answered(rows), actor=house.officer)
    whys = [one.why for one in sorted(strange)]
    assert whys == ["sum", "word", "both", "both", "elsewhere", "unknown"]
    assert source.paid + source.failed + source.repeated + source.strange == len(rows)
    assert (source.paid, source.strange) == (2, 6)
    assert all(one.says for one in strange)
    assert PaymentBatch.objects.get(pk=batch.pk).status == "sent"


def test_returned_after_paid_never_unpays(house: House) -> None:
    house.grant()
    (claim,) = house.claims(1)
    batch = house.sent([claim])
    (row,) = lines(batch)
    house.answer(batch, answered([row]))
    _source, strange = returns.take_answer_with_reasons(
        batch, "b.csv", answered([line(row[0], claim.amount, FAILED)]), actor=house.officer
    )
    assert [one.why for one in strange] == ["paid_before"]
    assert statuses([claim]) == ["paid"]


def test_paid_after_returned_is_not_paid_a_second_time(house: House) -> None:
    house.grant()
    (claim,) = house.claims(1)
    batch = house.sent([claim])
    (row,) = lines(batch)
    house.answer(batch, answered([line(row[0], claim.amount, FAILED)]))
    assert statuses([claim]) == ["failed"]
    house.answer(batch, answered([row]))
    again = reissuing.reissue([claim], actor=house.clerk)
    assert (again.status, statuses([claim])) == ("settled", ["paid"])
    assert Payment.objects.count() == 1


def test_a_returned_claim_is_paid_again_with_a_new_key_to_the_account_of_today(house: House) -> None:
    house.grant()
    (claim,) = house.claims(1)
    batch = house.sent([claim])
    (row,) = lines(batch)
    house.answer(batch, answered([line(row[0], claim.amount, FAILED, "03")]))
    with everywhere(reason="test data"):
        person = claim.person
        person.bank_account = "6228480000000099"
        person.save()
    second = reissuing.reissue([claim], actor=house.clerk)
    assert statuses([claim]) == ["reissued"]
    payment = Payment.objects.get(batch=second)
    assert (payment.attempt, payment.tail, payment.key != row[0]) == (1, "99", True)
    batches.approve(second, actor=house.officer)
    batches.bank_file(second, "onecard_csv", actor=house.officer)
    house.answer(PaymentBatch.objects.get(pk=second.pk), answered(lines(second)), name="2.csv")
    assert statuses([claim]) == ["paid"]
    assert balances()["paid"] == claim.amount


def test_a_batch_of_which_the_bank_has_paid_something_does_not_go_there(house: House) -> None:
    house.grant()
    claims = house.claims(2)
    batch = house.draft(claims)
    batches.approve(batch, actor=house.officer)
    source = BankReturn.objects.create(digest="x", name="x", by="x")
    key = digests.payment_key(claims[0], 7)  # a try this database does not remember
    BankExecuted.objects.create(key=key, fen=claims[0].amount, on=TODAY, source=source)
    with pytest.raises(AlreadyExecuted):
        batches.bank_file(batch, "onecard_csv", actor=house.officer)
    batches.cancel(batch, "银行已付", actor=house.officer)
    again = house.draft(claims)
    assert again.lines == 1
    assert statuses(claims) == ["paid", "in_payment"]


@pytest.mark.parametrize("content", [
    b"", b"nothing\n1\n", "支付标识,处理结果\n\"A".encode("gb18030"), "支付标识,处理结果\nA\n".encode("gb18030"),
    b"\xff\xfe\x00",
])  # fmt: skip
def test_a_file_that_is_no_answer_is_refused_whole(house: House, content: bytes) -> None:
    house.grant()
    batch = house.sent(house.claims(1))
    with pytest.raises(UnreadableAnswer):
        house.answer(batch, content)
    assert not BankReturn.objects.exists()


def test_sums_that_differ_refuse_the_whole_file(house: House) -> None:
    house.grant()
    batch = house.sent(house.claims(2))
    whole = answered(lines(batch)).decode("gb18030")
    for wrong in (whole.replace("合计,2", "合计,3"), whole.replace("2000.01", "2000.02"), whole + "x,成功,,,,\r\n"):
        assert wrong != whole
        with pytest.raises(UnreadableAnswer):
            house.answer(batch, wrong.encode("gb18030"))
    assert house.answer(batch, whole.encode("gb18030")).paid == 2


def test_a_batch_that_is_not_at_the_bank_has_no_answer(house: House) -> None:
    house.grant()
    batch = house.draft(house.claims(1))
    with pytest.raises(NotAtBank):
        house.answer(batch, answered(lines(batch)))


def test_who_was_tampered_with_at_the_bank_is_told_but_the_money_is_counted(house: House) -> None:
    house.grant()
    (claim,) = house.claims(1)
    batch = house.sent([claim])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE subsidies_claim SET source_key = 'changed'")
    source, strange = returns.take_answer_with_reasons(batch, "a", answered(lines(batch)), actor=house.officer)
    assert ([one.why for one in strange], source.strange) == (["claim"], 1)
    assert (Payment.objects.get().status, balances()["paid"]) == ("paid", claim.amount)
    with connection.cursor() as cursor:  # as it was, for the check at the end
        cursor.execute("UPDATE subsidies_claim SET status = 'paid'")


def test_nobody_without_the_verb_touches_money(house: House, village_officer: Any, auditor: Any) -> None:
    house.grant()
    claims = house.claims(1)
    batch = house.sent(claims)
    for who in (village_officer, auditor):
        for act in (
            lambda actor: batches.draft(LINE, claims, actor=actor),
            lambda actor: batches.approve(batch, actor=actor),
            lambda actor: batches.cancel(batch, "x", actor=actor),
            lambda actor: batches.bank_file(batch, "onecard_csv", actor=actor),
            lambda actor: returns.take_answer(batch, "a", b"", actor=actor),
            lambda actor: returns.take_statement("a", b"", actor=actor),
            lambda actor: reissuing.reissue(claims, actor=actor),
            lambda actor: payees.keep("employer:1", "x", "1", actor=actor),
        ):
            with pytest.raises(NotYourVerb):
                act(who)
