"""Samples of what was paid: the same word draws the same, nobody is judged unheard or by who checked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gangqiao.accounts.reads import actor_of
from gangqiao.audit.models import Event
from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.lifecycle import NotAllowedNow
from gangqiao.kernel.queue import sources
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.subsidies.actions import recovering, samples
from gangqiao.subsidies.checks import Batch, look
from gangqiao.subsidies.models import Claim, Hand, Recovery, Sample
from gangqiao.subsidies.reads import samples as reads
from gangqiao.subsidies.refusals_money import NoDocument
from gangqiao.subsidies.refusals_samples import (
    DecidedByAnother,
    HandChecksNoSample,
    HearFirst,
    NothingToDraw,
    NotToBeHeard,
    SampleNeedsWords,
    SeedMissing,
    StillTime,
    UnknownSanction,
    WrongDays,
)
from gangqiao.subsidies.tests.made import make_claim
from gangqiao.subsidies.tests.rig_money import House, house_of, summer

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("D11")]
TODAY = date(2020, 7, 6)
SPRING = (date(2020, 4, 1), date(2020, 6, 30))


@pytest.fixture(autouse=True)
def _summer() -> Any:
    with clock.frozen_at(TODAY):
        yield


@pytest.fixture
def paid(make_person: Any, county: Any) -> Any:
    """Makes so many claims that were paid in May."""

    def make(many: int, **values: Any) -> list[Claim]:
        given = {"status": "paid", "paid_on": date(2020, 5, 20), "period": "2020"}
        return [make_claim(make_person(county.villages[0]), **given | values) for _n in range(many)]

    return make


@pytest.fixture
def clerk(make_user: Any, county: Any) -> Actor:
    """The funds clerk of the city."""
    return actor_of(make_user("funds_clerk", county.division))


def fresh(sample: Sample) -> Sample:
    with everywhere(reason="test"):
        return Sample.objects.get(pk=sample.pk)


def drawn_by(clerk: Actor, seed: str = "二季度") -> list[Sample]:
    with scope_of(clerk):
        return samples.draw(*SPRING, seed, actor=clerk)


def test_the_same_word_draws_the_same_and_nobody_is_drawn_twice(paid: Any, clerk: Actor, township_clerk: Actor):
    paid(41)
    paid(3, paid_on=date(2020, 7, 2))
    with scope_of(township_clerk), pytest.raises(NotYourVerb):
        samples.draw(*SPRING, "二季度", actor=township_clerk)
    first = [one.claim_id for one in drawn_by(clerk)]
    assert len(first) == 3, "five in a hundred of 41, rounded up"
    for seed in ("二季度", "别的"):
        with pytest.raises(NothingToDraw):
            drawn_by(clerk, seed)
    with everywhere(reason="test data"):
        Sample.objects.all().delete()
    again = [one.claim_id for one in drawn_by(clerk)]
    assert sorted(again) == sorted(first)
    with everywhere(reason="test data"):
        Sample.objects.all().delete()
    assert sorted(one.claim_id for one in drawn_by(clerk, "别的")) != sorted(first), "the control: another word"


def test_what_was_paid_later_is_drawn_from_the_rest(paid: Any, clerk: Actor):
    paid(20)
    (first,) = drawn_by(clerk)
    paid(20)
    (second,) = drawn_by(clerk)
    assert first.claim_id != second.claim_id
    with pytest.raises(IntegrityError), transaction.atomic(), everywhere(reason="test"):
        Sample.objects.create(area_id=first.area_id, claim_id=first.claim_id, seed="x")


def test_a_draw_needs_days_in_order_and_a_word(paid: Any, clerk: Actor):
    paid(1)
    with scope_of(clerk):
        for fault, given in (
            (WrongDays, (SPRING[1], SPRING[0], "x")),
            (WrongDays, (TODAY + timedelta(1), TODAY + timedelta(9), "x")),
            (SeedMissing, (*SPRING, " ")),
            (NothingToDraw, (date(2019, 1, 1), date(2019, 3, 31), "x")),
        ):
            with pytest.raises(fault):
                samples.draw(*given, actor=clerk)


def test_evidence_is_asked_for_and_what_does_not_come_in_time_is_work(paid: Any, clerk: Actor, township_clerk: Actor):
    paid(1)
    entries = sources()
    with scope_of(clerk):
        assert len(list(entries["subsidies.samples_to_draw"].entries(clerk))) == 1
    (sample,) = drawn_by(clerk)
    with scope_of(clerk):
        assert list(entries["subsidies.samples_to_draw"].entries(clerk)) == []
    with scope_of(township_clerk):
        samples.ask(sample, actor=township_clerk)
        assert fresh(sample).asked_until == TODAY + timedelta(15)
        with pytest.raises(NotAllowedNow):
            samples.ask(sample, actor=township_clerk)
        with pytest.raises(StillTime):
            samples.doubt(sample, "no_answer", "没有来", actor=township_clerk)
        assert reads.count("late") == 0
        with clock.frozen_at(TODAY + timedelta(16)):
            assert [one.urgency.name for one in entries["subsidies.samples"].entries(township_clerk)] == ["OVERDUE"]
            samples.doubt(sample, "no_answer", "没有来", actor=township_clerk)
            assert list(entries["subsidies.samples"].entries(township_clerk)) == []
    assert (fresh(sample).status, fresh(sample).result) == ("hearing", "no_answer")
    assert not Event.objects.filter(reason__contains="没有来").exists(), "the words stand sealed, not in the log"


def test_what_is_in_order_is_found_so_in_words_and_not_by_a_hand(paid: Any, clerk: Actor, township_clerk: Actor,
                                                                 village_officer: Actor):  # fmt: skip
    paid(1)
    (sample,) = drawn_by(clerk)
    with everywhere(reason="test data"):
        hand = Hand.objects.create(
            area_id=sample.area_id, claim_id=sample.claim_id, hand="township_check", by=township_clerk.user_id,
            by_name="x",
        )  # fmt: skip
    with scope_of(village_officer), pytest.raises(NotYourVerb):
        samples.pass_(sample, "属实", actor=village_officer)
    with scope_of(township_clerk):
        with pytest.raises(SampleNeedsWords):
            samples.pass_(sample, " ", actor=township_clerk)
        for act in (
            lambda: samples.pass_(sample, "属实", actor=township_clerk),
            lambda: samples.doubt(sample, "doubtful", "存疑", actor=township_clerk),
        ):
            with pytest.raises(HandChecksNoSample):
                act()
    assert fresh(sample).status == "drawn"
    with everywhere(reason="test data"):
        hand.delete()
    with scope_of(township_clerk):
        samples.pass_(sample, "属实", actor=township_clerk)
        with pytest.raises(NotToBeHeard):
            samples.hear(sample, "x", TODAY, actor=township_clerk)
    assert (fresh(sample).status, fresh(sample).result, fresh(sample).words) == ("checked", "kept", "属实")


@pytest.fixture
def doubted(paid: Any, clerk: Actor, township_clerk: Actor) -> Sample:
    """A payment the township has found in doubt."""
    paid(1)
    (sample,) = drawn_by(clerk)
    with scope_of(township_clerk):
        with pytest.raises(UnknownSanction):
            samples.doubt(sample, "kept", "x", actor=township_clerk)
        return samples.doubt(sample, "doubtful", "工资单对不上", actor=township_clerk)


def test_nobody_is_judged_unheard_by_the_act_or_by_the_database(doubted: Sample, city_officer: Actor,
                                                                township_clerk: Actor):  # fmt: skip
    with scope_of(city_officer), pytest.raises(HearFirst):
        samples.decide(doubted, "warning", "提醒", actor=city_officer)
    with pytest.raises(IntegrityError), transaction.atomic(), everywhere(reason="test"):
        Sample.objects.filter(pk=doubted.pk).update(status="decided")
    with scope_of(township_clerk):
        with pytest.raises(SampleNeedsWords):
            samples.hear(doubted, "", TODAY, actor=township_clerk)
        for day in (TODAY + timedelta(1), TODAY - timedelta(1)):
            with pytest.raises(WrongDays):
                samples.hear(doubted, "x", day, actor=township_clerk)
        samples.hear(doubted, "工资发的现金", TODAY, actor=township_clerk)
        samples.hear(doubted, "补交了收条", TODAY, actor=township_clerk)
        with pytest.raises(NotYourVerb):
            samples.decide(doubted, "none", "x", actor=township_clerk)
    said = fresh(doubted)
    assert said.heard == "2020-07-06 工资发的现金\n2020-07-06 补交了收条"
    with scope_of(city_officer):
        for fault, given in ((UnknownSanction, ("prison", "x")), (SampleNeedsWords, ("none", ""))):
            with pytest.raises(fault):
                samples.decide(doubted, *given, actor=city_officer)
        samples.decide(doubted, "warning", "提醒本人", actor=city_officer)
    said = fresh(doubted)
    assert (said.status, said.sanction, said.barred_until, said.decision) == ("decided", "warning", None, "提醒本人")
    with everywhere(reason="test"):
        assert not Recovery.objects.exists()
    for words in ("工资", "收条", "提醒本人"):
        assert not Event.objects.filter(reason__contains=words).exists(), words


def test_who_checked_does_not_decide_by_the_act_or_by_the_database(paid: Any, clerk: Actor, city_officer: Actor,
                                                                   make_user: Any, county: Any):  # fmt: skip
    paid(1)
    (sample,) = drawn_by(clerk)
    with scope_of(city_officer):
        samples.doubt(sample, "doubtful", "x", actor=city_officer)
        samples.hear(sample, "x", TODAY, actor=city_officer)
        with pytest.raises(DecidedByAnother):
            samples.decide(sample, "none", "x", actor=city_officer)
    with pytest.raises(IntegrityError), transaction.atomic(), everywhere(reason="test"):
        Sample.objects.filter(pk=sample.pk).update(decider=city_officer.user_id)
    other = actor_of(make_user("headquarters_office", county.division))
    with scope_of(other):
        assert samples.decide(sample, "none", "x", actor=other).status == "decided"


def test_a_sanction_that_costs_money_starts_the_recovery_and_one_that_bars_bars(
    doubted: Sample, city_officer: Actor, monkeypatch: Any
):
    asked: list[Any] = []
    monkeypatch.setattr(recovering, "start", lambda *given, actor: asked.append((*given, actor)))
    with scope_of(city_officer):
        samples.hear(doubted, "承认", TODAY, actor=city_officer)
        samples.decide(doubted, "bar", "查实", actor=city_officer, instalments=4, document="红人社〔2020〕9号")
        claim = Claim.objects.get(pk=doubted.claim_id)
    assert [(one[0].pk, *one[1:3], one[4:]) for one in asked] == [
        (claim.pk, 100_000, 4, ("红人社〔2020〕9号", city_officer))
    ]
    assert fresh(doubted).barred_until == date(2021, 7, 5)
    with everywhere(reason="test"):
        new = make_claim(claim.person, period="2021")
        assert new.pk in look(Batch([new]))["barred"]


def test_quarters():
    assert reads.quarter_of(date(2020, 12, 31)) == (date(2020, 10, 1), date(2020, 12, 31))
    assert reads.quarter_before(date(2020, 1, 1)) == (date(2019, 10, 1), date(2019, 12, 31))
    assert reads.quarter_before(TODAY) == SPRING


@pytest.fixture
def house(make_user: Any, make_person: Any, county: Any, monkeypatch: Any, settings: Any, tmp_path: Any) -> Any:
    with summer(monkeypatch, settings, tmp_path), house_of(make_user, make_person, county) as made:
        made.grant()
        yield made


def test_the_money_of_a_decision_comes_back_through_the_ledger_or_nothing_is_decided(house: House, city_officer: Actor):
    (claim,) = house.paid(1)
    day = clock.today()
    (sample,) = samples.draw(*reads.quarter_of(day), "二季度", actor=house.clerk)
    samples.doubt(sample, "doubtful", "x", actor=house.clerk)
    with scope_of(city_officer):
        samples.hear(sample, "承认", day, actor=city_officer)
        with pytest.raises(NoDocument):
            samples.decide(sample, "recover", "查实", actor=city_officer, instalments=2)
        assert fresh(sample).status == "hearing"
        samples.decide(sample, "recover", "查实", actor=city_officer, fen=60_000, instalments=2, document="9号")
        (made,) = Recovery.objects.filter(claim=claim)
        assert (made.fen, made.instalments.count(), made.document) == (60_000, 2, "9号")
        assert Claim.objects.get(pk=claim.pk).status == "under_recovery"
