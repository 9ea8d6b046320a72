"""Calls: planned once, in their order, recorded with what follows, and never to who wants none."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gangqiao.audit.models import Event
from gangqiao.audit.steps import NotYourVerb
from gangqiao.followup import jobs
from gangqiao.followup.actions import planning, recording
from gangqiao.followup.actions.recording import Heard
from gangqiao.followup.models import Case, Contact, NoCalls, Proof
from gangqiao.followup.reads import contacts as reads
from gangqiao.followup.reads import found, returned
from gangqiao.followup.refusals import ResultOfList, WantsNoCalls
from gangqiao.followup.tests.made import make_contact, make_spell
from gangqiao.kernel import clock
from gangqiao.kernel.lifecycle import NotAllowedNow
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.matching.tests.made import make_referral
from gangqiao.people.models import EmploymentSpell, Intention, Person

pytestmark = pytest.mark.django_db


def days_ago(days: int) -> Any:
    return clock.today() - timedelta(days=days)


def marks(spell: Any) -> list[int | None]:
    with everywhere(reason="test"):
        return sorted(Contact.objects.filter(spell=spell, kind="due").values_list("mark", flat=True))


@pytest.fixture
def spell(person: Person) -> EmploymentSpell:
    return make_spell(person)


@pytest.fixture
def contact(person: Person, spell: EmploymentSpell) -> Contact:
    return make_contact(person, spell)


def fresh(row: Any) -> Any:
    with everywhere(reason="test"):
        return type(row).objects.get(pk=row.pk)


@pytest.mark.requirement("R123", "R005")
def test_a_contact_stands_once_for_each_day_however_often_the_jobs_run(person, spell, make_person, county):
    far = make_spell(make_person(county.hongxi), days_ago(25))
    near = make_spell(make_person(), area_level="own_township")
    for _time in range(3):
        jobs.plan_contacts()
        with scope_of(county.xinshao):
            planning.plan_spell(spell)
    assert marks(spell) == [7, 30, 90, 180]  # planned after the event, with all its days
    assert marks(far) == [7, 30]  # by the night: what stands on the list now
    assert marks(near) == []


def test_a_spell_that_was_corrected_or_ended_has_its_contacts_with_it(spell, county, township_clerk):
    from gangqiao.people import actions as people

    with scope_of(township_clerk):
        planning.plan_spell(spell)
        people.correct_spell(spell.pk, values={"started_on": days_ago(5).isoformat()}, actor=township_clerk)
        planning.plan_spell(fresh(spell))
        assert Contact.objects.get(mark=30).due_on == days_ago(5) + timedelta(days=30)
        people.end_spell(spell.pk, ended_on=clock.today(), end_reason="unknown", actor=township_clerk, note="x")
        planning.plan_spell(fresh(spell))
        assert set(Contact.objects.values_list("status", "drop_reason")) == {("dropped", "ended")}


def test_what_is_stale_and_what_matters_stands_first(make_person, remember, village_officer, county):
    from gangqiao.people.models import Category

    plain, poor, old, signal = (make_person(name=name) for name in ("甲", "乙", "丙", "丁"))
    remember(Category, poor, kind="registered_poor")
    for person, days in ((plain, 30), (poor, 30), (old, 35)):
        make_spell(person, days_ago(days))
    jobs.plan_contacts()
    with scope_of(county.xinshao):
        planning.signal(signal, "employer_closed")
    with scope_of(village_officer):
        rows = reads.page_of(reads.Asked(), village_officer).rows
    assert [row.person.name for row in rows] == ["丁", "乙", "丙", "甲"]


@pytest.mark.requirement("R123")
def test_what_the_family_says_is_marked_and_is_a_weaker_proof(contact, spell, village_officer):
    with scope_of(village_officer):
        recording.record(contact.pk, Heard("still", spoke_with="family"), actor=village_officer)
    done = fresh(contact)
    assert (done.status, done.is_proxy, done.result) == ("done", True, "still")
    assert fresh(spell).evidence == "D"
    with everywhere(reason="test"):
        assert Proof.objects.get().kind == "family"
    with scope_of(village_officer), pytest.raises(NotAllowedNow):
        recording.record(contact.pk, Heard("still"), actor=village_officer)


def test_a_stranger_finds_no_contact_and_a_leader_records_none(contact, stranger, make_user, county):
    from gangqiao.accounts.reads import actor_of

    with scope_of(stranger), pytest.raises(Contact.DoesNotExist):
        recording.record(contact.pk, Heard("still"), actor=stranger)
    leader = actor_of(make_user("township_leader", county.xinshao))
    with scope_of(leader), pytest.raises(NotYourVerb):
        recording.miss(contact.pk, actor=leader)


@pytest.mark.requirement("R123", "R013")
def test_who_is_back_ends_the_spell_and_the_referral_and_is_asked_what_next(person, spell, contact, village_officer):
    referral = make_referral(person, status="reported", spell=spell, started_on=spell.started_on, answer_by=None)
    tomorrow = clock.today() + timedelta(days=1)
    later = make_contact(person, spell, mark=30, due_on=tomorrow, next_on=tomorrow)
    signal = make_contact(person, None)
    heard = Heard("returned", left_on=days_ago(1), wants="yes")
    with scope_of(village_officer):
        recording.record(contact.pk, heard, actor=village_officer)
    ended = fresh(spell)
    assert (ended.status, ended.end_reason, ended.returned_on) == ("ended", "returned", days_ago(1))
    follow(Event.objects.filter(verb="people.end_spell").last())
    assert fresh(referral).status == "left"
    assert fresh(later).drop_reason == "ended"
    assert fresh(signal).result == "returned", "one call answers everything that is due"
    with everywhere(reason="test"):
        assert Intention.objects.get(person=person, recorded_to=None, valid_to=None).wants_work == "yes"
        assert [one.person_id for one in returned.returned()] == [person.pk]


def follow(event: Event) -> None:
    from gangqiao.matching.jobs.referrals import after_spell

    with scope_of([event.area]):
        after_spell(event)
        jobs.after_end(event)


def test_still_there_takes_the_referral_on(person, village_officer):
    spell = make_spell(person, days_ago(95))
    contact = make_contact(person, spell, mark=90)
    referral = make_referral(person, status="reported", spell=spell, started_on=spell.started_on, answer_by=None)
    with scope_of(village_officer):
        recording.record(contact.pk, Heard("still"), actor=village_officer)
    assert fresh(referral).status == "retained_90"


def test_three_tries_in_vain_are_a_signal(contact, village_officer):
    with scope_of(village_officer):
        for _time in range(4):
            recording.miss(contact.pk, actor=village_officer)
        assert fresh(contact).tries == 4
        assert Contact.objects.filter(kind="signal", reason="dead_number").count() == 1


def test_signals_reach_those_of_the_employer_and_of_the_household(person, make_person, county, household):
    spell = make_spell(person, credit_code="91532504MA6K000001")
    mate = make_person(county.hongxi)
    make_spell(mate, credit_code="91532504MA6K000001")
    with everywhere(reason="test"):
        assert planning.signal_employer("91532504MA6K000001", "", "employer_barred", except_person=person.pk) == 1
        assert planning.signal_employer("91532504MA6K000001", "", "employer_barred", except_person=person.pk) == 0
        brother = make_person(household=household)
        assert planning.signal_household(brother) == 1
    assert fresh(spell).status == "working"


def test_a_complaint_opens_a_case_and_needs_to_say_about_what(contact, village_officer):
    with scope_of(village_officer):
        with pytest.raises(ResultOfList):
            recording.record(contact.pk, Heard("complaint"), actor=village_officer)
        recording.record(contact.pk, Heard("complaint", case="arrears", words="两个月没发"), actor=village_officer)
        case = Case.objects.get()
    assert (case.owner, case.due_on, case.words) == (
        "labour_inspection",
        clock.today() + timedelta(days=15),
        "两个月没发",
    )


@pytest.mark.requirement("R123")
def test_who_wants_no_calls_gets_none_and_no_list_that_orders_people_changes(
    person, make_person, village_officer, township_clerk, city_officer, client_of
):
    mine = make_spell(person, days_ago(30), evidence="C")
    other = make_spell(make_person(), days_ago(31))
    gone = make_person()
    make_spell(gone, days_ago(60), status="ended", ended_on=days_ago(3), end_reason="returned")
    jobs.plan_contacts()
    seen = _seen(city_officer, township_clerk)
    browser = client_of("city_officer")
    back = browser.get("/returned/").content
    with scope_of(village_officer):
        recording.refuse(person.pk, "别再打了", actor=village_officer)
        recording.refuse(gone.pk, actor=village_officer)
        with pytest.raises(WantsNoCalls):
            recording.ask(person.pk, actor=village_officer)
    jobs.plan_contacts()
    assert _seen(city_officer, township_clerk) == [[one for one in rows if one != person.pk] for rows in seen]
    assert _plain(browser.get("/returned/").content) == _plain(back)
    # Neither the office nor the township sees that, or why, a call is missing; the village does.
    for who in ("city_officer", "township_clerk"):
        assert "不希望" not in client_of(who).get(f"/people/{person.uuid}/").content.decode()
    assert "不希望" in client_of("village_officer").get(f"/people/{person.uuid}/").content.decode()
    assert marks(other) == [7, 30] or marks(other) == [30]
    assert fresh(mine).evidence == "C"
    with scope_of(village_officer):
        recording.allow_again(person.pk, actor=village_officer)
        assert NoCalls.objects.filter(ended_on=None).count() == 1
        assert Contact.objects.filter(person=person, status="due").exists()


def _seen(*actors: Any) -> list[list[int]]:
    """Whom each reader sees on the list of calls, in order; and whom the figures of the calls count."""
    lists = []
    for actor in actors:
        with scope_of(actor):
            lists.append([row.person_id for row in reads.page_of(reads.Asked(), actor).rows])
            lists.append([row.person_id for row in found.people_of(30, "due")])
            lists.append([row.person_id for row in returned.returned()])
    return lists


def _plain(content: bytes) -> bytes:
    import re

    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", content)
