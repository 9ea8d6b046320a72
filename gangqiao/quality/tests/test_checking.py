"""Runs over the county, checks after changes, and the list that follows them."""

from __future__ import annotations

import datetime as dt

import pytest

from gangqiao.audit.events import record
from gangqiao.audit.models import Event
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.identifiers import make_id_number
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people import actions as people
from gangqiao.people.models import EmploymentSpell
from gangqiao.quality import actions
from gangqiao.quality.actions import syncing
from gangqiao.quality.models import Doubt, Run, VillageHealth
from gangqiao.quality.policy import findings
from gangqiao.quality.reads.columns import pull, pull_around
from gangqiao.quality.refusals import StillFound
from gangqiao.quality.tests.conftest import CLEAN

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R028"), pytest.mark.requirement("R005")]


def test_a_clean_county_gives_no_finding(make_person, doubts):
    make_person(**CLEAN)
    run = actions.run_county()
    assert doubts() == {}
    assert (run.persons, run.found, run.finished_at is not None) == (1, 0, True)


def test_a_run_finds_a_fault_once_however_often_it_runs(make_person, doubts):
    person = make_person(**CLEAN | {"labour_capacity": "none"})
    assert actions.run_county().found == 1
    assert actions.run_county().found == 0
    assert doubts() == {("working_age_without_capacity", person.pk): "found"}


def test_what_is_mended_is_mended_by_itself_and_found_again_when_it_comes_back(
    make_person, doubts, only, township_clerk
):
    person = make_person(**CLEAN | {"labour_capacity": "none"})
    actions.run_county()
    for capacity, state in (("ordinary", "mended"), ("none", "found"), ("ordinary", "mended")):
        with scope_of(township_clerk):
            people.correct_person(person.pk, values={"labour_capacity": capacity}, actor=township_clerk)
        assert actions.catch_up()
        assert list(doubts().values()) == [state]
    assert only().times == 2


def test_a_false_alarm_stays_quiet_until_its_own_facts_change(make_person, doubts, only, village_officer, change):
    person = make_person(**CLEAN | {"labour_capacity": "none"})
    actions.run_county()
    with scope_of(village_officer):
        actions.refute(only().pk, reason="Seen", actor=village_officer)
    change(person, education="81", phone="13987300077")  # nothing the check reads
    actions.run_county()
    assert list(doubts().values()) == ["refuted"]
    change(person, birth_date=dt.date(1990, 1, 1), id_number=make_id_number(dt.date(1990, 1, 1), "1", 3))
    actions.run_county()
    assert list(doubts().values()) == ["found"]


def test_a_closed_false_alarm_is_not_found_again(make_person, doubts, only, township_clerk):
    make_person(**CLEAN | {"labour_capacity": "none"})
    actions.run_county()
    with scope_of(township_clerk):
        actions.refute(only().pk, reason="Seen", actor=township_clerk)
        actions.close(only().pk, actor=township_clerk)
    assert actions.run_county().reopened == 0
    assert list(doubts().values()) == ["closed"]


def test_saying_that_it_is_mended_does_not_mend_it(make_person, only, village_officer, change):
    person = make_person(**CLEAN | {"labour_capacity": "none"})
    actions.run_county()
    with scope_of(village_officer):
        with pytest.raises(StillFound):
            actions.mend(only().pk, actor=village_officer)
        change(person, labour_capacity="weak")
        assert actions.mend(only().pk, actor=village_officer).status == "mended"


def test_a_phone_number_in_two_households_is_told_to_both_and_forgotten_at_both(make_person, doubts, township_clerk):
    here, there = make_person(**CLEAN), make_person(**CLEAN)
    actions.run_county()
    assert set(doubts()) == {("phone_in_two_households", here.pk), ("phone_in_two_households", there.pk)}
    with scope_of(township_clerk):
        people.correct_person(here.pk, values={"phone_owner": "neighbour"}, actor=township_clerk)
    actions.catch_up()
    assert set(doubts().values()) == {"mended"}


def test_a_newcomer_with_a_number_of_another_household_is_found_at_the_next_change(make_person, doubts):
    here = make_person(**CLEAN)
    actions.run_county()
    there = make_person(**CLEAN)
    with everywhere(reason="test"):
        record("people.register", actor=SYSTEM, subject=there)
    actions.catch_up()
    assert {record for _rule, record in doubts()} == {here.pk, there.pk}


