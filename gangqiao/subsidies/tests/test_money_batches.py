"""Batches of payments: what goes into one, who approves it, and that it goes to the bank once."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction

from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel import files
from gangqiao.kernel.lifecycle import NotAllowedNow
from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import Person
from gangqiao.subsidies.actions import batches, drafting, payees
from gangqiao.subsidies.actions.checking import run_for
from gangqiao.subsidies.models import (
    Finding,
    Payment,
    PaymentBatch,
)
from gangqiao.subsidies.reads import digests, holding
from gangqiao.subsidies.refusals import NotWhatWasApproved, StillBlocked
from gangqiao.subsidies.refusals_money import (
    ApprovedByDrafter,
    BatchChanged,
    NoAccount,
    NoPayee,
    NotEnoughMoney,
    NothingToPay,
    OtherFundLine,
    OtherLayout,
    OtherYear,
    VerifiedByEnterer,
)
from gangqiao.subsidies.tests.made import make_claim
from gangqiao.subsidies.tests.rig_money import (
    BUDGET,
    LINE,
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


def test_a_draft_reserves_the_money_and_takes_the_claims(house: House) -> None:
    house.grant()
    claims = house.claims(3)
    batch = house.draft(claims)
    assert statuses(claims) == ["in_payment"] * 3
    assert (batch.lines, batch.fen, balances()["reserved"]) == (3, 300_003, 300_003)
    assert Payment.objects.filter(batch=batch, tail="00").count() == 1


def test_what_cannot_be_paid_is_left_out_with_its_reason(house: House) -> None:
    house.grant()
    good, held, foreign, early, poor, unit = house.claims(6)
    with everywhere(reason="test data"):
        own = {"area_id": held.area_id, "person_uuid": held.person_uuid}
        Finding.objects.create(**own, claim=held, check_key="test", severity="block", evidence="[]", digest="1")
        foreign.fund_line = "skills"
        early.decided_for = date(2019, 5, 1)
        unit.payee = "employer"
        for claim in (foreign, early, unit):
            claim.digest = digests.digest_of(claim)
            claim.save()
        poor.person.bank_account = None
        poor.person.save()
    batch, refused = batches.draft_with_reasons(LINE, [good, held, foreign, early, poor, unit], actor=house.clerk)
    assert batch.lines == 1
    assert {claim.pk: type(reason) for claim, reason in refused} == {
        held.pk: StillBlocked, foreign.pk: OtherFundLine, early.pk: OtherYear, poor.pk: NoAccount, unit.pk: NoPayee,
    }  # fmt: skip
    assert statuses([held, foreign, early, poor, unit]) == ["approved"] * 5


def test_the_checks_run_before_a_draft(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.grant()
    claims = house.claims(2)

    def find(asked: Any) -> int:
        for claim in asked[:1]:
            own = {"area_id": claim.area_id, "person_uuid": claim.person_uuid, "claim": claim}
            Finding.objects.create(**own, check_key="dead", severity="block", evidence="[]", digest="1")
        return 1

    monkeypatch.setattr(drafting, "run_for", find)
    batch, refused = batches.draft_with_reasons(LINE, claims, actor=house.clerk)
    assert (batch.lines, [claim.pk for claim, _why in refused]) == (1, [claims[0].pk])


def test_the_checks_are_those_of_the_county(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.grant()
    monkeypatch.setattr(drafting, "run_for", run_for)
    (claim,) = house.claims(1)
    with everywhere(reason="test data"):
        Person.objects.filter(pk=claim.person_id).update(life="dead", died_on=date(2019, 1, 1))
    with pytest.raises(NothingToPay):
        house.draft([claim])
    assert Finding.objects.filter(claim=claim, severity="block").exists()


def test_an_unconfirmed_number_pays_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.grant()
    monkeypatch.setattr(holding, "unconfirmed_of", lambda _programme, _day: ["document"])
    (claim,) = house.claims(1)
    with pytest.raises(NothingToPay, match="document"):
        house.draft([claim])
    assert not PaymentBatch.objects.exists()


def test_a_draft_beyond_the_budget_leaves_nothing_behind(house: House) -> None:
    house.grant(250_000)
    claims = house.claims(3)
    with pytest.raises(NotEnoughMoney, match=r"2,500\.00"):
        house.draft(claims)
    assert statuses(claims) == ["approved"] * 3
    assert not Payment.objects.exists()


def test_a_unit_is_paid_on_an_account_a_second_person_verified(house: House) -> None:
    house.grant()
    uuid = uuid4()
    with everywhere(reason="test data"):
        claim = make_claim(house.people[0], status="approved", decided_for=TODAY, period="2020-e", payee="employer",
                           payee_uuid=uuid, payee_name="工厂")  # fmt: skip
    payee = payees.keep(f"employer:{uuid}", "工厂", "1234 5678 90", actor=house.clerk)
    with pytest.raises(NothingToPay):
        house.draft([claim])
    with pytest.raises(VerifiedByEnterer):
        payees.verify(payee, actor=house.clerk)
    payees.verify(payee, actor=house.officer)
    house.draft([claim])
    assert Payment.objects.get().account == "1234567890"
    changed = payees.keep(f"employer:{uuid}", "工厂", "99999999", actor=house.clerk)
    assert changed.verifier is None


def test_who_drafts_does_not_approve(house: House, city_officer: Any) -> None:
    house.grant()
    batch = batches.draft(LINE, house.claims(1), actor=house.clerk)
    with pytest.raises(NotYourVerb):
        batches.approve(batch, actor=house.clerk)
    PaymentBatch.objects.update(drafter=house.officer.user_id)
    with pytest.raises(ApprovedByDrafter):
        batches.approve(batch, actor=house.officer)
    assert PaymentBatch.objects.get().status == "draft"


def test_what_was_changed_after_the_draft_is_not_approved(house: House) -> None:
    house.grant()
    batch = house.draft(house.claims(1))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE subsidies_claim SET amount = amount + 1")
    with pytest.raises(NotWhatWasApproved):
        batches.approve(batch, actor=house.officer)


@pytest.mark.parametrize("sql", [
    "UPDATE subsidies_payment SET fen = fen + 1",
    "UPDATE subsidies_payment SET account_name = 'x'",
])  # fmt: skip
def test_what_was_changed_after_the_approval_does_not_go_to_the_bank(house: House, sql: str) -> None:
    house.grant()
    batch = house.draft(house.claims(1))
    batches.approve(batch, actor=house.officer)
    before = transaction.savepoint()
    with connection.cursor() as cursor:
        cursor.execute(sql)
    with pytest.raises(BatchChanged):
        batches.bank_file(batch, "onecard_csv", actor=house.officer)
    transaction.savepoint_rollback(before)
    batches.bank_file(batch, "onecard_csv", actor=house.officer)  # the control


def test_a_batch_goes_to_the_bank_once_and_gives_the_same_bytes_ever_after(house: House) -> None:
    house.grant()
    batch = house.draft(house.claims(3))
    with pytest.raises(NotAllowedNow):
        batches.bank_file(batch, "onecard_csv", actor=house.officer)
    batches.approve(batch, actor=house.officer)
    name, content = batches.bank_file(batch, "onecard_csv", actor=house.officer)
    assert batch.number in name
    with everywhere(reason="test data"):
        house.people[0].name = "改名"
        house.people[0].save()
    assert batches.bank_file(batch, "onecard_csv", actor=house.officer) == (name, content)
    with pytest.raises(OtherLayout):
        batches.bank_file(batch, "onecard_xlsx", actor=house.officer)
    with pytest.raises(NotAllowedNow):
        batches.cancel(batch, "不付了", actor=house.officer)
    files.drop(PaymentBatch.objects.get().file)
    with pytest.raises(files.FileGone):
        batches.bank_file(batch, "onecard_csv", actor=house.officer)


def test_a_cancelled_batch_frees_money_and_claims_and_the_next_try_has_a_new_key(house: House) -> None:
    house.grant()
    claims = house.claims(2)
    first = house.draft(claims)
    batches.approve(first, actor=house.officer)
    batches.cancel(first, "名单有误", actor=house.officer)
    assert statuses(claims) == ["approved"] * 2
    assert balances()["free"] == BUDGET
    second = house.draft(claims)
    assert not set(first_keys := Payment.objects.filter(batch=first).values_list("key", flat=True)) & set(
        Payment.objects.filter(batch=second).values_list("key", flat=True)
    )
    assert len(first_keys) == 2
