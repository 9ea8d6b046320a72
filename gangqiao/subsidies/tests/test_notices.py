"""Public notices: drafted by one and approved by another, up for the working days of the rule, down on time."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gangqiao.accounts.reads import actor_of
from gangqiao.assistance.policy.posts import is_working
from gangqiao.audit.models import Event
from gangqiao.audit.steps import NotYourVerb
from gangqiao.audit.subscriptions import follow
from gangqiao.kernel import clock
from gangqiao.kernel.lifecycle import NotAllowedNow, NoteNeeded
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people.models import Person
from gangqiao.subsidies.actions import claims as claim_acts
from gangqiao.subsidies.actions import moving, notices
from gangqiao.subsidies.jobs.notices import after_gone, end_notices
from gangqiao.subsidies.models import Claim, Notice, NoticeLine
from gangqiao.subsidies.policy import claims as policy
from gangqiao.subsidies.reads import notices as reads
from gangqiao.subsidies.reads.digests import digest_of
from gangqiao.subsidies.reads.holding import held_back
from gangqiao.subsidies.refusals import NotWhatWasApproved
from gangqiao.subsidies.refusals_notices import (
    DaysNotOver,
    DrafterIsNoApprover,
    NobodyLeft,
    NotForOneNotice,
    NothingToPublish,
)
from gangqiao.subsidies.tests.made import make_claim

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("D11")]
DAY, PHONE, RULE = date(2020, 4, 27), "0873-6120000", "outgoing_work_reward"  # a Monday before the holidays of May


@pytest.fixture(autouse=True)
def _spring() -> Any:
    with clock.frozen_at(DAY):
        yield


@pytest.fixture
def pair(person: Any, make_person: Any, county: Any) -> list[Claim]:
    """Two claims of the first village, checked by it."""
    people = [person, make_person(county.villages[0], name="李鸣雀")]
    return [make_claim(one, status="village_checked") for one in people]


def drafted(claims: list[Claim], area: Any, actor: Any, stage: str = "village") -> Notice:
    with scope_of(actor):
        return notices.draft(stage, area.key, RULE, claims, PHONE, actor=actor)


def approved(notice: Notice, actor: Any) -> Notice:
    with scope_of(actor):
        return notices.approve(notice, actor=actor)


def now(claim: Claim) -> Claim:
    with everywhere(reason="test data"):
        return Claim.objects.get(pk=claim.pk)


def test_a_notice_goes_up_by_a_second_person_and_moves_and_seals_its_claims(
    pair: Any, county: Any, village_officer: Any, township_clerk: Any
):
    notice = drafted(pair, county.villages[0], village_officer)
    with scope_of(village_officer):
        assert reads.waiting() == []
    assert (notice.status, notice.digest, notice.first) == ("draft", "", None)
    up = approved(notice, township_clerk)
    assert (up.status, up.first, up.approver) == ("published", DAY, township_clerk.user_id)
    for claim in pair:
        row = now(claim)
        assert (row.status, row.notice_id) == ("village_publicity", up.pk)
        assert row.digest == digest_of(row)
    with everywhere(reason="test data"):
        assert up.digest == reads.digest_of_notice(up, reads.lines_of(up))
        assert len(held_back([now(one) for one in pair])) == 2
    assert Event.objects.filter(verb="subsidies.publish_village").count() == 2


def test_the_days_are_working_days_across_the_holidays(
    pair: Any, county: Any, village_officer: Any, township_clerk: Any
):
    up = approved(drafted(pair, county.villages[0], village_officer), township_clerk)
    days = [date.fromordinal(n) for n in range(DAY.toordinal(), up.last.toordinal() + 1)]
    assert sum(is_working(day) for day in days) == 7
    # 27 to 30 April, no 1 to 5 May, 6 to 8 May: the seventh is Friday the 8th.
    assert up.last == date(2020, 5, 8)
    assert reads.is_up(up, up.last)
    assert not reads.is_up(up, date(2020, 5, 9))


def test_who_drafted_it_does_not_approve_it(pair: Any, county: Any, township_clerk: Any, monkeypatch: Any):
    notice = drafted(pair, county.villages[0], township_clerk)
    with pytest.raises(DrafterIsNoApprover):
        approved(notice, township_clerk)
    assert now(pair[0]).status == "village_checked"
    # The control: without the question in the act the database refuses.
    Notice.objects.filter(pk=notice.pk).update(drafter=None)
    approved(notice, township_clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(drafter=township_clerk.user_id)


def test_who_has_not_the_verb_there_neither_drafts_nor_approves(
    pair: Any, county: Any, village_officer: Any, stranger: Any, auditor: Any
):
    notice = drafted(pair, county.villages[0], village_officer)
    for actor in (village_officer, auditor, stranger):
        with pytest.raises(NotYourVerb):
            approved(notice, actor)
    with pytest.raises(NotYourVerb):
        drafted(pair, county.villages[0], stranger)
    with scope_of(stranger), pytest.raises(NothingToPublish):
        notices.draft("village", county.hongxi.key, RULE, pair, PHONE, actor=stranger)


def test_a_claim_that_does_not_belong_is_refused_by_its_number(
    person: Any, make_person: Any, county: Any, township_clerk: Any
):
    good = make_claim(person, status="village_checked")
    other = make_person(county.villages[1], name="李远")
    wrong = [
        make_claim(other, status="village_checked"),
        make_claim(person, status="submitted", period="2019"),
        make_claim(person, status="village_checked", programme="start_up"),
    ]
    for claim in wrong:
        with pytest.raises(NotForOneNotice, match=claim.code):
            drafted([good, claim], county.villages[0], township_clerk)
    drafted([good], county.villages[0], township_clerk)
    with pytest.raises(NotForOneNotice):
        drafted([good], county.villages[0], township_clerk)


def test_what_cannot_be_published_any_more_goes_off_with_its_reason(
    pair: Any, county: Any, village_officer: Any, township_clerk: Any
):
    notice = drafted(pair, county.villages[0], village_officer)
    with scope_of(township_clerk):
        claim_acts.withdraw(pair[0], "moved away", actor=township_clerk)
        told = notices.approve_and_tell(notice, actor=township_clerk)
    assert [code for code, _why in told.left_out] == [pair[0].code]
    with everywhere(reason="test data"):
        lines = reads.lines_of(told.notice)
        assert [(line.place, line.taken_off) for line in lines] == [(1, True), (2, False)]
        assert reads.why_off(lines)[lines[0].pk]
    assert now(pair[0]).status == "withdrawn"
    assert now(pair[1]).status == "village_publicity"


def test_a_notice_of_nobody_does_not_go_up(pair: Any, county: Any, village_officer: Any, township_clerk: Any):
    notice = drafted(pair, county.villages[0], village_officer)
    with scope_of(township_clerk):
        for claim in pair:
            claim_acts.withdraw(claim, "moved away", actor=township_clerk)
    with pytest.raises(NobodyLeft):
        approved(notice, township_clerk)
    assert Notice.objects.get().status == "draft"


def leader(make_user: Any, county: Any, role: str) -> Any:
    return actor_of(make_user(role, county.division))


def at_city(person: Any, **values: Any) -> Claim:
    claim = make_claim(person, status="city_checked", **values)
    with everywhere(reason="test data"):
        moving.seal(claim)
    return claim


def test_a_sealed_claim_that_was_changed_does_not_go_up(
    person: Any, make_person: Any, county: Any, city_officer: Any, make_user: Any, monkeypatch: Any
):
    claims = [at_city(person), at_city(make_person(county.hongxi))]
    lead = city_officer
    notice = drafted(claims, county.division, leader(make_user, county, "headquarters_office"), "city")
    with everywhere(reason="test data"):
        Claim.objects.filter(pk=claims[0].pk).update(amount=900_000)
    with pytest.raises(NotWhatWasApproved):
        approved(notice, lead)
    assert {now(one).status for one in claims} == {"city_checked"}
    # The control: without the comparison the changed amount would be put up.
    monkeypatch.setattr(moving, "digest_of", lambda row: row.digest)
    assert approved(notice, lead).status == "published"


def test_the_publicity_by_the_city_keeps_the_seal_of_the_first(
    person: Any, county: Any, city_officer: Any, make_user: Any
):
    claim = at_city(person)
    before = now(claim).digest
    up = approved(drafted([claim], county.division, leader(make_user, county, "headquarters_office"), "city"),
                  city_officer)  # fmt: skip
    assert (now(claim).status, now(claim).digest, now(claim).notice_id) == ("city_publicity", before, up.pk)


def test_it_ends_when_its_last_day_is_over_by_the_night_and_by_hand(
    pair: Any, county: Any, village_officer: Any, township_clerk: Any
):
    up = approved(drafted(pair, county.villages[0], village_officer), township_clerk)
    with clock.frozen_at(up.last):
        end_notices()
        with scope_of(township_clerk), pytest.raises(DaysNotOver):
            notices.end(up, actor=township_clerk)
    with clock.frozen_at(date(2020, 5, 9)):
        end_notices()
        end_notices()
        with scope_of(township_clerk), pytest.raises(NotAllowedNow):
            notices.end(up, actor=township_clerk)
        with everywhere(reason="test data"):
            assert held_back([now(one) for one in pair]) == {}
    row = Notice.objects.get()
    assert (row.status, row.ended_on) == ("over", date(2020, 5, 9))
    assert Event.objects.filter(verb="subsidies.end_notice").count() == 1


def test_taken_down_its_claims_are_sent_back_and_do_not_count_as_published(
    pair: Any, county: Any, village_officer: Any, township_clerk: Any
):
    up = approved(drafted(pair, county.villages[0], village_officer), township_clerk)
    with scope_of(township_clerk):
        with pytest.raises(NoteNeeded):
            notices.take_down(up, " ", actor=township_clerk)
        notices.take_down(up, "wrong phone", actor=township_clerk)
        for claim in pair:
            row = now(claim)
            assert (row.status, row.round, row.notice_id, row.digest) == ("draft", 1, None, "")
    with pytest.raises(NotAllowedNow):
        approved(up, township_clerk)


def test_a_draft_is_taken_down_without_moving_anybody(pair: Any, county: Any, township_clerk: Any):
    notice = drafted(pair, county.villages[0], township_clerk)
    with scope_of(township_clerk):
        notices.take_down(notice, "two of them moved", actor=township_clerk)
        assert {one.many for one in reads.waiting()} == {2}
    assert {now(one).status for one in pair} == {"village_checked"}


def test_who_is_withdrawn_goes_off_and_the_numbers_stay(
    pair: Any, county: Any, village_officer: Any, township_clerk: Any
):
    up = approved(drafted(pair, county.villages[0], village_officer), township_clerk)
    with scope_of(township_clerk):
        claim_acts.withdraw(pair[0], "moved away", actor=township_clerk)
        lines = reads.lines_of(up)
        assert [line.place for line in lines if reads.stands(line, up)] == [2]
        assert [notices.take_off_gone(pair[0].uuid), notices.take_off_gone(pair[0].uuid)] == [1, 0]
        assert reads.is_true(up, reads.lines_of(up))
    with everywhere(reason="test data"):
        assert list(NoticeLine.objects.order_by("place").values_list("taken_off", flat=True)) == [True, False]


def test_a_notice_that_was_changed_behind_the_back_is_found_out(
    pair: Any, county: Any, village_officer: Any, township_clerk: Any
):
    up = approved(drafted(pair, county.villages[0], village_officer), township_clerk)
    with everywhere(reason="test data"):
        assert reads.is_true(up, reads.lines_of(up))
        Person.objects.filter(pk=pair[0].person_id).update(name="王换名")
        assert not reads.is_true(up, reads.lines_of(up))
        Person.objects.filter(pk=pair[0].person_id).update(name=pair[0].person.name)
        Claim.objects.filter(pk=pair[1].pk).update(amount=1)
        assert not reads.is_true(up, reads.lines_of(up))
        assert [line.place for line in reads.lines_of(up) if reads.stands(line, up)] == [1]


def test_the_rule_says_how_long_and_an_unknown_rule_says_nothing():
    assert reads.publicity_days(RULE, [DAY]) == 7
    assert reads.publicity_days("no_such_rule", [DAY]) is None
    assert policy.publicity_until(date(2020, 5, 1), 1) == date(2020, 5, 6)


def test_what_follows_a_withdrawal_takes_the_line_off(
    pair: Any, county: Any, village_officer: Any, township_clerk: Any
):
    approved(drafted(pair, county.villages[0], village_officer), township_clerk)
    with scope_of(township_clerk):
        claim_acts.withdraw(pair[0], "moved away", actor=township_clerk)
    event = Event.objects.get(verb="subsidies.withdraw")
    for _time in range(2):
        follow.func(f"{after_gone.__module__}.{after_gone.__name__}", event.seq)
    with everywhere(reason="test data"):
        off = NoticeLine.objects.filter(taken_off=True).values_list("claim_id", flat=True)
        assert list(off) == [pair[0].pk]
