"""A referral from the first question to half a year at work, with what must not happen on the way."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from gangqiao.audit.models import Event
from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.matching.actions import referrals, referrals_answers, referrals_keeping, referrals_results, referrals_work
from gangqiao.matching.actions.referrals_answers import Given
from gangqiao.matching.features import read_people, read_posts
from gangqiao.matching.jobs import referrals as jobs
from gangqiao.matching.models import Consent, Referral
from gangqiao.matching.policy.points import policy_on
from gangqiao.matching.refusals import (
    ConsentNotNow,
    EnoughOffers,
    NoConsent,
    NoSeatLeft,
    NotThatDay,
    OfferedAlready,
    ReasonOfList,
    SaidNoLately,
    TooEarly,
    VacancyGone,
)
from gangqiao.messaging.actions import opt_out
from gangqiao.messaging.models import Message
from gangqiao.people.actions import end_spell, record_death, start_work, transfer_household
from gangqiao.people.models import EmploymentSpell, Intention, Person
from gangqiao.places.reads import county_path
from gangqiao.vacancies.actions import posts_keeping, posts_seats
from gangqiao.vacancies.models import Vacancy
from gangqiao.vacancies.reads.packs_people import seekers_of
from gangqiao.vacancies.reads.seats import open_seats
from gangqiao.vacancies.tests.made import make_employer, make_vacancy

pytestmark = pytest.mark.django_db
HERE = Given("in_person")


@pytest.fixture
def vacancy(county):
    """Two seats at an employer of the other township."""
    return make_vacancy(make_employer(county.hongxi), number=2)


@pytest.fixture
def offered(vacancy, person, village_officer):
    with scope_of(village_officer):
        return referrals.offer(person.pk, vacancy.uuid, actor=village_officer)


@pytest.fixture
def accepted(offered, village_officer):
    with scope_of(village_officer):
        return referrals_answers.accept(offered.pk, actor=village_officer)


@pytest.fixture
def introduced(accepted, township_clerk):
    with scope_of(township_clerk):
        return referrals_results.introduce(accepted.pk, actor=township_clerk)


@pytest.fixture
def hired(introduced, township_clerk):
    with scope_of(township_clerk):
        return referrals_results.hire(introduced.pk, actor=township_clerk)


def seats(vacancy) -> int:
    with everywhere(reason="test"):
        fresh = Vacancy.objects.get(pk=vacancy.pk)
    return open_seats([fresh])[fresh.pk]


def now(referral: Referral) -> Referral:
    with everywhere(reason="test"):
        return Referral.objects.get(pk=referral.pk)


@pytest.mark.requirement("R055")
def test_from_the_door_to_half_a_year_at_work(vacancy, person, village_officer, township_clerk, hired):
    today = clock.today()
    with scope_of(township_clerk):
        assert hired.spell.status == "planned"
        at_work = referrals_work.report(hired.pk, today, "worker", actor=township_clerk)
        spell = EmploymentSpell.objects.get(pk=at_work.spell_id)
        assert (spell.status, spell.evidence, spell.mode, spell.employer_name) == (
            "working", "C", "government", "样本电子厂",
        )  # fmt: skip
        assert (spell.area_level, spell.started_on) == ("other_township", today)
    for days, state in ((30, "retained_30"), (90, "retained_90"), (180, "retained_180")):
        with clock.frozen_at(today + dt.timedelta(days=days)), scope_of(village_officer):
            assert referrals_work.retain(hired.pk, actor=village_officer).status == state
    verbs = set(Event.objects.filter(person=person.uuid).values_list("verb", flat=True))
    assert {f"matching.{v}" for v in ("offer", "accept", "introduce", "hire", "report", "retain")} <= verbs


def test_nobody_can_have_stayed_for_longer_than_it_is(hired, township_clerk):
    with scope_of(township_clerk):
        referrals_work.report(hired.pk, clock.today(), "worker", actor=township_clerk)
        with pytest.raises(TooEarly):
            referrals_work.retain(hired.pk, actor=township_clerk)


# --- offering --------------------------------------------------------------------------------------------------------


def test_a_person_of_another_township_does_not_exist(vacancy, person, stranger):
    with scope_of(stranger), pytest.raises(Person.DoesNotExist):
        referrals.offer(person.pk, vacancy.uuid, actor=stranger)


def test_who_only_reads_offers_nothing(vacancy, person, auditor):
    with scope_of(auditor), pytest.raises(NotYourVerb):
        referrals.offer(person.pk, vacancy.uuid, actor=auditor)


def test_a_vacancy_that_is_not_open_is_not_offered(county, person, village_officer):
    ended = make_vacancy(make_employer(county.hongxi), status="withdrawn")
    with scope_of(village_officer), pytest.raises(VacancyGone):
        referrals.offer(person.pk, ended.uuid, actor=village_officer)


def test_a_vacancy_is_under_way_for_a_person_once(offered, vacancy, person, village_officer):
    with scope_of(village_officer), pytest.raises(OfferedAlready):
        referrals.offer(person.pk, vacancy.uuid, actor=village_officer)


def test_nobody_is_asked_about_more_than_can_be_weighed(county, person, village_officer):
    employer = make_employer(county.hongxi)
    with scope_of(village_officer):
        for _number in range(5):
            referrals.offer(person.pk, make_vacancy(employer).uuid, actor=village_officer)
        with pytest.raises(EnoughOffers):
            referrals.offer(person.pk, make_vacancy(employer).uuid, actor=village_officer)


def test_a_suggestion_is_a_proposal_the_officer_puts_to_the_person(vacancy, person, city_officer, village_officer):
    with scope_of(city_officer):
        suggested = referrals.suggest(person.pk, vacancy.uuid, actor=city_officer)
        assert referrals.suggest(person.pk, vacancy.uuid, actor=city_officer) is None
    assert suggested.status == "suggested"
    assert seats(vacancy) == 2
    with scope_of(village_officer):
        assert referrals.offer_suggested(suggested.pk, actor=village_officer).pk == suggested.pk


def test_suggestions_of_an_allocation_leave_out_what_may_not_be(
    county, vacancy, person, person_elsewhere, township_clerk
):
    ended = make_vacancy(make_employer(county.hongxi), status="withdrawn")
    pairs = [(person.pk, vacancy.uuid), (person_elsewhere.pk, vacancy.uuid), (person.pk, ended.uuid)]
    with scope_of(township_clerk):
        made = referrals.suggest_many(pairs, actor=township_clerk, source="test")
        assert [one.person_id for one in made] == [person.pk]
        assert referrals.suggest_many(pairs, actor=township_clerk, source="test") == []


# --- a no ------------------------------------------------------------------------------------------------------------


def test_a_no_is_kept_with_its_reason_and_not_asked_again_for_a_while(offered, vacancy, person, village_officer):
    with scope_of(village_officer):
        said = referrals_answers.decline(offered.pk, "too_far", actor=village_officer)
        assert (said.status, said.reason) == ("declined", "too_far")
        with pytest.raises(SaidNoLately):
            referrals.offer(person.pk, vacancy.uuid, actor=village_officer)
        assert referrals.suggest_many([(person.pk, vacancy.uuid)], actor=village_officer, source="test") == []
    later = clock.today() + dt.timedelta(days=60)
    with everywhere(reason="test"):
        Vacancy.objects.update(confirmed_on=later, valid_until=later)
    with clock.frozen_at(later), scope_of(village_officer):
        assert referrals.offer(person.pk, vacancy.uuid, actor=village_officer).status == "offered"


def test_a_reason_is_one_of_the_list(offered, village_officer):
    with scope_of(village_officer), pytest.raises(ReasonOfList):
        referrals_answers.decline(offered.pk, "lazy", actor=village_officer)


def test_a_no_after_a_yes_frees_the_seat(accepted, vacancy, village_officer):
    assert seats(vacancy) == 1
    with scope_of(village_officer):
        referrals_answers.decline(accepted.pk, "family", actor=village_officer)
    assert seats(vacancy) == 2


# --- seats -----------------------------------------------------------------------------------------------------------


def test_a_yes_holds_a_seat_and_the_last_one_is_given_once(vacancy, make_person, county, township_clerk):
    with scope_of(township_clerk):
        offers = [
            referrals.offer(make_person(county.xinshao).pk, vacancy.uuid, actor=township_clerk) for _n in range(3)
        ]
        for one in offers[:2]:
            referrals_answers.accept(one.pk, actor=township_clerk)
        with pytest.raises(NoSeatLeft):
            referrals_answers.accept(offers[2].pk, actor=township_clerk)
    assert seats(vacancy) == 0


def test_who_is_hired_fills_the_seat_and_is_counted(hired, vacancy):
    with everywhere(reason="test"):
        fresh = Vacancy.objects.get(pk=vacancy.pk)
    assert (fresh.hired, seats(vacancy)) == (1, 1)


def test_who_never_started_gives_the_seat_back_and_has_no_spell(hired, vacancy, township_clerk):
    with scope_of(township_clerk):
        undone = referrals_work.take_back(hired.pk, actor=township_clerk)
        assert (undone.status, undone.reason, undone.spell_id) == ("not_hired", "did_not_start", None)
        assert not EmploymentSpell.objects.filter(recorded_to=None).exists()
        assert EmploymentSpell.objects.count() == 1  # what was believed is not forgotten
    assert seats(vacancy) == 2


# --- being hired ends the rest ---------------------------------------------------------------------------------------


def test_hired_elsewhere_ends_the_rest_and_frees_their_seats(introduced, county, person, township_clerk):
    other = make_vacancy(make_employer(county.hongxi), number=1)
    with scope_of(township_clerk):
        second = referrals.offer(person.pk, other.uuid, actor=township_clerk)
        referrals_answers.accept(second.pk, actor=township_clerk, consent=HERE)
        assert seats(other) == 0
        referrals_results.hire(introduced.pk, actor=township_clerk)
    assert now(second).status == "closed_elsewhere"
    assert seats(other) == 1
    with everywhere(reason="test"):
        assert not Consent.objects.filter(withdrawn_on=None).exists()


def test_an_employer_says_why_not(introduced, vacancy, township_clerk):
    with scope_of(township_clerk):
        with pytest.raises(ReasonOfList):
            referrals_results.refuse(introduced.pk, "ugly", actor=township_clerk)
        said = referrals_results.refuse(introduced.pk, "did_not_come", actor=township_clerk)
    assert (said.status, said.reason) == ("not_hired", "did_not_come")
    assert seats(vacancy) == 2


def test_work_does_not_start_tomorrow(hired, township_clerk):
    with scope_of(township_clerk), pytest.raises(NotThatDay):
        referrals_work.report(hired.pk, clock.today() + dt.timedelta(days=1), "worker", actor=township_clerk)


def test_who_leaves_ends_the_spell_on_the_last_day(hired, township_clerk):
    with scope_of(township_clerk):
        referrals_work.report(hired.pk, clock.today(), "family", actor=township_clerk)
        gone = referrals_work.leave(hired.pk, "returned", clock.today(), actor=township_clerk)
        spell = EmploymentSpell.objects.get(pk=gone.spell_id)
    assert (gone.status, spell.status, spell.ended_on, spell.evidence) == ("left", "ended", clock.today(), "D")


# --- what ends by itself ---------------------------------------------------------------------------------------------


def test_an_offer_without_an_answer_expires_once(offered, county):
    later = offered.answer_by + dt.timedelta(days=1)
    with scope_of([county.key]):
        assert referrals_keeping.expire() == 0
        assert referrals_keeping.expire(later) == 1
        assert referrals_keeping.expire(later) == 0
    assert now(offered).status == "expired"


def test_a_suggestion_nobody_put_to_the_person_is_dropped(vacancy, person, city_officer, county):
    with scope_of(city_officer):
        suggested = referrals.suggest(person.pk, vacancy.uuid, actor=city_officer)
    with scope_of([county.key]):
        assert referrals_keeping.expire(clock.today() + dt.timedelta(days=16)) == 1
    assert now(suggested).status == "expired"


def test_a_vacancy_that_ends_takes_what_is_under_way_with_it(offered, vacancy, make_person, county, township_clerk):
    with scope_of(township_clerk):
        other = referrals.offer(make_person(county.xinshao).pk, vacancy.uuid, actor=township_clerk)
        referrals_answers.accept(other.pk, actor=township_clerk)
    assert referrals_keeping.vacancy_ended(vacancy.uuid, reason="stopped") == 2
    assert referrals_keeping.vacancy_ended(vacancy.uuid, reason="stopped") == 0
    assert now(offered).status == "expired"
    assert (now(other).status, now(other).reason) == ("not_hired", "stopped")


def test_a_spell_begun_or_ended_on_the_file_moves_the_referral(hired):
    today = clock.today()
    for _twice in range(2):
        referrals_work.follow_spell(hired.spell_id, "working", today, None, "")
    assert (now(hired).status, now(hired).started_on) == ("reported", today)
    for _twice in range(2):
        referrals_work.follow_spell(hired.spell_id, "ended", today, today, "returned")
    assert (now(hired).status, now(hired).reason) == ("left", "returned")


def test_nothing_is_open_to_a_closed_record(accepted, person, vacancy):
    assert referrals_keeping.person_gone(person.uuid) == 0
    with everywhere(reason="test"):
        Person.objects.filter(pk=person.pk).update(life="dead", died_on=clock.today())
    assert referrals_keeping.person_gone(person.uuid) == 1
    assert (now(accepted).status, seats(vacancy)) == ("withdrawn", 2)


def test_a_referral_goes_along_when_the_record_is_carried(accepted, person, county, city_officer):
    with scope_of(city_officer):
        referrals_answers.take_consent(accepted.pk, HERE, actor=city_officer)
        transfer_household(
            person.household_id, area=county.group_in(county.hongxi).key, reason="moved", actor=city_officer
        )
        moved = Referral.objects.get(pk=accepted.pk)
        assert moved.area_id == Person.objects.get(pk=person.pk).area_id
        assert [one.area_id for one in Consent.objects.all()] == [moved.area_id]


def test_what_happens_elsewhere_is_followed(vacancy, hired, person, make_person, county, city_officer):
    """The jobs that follow the verbs of other apps, each called twice with its event."""
    with scope_of(city_officer):
        second = referrals.offer(make_person(county.xinshao).pk, vacancy.uuid, actor=city_officer)
        end_spell(start_work(hired.spell_id, actor=city_officer).pk, ended_on=clock.today(), end_reason="returned",
                  actor=city_officer, note="back home")  # fmt: skip
        posts_keeping.withdraw(vacancy.pk, "stopped", "no more", actor=city_officer)
        third = referrals.offer(person.pk, make_vacancy(make_employer(county.hongxi)).uuid, actor=city_officer)
        record_death(person.pk, died_on=clock.today(), reason="died", actor=city_officer)
    for verb, follow in (
        ("people.start_work", jobs.after_spell),
        ("people.end_spell", jobs.after_spell),
        ("vacancies.withdraw", jobs.after_withdrawal),
        ("people.record_death", jobs.after_closing),
    ):
        event = Event.objects.filter(verb=verb).latest("seq")
        for _twice in range(2):
            with scope_of([event.area]):
                follow(event)
    assert [now(one).status for one in (hired, second, third)] == ["left", "expired", "withdrawn"]


# --- consent ---------------------------------------------------------------------------------------------------------


def test_a_consent_is_asked_for_apart_and_after_the_yes(offered, village_officer):
    with scope_of(village_officer):
        with pytest.raises(ConsentNotNow):
            referrals_answers.take_consent(offered.pk, HERE, actor=village_officer)
        referrals_answers.accept(offered.pk, actor=village_officer)
        with pytest.raises(NoConsent):
            referrals_answers.withdraw_consent(offered.pk, actor=village_officer)
        referrals_answers.take_consent(offered.pk, HERE, actor=village_officer)
        kept = Consent.objects.get()
    assert (kept.way, kept.text, kept.title, kept.until) == (
        "in_person", "2026-1", "缝纫工", clock.today() + dt.timedelta(days=60),
    )  # fmt: skip


def test_hires_counted_by_hand_cannot_take_a_seat_twice(hired, vacancy, township_clerk, city_officer):
    with scope_of(city_officer):
        posts_seats.record_hires(vacancy.pk, 1, actor=city_officer)
    assert seats(vacancy) == 0


# --- no trace of a no in what ranks ----------------------------------------------------------------------------------

RANKS = ("features/*.py", "../engine/columnwise.py", "packed_columns.py", "ranking*.py", "policy/points.py")


@pytest.mark.requirement("D08")
def test_a_no_changes_nothing_of_what_people_are_ranked_by(county, person, make_person, remember, township_clerk):
    """The columns from which everything is ranked are the same before and after five people said no."""
    people = [person, *(make_person(county.xinshao) for _n in range(4))]
    for one in people:
        remember(Intention, one, expires_on=clock.today() + dt.timedelta(days=90), wished_trades=["sewing"])
    vacancy = make_vacancy(make_employer(county.hongxi))
    with scope_of(township_clerk):
        offers = [referrals.offer(one.pk, vacancy.uuid, actor=township_clerk) for one in people]
    before = _ranked_by()
    with scope_of(township_clerk):
        for one in offers:
            referrals_answers.decline(one.pk, "pay", "no", actor=township_clerk)
    assert len(before[0]) == len(people)
    assert _ranked_by() == before


def test_what_ranks_does_not_know_of_referrals():
    here = Path(referrals.__file__).parents[1]
    files = [path for pattern in RANKS for path in here.glob(pattern)]
    assert len(files) > len(RANKS)
    assert [path.name for path in files if "referral" in path.read_text(encoding="utf-8").lower()] == []


def _ranked_by() -> tuple[list[Any], list[Any], list[Any]]:
    today = clock.today()
    people, posts = read_people(today, policy_on(today)), read_posts(today)
    with everywhere(reason="test"):
        chosen = seekers_of(county_path())
    return people.workers.to_dicts(), posts.vacancies.to_dicts(), chosen


# --- what people hear ------------------------------------------------------------------------------------------------


def test_an_offer_goes_by_telephone_unless_it_was_answered_by_then(vacancy, make_person, county, township_clerk):
    person = make_person(county.xinshao, phone="13987311111")
    with scope_of(township_clerk):
        made = referrals.offer(person.pk, vacancy.uuid, actor=township_clerk)
        (offer,) = Message.objects.filter(kind="matching.offered")
        assert offer.status == "queued"
        assert offer.not_before > clock.now()
        referrals_answers.accept(made.pk, actor=township_clerk)
        offer.refresh_from_db()
        assert offer.status == "withdrawn"
        referrals_results.introduce(made.pk, actor=township_clerk)
        assert Message.objects.filter(kind="matching.introduced", status="queued").count() == 1


def test_nobody_is_written_to_who_has_no_mobile_or_asked_for_no_more(vacancy, make_person, county, township_clerk):
    without = make_person(county.xinshao)
    stopped = make_person(county.xinshao, phone="13987311112")
    with scope_of(township_clerk):
        opt_out("13987311112", actor=township_clerk)
        for person in (without, stopped):
            referrals.offer(person.pk, vacancy.uuid, actor=township_clerk)
        assert not Message.objects.filter(kind="matching.offered").exists()
