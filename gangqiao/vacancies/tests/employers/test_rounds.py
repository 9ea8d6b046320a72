"""Rounds of collecting: surveys with a roster, monthly returns of townships and sector departments, copies."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel import clock
from gangqiao.kernel.lifecycle import NotAllowedNow
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.vacancies import sources
from gangqiao.vacancies.actions import employers, rounds, rounds_returns
from gangqiao.vacancies.jobs import rounds as jobs
from gangqiao.vacancies.models import Employer, Line, Return, Round
from gangqiao.vacancies.policy.collecting import DEPARTMENTS, due_of, next_month
from gangqiao.vacancies.reads import rounds as reads
from gangqiao.vacancies.refusals.rounds import (
    DueBeforeBegin,
    NothingEntered,
    NotNothing,
    NotOnTheRoster,
    NotOpen,
    OpenAlready,
    StillToAsk,
    WhyNot,
)
from gangqiao.vacancies.states import Asked, EmployerStatus, ReturnStatus
from gangqiao.vacancies.tests.employers.asked import DAY, FIGURES, own_return
from gangqiao.vacancies.tests.made import make_employer, make_vacancy

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_a_day(county):
    with clock.frozen_at(DAY):
        yield


@pytest.fixture
def survey(bureau, units, county):
    """A survey over two employers of Xinshao and one of Hongxi, under way."""
    for area in (county.xinshao, county.xinshao, county.hongxi):
        make_employer(area)
    with scope_of(bureau):
        planned = rounds.plan_round("survey", due_on=DAY + dt.timedelta(days=10), actor=bureau)
        return rounds.open_round(planned.pk, actor=bureau)


@pytest.mark.requirement("R053", "R057", "R116", "R117")
def test_a_month_asks_every_township_and_every_sector_department(month, county):
    with everywhere(reason="test"):
        asked = set(Return.objects.filter(round=month).values_list("area", "unit"))
    assert asked == {(t.key, "") for t in county.townships} | {(county.key, code) for code in DEPARTMENTS}
    assert {"reform", "industry", "housing", "water", "culture"} <= DEPARTMENTS.keys()


@pytest.mark.requirement("R058")
def test_the_month_is_asked_for_by_itself_and_once(county, units):
    jobs.ask_for_the_month()
    jobs.ask_for_the_month()
    (asked,) = Round.objects.all()
    assert (asked.period, asked.due_on) == (dt.date(2020, 6, 1), dt.date(2020, 6, 25))
    with clock.frozen_at(dt.date(2020, 7, 1)):
        jobs.ask_for_the_month()
    assert Round.objects.count() == 2


def test_old_months_close_by_themselves_and_the_last_one_may_come_late(county, units):
    jobs.ask_for_the_month()
    with clock.frozen_at(dt.date(2020, 7, 2)):
        jobs.ask_for_the_month()
        assert not Round.objects.filter(status="closed").exists()
    with clock.frozen_at(dt.date(2020, 8, 2)):
        jobs.ask_for_the_month()
    assert [r.period.month for r in Round.objects.filter(status="closed")] == [6]


def test_a_round_is_named_in_the_language_of_its_reader(month):
    with translation.override("en"):
        english = month.title
    with translation.override("zh-hans"):
        chinese = month.title
    assert english == "Monthly return of June 2020"
    assert chinese.startswith("2020年6月")


@pytest.mark.parametrize("period", [dt.date(2020, m, 1) for m in range(1, 13)])
def test_a_month_is_due_within_it(period):
    assert period <= due_of(period) < next_month(period)


def test_nobody_is_late_on_the_day_on_which_they_are_asked(county, units):
    with clock.frozen_at(dt.date(2020, 6, 28)):
        jobs.ask_for_the_month()
        assert Round.objects.get().due_on > clock.today()


def test_a_month_is_not_asked_for_twice(month, bureau):
    with scope_of(bureau), pytest.raises(OpenAlready):
        rounds.plan_round("monthly", actor=bureau)


def test_nothing_is_due_before_it_begins(bureau, units):
    with scope_of(bureau), pytest.raises(DueBeforeBegin):
        rounds.plan_round("survey", begins_on=DAY, due_on=DAY - dt.timedelta(days=1), actor=bureau)


@pytest.mark.requirement("R115")
def test_only_the_bureau_asks(township_clerk, water, units):
    for actor in (township_clerk, water):
        with scope_of(actor), pytest.raises(NotYourVerb):
            rounds.plan_round("survey", actor=actor)


@pytest.mark.requirement("R117", "R118")
def test_a_department_hands_in_what_it_entered(month, water, county):
    employer = make_employer(county.division, unit="water")
    make_vacancy(employer, number=12)
    make_vacancy(employer, number=8, status="draft")
    make_vacancy(make_employer(county.division, unit="housing"), number=50)
    owed = own_return(month, county.key, "water")
    with scope_of(water.areas("vacancies.hand_in")):
        found = rounds_returns.hand_in(owed.pk, actor=water)
    assert (found.status, found.vacancies, found.seats) == (ReturnStatus.HANDED_IN, 1, 12)


def test_nothing_new_is_an_answer_and_silence_is_none(month, township_clerk, county):
    owed = own_return(month, county.xinshao)
    with scope_of(township_clerk):
        with pytest.raises(NothingEntered):
            rounds_returns.hand_in(owed.pk, actor=township_clerk)
        found = rounds_returns.hand_in(owed.pk, nothing_new=True, actor=township_clerk)
    assert found.nothing_new


def test_nothing_new_is_refused_when_something_was_entered(month, township_clerk, county):
    make_vacancy(make_employer(county.xinshao))
    owed = own_return(month, county.xinshao)
    with scope_of(township_clerk), pytest.raises(NotNothing):
        rounds_returns.hand_in(owed.pk, nothing_new=True, actor=township_clerk)


def test_a_return_goes_to_the_bureau_and_back(month, township_clerk, bureau, county):
    owed = own_return(month, county.xinshao)
    with scope_of(township_clerk):
        rounds_returns.hand_in(owed.pk, nothing_new=True, actor=township_clerk)
        with pytest.raises(NotYourVerb):
            rounds_returns.receive_return(owed.pk, actor=township_clerk)
    with scope_of(bureau):
        rounds_returns.send_back_return(owed.pk, "温泉酒店在招人", actor=bureau)
    with scope_of(township_clerk):
        (entry,) = sources.returns(township_clerk)
        assert "温泉酒店在招人" in str(entry.reason)
        rounds_returns.hand_in(owed.pk, nothing_new=True, actor=township_clerk)
    with scope_of(bureau):
        found = rounds_returns.receive_return(owed.pk, actor=bureau)
    assert (found.status, found.received_by) == (ReturnStatus.RECEIVED, bureau.name)


def test_nobody_hands_in_for_another(month, stranger, housing, county):
    with scope_of(stranger), pytest.raises(Return.DoesNotExist):
        rounds_returns.hand_in(own_return(month, county.xinshao).pk, nothing_new=True, actor=stranger)
    with scope_of(housing.areas("vacancies.hand_in")), pytest.raises(Return.DoesNotExist):
        rounds_returns.hand_in(own_return(month, county.key, "water").pk, nothing_new=True, actor=housing)


def test_after_the_close_nothing_is_handed_in(month, township_clerk, bureau, county):
    with scope_of(bureau):
        rounds.close_round(month.pk, actor=bureau)
        with pytest.raises(NotAllowedNow):
            rounds.open_round(month.pk, actor=bureau)
    with scope_of(township_clerk), pytest.raises(NotOpen):
        rounds_returns.hand_in(own_return(month, county.xinshao).pk, nothing_new=True, actor=township_clerk)


# --- surveys ---------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R044")
def test_a_survey_asks_every_employer_of_every_township(survey, county):
    with everywhere(reason="test"):
        asked = set(Line.objects.values_list("employer", flat=True))
        assert asked == set(Employer.objects.values_list("pk", flat=True))
        assert Return.objects.filter(round=survey).count() == len(county.townships)


@pytest.mark.requirement("R044", "R048", "R049")
def test_what_became_of_each_employer_is_counted(survey, township_clerk, county):
    with scope_of(township_clerk):
        first, second = Employer.objects.order_by("pk")
        owed = Return.objects.get(round=survey)
        rounds_returns.ask_employer(survey.pk, first.pk, "counted", figures=FIGURES, actor=township_clerk)
        with pytest.raises(StillToAsk):
            rounds_returns.hand_in(owed.pk, actor=township_clerk)
        with pytest.raises(WhyNot):
            rounds_returns.ask_employer(survey.pk, second.pk, "refused", actor=township_clerk)
        rounds_returns.ask_employer(survey.pk, second.pk, "refused", note="老板不在", actor=township_clerk)
        rounds_returns.hand_in(owed.pk, actor=township_clerk)
        found = reads.progress(survey)
        first.refresh_from_db()
    assert first.headcount == 80
    (part,) = found.parts
    # A refusal is handed in, and still missing.
    assert (part.employers.done, part.employers.total) == (1, 2)
    assert (part.answers.done, part.answers.total) == (3, 3)
    assert (found.returns.done, found.returns.total) == (1, 1)


def test_the_bureau_sees_how_far_each_township_is_and_what_is_missing_with_whom(survey, bureau, township_clerk):
    with scope_of(township_clerk):
        first = Employer.objects.order_by("pk")[0]
        rounds_returns.ask_employer(survey.pk, first.pk, "counted", figures={"headcount": 9}, actor=township_clerk)
    with scope_of(bureau):
        found = reads.progress(survey)
        owed = [part.owed for part in found.parts]
        unsettled = reads.missing_lines(owed, "employers")
        with_gaps = reads.missing_lines(owed, "answers")
        holders = reads.holders_of(owed)
    assert (found.employers.done, found.employers.total) == (1, 3)
    assert unsettled.count == found.employers.missing
    assert [line.employer_id for line in with_gaps.rows] == [first.pk]
    assert any(township_clerk.name in names for names in holders.values())


def test_an_employer_that_is_gone_is_closed_with_its_line(survey, township_clerk):
    with scope_of(township_clerk):
        first = Employer.objects.order_by("pk")[0]
        line = rounds_returns.ask_employer(survey.pk, first.pk, "closed", note="搬走了", actor=township_clerk)
        assert line.outcome == Asked.CLOSED
        assert Employer.objects.get(pk=first.pk).status == EmployerStatus.CLOSED


def test_an_employer_listed_meanwhile_joins_the_survey(survey, township_clerk, county):
    with scope_of(township_clerk):
        raw = {"name": "新发现的合作社", "kind": "agriculture", "place": county.xinshao}
        found = employers.list_employer(raw, actor=township_clerk)
        assert Line.objects.filter(employer=found, part_of__round=survey).exists()


def test_an_employer_of_no_roster_is_not_asked(survey, bureau, county):
    other = make_employer(county.division)
    with scope_of(bureau), pytest.raises(NotOnTheRoster):
        rounds_returns.ask_employer(survey.pk, other.pk, "counted", figures=FIGURES, actor=bureau)


def test_a_survey_asks_the_departments_that_keep_employers(bureau, units, county):
    make_employer(county.division, unit="water")
    with scope_of(bureau):
        planned = rounds.plan_round("survey", due_on=DAY, actor=bureau)
        rounds.open_round(planned.pk, actor=bureau)
        assert list(Return.objects.exclude(unit="").values_list("unit", flat=True)) == ["water"]
