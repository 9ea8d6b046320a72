"""A plan is never active without a measure of the class and a next day; what happened shows it; gaps are found."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gangqiao.assistance.actions import assessing, cases, measures
from gangqiao.assistance.actions.keeping_workless import find_workless
from gangqiao.assistance.actions.measures_proof import link_proofs
from gangqiao.assistance.models import AssistCase, Measure, WorklessHousehold
from gangqiao.assistance.reads import cases as reads
from gangqiao.assistance.reads import proof, workless
from gangqiao.assistance.refusals_cases import (
    LastMeasure,
    MeasureOfOtherClass,
    MeasureRunsAlready,
    NoMeasureYet,
    NotBeforeToday,
    NothingToPlan,
)
from gangqiao.assistance.tests.made import make_case
from gangqiao.assistance.tests.made_cases import case_of, fresh, look, wish, worker_of
from gangqiao.kernel import clock
from gangqiao.kernel.lifecycle import NotAllowedNow
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.matching.tests.made import make_referral
from gangqiao.people.models import Category, EmploymentSpell, Intention, Person
from tests.cast.people import remembered

pytestmark = pytest.mark.django_db


@pytest.fixture
def make_worker(make_person: Any) -> Any:
    """A registered-poor worker of whom everything the rules read is known."""
    return partial(worker_of, make_person)


@pytest.mark.requirement("R091", "R101")
def test_no_active_case_is_without_a_measure_of_its_class_and_a_next_day(make_worker, township_clerk):
    person = make_worker()
    wish(person)
    look()
    key, today = case_of(person).pk, clock.today()
    with scope_of(township_clerk):
        with pytest.raises(NothingToPlan):
            measures.add(key, "refer_far", actor=township_clerk)
        assessing.accept(key, actor=township_clerk)
        with pytest.raises(NoMeasureYet):
            cases.plan(key, actor=township_clerk)
        with pytest.raises(MeasureOfOtherClass):
            measures.add(key, "public_post", actor=township_clerk)
        with pytest.raises(NotBeforeToday):
            measures.add(key, "refer_far", due_on=today - timedelta(days=1), actor=township_clerk)
        measures.add(key, "counsel", actor=township_clerk)
        with pytest.raises(NoMeasureYet):
            cases.plan(key, actor=township_clerk)  # a talk alone is no measure of the class
        trip = measures.add(key, "organised_trip", due_on=today + timedelta(days=5), actor=township_clerk)
        with pytest.raises(MeasureRunsAlready):
            measures.add(key, "organised_trip", actor=township_clerk)
        cases.plan(key, actor=township_clerk)
        cases.start(key, actor=township_clerk)
        case = fresh(trip).case
        assert (case.status, case.live, case.next_on) == ("active", 2, today + timedelta(days=5))
        talk = Measure.objects.get(kind="counsel")
        measures.finish(talk.pk, "worked", "谈过", actor=township_clerk)
        with pytest.raises(LastMeasure):
            measures.finish(trip.pk, "worked", actor=township_clerk)
        with pytest.raises(LastMeasure):
            measures.drop(trip.pk, "取消", actor=township_clerk)
        measures.change(trip.pk, due_on=today + timedelta(days=9), actor=township_clerk)
        assert fresh(case).next_on == today + timedelta(days=9)
        with pytest.raises(IntegrityError), transaction.atomic():
            AssistCase.objects.filter(pk=key).update(live=0)
        with pytest.raises(IntegrityError), transaction.atomic():
            AssistCase.objects.filter(pk=key).update(next_on=None)
        cases.meet(key, "已就业", actor=township_clerk)
        assert fresh(trip).result == "worked"
        assert fresh(case).live == 0
        cases.close(key, "outcome_met", "完成", actor=township_clerk)
        with pytest.raises(NotAllowedNow):
            cases.meet(key, "再次", actor=township_clerk)


@pytest.mark.requirement("R089")
def test_another_class_drops_the_measures_that_do_not_fit_it(make_worker, township_clerk):
    person = make_worker()
    said = wish(person)
    look()
    key = case_of(person).pk
    with scope_of(township_clerk):
        assessing.accept(key, actor=township_clerk)
        measures.plan_at_once(key, "organised_trip", actor=township_clerk)
        measures.add(key, "training", actor=township_clerk)
        Intention.objects.filter(pk=said.pk).update(wished_level="own_township")
    assert look().reassess == 1
    assert (case_of(person).status, case_of(person).reassess_reason) == ("reassess", "proposal")
    assert look().reassess == 0
    with scope_of(township_clerk):
        assessing.accept(key, actor=township_clerk)
        states = dict(Measure.objects.values_list("kind", "status"))
        assert states == {"organised_trip": "dropped", "training": "planned"}
        assert fresh(case_of(person)).live == 1


@pytest.mark.requirement("R089", "R101")
def test_the_night_closes_who_is_gone_and_asks_for_those_whose_day_has_come(make_worker, township_clerk):
    dead, moved, out, due, back = (make_worker() for _n in range(5))
    look()
    with everywhere(reason="test"):
        Person.objects.filter(pk=dead.pk).update(life="dead", died_on=clock.today())
        Person.objects.filter(pk=moved.pk).update(record="moved_out")
        Category.objects.filter(person__in=(out, back)).update(valid_to=clock.today())
        AssistCase.objects.filter(person=due).update(status="assessed", kind="far", assess_on=clock.today())
        assert cases.close_gone() == 4
        assert cases.close_gone() == 0
        assert (cases.reassess_due(), cases.reassess_due()) == (1, 0)
        found = dict(AssistCase.objects.values_list("person", "close_reason"))
    assert [found[one.pk] for one in (dead, moved, out, due)] == ["died", "moved", "no_longer", ""]
    assert (case_of(due).status, case_of(due).reassess_reason) == ("reassess", "calendar")
    with everywhere(reason="test"):
        Category.objects.filter(person=back).update(valid_to=None)
    look()
    assert case_of(back).status == "identified", "who is of the registered poor again is taken up again"


@pytest.mark.requirement("R089")
def test_what_happened_shows_a_measure_and_a_refusal_leaves_no_trace(make_worker, township_clerk):
    person, other = make_worker(), make_worker()
    for one in (person, other):
        wish(one)
    look()
    with scope_of(township_clerk):
        plans = []
        for one in (person, other):
            assessing.accept(case_of(one).pk, actor=township_clerk)
            measures.plan_at_once(case_of(one).pk, "refer_far", actor=township_clerk)
            plans.append(Measure.objects.get(person=one))
    make_referral(person, status="hired")
    make_referral(other, status="declined", reason="far")
    with everywhere(reason="test"):
        assert (link_proofs(), link_proofs()) == (1, 0)
    shown, silent = (fresh(one) for one in plans)
    assert (shown.status, shown.proof["deed"], shown.proof["worked"]) == ("under_way", "referral", True)
    assert (silent.status, silent.proof) == ("planned", {})


@pytest.mark.requirement("R089", "R101")
def test_a_household_with_nobody_in_work_is_found_and_ends_when_somebody_works(make_worker):
    idle, busy = make_worker(), make_worker()
    remembered(Category, idle, kind="relocated")
    remembered(EmploymentSpell, busy)
    with everywhere(reason="test"):
        assert (find_workless(), find_workless()) == (1, 1)
        assert WorklessHousehold.objects.get().household_id == idle.household_id
        assert workless.of_scope(relocated=True).count() == 1
        assert workless.of_scope(relocated=False).count() == 0
        remembered(EmploymentSpell, idle)
        assert find_workless() == 0
        assert WorklessHousehold.objects.get().ended_on == clock.today()


@pytest.mark.requirement("R089", "R104")
def test_every_gap_is_found_and_none_where_all_is_well(make_worker, make_person, township_clerk):
    well, nobody, empty, late = make_worker(), make_worker(), make_worker(), make_worker()
    make_person()
    wish(well)
    look(well)
    with scope_of(township_clerk):
        assessing.accept(case_of(well).pk, actor=township_clerk)
        measures.plan_at_once(case_of(well).pk, "refer_far", actor=township_clerk)
        control = {key: rows().count() for key, rows in reads.GAPS.items()}
    assert set(control.values()) == {0}
    make_case(empty)  # its measure is nowhere: what the constraint cannot see
    make_case(late, status="identified", kind="", next_on=clock.today() - timedelta(days=1))
    with scope_of(township_clerk):
        found = {key: list(rows().values_list("person_id", flat=True)) for key, rows in reads.GAPS.items()}
        assert found == {
            "no_class": [late.pk], "no_measure": [empty.pk], "no_next_day": [], "no_fitting": [empty.pk],
            "overdue": [late.pk],
        }  # fmt: skip
        assert list(reads.without_case().values_list("pk", flat=True)) == [nobody.pk]
        rows = {(row.kind, row.measure): row.people for row in proof.rows()}
        assert rows[("far", "refer_far")] == (1, 0, 0, 0)
        assert {one.kind: (one.members, one.live) for one in proof.classes()}["far"] == (2, 1)
