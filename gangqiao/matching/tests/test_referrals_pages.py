"""The pages of referrals: for the village at the door, for the bureau, and for an employer."""

from __future__ import annotations

import datetime as dt
import json
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.urls import reverse

from gangqiao.accounts.models import Grant, Unit, UnitKind, User
from gangqiao.accounts.reads import actor_of
from gangqiao.audit.models import Event, Look
from gangqiao.kernel import clock
from gangqiao.kernel.queue import sources
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.matching.actions import referrals, referrals_answers, referrals_results
from gangqiao.matching.actions.referrals_answers import Given
from gangqiao.matching.actions.referrals_notices import link_of
from gangqiao.matching.models import Referral
from gangqiao.messaging.models import Message
from gangqiao.vacancies.models import Employer, Vacancy
from gangqiao.vacancies.tests.made import make_employer, make_vacancy

pytestmark = pytest.mark.django_db
NAME, PHONE = "赵鸣雀", "13987311111"


@pytest.fixture
def person(make_person, county):
    return make_person(county.villages[0], name=NAME, phone=PHONE, sex="2", birth_date=dt.date(1989, 1, 1))


@pytest.fixture
def employer_user(county):
    """The user of an employer with an account."""
    unit = Unit.objects.create(code="e77", name="样本电子厂", kind=UnitKind.EMPLOYER)
    user = User.objects.create(username="factory", display_name="factory", unit=unit)
    Grant.objects.create(user=user, role="employer", area=None, valid_from=dt.date(2019, 1, 1))
    return user


@pytest.fixture
def vacancy(county, employer_user):
    return make_vacancy(make_employer(county.hongxi, party="e77"), number=3)


@pytest.fixture
def offered(vacancy, person, village_officer):
    with scope_of(village_officer):
        return referrals.offer(person.pk, vacancy.uuid, actor=village_officer)


@pytest.fixture
def accepted(offered, village_officer):
    with scope_of(village_officer):
        return referrals_answers.accept(offered.pk, actor=village_officer)


@pytest.fixture
def introduced(offered, village_officer, township_clerk):
    with scope_of(village_officer):
        referrals_answers.accept(offered.pk, actor=village_officer, consent=Given("in_person"))
    with scope_of(township_clerk):
        return referrals_results.introduce(offered.pk, actor=township_clerk)


def now(referral):
    with everywhere(reason="test"):
        return Referral.objects.get(pk=referral.pk)


