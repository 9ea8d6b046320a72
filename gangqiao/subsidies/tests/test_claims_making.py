"""Making claims: by the scan, for one person, for a unit; and what stops them."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction

from gangqiao.accounts.reads import actor_of
from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.subsidies.actions import claims, making
from gangqiao.subsidies.models import Claim, Evidence, Hand, Sample
from gangqiao.subsidies.reads.claims_facts import facts_of
from gangqiao.subsidies.reads.claims_units import Applying
from gangqiao.subsidies.reads.entitled import book_on, decisions_about
from gangqiao.subsidies.refusals import NotEntitled
from gangqiao.subsidies.refusals_claims import (
    Barred,
    DayAhead,
    NoSuchRule,
    NotInForce,
    RegisterKnows,
    UnknownFact,
    WrongApplicant,
)
from gangqiao.subsidies.tests.made import make_claim, make_poor, make_work
from gangqiao.subsidies.tests.rig_claims import *  # noqa: F403  fixtures are found by their names
from gangqiao.subsidies.tests.rig_claims import REWARD, TODAY, entitled, made

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("R091")
def test_the_scan_makes_what_each_one_would_make_and_a_second_time_nothing(
    make_person, county, township_clerk, city_officer
):
    people = [entitled(make_person(county.villages[n % 2])) for n in range(4)]
    make_poor(make_person(county.villages[0]))  # at home: not entitled
    with everywhere(reason="test"):
        type(people[1]).objects.filter(pk=people[1].pk).update(birth_date=date(2010, 1, 1))
    area = str(county.xinshao.key)
    with scope_of(township_clerk), transaction.atomic():
        single = []
        for one in (people[0], people[2], people[3]):
            single.append(making.make_for(one, REWARD, TODAY, actor=township_clerk, source="scan"))
        wanted = sorted(said(one) for one in single)
        with pytest.raises(NotEntitled):
            making.make_for(people[1], REWARD, TODAY, actor=township_clerk, source="scan")
        transaction.set_rollback(True)
    with scope_of(township_clerk):
        run = making.make_from_scan(REWARD, TODAY, actor=township_clerk, area=area)
        assert (sorted(said(one) for one in run.made), run.there, run.refused) == (wanted, 0, [])
        again = making.make_from_scan(REWARD, TODAY, actor=township_clerk)
        assert (again.made, again.there, again.refused) == ([], 3, [])
        assert Claim.objects.count() == 3


def test_a_run_makes_no_more_than_it_is_told_and_the_next_goes_on(worker, make_person, county, township_clerk):
    for village in county.villages[:2]:
        entitled(make_person(village))
    with scope_of(township_clerk):
        first = making.make_from_scan(REWARD, TODAY, actor=township_clerk, most=2)
        assert (len(first.made), first.left) == (2, 1)
        second = making.make_from_scan(REWARD, TODAY, actor=township_clerk, most=2)
        assert (len(second.made), second.left, second.there) == (1, 0, 2)


def test_a_claim_gives_what_the_file_of_the_person_says(worker, township_clerk):
    """Another way to the same: the person's page explains one person, the scan decides columns."""
    (told,) = [one for one in decisions_about(worker, TODAY) if one.rule.key == REWARD]
    with scope_of(township_clerk):
        (claim,) = making.make_from_scan(REWARD, TODAY, actor=township_clerk).made
    reasons = [[a.key, str(a.verdict), a.says["zh"], a.says["en"], a.articles or a.article] for a in told.answers]
    assert (claim.amount, json.loads(claim.reasons)) == (told.amount, reasons)
    facts = json.loads(claim.facts)
    assert facts["is_registered_poor"] is True
    assert set(facts) <= set(facts_of(book_on(TODAY), REWARD))


def said(claim: Claim) -> tuple[Any, ...]:
    names = (
        "subject",
        "programme",
        "period",
        "number",
        "amount",
        "reasons",
        "facts",
        "payee_uuid",
        "fund_line",
        "source",
    )
    return tuple(str(getattr(claim, name)) for name in (*names, "route", "rule_version", "decided_for"))


def test_the_scan_makes_only_chosen_persons_of_the_own_area_and_the_system_lays_no_hand(
    make_person, county, township_clerk, stranger
):
    here, other, there = (entitled(make_person(one)) for one in (county.villages[0], county.villages[1], county.hongxi))
    with scope_of(township_clerk):
        run = making.make_from_scan(REWARD, TODAY, actor=township_clerk, persons=[here, there.pk])
        assert [one.person_id for one in run.made] == [here.pk]
        with pytest.raises(NotYourVerb):
            making.make_from_scan(REWARD, TODAY, actor=township_clerk, area=str(county.hongxi.key))
    with scope_of(county.division):
        run = making.make_from_scan(REWARD, TODAY, actor=SYSTEM)
        assert sorted(one.person_id for one in run.made) == sorted([other.pk, there.pk])
        assert {one.maker for one in run.made} == {None}
        assert run.there == 1
        assert not Hand.objects.filter(claim__in=run.made).exists()
    with scope_of(stranger):
        claims.submit(next(one for one in run.made if one.person_id == there.pk), actor=stranger)
        assert Hand.objects.get(claim__person=there).hand == "make"


