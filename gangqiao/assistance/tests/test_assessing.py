"""The rules propose, one by one as over the county; a person decides, with the reasons of that day kept."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from gangqiao.assistance.actions import assessing, proposing, proposing_events
from gangqiao.assistance.models import Assessment, AssistCase, Proposal
from gangqiao.assistance.reads.columns import read_columns
from gangqiao.assistance.reads.proposals import judged_of, reasons_of
from gangqiao.assistance.refusals_cases import (
    NetNeedsFour,
    NothingProposed,
    ReasonForNone,
    WordsForAnotherClass,
)
from gangqiao.assistance.tests.made_cases import case_of, fresh, look, wish, worker_of
from gangqiao.audit.models import Event
from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people.actions.correct import correct_person
from gangqiao.people.actions.spells import end_spell
from gangqiao.people.models import Category, EmploymentSpell, Intention, Person
from tests.cast.people import remembered

pytestmark = pytest.mark.django_db


@pytest.fixture
def make_worker(make_person: Any) -> Any:
    """A registered-poor worker of whom everything the rules read is known."""
    return partial(worker_of, make_person)


@pytest.mark.requirement("R089", "R090", "R092", "R099", "R101", "R104")
def test_the_county_at_once_says_what_each_gets_alone_and_a_second_look_changes_nothing(make_worker, make_person):
    far, near, asked = make_worker(), make_worker(), make_worker()
    weak, old = make_worker(labour_capacity="weak"), make_worker(birth_date=date(1940, 1, 1))
    wish(far), wish(near, wished_level="own_township")
    remembered(Category, far, kind="relocated")
    make_person()  # not of the registered poor
    counted = look()
    assert (counted.looked_at, counted.proposed, counted.found) == (5, 5, 4)
    with everywhere(reason="test"):
        found = {one.person_id: one for one in AssistCase.objects.all()}
        proposals = {one.person_id: one for one in Proposal.objects.all()}
        assert old.pk not in found, "who is beyond the age of a worker has no case"
        assert [found[one.pk].proposed for one in (far, near, weak, asked)] == ["far", "near", "net", ""]
        assert found[asked.pk].is_asked
        assert found[far.pk].is_relocated
        assert not found[near.pk].is_relocated
        for person, one in proposals.items():
            alone = judged_of(person)
            assert (one.kind, one.none_reason) == (alone.kind, alone.none_reason)
            marks = {"met": "m", "not_met": "n", "missing": "?"}
            assert one.answers == "".join(marks[why.answer] for why in alone.reasons)
        assert Event.objects.filter(verb="assistance.identify").count() == 4
        before = list(Proposal.objects.order_by("pk").values_list("pk", "on", "answers"))
    again = look()
    assert (again.proposed, again.found, again.reassess) == (0, 0, 0)
    with everywhere(reason="test"):
        assert list(Proposal.objects.order_by("pk").values_list("pk", "on", "answers")) == before


def test_who_lives_together_changes_what_the_rules_say(make_worker, make_person):
    mother = make_worker(sex="2")
    wish(mother)
    today = clock.today()

    def member(**values: Any) -> Person:
        found: Person = make_person(household=mother.household, relation="20", **values)
        return found

    def said() -> str:
        with everywhere(reason="test"):
            return judged_of(mother.pk).kind

    assert said() == "far"
    member(birth_date=today - timedelta(days=500), labour_capacity="none", population_category="01")
    assert said() == "net", "nobody else is there for the infant"
    aunt = member(birth_date=date(1975, 1, 1))
    assert said() == "far"
    remembered(EmploymentSpell, aunt, area_level="other_province")
    with everywhere(reason="test"):
        judged = judged_of(mother.pk)
    assert (judged.kind, judged.none_reason) == ("none", "home_earns"), "the aunt is away, and earns"


@pytest.mark.requirement("R089", "R099", "R104")
def test_a_person_decides_with_the_reasons_kept_and_says_why_otherwise(make_worker, township_clerk, village_officer):
    person = make_worker()
    said = wish(person)
    look()
    case = case_of(person)
    with scope_of(village_officer), pytest.raises(NotYourVerb):
        assessing.assess(case.pk, "far", actor=village_officer)
    with scope_of(township_clerk):
        with pytest.raises(WordsForAnotherClass):
            assessing.assess(case.pk, "near", actor=township_clerk)
        with pytest.raises(ReasonForNone):
            assessing.assess(case.pk, "none", actor=township_clerk)
        with pytest.raises(NetNeedsFour):
            assessing.assess(case.pk, "net", words="照顾困难", actor=township_clerk)
        assert fresh(case).status == "identified"
        done = assessing.accept(case.pk, actor=township_clerk)
        assert (done.kind, done.differs, done.proposed) == ("far", False, "far")
        other = assessing.assess(case.pk, "net", words="村里证明", overrules=True, actor=township_clerk)
        assert other.differs
        # The reasons of the day stay, whatever is known later.
        Intention.objects.filter(pk=said.pk).update(wants_work="no")
        assert all(why.answer == "met" for why in reasons_of(done) if why.kind == "far")
        found = fresh(case)
    assert (found.kind, found.status, found.proposed_then) == ("net", "assessed", "far")
    assert found.assess_on == clock.today() + timedelta(days=180)
    assert found.next_on == clock.today() + timedelta(days=14), "the plan comes next"
    assert not Event.objects.filter(reason__contains="证明").exists(), "words stand sealed, not in the log"
    with everywhere(reason="test"):
        assert Assessment.objects.filter(case=case).count() == 2


def test_while_data_is_missing_nothing_can_be_accepted(make_worker, township_clerk):
    person, known = make_worker(), make_worker()
    wish(known)
    look()
    with scope_of(township_clerk):
        with pytest.raises(NothingProposed):
            assessing.accept(case_of(person).pk, actor=township_clerk)
        uuids = [case_of(one).uuid for one in (person, known)]
        assert assessing.accept_many(uuids, actor=township_clerk) == (1, 1)


def test_a_decision_against_the_rules_is_not_asked_for_every_night(make_worker, township_clerk):
    person = make_worker()
    wish(person)
    look()
    with scope_of(township_clerk):
        assessing.assess(case_of(person).pk, "near", words="本人要求", actor=township_clerk)
    assert look().reassess == 0


@pytest.mark.requirement("R089")
def test_events_have_somebody_assessed_anew(make_worker, township_clerk, monkeypatch):
    back, ill = make_worker(), make_worker()
    spell = remembered(EmploymentSpell, back, area_level="other_province")
    wish(ill)
    look()
    with scope_of(township_clerk):
        for one in (back, ill):
            assessing.accept(case_of(one).pk, actor=township_clerk)
        proposing_events.catch_up()
        end_spell(spell.pk, ended_on=clock.today(), end_reason="returned", note="返乡", actor=township_clerk)
        correct_person(ill.pk, values={"health_status": "03"}, actor=township_clerk)
    with everywhere(reason="test"):
        assert proposing_events.catch_up().reassess == 2
        assert proposing_events.catch_up() == proposing.Counted(), "each event once"
        events = list(Event.objects.filter(verb__in=proposing_events.VERBS))
        monkeypatch.setattr(proposing_events, "MOST", 1)
        assert proposing_events.follow(events).reassess == 0, "many at once, and nothing twice"
    assert [(case_of(one).status, case_of(one).reassess_reason) for one in (back, ill)] == [
        ("reassess", "returned"), ("reassess", "health"),
    ]  # fmt: skip
    assert case_of(ill).proposed == "none"


def test_the_scan_reads_only_the_registered_poor(make_worker, make_person, stranger):
    person = make_worker()
    make_person()
    with everywhere(reason="test"):
        assert read_columns(clock.today()).facts["person"].to_list() == [person.pk]
    with scope_of(stranger), pytest.raises(Person.DoesNotExist):
        judged_of(person.pk)
