"""Claims from the first line to the approval: who may do what, and what nobody may."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from gangqiao.accounts.reads import actor_of
from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel.lifecycle import NotAllowedNow, NoteNeeded
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.subsidies.actions import claims, making, moving
from gangqiao.subsidies.models import Claim, Hand
from gangqiao.subsidies.refusals import AlreadyClaimed, MakerIsNoChecker, NotNextDesk, NotWhatWasApproved
from gangqiao.subsidies.refusals_claims import OneIsEnough, SignatureMissing, SignedAlready
from gangqiao.subsidies.tests.made import make_claim
from gangqiao.subsidies.tests.rig_claims import *  # noqa: F403  fixtures are found by their names
from gangqiao.subsidies.tests.rig_claims import REWARD, TODAY, made, published

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("R085")
def test_a_claim_goes_from_desk_to_desk_each_time_by_somebody_else(
    worker, village_officer, township_clerk, second, funds, city_officer, leader
):
    with scope_of(township_clerk):
        claim = making.make_for(worker, REWARD, TODAY, actor=township_clerk, source="person")
        assert (claim.status, claim.amount, claim.period, claim.route) == ("draft", 100_000, "2020", "person")
        claim = claims.submit(claim, actor=township_clerk)
        assert claim.due_on == TODAY + timedelta(days=7)  # five working days
        with pytest.raises(MakerIsNoChecker):
            claims.check(claim, actor=township_clerk)
    with scope_of(village_officer):
        claim = claims.check(claim, actor=village_officer)
        assert claim.status == "village_checked"
        with pytest.raises(NotNextDesk):
            claims.check(claim, actor=village_officer)
    claim = published(claim, "subsidies.publish_village", second)
    with scope_of(village_officer), pytest.raises(NotYourVerb):
        claims.check(claim, actor=village_officer)
    with scope_of(second):
        claim = claims.check(claim, actor=second)
    with scope_of(funds):
        claim = claims.check(claim, actor=funds, note="材料齐全")
    claim = published(claim, "subsidies.publish_city", city_officer)
    with scope_of(funds), pytest.raises(NotYourVerb):
        claims.approve(claim, actor=funds)
    with scope_of(leader):
        with pytest.raises(OneIsEnough):
            claims.countersign(claim, actor=leader)
        claim = claims.approve(claim, actor=leader)
        assert (claim.status, claim.approved_on) == ("approved", TODAY)
        assert claim.due_on == TODAY + timedelta(days=14)
    with everywhere(reason="test"):
        hands = list(Hand.objects.order_by("pk").values_list("hand", "by"))
    assert hands == [
        ("make", township_clerk.user_id), ("village_check", village_officer.user_id),
        ("township_check", second.user_id), ("city_check", funds.user_id), ("approve", leader.user_id),
    ]  # fmt: skip


@pytest.mark.requirement("R085")
def test_two_people_sign_a_large_amount(person, city_officer, leader, make_user, county):
    claim = make_claim(person, status="city_publicity", amount=1_000_000, maker=city_officer.user_id)
    third = actor_of(make_user("headquarters_leader", county.division))
    with scope_of(leader):
        with pytest.raises(SignatureMissing):
            claims.approve(claim, actor=leader)
        with pytest.raises(MakerIsNoChecker):
            claims.countersign(claim, actor=city_officer)
        claims.countersign(claim, actor=leader)
        with pytest.raises(SignedAlready):
            claims.countersign(claim, actor=third)
        with pytest.raises(MakerIsNoChecker):
            claims.approve(claim, actor=leader)
        assert claims.approve(claim, actor=third).status == "approved"


def test_what_is_sent_back_begins_anew_and_its_maker_still_never_checks_it(
    worker, village_officer, township_clerk, second
):
    claim = made(worker, township_clerk)
    with scope_of(township_clerk):
        claim = claims.submit(claim, actor=township_clerk)
    claim = published(claim, "subsidies.publish_village", second)
    with scope_of(second):
        with pytest.raises(NoteNeeded):
            claims.send_back(claim, " ", actor=second)
        claim = claims.send_back(claim, "银行卡号不对", actor=second)
        assert (claim.status, claim.round, claim.digest, claim.due_on) == ("draft", 1, "", None)
    with scope_of(village_officer):
        claim = claims.submit(claim, actor=village_officer)
    claim = published(claim, "subsidies.publish_village", second)
    with scope_of(township_clerk), pytest.raises(MakerIsNoChecker):
        claims.check(claim, actor=township_clerk)
    with scope_of(second):
        assert claims.check(claim, actor=second).status == "township_checked"
    with everywhere(reason="test"):
        assert list(Hand.objects.filter(round=1).values_list("hand", "by")) == [
            ("make", village_officer.user_id), ("township_check", second.user_id)
        ]  # fmt: skip


def test_rejected_and_withdrawn_claims_free_their_period(worker, village_officer, township_clerk, second):
    claim = made(worker, village_officer)
    with scope_of(village_officer):
        with pytest.raises(AlreadyClaimed):
            made(worker, village_officer)
        claims.withdraw(claim, "重复填报", actor=village_officer)
        again = made(worker, village_officer)
        claims.submit(again, actor=village_officer)
        with pytest.raises(NotYourVerb):
            claims.reject(again, "不符合", actor=village_officer)
    with scope_of(second):
        gone = claims.reject(again, "不符合", actor=second)
        assert (gone.status, gone.ended_on, gone.end_reason) == ("rejected", TODAY, "不符合")
        with pytest.raises(NotAllowedNow):
            claims.send_back(gone, "再查", actor=second)
    assert made(worker, village_officer).number == 0


def test_what_is_refused_for_one_claim_stops_no_other(make_person, county, township_clerk, village_officer, stranger):
    persons = [make_person(county.villages[0]) for _number in range(3)]
    rows = [make_claim(one) for one in persons]
    with everywhere(reason="test"):
        Claim.objects.filter(pk=rows[1].pk).update(maker=village_officer.user_id)
        Claim.objects.filter(pk=rows[2].pk).update(status="draft")
    with scope_of(village_officer):
        done = claims.each(lambda one: claims.check(one, actor=village_officer), rows)
    assert [one.pk for one in done.done] == [rows[0].pk]
    assert [(one.pk, type(why)) for one, why in done.refused] == [
        (rows[1].pk, MakerIsNoChecker), (rows[2].pk, NotNextDesk)
    ]  # fmt: skip


@pytest.mark.parametrize("is_guarded", [True, False])
def test_a_claim_changed_in_the_database_after_the_publicity_goes_no_further(
    is_guarded, person, township_clerk, monkeypatch
):
    claim = make_claim(person, status="village_checked")
    claim = published(claim, "subsidies.publish_village", township_clerk)
    with everywhere(reason="test"):
        Claim.objects.filter(pk=claim.pk).update(amount=999_999)
    if not is_guarded:
        # The control: with the comparison taken away the change would pass.
        monkeypatch.setattr(moving, "digest_of", lambda claim: claim.digest)
    with scope_of(township_clerk):
        if not is_guarded:
            assert claims.check(claim, actor=township_clerk).status == "township_checked"
            return
        with pytest.raises(NotWhatWasApproved):
            claims.check(claim, actor=township_clerk)
        # It can be sent back, and is looked at anew.
        assert claims.send_back(claim, "金额被改动", actor=township_clerk).status == "draft"


def test_the_database_itself_lets_nobody_lay_two_hands_on_one_claim(person, village_officer):
    claim = make_claim(person)
    with scope_of(village_officer):
        moving.lay_hand(claim, "make", village_officer)
        with pytest.raises(MakerIsNoChecker):
            claims.check(claim, actor=village_officer)
        row = {"area_id": claim.area_id, "claim": claim, "by": village_officer.user_id, "by_name": "t"}
        with pytest.raises(IntegrityError), transaction.atomic():
            Hand.objects.create(**row, hand="city_check")