def test_a_doubt_follows_its_record_to_another_village(make_person, only, county, change):
    person = make_person(**CLEAN | {"labour_capacity": "none"})
    actions.run_county()
    with everywhere(reason="test"):
        person.household.area = county.group_in(county.hongxi)
        person.household.save()
    change(person, area=county.group_in(county.hongxi))
    actions.run_county()
    assert only().area_id == county.group_in(county.hongxi).key


def test_checking_some_persons_finds_what_checking_the_county_finds_about_them(make_person, make_household):
    home = make_household(head=CLEAN | {"labour_capacity": "lost"})
    with everywhere(reason="test"):
        others = [make_person(household=home, **CLEAN | {"sex": sex, "relation": "10"}) for sex in "112"]
    far = make_person(**CLEAN | {"school_status": "in_school"})
    whole = findings(pull(), clock.today())
    for asked in ([home.head_id], [others[0].pk], [far.pk], [home.head_id, far.pk]):
        around = pull_around(asked)
        few = findings(around.frames, clock.today())
        mine = lambda f, a=around: {  # noqa: E731
            (r["rule"], r["record"], r["detail"], r["facts"])
            for r in f.to_dicts()
            if (r["record"] in a.households if r["about"] == "household" else r["person_id"] in a.persons)
        }
        assert mine(few) == mine(whole) != set()


def test_a_run_killed_between_two_batches_is_taken_up(make_person, doubts, monkeypatch):
    for _ in range(5):
        make_person(**CLEAN | {"labour_capacity": "none", "phone": ""})
    monkeypatch.setattr(syncing, "BATCH", 2)
    add, calls = syncing._add, []

    def killed(*args):
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        add(*args)

    monkeypatch.setattr(syncing, "_add", killed)
    with pytest.raises(KeyboardInterrupt):
        actions.run_county()
    assert len(doubts()) == 2
    monkeypatch.setattr(syncing, "_add", add)
    assert actions.run_county().found == 3
    assert (len(doubts()), Run.objects.count()) == (5, 1)


def test_two_runs_at_once_find_everything_once(shared_database, make_person, doubts, at_once):
    for _ in range(30):
        make_person(**CLEAN | {"labour_capacity": "none", "phone": ""})
    results = at_once(4, lambda _n: actions.run_county())
    assert [r for r in results if isinstance(r, Exception)] == []
    assert len(doubts()) == 30
    assert set(doubts().values()) == {"found"}


def test_an_event_about_nobody_in_particular_asks_for_the_whole_county(county):
    actions.run_county()
    record("synth.load", actor=SYSTEM, area=county.key)
    assert not actions.catch_up()


def test_what_is_said_of_doubts_is_written_into_the_log(make_person, only, village_officer):
    make_person(**CLEAN | {"labour_capacity": "none"})
    actions.run_county()
    with scope_of(village_officer):
        actions.confirm(only().pk, actor=village_officer)
        actions.refute(only().pk, reason="After all", actor=village_officer)
    verbs = list(Event.objects.filter(verb__startswith="quality.").order_by("seq").values_list("verb", "reason"))
    assert verbs[-2:] == [("quality.confirm", ""), ("quality.refute", "After all")]


def test_work_that_cannot_be_is_found_on_the_work(make_person, remember, doubts):
    person = make_person(**CLEAN)
    spell = remember(EmploymentSpell, person, area_level="other_province", mode="public_post")
    actions.run_county()
    found = {rule for rule, record in doubts() if record == spell.pk}
    assert {"away_by_local_channel", "work_without_income", "work_place_missing"} <= found


def test_villages_are_counted_with_the_run_and_after_changes(make_person, county, village_officer):
    person = make_person(**CLEAN | {"phone": ""})
    actions.run_county()
    village = county.villages[0].key

    def counts():
        with everywhere(reason="test"):
            return VillageHealth.objects.get(area_id=village).counts

    assert (counts()["persons"], counts()["filled"]["phone"], counts()["confirmed"]) == (1, 0, {"": 1})
    with scope_of(village_officer):
        people.confirm(person.pk, how="visit", actor=village_officer)
    actions.catch_up()
    assert counts()["confirmed"] == {clock.today().isoformat(): 1}


def test_the_detail_is_sealed(make_person, only):
    make_person(**CLEAN | {"labour_capacity": "none"})
    actions.run_county()
    doubt = only()
    with everywhere(reason="test"):
        (stored,) = Doubt.objects.filter(pk=doubt.pk).values_list("detail", flat=True)
    assert b"age" not in bytes(stored)
    assert doubt.named["age"] >= 16