def read(browser, name, *args, **query):
    answer = browser.get(reverse(f"matching:{name}", args=args), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


# --- at the door -----------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R055")
def test_the_village_offers_and_records_the_answer_in_two_taps(person, vacancy, client_of):
    browser = client_of("village_officer")
    assert "缝纫工" in read(browser, "offer", person.uuid, vacancy=str(vacancy.uuid))
    sent = browser.post(reverse("matching:offer", args=[person.uuid]), {"vacancy": str(vacancy.uuid)})
    with everywhere(reason="test"):
        made = Referral.objects.get()
    assert sent["Location"] == reverse("matching:answer", args=[made.uuid])
    page = read(browser, "answer", made.uuid)
    assert NAME in page
    assert "样本电子厂" in page
    browser.post(reverse("matching:accept", args=[made.uuid]), {"consent": "no", "way": "in_person"})
    assert now(made).status == "accepted"
    with everywhere(reason="test"):
        assert not made.consents.exists()
    assert "缝纫工" in browser.get(reverse("people:person", args=[person.uuid])).content.decode()


def test_a_yes_and_being_named_are_two_answers(offered, client_of):
    client_of("village_officer").post(
        reverse("matching:accept", args=[offered.uuid]), {"consent": "yes", "way": "phone"}
    )
    with everywhere(reason="test"):
        assert [one.way for one in offered.consents.all()] == ["phone"]


def test_a_no_takes_one_tap(offered, client_of):
    browser = client_of("village_officer")
    browser.post(reverse("matching:decline", args=[offered.uuid]), {"reason_code": "too_far"})
    assert (now(offered).status, now(offered).reason) == ("declined", "too_far")
    assert browser.get(reverse("matching:answer", args=[offered.uuid])).status_code == 302


def test_a_vacancy_said_no_to_has_no_button(offered, person, vacancy, client_of):
    browser = client_of("village_officer")
    browser.post(reverse("matching:decline", args=[offered.uuid]))
    assert 'name="vacancy"' not in read(browser, "offer", person.uuid, vacancy=str(vacancy.uuid))


# --- lists and one referral ------------------------------------------------------------------------------------------


def test_the_list_names_people_of_the_own_area_and_tells_the_log(offered, person, client_of, stranger):
    assert NAME in read(client_of("village_officer"), "referrals")
    look = Look.objects.filter(verb="matching.view_referrals").latest("seq")
    assert look.persons == [str(person.uuid)]
    assert NAME not in read(client_of("stranger"), "referrals")
    assert client_of("stranger").get(reverse("matching:referral", args=[offered.uuid])).status_code == 404


def test_a_no_is_seen_by_whoever_may_ask_and_by_nobody_else(offered, vacancy, client_of, village_officer):
    with scope_of(village_officer):
        referrals_answers.decline(offered.pk, "pay", actor=village_officer)
    assert NAME in read(client_of("village_officer"), "referrals", look="declined")
    for reader in ("auditor", "stranger"):
        assert NAME not in read(client_of(reader), "referrals", look="declined")
        assert client_of(reader).get(reverse("matching:referral", args=[offered.uuid])).status_code == 404


def test_a_clerk_without_names_sees_none(offered, make_user, county, client_of):
    clerk = make_user("employment_clerk", county.division)
    assert NAME not in read(client_of(clerk), "referrals")
    assert NAME not in read(client_of(clerk), "referral", offered.uuid)


def test_the_whole_course_by_its_buttons(introduced, client_of):
    browser = client_of("township_clerk")
    today = clock.today().isoformat()
    browser.post(reverse("matching:hire", args=[introduced.uuid]), {"starts_on": ""})
    assert now(introduced).status == "hired"
    wrong = browser.post(reverse("matching:report", args=[introduced.uuid]), {"started_on": "", "heard_from": "worker"})
    assert wrong.status_code == 422
    browser.post(reverse("matching:report", args=[introduced.uuid]), {"started_on": today, "heard_from": "worker"})
    assert now(introduced).status == "reported"
    assert "still-there" in read(browser, "referral", introduced.uuid)
    browser.post(reverse("matching:leave", args=[introduced.uuid]), {"ended_on": today, "reason_code": "returned"})
    assert now(introduced).status == "left"


# --- what an employer sees -------------------------------------------------------------------------------------------


@pytest.mark.requirement("D08")
def test_before_the_consent_an_employer_sees_four_facts_and_no_name(accepted, vacancy, client_of, employer_user):
    browser = client_of(employer_user)
    page = read(browser, "introduced")
    assert NAME not in page
    assert PHONE not in page
    assert "35–39" in page
    post = browser.get(reverse("vacancies:vacancy", args=[vacancy.uuid])).content.decode()
    assert NAME not in post
    assert "35–39" in post
    with scope_of(actor_of(employer_user)):
        assert not Referral.objects.exists()


def test_without_consent_an_introduction_names_nobody(accepted, township_clerk, client_of, employer_user):
    with scope_of(township_clerk):
        referrals_results.introduce(accepted.pk, actor=township_clerk)
    assert NAME not in read(client_of(employer_user), "introduced")


def test_with_consent_the_employer_sees_name_and_number_and_the_person_sees_that(
    introduced, person, client_of, employer_user
):
    page = read(client_of(employer_user), "introduced")
    assert NAME in page
    assert PHONE in page
    look = Look.objects.filter(verb="matching.view_introduced").latest("seq")
    assert (look.actor_name, look.persons) == ("factory", [str(person.uuid)])
    assert client_of(employer_user).get(reverse("people:person", args=[person.uuid])).status_code in (403, 404)


def test_a_consent_taken_back_takes_the_name_back_at_once(introduced, client_of, employer_user):
    client_of("village_officer").post(reverse("matching:withdraw_consent", args=[introduced.uuid]))
    assert NAME not in read(client_of(employer_user), "introduced")
    assert now(introduced).shown_name is None
    assert now(introduced).party == ""
    with scope_of(actor_of(employer_user)):
        assert not Referral.objects.exists()


def test_a_consent_that_ran_out_shows_nobody_even_before_the_night(introduced, client_of, employer_user):
    browser = client_of(employer_user)
    with clock.frozen_at(introduced.shown_until + dt.timedelta(days=1)):
        browser.force_login(employer_user)
        assert NAME not in read(browser, "introduced")


def test_an_employer_answers_with_one_tap(introduced, vacancy, client_of, employer_user):
    browser = client_of(employer_user)
    sent = browser.post(reverse("matching:hire", args=[introduced.uuid]))
    assert sent["Location"] == reverse("matching:introduced")
    assert now(introduced).status == "hired"
    with everywhere(reason="test"):
        assert Vacancy.objects.get(pk=vacancy.pk).hired == 1
    assert NAME in read(browser, "introduced")


def test_whom_an_employer_does_not_take_it_sees_no_more(introduced, client_of, employer_user):
    browser = client_of(employer_user)
    browser.post(reverse("matching:refuse", args=[introduced.uuid]), {"reason_code": "did_not_come"})
    assert (now(introduced).status, now(introduced).reason) == ("not_hired", "did_not_come")
    assert NAME not in read(browser, "introduced")


def test_an_employer_answers_for_nobody_it_does_not_see(accepted, client_of, employer_user, township_clerk):
    with scope_of(township_clerk):
        referrals_results.introduce(accepted.pk, actor=township_clerk)
    assert client_of(employer_user).post(reverse("matching:hire", args=[accepted.uuid])).status_code == 404


def test_an_employer_that_gets_an_account_sees_who_agreed_before(introduced, county):
    from gangqiao.matching.actions.referrals_keeping import employer_has_account

    with everywhere(reason="test"):
        employer = Employer.objects.get(uuid=introduced.employer_uuid)
        Referral.objects.update(party="", shown_name=None, shown_phone=None, shown_until=None)
    employer_has_account(employer.uuid)
    assert (now(introduced).party, now(introduced).shown_name) == ("e77", NAME)


# --- the vacancy's page, the list of work, the record that moves -----------------------------------------------------


def test_the_vacancy_counts_and_tells_of_seats_without_names(accepted, vacancy, client_of):
    page = client_of("city_officer").get(reverse("vacancies:vacancy", args=[vacancy.uuid])).content.decode()
    assert "35–39" in page
    assert NAME not in page
    assert str(vacancy.uuid) in page


@pytest.mark.parametrize(
    ("key", "who"),
    [("matching.unanswered", "village_officer"), ("matching.to_introduce", "township_clerk")],
)
def test_the_list_of_work_says_what_is_next(key, who, request, offered, village_officer):
    if key == "matching.to_introduce":
        with scope_of(village_officer):
            referrals_answers.accept(offered.pk, actor=village_officer)
    actor = request.getfixturevalue(who)
    with scope_of(actor.areas(sources()[key].verb)):
        (entry,) = sources()[key].entries(actor)
    assert entry.count == 1


def test_an_employer_is_told_who_waits(introduced, employer_user):
    actor = actor_of(employer_user)
    source = sources()["matching.to_answer"]
    with scope_of(actor.areas(source.verb)):
        (entry,) = source.entries(actor)
    assert entry.count == 1


# --- an employer without an account ----------------------------------------------------------------------------------


@pytest.fixture
def waiting(county, person, settings, village_officer, township_clerk):
    """Somebody introduced to an employer that has no account."""
    settings.ADDRESS = "https://example.org"
    vacancy = make_vacancy(make_employer(county.hongxi), number=2)
    with scope_of(village_officer):
        made = referrals.offer(person.pk, vacancy.uuid, actor=village_officer)
        referrals_answers.accept(made.pk, actor=village_officer, consent=Given("in_person"))
    with scope_of(township_clerk):
        return referrals_results.introduce(made.pk, actor=township_clerk)


def test_an_employer_without_an_account_gets_a_link_and_answers_without_names(waiting, client):
    with everywhere(reason="test"):
        (sent,) = Message.objects.filter(kind="matching.answer")
    path = urlsplit(json.loads(sent.params)["link"]).path
    assert path == link_of(waiting.vacancy)
    page = client.get(path)
    words = page.content.decode()
    assert page.status_code == 200
    assert "35–39" in words
    assert NAME not in words
    assert PHONE not in words
    for _twice in range(2):
        client.post(path, {"referral": str(waiting.uuid), "act": "hired"})
    assert now(waiting).status == "hired"
    with everywhere(reason="test"):
        assert Vacancy.objects.get(uuid=waiting.vacancy).hired == 1
    assert Event.objects.filter(verb="matching.answer_by_link").count() == 1


def test_a_link_that_is_wrong_or_old_answers_for_nobody(waiting, client):
    path = link_of(waiting.vacancy)
    forged = path[:20] + ("A" if path[20] != "A" else "B") + path[21:]
    assert client.post(forged, {"referral": str(waiting.uuid), "act": "hired"}).status_code == 410
    assert client.post(path, {"referral": str(uuid4()), "act": "hired"}).status_code == 302
    assert client.post(path, {"referral": str(waiting.uuid), "act": "lazy"}).status_code == 422
    with clock.frozen_at(clock.today() + dt.timedelta(days=15)):
        assert client.post(path, {"referral": str(waiting.uuid), "act": "hired"}).status_code == 410
    assert now(waiting).status == "introduced"