def test_whoever_took_money_wrongly_makes_no_claim_for_a_time(worker, township_clerk):
    before = make_claim(worker, period="2019", status="paid")
    with everywhere(reason="test"):
        Sample.objects.create(
            area_id=worker.area_id, claim=before, person_uuid=worker.uuid, seed="t", barred_until=date(2020, 12, 31)
        )
    with scope_of(township_clerk):
        run = making.make_from_scan(REWARD, TODAY, actor=township_clerk)
        assert [type(why) for _one, why in run.refused] == [Barred]
        with pytest.raises(Barred):
            making.make_for(worker, REWARD, TODAY, actor=township_clerk, source="village")
        with clock.frozen_at(date(2021, 1, 1)):
            after = making.make_from_scan(REWARD, date(2021, 1, 1), actor=township_clerk)
        assert ([one.period for one in after.made], after.refused) == (["2021"], [])


@pytest.mark.requirement("R094")
def test_what_was_had_before_counts_against_the_limits_of_a_rule(person, township_clerk, funds):
    make_poor(person)
    unit = Applying("employer:8f14e45f-ceea-467f-a0e6-111111111111", "某厂", str(person.area_id))
    given = {"months_insured_by_employer": 1, "insurance_paid": 50_000}
    months = [f"{year}-{month:02}" for year in (2017, 2018, 2019) for month in range(1, 13)]
    for month in months[:-1]:
        make_claim(person, programme="insurance_subsidy", period=month, status="paid")
    with scope_of(funds):
        claim = making.make_for_unit(unit, "insurance_subsidy", TODAY, actor=funds, given=given, person=person)
        assert (claim.amount, claim.payee, claim.payee_name, claim.period) == (50_000, "employer", "某厂", "2020-07")
        assert claim.route == "unit"
    make_claim(person, programme="insurance_subsidy", period=months[-1], status="paid")
    with scope_of(funds), pytest.raises(NotEntitled):
        making.make_for_unit(unit, "insurance_subsidy", date(2020, 6, 1), actor=funds, given=given, person=person)


@pytest.mark.requirement("R095")
def test_an_employer_claims_for_itself_and_sees_only_its_own(make_user, county, funds):
    owner = make_user("employer")
    own = actor_of(owner)
    unit = Applying("employer:8f14e45f-ceea-467f-a0e6-222222222222", "某车间", str(county.xinshao.key), owner.unit.code)
    given = {"is_recognised": True, "poor_absorbed": 11, "poor_months": 40}
    with scope_of(own.areas("subsidies.make_claim")):
        claim = making.make_for_unit(unit, "workshop_absorption", TODAY, actor=own, given=given)
        assert (claim.person, claim.amount, claim.party) == (None, 1_100_000, owner.unit.code)
        with pytest.raises(NotEntitled):
            making.make_for_unit(unit, "employer_absorption", TODAY, actor=own, given=given)
        with pytest.raises(UnknownFact):
            making.make_for_unit(unit, "workshop_absorption", TODAY, actor=own, given={"birth_date": TODAY})
        other = Applying("employer:8f14e45f-ceea-467f-a0e6-333333333333", "别厂", str(county.xinshao.key))
        with pytest.raises(NotYourVerb):
            making.make_for_unit(other, "workshop_absorption", TODAY, actor=own, given=given)
        with pytest.raises(WrongApplicant):
            making.make_for_unit(unit, REWARD, TODAY, actor=own)


def test_what_an_applicant_says_never_changes_what_the_register_knows(worker, village_officer):
    with pytest.raises(RegisterKnows):
        made(worker, village_officer, given={"area_level": "other_province"})
    with pytest.raises(UnknownFact):
        made(worker, village_officer, given={"insured_months": 20})
    with pytest.raises(UnknownFact):
        made(worker, village_officer, given={"nothing": 20})
    with pytest.raises(DayAhead):
        made(worker, village_officer, promised_on=TODAY + timedelta(days=1))


def test_a_signed_promise_stands_for_proof_and_is_kept_as_evidence(person, village_officer):
    make_poor(person)
    make_work(person, evidence="E")
    with pytest.raises(NotEntitled) as told:
        made(person, village_officer)
    assert "承诺书" in str(told.value) or "promise" in str(told.value)
    with pytest.raises(NotEntitled):
        made(person, village_officer, given={"has_promise": True})  # said, but not signed
    claim = made(person, village_officer, promised_on=TODAY)
    with everywhere(reason="test"):
        row = Evidence.objects.get(claim=claim)
    assert (row.kind, row.promised_on, row.picture) == ("promise", TODAY, "")
    assert '"has_promise": true' in claim.facts


def test_no_claim_by_a_rule_that_is_not_there_not_in_force_or_for_others(worker, township_clerk):
    with scope_of(township_clerk):
        for programme, day, why in (
            ("nothing", TODAY, NoSuchRule), (REWARD, date(2020, 1, 1), NotInForce),
            ("insurance_subsidy", TODAY, WrongApplicant), ("employer_absorption", TODAY, WrongApplicant),
        ):  # fmt: skip
            with pytest.raises(why):
                making.make_from_scan(programme, day, actor=township_clerk)
            with pytest.raises(why):
                making.make_for(worker, programme, day, actor=township_clerk, source="person")
