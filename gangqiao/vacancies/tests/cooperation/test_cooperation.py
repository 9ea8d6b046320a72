"""Agreements and stations, and job fairs from their announcement to their results."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.places.models import Division
from gangqiao.vacancies import cooperation_queue
from gangqiao.vacancies.actions import cooperation, fairs
from gangqiao.vacancies.models import Agreement, Fair, Stall, Station
from gangqiao.vacancies.refusals.cooperation import (
    DayPast,
    EndsBeforeItBegins,
    FewerThanStalls,
    InsideTheCounty,
    MoreThanBefore,
    NoAddress,
    NotHeldYet,
    StallNotVerified,
    StallThere,
    StationClosed,
)
from gangqiao.vacancies.tests.made import make_employer, make_vacancy

pytestmark = pytest.mark.django_db
DAY, FAIR_DAY = dt.date(2020, 6, 10), dt.date(2020, 6, 20)


@pytest.fixture(autouse=True)
def on_a_day(county):
    with clock.frozen_at(DAY):
        yield


@pytest.fixture
def outside(county) -> Division:
    """The prefecture around the county: not inside it."""
    return Division.objects.get(name="红河哈尼族彝族自治州")


@pytest.fixture
def fair(bureau, county) -> Fair:
    facts = {
        "kind": "on_site",
        "name": "夏季招聘会",
        "on": FAIR_DAY,
        "area": county.division,
        "place": "体育馆",
        "note": "",
    }
    with scope_of(bureau):
        return fairs.plan_fair(facts, actor=bureau)


def agreement_of(place: Any, **facts: Any) -> dict[str, Any]:
    given = {
        "partner": "样本区人社局",
        "place": place,
        "signed_on": dt.date(2019, 8, 1),
        "valid_to": dt.date(2020, 8, 1),
    }
    return given | {"about": "", "contact": "", "phone": ""} | facts


def test_an_agreement_is_with_an_area_outside_and_ends_after_it_begins(bureau, county, outside):
    with pytest.raises(InsideTheCounty):
        cooperation.keep_agreement(agreement_of(county.xinshao), actor=bureau)
    with pytest.raises(EndsBeforeItBegins):
        cooperation.keep_agreement(agreement_of(outside, valid_to=dt.date(2019, 8, 1)), actor=bureau)
    cooperation.keep_agreement(agreement_of(outside), actor=bureau)
    with scope_of(bureau):
        assert [entry.title for entry in cooperation_queue.agreements(bureau)] == ["样本区人社局"]


def test_a_township_keeps_no_agreements(township_clerk, outside):
    with pytest.raises(NotYourVerb):
        cooperation.keep_agreement(agreement_of(outside), actor=township_clerk)


def test_a_station_leaves_the_public_page_when_it_closes(bureau_user, client_of, client, outside):
    browser = client_of(bureau_user)
    typed = {"name": "样本服务站", "place": outside.name, "phone": "0755-1234567", "opened_on": "2020-06-01"}
    assert browser.post(reverse("vacancies:new_station"), typed).status_code == 302
    assert "样本服务站" in client.get(reverse("vacancies:public_stations")).content.decode()
    station = Station.objects.get()
    assert browser.post(reverse("vacancies:close_station", args=[station.uuid])).status_code == 302
    assert "样本服务站" not in client.get(reverse("vacancies:public_stations")).content.decode()
    with pytest.raises(StationClosed):
        cooperation.close_station(station.pk, actor=browser_actor(bureau_user))


def browser_actor(user: Any) -> Any:
    from gangqiao.accounts.reads import actor_of

    return actor_of(user)


def test_an_agreement_is_entered_with_its_scan_and_opened_again(bureau_user, client_of, outside):
    browser = client_of(bureau_user)
    typed = {"partner": "样本区人社局", "place": outside.name, "signed_on": "2019-08-01"}
    scan = SimpleUploadedFile("scan.pdf", b"%PDF-1.7 an agreement")
    answer = browser.post(reverse("vacancies:new_agreement"), typed | {"file": scan})
    found = Agreement.objects.get()
    assert answer["Location"] == reverse("vacancies:agreement", args=[found.uuid])
    assert browser.get(reverse("vacancies:agreement_file", args=[found.uuid])).content == b"%PDF-1.7 an agreement"
    assert "样本区人社局" in browser.get(reverse("vacancies:cooperation")).content.decode()
    assert "样本区人社局" in browser.get(answer["Location"]).content.decode()


def test_a_fair_runs_from_its_announcement_to_its_results(fair, bureau, county):
    employer = make_employer(county.xinshao)
    make_vacancy(employer, number=7)
    with scope_of(bureau):
        assert fairs.add_stall(fair.pk, employer, actor=bureau).seats == 7
        with pytest.raises(StallThere):
            fairs.add_stall(fair.pk, employer, actor=bureau)
        with pytest.raises(NotHeldYet):
            fairs.hold_fair(fair.pk, actor=bureau)
    with clock.frozen_at(FAIR_DAY + dt.timedelta(days=1)), scope_of(bureau):
        assert [entry.title for entry in cooperation_queue.fairs(bureau)] == ["夏季招聘会"]
        fairs.hold_fair(fair.pk, actor=bureau)
        with pytest.raises(MoreThanBefore):
            fairs.count_stall(fair.pk, employer, interested=2, hired=3, actor=bureau)
        fairs.count_stall(fair.pk, employer, interested=9, hired=3, actor=bureau)
        with pytest.raises(FewerThanStalls):
            fairs.count_fair(fair.pk, visitors=100, offers=10, hired=2, actor=bureau)
        done = fairs.count_fair(fair.pk, visitors=100, offers=10, hired=5, actor=bureau)
        assert (done.status, done.hired) == ("counted", 5)
        assert not list(cooperation_queue.fairs(bureau))


def test_only_a_verified_employer_has_a_stall(fair, bureau, county):
    listed = make_employer(county.xinshao, status="listed", verified_on=None)
    with scope_of(bureau), pytest.raises(StallNotVerified):
        fairs.add_stall(fair.pk, listed, actor=bureau)


def test_a_fair_is_ahead_and_one_on_the_net_has_an_address(bureau, county):
    facts = {"kind": "online", "name": "网上招聘", "on": FAIR_DAY, "area": county.division, "place": "群里", "note": ""}
    with pytest.raises(NoAddress):
        fairs.plan_fair(facts, actor=bureau)
    with pytest.raises(DayPast):
        fairs.plan_fair(facts | {"kind": "on_site", "on": DAY - dt.timedelta(days=1)}, actor=bureau)


def test_the_pages_of_a_fair_as_the_bureau_uses_them(bureau_user, client_of, client, county):
    browser, employer = client_of(bureau_user), make_employer(county.xinshao)
    typed = {"kind": "on_site", "name": "夏季招聘会", "on": "2020-06-10", "area": county.key, "place": "体育馆"}
    browser.post(reverse("vacancies:plan_fair"), typed)
    fair = Fair.objects.get()
    browser.post(reverse("vacancies:add_stall", args=[fair.uuid]), {"employer": "样本电子厂", "seats": "4"})
    assert "样本电子厂" in browser.get(reverse("vacancies:fair", args=[fair.uuid])).content.decode()
    assert "夏季招聘会" in client.get(reverse("vacancies:public_fairs")).content.decode()
    browser.post(reverse("vacancies:hold_fair", args=[fair.uuid]))
    stall = reverse("vacancies:count_stall", args=[fair.uuid, employer.uuid])
    assert browser.get(stall).status_code == 200
    browser.post(stall, {"interested": "6", "hired": "2"})
    results = {"visitors": "80", "offers": "9", "hired": "3"}
    assert browser.post(reverse("vacancies:count_fair", args=[fair.uuid]), results).status_code == 302
    assert "80" in browser.get(reverse("vacancies:fairs")).content.decode()
    with everywhere(reason="test"):
        assert Stall.objects.get().hired == 2


def test_a_fair_called_off_says_so_on_the_public_page(bureau_user, client_of, client, fair):
    client_of(bureau_user).post(reverse("vacancies:call_off_fair", args=[fair.uuid]), {"reason": "大雨"})
    fair.refresh_from_db()
    assert (fair.status, fair.note) == ("called_off", "大雨")
    assert "夏季招聘会" in client.get(reverse("vacancies:public_fairs")).content.decode()
