"""Shares of the targets: made by rule, changed by hand, issued by a second person, and measured against."""

from __future__ import annotations

import datetime as dt

import pytest

from gangqiao.audit.models import Event
from gangqiao.audit.steps import NotYourVerb
from gangqiao.indicators.reads import targets as progress_on
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.errors import Refusals
from gangqiao.kernel.lifecycle import NotAllowedNow, NoteNeeded
from gangqiao.plans import actions
from gangqiao.plans.models import Cascade, TargetShare
from gangqiao.plans.refusals import (
    DraftThere,
    NoPlanInForce,
    NoSuchCell,
    NotTheirShares,
    SecondPerson,
)
from gangqiao.plans.shares.in_force import cells_of, current_shares, draft, faults_in, issued
from gangqiao.plans.shares.rules import NothingToGoBy
from gangqiao.plans.states import ShareStatus
from gangqiao.plans.tests.conftest import PLAN_DAY

pytestmark = pytest.mark.django_db

XINSHAO, HONGXI = "532504102000", "532504106000"


@pytest.fixture
def leader(actor, county):
    return actor("headquarters_leader", "hq", county.division)


@pytest.fixture
def made(in_force, city_officer):
    return actions.make_draft(rule="equal", course="equal", actor=city_officer)


@pytest.fixture
def in_effect(made, leader):
    return actions.issue_shares(made.pk, reason="第一次会议", actor=leader)


def value(cascade, target, area, month="") -> int:
    return TargetShare.objects.get(cascade=cascade, target_key=target, area=area, month=month).value


# --- by rule ---------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R023")
def test_the_office_shares_every_target_out_to_the_townships_and_the_months(made, county) -> None:
    assert {value(made, "R014", county.xinshao), value(made, "R014", county.hongxi)} == {100_000}
    assert value(made, "R018", county.xinshao) == 60
    assert value(made, "R014", county.xinshao, "2020-12") == 100_000
    assert value(made, "R020", county.division, "2020-03") == 155_000
    assert not TargetShare.objects.filter(cascade=made, target_key="R020", month="2020-04").exists()
    assert faults_in(made) == []


def test_an_outer_target_is_expected_no_later_than_what_lies_within_it(made, county) -> None:
    assert value(made, "R014", county.division, "2020-03") >= 155_000
    assert value(made, "R016", county.division, "2020-03") >= 9_800


@pytest.mark.requirement("R023")
def test_by_number_of_workers_of_the_targets_own_base(in_force, city_officer, county, make_person, make_poor) -> None:
    make_poor(county.hongxi)
    for _ in range(3):
        make_person(county.xinshao)
    made = actions.make_draft(rule="population", course="equal", actor=city_officer)
    assert made.counted_on == PLAN_DAY
    assert value(made, "R014", county.xinshao) == 150_000
    assert (value(made, "R016", county.xinshao), value(made, "R016", county.hongxi)) == (0, 15_000)
    assert faults_in(made) == []


def test_by_last_years_result_nothing_is_shared_where_there_was_none(in_force, city_officer) -> None:
    with pytest.raises(NothingToGoBy):
        actions.make_draft(rule="last_year", course="equal", actor=city_officer)
    assert not Cascade.objects.exists()


def test_without_a_result_last_year_the_months_are_even(in_force, city_officer, county) -> None:
    made = actions.make_draft(rule="equal", course="last_year", actor=city_officer)
    assert value(made, "R017", county.division, "2020-06") == 400


def test_shares_need_a_plan_in_force_and_there_is_one_draft_at_a_time(units, on_plan_day, city_officer) -> None:
    with pytest.raises(NoPlanInForce):
        actions.make_draft(rule="equal", course="equal", actor=city_officer)


def test_a_second_draft_is_refused_until_the_first_is_dropped(made, city_officer) -> None:
    with pytest.raises(DraftThere):
        actions.make_draft(rule="equal", course="equal", actor=city_officer)
    actions.drop_draft(made.pk, actor=city_officer)
    assert actions.make_draft(rule="equal", course="equal", actor=city_officer).number == 2


def test_a_township_makes_no_shares(in_force, township_clerk, made) -> None:
    with pytest.raises(NotYourVerb):
        actions.make_draft(rule="equal", course="equal", actor=township_clerk)
    with pytest.raises(NotYourVerb):
        actions.change_shares(made.pk, {}, actor=township_clerk)


# --- by hand ---------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R023")
def test_a_sum_below_the_countys_number_is_not_issued_and_the_difference_is_said(made, city_officer, leader, county):
    actions.change_shares(made.pk, {("R014", county.xinshao.key, ""): 99_500}, actor=city_officer)
    with pytest.raises(Refusals) as refused:
        actions.issue_shares(made.pk, reason="会议", actor=leader)
    assert any("500" in str(refusal) and refusal.field == "R014" for refusal in refused.value.refusals)
    made.refresh_from_db()
    assert made.status == ShareStatus.DRAFT


@pytest.mark.requirement("R022")
def test_an_inner_share_above_its_outer_one_is_not_issued(made, city_officer, leader, county) -> None:
    actions.change_shares(made.pk, {("R017", county.hongxi.key, ""): 9_000}, actor=city_officer)
    with pytest.raises(Refusals) as refused:
        actions.issue_shares(made.pk, reason="会议", actor=leader)
    assert {refusal.code for refusal in refused.value.refusals} == {"shares_at_fault"}


