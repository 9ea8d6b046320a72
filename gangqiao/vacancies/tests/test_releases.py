"""The monthly release: compiled, issued, received, struck; and the packs that villages get of it."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gangqiao.audit.models import Event, Look
from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel import clock
from gangqiao.kernel.lifecycle import NotAllowedNow
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people.models import Intention
from gangqiao.vacancies.actions import packs as pack_actions
from gangqiao.vacancies.actions import releases as actions
from gangqiao.vacancies.jobs import releases as jobs
from gangqiao.vacancies.models import Leaflet, Pack, Receipt, Release, ReleaseLine, Vacancy
from gangqiao.vacancies.policy.release import due_on, month_of
from gangqiao.vacancies.reads import packs_texts as texts
from gangqiao.vacancies.reads.packs import closed_since, lines_of, lines_of_release
from gangqiao.vacancies.reads.releases import coverage, together
from gangqiao.vacancies.tests.made import make_employer, make_vacancy


@pytest.fixture
def employer(county: Any) -> Any:
    return make_employer(county.xinshao)


@pytest.fixture
def sewing(employer: Any) -> Vacancy:
    return make_vacancy(employer)


@pytest.fixture
def seeker(make_person: Any, remember: Any, county: Any) -> Any:
    """Somebody of the first village who wants to sew."""
    found = make_person(county.villages[0], name="甲鸣雀", birth_date=date(1990, 1, 1))
    wish = {"wants_work": "yes", "training_wish": "no", "wished_trades": ["sewing"], "valid_from": clock.today()}
    remember(Intention, found, **wish, expires_on=clock.today() + timedelta(days=90))
    return found


def released(county: Any, actor: Any) -> Release:
    """Compiled, issued, its packs made."""
    made = actions.compile_release(county.division, clock.today(), actor=actor)
    made = actions.issue(made.pk, actor=actor)
    with scope_of([county.key]):
        pack_actions.make_packs(made)
    made.refresh_from_db()
    return made


def pack_in(area: Any, release: Release) -> Pack:
    with everywhere(reason="test"):
        return Pack.objects.select_related("release", "area").get(release=release, area=area)


def follow(verb: str) -> None:
    """Run the job that follows the newest event of a verb."""
    event = Event.objects.filter(verb=verb).order_by("-seq").first()
    with scope_of([event.area]):
        jobs.strike_ended(event)


@pytest.mark.requirement("R052", "R053", "R115")
def test_the_bureau_compiles_what_is_open_and_issues_it_once_a_month(county, city_officer, sewing, employer):
    make_vacancy(employer, title="not verified", status="submitted")
    release = actions.compile_release(county.division, clock.today(), actor=city_officer)
    assert [line.posting.title for line in lines_of_release(release)] == ["缝纫工"]
    # Until it is issued it is compiled anew as often as one likes.
    make_vacancy(employer, title="锁边工")
    assert actions.compile_release(county.division, clock.today(), actor=city_officer).pk == release.pk
    issued = actions.issue(release.pk, actor=city_officer, note="先走访求职户")
    assert issued.lines.count() == 2
    assert issued.issued_by == city_officer.name
    with pytest.raises(actions.IssuedAlready):
        actions.compile_release(county.division, clock.today(), actor=city_officer)
    with pytest.raises(actions.MonthAhead):
        actions.compile_release(county.division, clock.today() + timedelta(days=40), actor=city_officer)
    with pytest.raises(NotAllowedNow):
        actions.issue(release.pk, actor=city_officer)


def test_a_township_compiles_nothing_and_an_empty_release_is_refused(county, township_clerk, city_officer):
    with pytest.raises(NotYourVerb):
        actions.compile_release(county.xinshao, clock.today(), actor=township_clerk)
    with pytest.raises(actions.NothingOpen):
        actions.compile_release(county.division, clock.today(), actor=city_officer)


def test_what_closes_between_compiling_and_issuing_is_not_issued(county, city_officer, sewing, employer):
    gone = make_vacancy(employer, title="锁边工")
    release = actions.compile_release(county.division, clock.today(), actor=city_officer)
    with everywhere(reason="test"):
        Vacancy.objects.filter(pk=gone.pk).update(status="withdrawn")
    issued = actions.issue(release.pk, actor=city_officer)
    assert [(line.number, line.vacancy) for line in issued.lines.all()] == [(1, sewing.uuid)]


@pytest.mark.requirement("R053")
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    status=st.sampled_from(["draft", "submitted", "verified", "published", "paused_stale", "filled", "expired"]),
    of_employer=st.sampled_from(["listed", "verified", "barred", "closed"]),
    confirmed=st.integers(-40, 0),
    until=st.integers(-5, 40),
)
def test_nothing_stale_or_unverified_is_ever_released(
    county, city_officer, sewing, employer, status, of_employer, confirmed, until
):
    today = clock.today()
    with everywhere(reason="test"):
        type(employer).objects.filter(pk=employer.pk).update(status=of_employer)
        Vacancy.objects.filter(pk=sewing.pk).update(
            status=status, confirmed_on=today + timedelta(days=confirmed), valid_until=today + timedelta(days=until)
        )
        other = make_employer(county.hongxi)
        steady = make_vacancy(other)
    release = actions.compile_release(county.division, today, actor=city_officer)
    named = set(actions.issue(release.pk, actor=city_officer).lines.values_list("vacancy", flat=True))
    is_true = status == "published" and of_employer == "verified" and confirmed >= -14 and until >= 0
    assert (sewing.uuid in named) is is_true
    assert steady.uuid in named
    with everywhere(reason="test"):
        ReleaseLine.objects.all().delete()
        Release.objects.all().delete()


@pytest.mark.requirement("R053")
def test_a_closed_vacancy_is_struck_at_once_and_marked_in_the_next_pack(
    county, city_officer, sewing, employer, seeker, client_of
):
    make_vacancy(employer, title="锁边工")
    with everywhere(reason="test"):
        past = date(clock.today().year - 1, 1, 1)
        first = released(county, city_officer)
        Release.objects.filter(pk=first.pk).update(period=past)
    pack = pack_in(county.villages[0], first)
    page = reverse("vacancies:pack_public", args=[texts.token_of(pack)])
    assert "<s>缝纫工</s>" not in client_of("village_officer").get(page).content.decode()

    with everywhere(reason="test"):
        Vacancy.objects.filter(pk=sewing.pk).update(status="withdrawn")
    # No job has run, no event has been followed: the pages know by themselves.
    for address in (page, reverse("vacancies:pack", args=[pack.uuid])):
        assert "<s>缝纫工</s>" in client_of("village_officer").get(address).content.decode()
    assert ReleaseLine.objects.filter(struck_at=None).count() == 2

    with scope_of([county.key]):
        jobs.strike_what_was_missed()
        jobs.strike_what_was_missed()  # a second call strikes nothing
    line = ReleaseLine.objects.get(vacancy=sewing.uuid)
    assert line.struck_reason == "withdrawn"
    assert Event.objects.filter(verb="vacancies.strike").count() == 1

    second = released(county, city_officer)
    with scope_of([county.key]):
        marked = closed_since(pack_in(county.villages[0], second))
    assert [(one.posting.title, one.is_open) for one in marked] == [("缝纫工", False)]


@pytest.mark.requirement("R053")
def test_the_event_of_a_barred_employer_strikes_its_lines(county, city_officer, sewing, employer):
    from gangqiao.audit.events import record

    released(county, city_officer)
    with everywhere(reason="test"):
        type(employer).objects.filter(pk=employer.pk).update(status="barred")
        employer.refresh_from_db()
        record("vacancies.bar_employer", actor=city_officer, subject=employer)
    follow("vacancies.bar_employer")
    assert ReleaseLine.objects.get().struck_reason == "barred"


@pytest.mark.requirement("R053")
def test_each_township_says_once_that_it_has_arrived(county, city_officer, township_clerk, stranger, sewing):
    release = actions.compile_release(county.division, clock.today(), actor=city_officer)
    with scope_of([county.xinshao.key]):
        with pytest.raises(actions.NotIssued):
            actions.receive_release(release.pk, county.xinshao.key, actor=township_clerk)
        actions.issue(release.pk, actor=city_officer)
        actions.receive_release(release.pk, county.xinshao.key, actor=township_clerk)
        actions.receive_release(release.pk, county.xinshao.key, actor=township_clerk)
        with pytest.raises(NotYourVerb):
            actions.receive_release(release.pk, county.xinshao.key, actor=stranger)
        assert Receipt.objects.count() == 1
    assert Event.objects.filter(verb="vacancies.receive_release").count() == 1


@pytest.mark.requirement("R053", "R055")
def test_every_village_gets_a_pack_and_the_one_with_the_sewer_its_reasons(county, city_officer, sewing, seeker):
    release = released(county, city_officer)
    with everywhere(reason="test"):
        assert Pack.objects.count() == len(county.villages)
        pack_actions.make_packs(release)  # a job may run twice
        assert Pack.objects.count() == len(county.villages)
    pack = pack_in(county.villages[0], release)
    assert pack.seekers == 1
    assert [(one["line"], one["fits"]) for one in json.loads(pack.choice)] == [(1, 1)]
    with scope_of([county.villages[0].key]), override("en"):
        (line,) = lines_of(pack)
        assert line.why == ("in the own township", "trade wished for: 1 here")
    assert Event.objects.filter(verb="vacancies.make_packs").count() == 1
    assert release.packs_made_at is not None


@pytest.mark.requirement("R053", "R058")
def test_on_its_day_the_release_is_compiled_by_itself_and_waits_for_the_office(county, sewing, monkeypatch):
    month = month_of(clock.today())
    monkeypatch.setattr(clock, "today", lambda: due_on(month) - timedelta(days=1))
    jobs.compile_on_the_day()
    assert not Release.objects.exists()
    monkeypatch.undo()
    with everywhere(reason="test"):
        Vacancy.objects.update(confirmed_on=due_on(month), valid_until=due_on(month) + timedelta(days=30))
    monkeypatch.setattr(clock, "today", lambda: due_on(month))
    jobs.compile_on_the_day()
    jobs.compile_on_the_day()
    assert [one.status for one in Release.objects.all()] == ["compiling"]


@pytest.mark.requirement("R053", "R056")
def test_the_bureau_sees_by_township_how_far_it_came(county, city_officer, sewing, seeker):
    from gangqiao.vacancies.models import Delivery

    release = released(county, city_officer)
    pack = pack_in(county.villages[0], release)
    with scope_of([county.key]):
        for reached, home, jobs_, policies in ((12, None, True, True), (1, seeker.household, True, False)):
            Delivery.objects.create(
                area_id=pack.area_id, pack=pack, on=clock.today(), way="meeting" if home is None else "visit",
                household=home, reached=reached, jobs=jobs_, policies=policies, by="test",
            )  # fmt: skip
        Pack.objects.filter(pk=pack.pk).update(first_delivered_on=clock.today() + timedelta(days=3), status="delivered")
        rows = coverage(release, [county.key])
    assert [(row.name, row.delivered, len(row.villages)) for row in rows] == [("新哨镇", 1, 2), ("虹溪镇", 0, 2)]
    total = together(rows)
    assert (total.told, total.others, total.with_jobs, total.with_policies, total.with_services) == (1, 12, 1, 1, 0)
    assert total.median_days == 3
    # A township sees its own line alone.
    with scope_of([county.hongxi.key]):
        assert [row.name for row in coverage(release, [county.hongxi.key])] == ["虹溪镇"]


@pytest.mark.requirement("R053")
def test_the_way_from_compiling_to_the_receipt_leads_through_the_pages(county, sewing, seeker, client_of):
    city, town = client_of("city_officer"), client_of("township_clerk")
    assert "Compile" in city.get(reverse("vacancies:releases"), headers={"accept-language": "en"}).content.decode()
    made = city.post(reverse("vacancies:compile"))
    release = Release.objects.get()
    assert made.url == reverse("vacancies:release", args=[release.uuid])
    assert city.post(reverse("vacancies:issue", args=[release.uuid]), {"note": "n"}).url == made.url
    with scope_of([county.key]):
        release.refresh_from_db()
        pack_actions.make_packs(release)
    town.post(reverse("vacancies:receive_release", args=[release.uuid]), {"area": county.xinshao.key})
    page = city.get(reverse("vacancies:coverage", args=[release.uuid]), {"which": "waiting"}).content.decode()
    assert "布龙村委会" in page
    mine = town.get(reverse("vacancies:coverage", args=[release.uuid]), {"which": "all"}).content.decode()
    assert "布龙村委会" in mine
    assert "白云村委会" not in mine
    pack = pack_in(county.villages[1], release)
    assert client_of("village_officer").get(reverse("vacancies:pack", args=[pack.uuid])).status_code == 404


@pytest.mark.requirement("R055")
def test_a_figure_of_a_pack_opens_to_the_people_it_counts_and_the_look_is_logged(
    county, city_officer, sewing, seeker, client_of
):
    pack = pack_in(county.villages[0], released(county, city_officer))
    browser = client_of("village_officer")
    page = browser.get(reverse("vacancies:pack", args=[pack.uuid])).content.decode()
    people = reverse("vacancies:pack_people", args=[pack.uuid])
    assert f'data-figure="1" data-how=""><a href="{people}?line=1">' in page
    listed = browser.get(people, {"line": "1"}).content.decode()
    assert "甲鸣雀" in listed
    look = Look.objects.filter(verb="people.view_list").order_by("-seq").first()
    assert look.persons == [str(seeker.uuid)]


@pytest.mark.requirement("R056")
def test_policies_and_services_are_written_by_the_bureau_and_go_along(county, client_of, city_officer, sewing):
    city = client_of("city_officer")
    values = {
        "kind": "policy", "title": "外出务工交通补贴", "words": "跨省务工满三个月可申请。", "suits": "",
        "document": "", "phone": "12333", "valid_from": clock.today().isoformat(), "valid_to": "",
    }  # fmt: skip
    assert city.post(reverse("vacancies:new_leaflet"), values).status_code == 302
    leaflet = Leaflet.objects.get()
    wrong = city.post(reverse("vacancies:leaflet", args=[leaflet.uuid]), values | {"valid_to": values["valid_from"]})
    assert wrong.status_code == 422
    assert client_of("township_clerk").post(reverse("vacancies:new_leaflet"), values).status_code in (403, 404)
    pack = pack_in(county.villages[0], released(county, city_officer))
    page = client_of("village_officer").get(reverse("vacancies:pack_public", args=[texts.token_of(pack)]))
    assert "外出务工交通补贴" in page.content.decode()


def test_what_somebody_said_goes_along_to_the_new_village_and_the_delivery_stays(county, city_officer, seeker, sewing):
    from gangqiao.vacancies.actions.packs_following import follow, lock_responses
    from gangqiao.vacancies.models import Delivery, Response

    pack = pack_in(county.villages[0], released(county, city_officer))
    today, new = clock.today(), county.group_in(county.hongxi)
    with everywhere(reason="test"):
        Response.objects.create(area_id=seeker.area_id, person=seeker, pack=pack, vacancy=sewing.uuid,
                                answer="interested", on=today, by="test")  # fmt: skip
        Delivery.objects.create(area_id=pack.area_id, pack=pack, on=today, way="visit", household=seeker.household,
                                by="test")  # fmt: skip
        type(seeker).objects.filter(pk=seeker.pk).update(area=new)
        lock_responses([seeker.household_id])
        follow([seeker.household_id], [seeker.pk], set())
        follow([seeker.household_id], [seeker.pk], set())
    with scope_of([county.hongxi.key]):
        assert Response.objects.count() == 1
        assert Delivery.objects.count() == 0
    with scope_of([county.xinshao.key]):
        assert Response.objects.count() == 0
        assert Delivery.objects.count() == 1
