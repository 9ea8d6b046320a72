"""The cross-matches against accounts, the bank, kin and many claims: wrong ones and their honest twins."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import Membership
from gangqiao.subsidies.checks import look
from gangqiao.subsidies.checks.batch import Batch
from gangqiao.subsidies.models import BankExecuted, BankReturn, Claim, Hand, Payee, Sample
from gangqiao.subsidies.reads.digests import payment_key
from gangqiao.subsidies.tests.test_findings import DAY, changed, claim_of, found_of
from gangqiao.subsidies.tests.test_findings import honest as honest

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("D11")]


@pytest.fixture(autouse=True)
def _summer() -> Any:
    with clock.frozen_at(DAY):
        yield


def has(key: str, *claims: Claim) -> list[bool]:
    found = found_of(*claims)
    return [key in found[claim.pk] for claim in claims]


def hand(claim: Claim, by: int, kind: str = "township_check", **values: Any) -> None:
    with everywhere(reason="test data"):
        Hand.objects.create(
            area_id=claim.area_id, claim=claim, hand=kind, by=by, by_name="test", person_uuid=claim.person_uuid,
            **values,
        )  # fmt: skip


# --- accounts ---------------------------------------------------------------------------------------------------------


def test_two_people_of_one_account_are_found_and_no_account_is_told_in_whole(honest: Any, county: Any):
    one = honest(bank_account="6217 0000 1111 2222", name="张大山")
    other = honest(county.hongxi, bank_account="6217000011112222", name="李小河")
    claims = [claim_of(person) for person in (one, other, honest())]
    assert has("same_account", *claims) == [True, True, False]
    with everywhere(reason="test"):
        said = str(look(Batch(claims))["same_account"])
    assert "2222" not in said
    assert "李小河" not in said
    assert "李*河" in said


def test_an_account_of_somebody_who_claimed_long_ago_is_no_others(honest: Any):
    old = claim_of(honest(bank_account="62170000999"), made_on=DAY - timedelta(days=500), status="paid")
    new = claim_of(honest(bank_account="62170000999"))
    assert old.pk
    assert has("same_account", new) == [False]
    changed(old, made_on=DAY)
    assert has("same_account", new) == [True]


def test_without_an_own_account_nothing_is_paid(honest: Any):
    missing, others, right = claim_of(honest()), claim_of(honest()), claim_of(honest())
    changed(missing.person, bank_account="")
    changed(others, payee_uuid=right.person_uuid)
    assert has("account", missing, others, right) == [True, True, False]


def test_the_account_of_a_unit_is_verified_by_another(honest: Any):
    uuid = uuid4()
    claim = claim_of(honest(), payee="employer", payee_uuid=uuid)
    assert has("account", claim) == [True]
    payee = Payee.objects.create(
        subject=f"employer:{uuid}", name="样本公司", account="88001", entered_by="a", enterer=1
    )
    assert has("account", claim) == [True]
    payee.verifier = 2
    payee.save()
    assert has("account", claim) == [False]


def test_what_the_bank_has_paid_is_found_by_its_key(honest: Any):
    paid, right = claim_of(honest()), claim_of(honest())
    source = BankReturn.objects.create(digest="x", name="test", by="test")
    BankExecuted.objects.create(key=payment_key(paid, 1), fen=paid.amount, on=DAY, source=source)
    assert has("bank_executed", paid, right) == [True, False]


def test_who_is_barred_is_found_until_the_day(honest: Any):
    before, right = claim_of(honest(), period="2019", status="paid"), claim_of(honest())
    new = claim_of(before.person)
    with everywhere(reason="test data"):
        sample = Sample.objects.create(
            area_id=before.area_id, claim=before, seed="x", sanction="bar", barred_until=date(2020, 12, 1)
        )
    assert has("barred", new, right) == [True, False]
    changed(sample, barred_until=date(2020, 6, 30))
    assert has("barred", new) == [False]


# --- kin --------------------------------------------------------------------------------------------------------------


def test_kin_of_a_village_officer_and_of_whoever_dealt_with_it_are_found(honest: Any, officials: dict[str, Any]):
    officer, clerk = officials["village_officer"], officials["township_clerk"]
    wife, cousin, right = claim_of(honest()), claim_of(honest()), claim_of(honest())
    for user, claim in ((officer, wife), (clerk, cousin)):
        person = honest(name=user.display_name)
        with everywhere(reason="test data"):
            Membership.objects.create(
                area_id=claim.area_id, person=claim.person, household=person.household, relation="10",
                valid_from=date(2010, 1, 1), valid_to=date(2018, 1, 1),
            )  # fmt: skip
    assert has("kin_of_officer", wife, cousin, right) == [True, False, False]
    hand(cousin, clerk.pk)
    hand(right, clerk.pk)
    assert has("kin_of_hand", wife, cousin, right) == [False, True, False]
    # Two of one name in the village: nobody can be told.
    honest(name=officer.display_name)
    assert has("kin_of_officer", wife) == [False]


# --- many claims ------------------------------------------------------------------------------------------------------


def test_many_households_of_one_phone_or_address_are_told_and_few_are_not(honest: Any):
    many = [honest(phone="13887300001") for _n in range(4)]
    few = [honest(phone="13887300002") for _n in range(3)]
    claims = [claim_of(person) for person in (*many, *few)]
    assert has("one_phone", *claims) == [True] * 4 + [False] * 3
    assert not any(has("one_address", *claims))
    for person in many:
        changed(person.household, address="新哨镇集市1号")
    assert has("one_address", *claims) == [True] * 4 + [False] * 3


def test_made_and_checked_within_a_day_by_somebody_who_did_many_is_told(honest: Any):
    claims = [claim_of(honest()) for _n in range(21)]
    for claim in claims[:20]:
        hand(claim, 7)
    hand(claims[20], 8)
    assert has("quick_bulk", *claims) == [True] * 20 + [False]
    changed(claims[0], made_on=DAY - timedelta(days=2))
    assert has("quick_bulk", claims[0], claims[1]) == [False, True]