def test_the_months_follow_a_share_written_by_hand(made, city_officer, county) -> None:
    actions.change_shares(made.pk, {("R014", county.xinshao.key, ""): 120_000}, actor=city_officer)
    assert value(made, "R014", county.xinshao, "2020-12") == 120_000
    assert faults_in(made) == []
    assert TargetShare.objects.get(cascade=made, target_key="R014", area=county.xinshao, month="").by_hand


def test_a_cell_that_is_not_in_the_draft_is_refused(made, city_officer, county) -> None:
    with pytest.raises(NoSuchCell):
        actions.change_shares(made.pk, {("R014", county.villages[0].key, ""): 5}, actor=city_officer)


# --- issued ----------------------------------------------------------------------------------------------------------


def test_who_made_or_changed_a_draft_does_not_issue_it(made, city_officer, actor, county) -> None:
    with pytest.raises(SecondPerson):
        actions.issue_shares(made.pk, reason="会议", actor=city_officer)
    second = actor("headquarters_office", "hq-office", county.division)
    actions.change_shares(made.pk, {("R014", county.xinshao.key, ""): 120_000}, actor=second)
    with pytest.raises(SecondPerson):
        actions.issue_shares(made.pk, reason="会议", actor=second)
    actions.issue_shares(made.pk, reason="会议", actor=city_officer)
    assert issued().pk == made.pk


def test_issuing_says_why_and_stands_in_the_log(made, leader) -> None:
    with pytest.raises(NoteNeeded):
        actions.issue_shares(made.pk, reason=" ", actor=leader)
    actions.issue_shares(made.pk, reason="联席会议", actor=leader)
    assert list(Event.objects.order_by("pk").values_list("verb", flat=True))[-1] == "plans.issue_shares"


def test_a_new_version_takes_the_place_of_the_one_in_force(in_effect, city_officer, leader) -> None:
    second = actions.make_draft(rule="equal", course="last_year", actor=city_officer)
    actions.issue_shares(second.pk, reason="第二次会议", actor=leader)
    in_effect.refresh_from_db()
    assert (in_effect.status, in_effect.superseded_on) == (ShareStatus.SUPERSEDED, PLAN_DAY)
    assert issued().pk == second.pk
    with pytest.raises(NotAllowedNow):
        actions.change_shares(in_effect.pk, {}, actor=city_officer)


def test_the_own_township_takes_note_once(in_effect, township_clerk, stranger, auditor) -> None:
    assert actions.acknowledge_shares(in_effect.pk, actor=township_clerk) == 1
    with pytest.raises(NotTheirShares):
        actions.acknowledge_shares(in_effect.pk, actor=township_clerk)
    with pytest.raises(NotYourVerb):
        actions.acknowledge_shares(in_effect.pk, actor=auditor)
    assert actions.acknowledge_shares(in_effect.pk, actor=stranger) == 1
    assert {r.unit.code for r in in_effect.receipts.all()} == {XINSHAO, HONGXI}


# --- what the figures make of them -----------------------------------------------------------------------------------


@pytest.mark.requirement("R023")
def test_a_township_is_measured_against_its_share_and_no_longer_for_reference(in_effect, county) -> None:
    (own, *_rest) = progress_on(PLAN_DAY, [county.xinshao.key])[county.xinshao.key]
    assert (own.target_value, own.is_reference) == (100_000, False)
    assert own.owed.version == in_effect.number
    assert 0 < own.expected < own.target_value


def test_without_shares_in_force_a_township_has_a_value_for_reference(made, county, make_person) -> None:
    make_person(county.xinshao)
    (own, *_rest) = progress_on(PLAN_DAY, [county.xinshao.key])[county.xinshao.key]
    assert (own.is_reference, own.owed, own.expected) == (True, None, None)
    assert current_shares() == {}


def test_a_village_is_measured_for_reference_against_its_part_of_the_townships_share(
    in_effect, county, make_person
) -> None:
    make_person(county.villages[0])
    make_person(county.hongxi)
    (own, *_rest) = progress_on(PLAN_DAY, [county.villages[0].key])[county.villages[0].key]
    assert (own.target_value, own.is_reference) == (100_000, True)  # all workers of Xinshao live there


def test_the_county_keeps_the_plans_value_and_has_a_course(in_effect, county) -> None:
    progress = {p.target.id: p for p in progress_on(PLAN_DAY, [county.key])[county.key]}
    assert (progress["R014"].target_value, progress["R014"].is_reference) == (200_000, False)
    assert progress["R020"].owed.expected_on(dt.date(2020, 3, 31)) == 155_000


def test_the_product_itself_may_make_a_draft_and_anybody_with_the_verb_issues_it(in_force, leader) -> None:
    made = actions.make_draft(rule="equal", course="equal", actor=SYSTEM, source="command")
    assert made.made_by is None
    actions.issue_shares(made.pk, reason="会议", actor=leader)
    assert draft() is None
    assert cells_of(issued())
