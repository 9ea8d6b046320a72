"""The pages of samples: drawn by the city, checked by the township, seen by the village, decided by another."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gangqiao.audit.models import Look
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.subsidies.actions import recovering
from gangqiao.subsidies.models import Sample
from gangqiao.subsidies.tests.made import make_claim
from tests.rig_for_figures import faults_of_page, page_of

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("D11")]
HERE, TODAY = "/subsidies/samples/", date(2020, 7, 6)
SPRING = {"first": "2020-04-01", "last": "2020-06-30", "seed": "二季度"}


@pytest.fixture(autouse=True)
def _summer() -> Any:
    with clock.frozen_at(TODAY):
        yield


@pytest.fixture
def funds(client_of: Any, make_user: Any, county: Any) -> Any:
    return client_of(make_user("funds_clerk", county.division))


@pytest.fixture
def sample(make_person: Any, county: Any, funds: Any) -> Sample:
    """A payment of a village of Xinshao, drawn by the funds clerk."""
    person = make_person(county.villages[0], name="王在此")
    make_claim(person, status="paid", paid_on=date(2020, 5, 20), period="2020")
    assert funds.post(f"{HERE}draw/", {**SPRING, "seed": ""}).status_code == 422
    assert funds.post(f"{HERE}draw/", SPRING).status_code == 302
    assert funds.post(f"{HERE}draw/", SPRING).status_code == 422
    with everywhere(reason="test"):
        return Sample.objects.get()


def fresh(sample: Sample) -> Sample:
    with everywhere(reason="test"):
        return Sample.objects.get(pk=sample.pk)


def said(browser: Any, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_each_reader_sees_the_samples_of_the_own_area(sample: Sample, client_of: Any, funds: Any):
    one = f"{HERE}{sample.uuid}/"
    for who, sees in (("village_officer", True), ("township_clerk", True), ("city_officer", True), ("auditor", True)):
        assert ("王在此" in said(client_of(who), HERE)) == sees, who
        assert "王在此" in said(client_of(who), one), who
    stranger = client_of("stranger")
    assert "王在此" not in said(stranger, HERE)
    assert stranger.get(one).status_code == 404
    assert "/samples/draw/" in said(funds, HERE)
    assert "/samples/draw/" not in said(client_of("township_clerk"), HERE)
    assert not list(faults_of_page(page_of(funds.get(HERE)), opens=True))
    assert Look.objects.filter(verb="subsidies.view_samples").exists()


def test_the_village_sees_and_does_nothing(sample: Sample, client_of: Any):
    village = client_of("village_officer")
    page = said(village, f"{HERE}{sample.uuid}/")
    for act in ("ask", "pass", "doubt", "hear", "decide"):
        assert f"{sample.uuid}/{act}/" not in page
        answer = village.post(f"{HERE}{sample.uuid}/{act}/", {"reason": "x", "reason_code": "doubtful"})
        assert answer.status_code in (403, 404), act
    assert village.post(f"{HERE}draw/", SPRING).status_code in (403, 404)
    assert fresh(sample).status == "drawn"


def test_a_sample_goes_its_way_by_the_buttons_of_its_page(sample: Sample, client_of: Any, monkeypatch: Any):
    monkeypatch.setattr(recovering, "start", lambda *given, actor: None)
    clerk, city, one = client_of("township_clerk"), client_of("city_officer"), f"{HERE}{sample.uuid}/"
    assert f"{one}ask/" in said(clerk, one)
    clerk.post(f"{one}ask/")
    assert fresh(sample).status == "asked"
    clerk.post(f"{one}doubt/", {"reason_code": "doubtful", "reason": ""})
    clerk.post(f"{one}doubt/", {"reason_code": "no_answer", "reason": "没有来"})
    assert fresh(sample).status == "asked"
    clerk.post(f"{one}doubt/", {"reason_code": "doubtful", "reason": "工资单对不上"})
    assert fresh(sample).status == "hearing"
    page = said(city, one)
    assert f"{one}hear/" in page
    assert f"{one}decide/" not in page, "the person was not heard yet"
    assert city.post(f"{one}decide/", {"sanction": "warning", "words": "x"}).status_code == 422
    assert clerk.post(f"{one}hear/", {"on": "2020-07-09", "words": "还没到"}).status_code == 422
    assert clerk.post(f"{one}hear/", {"on": "2020-07-06", "words": "发的现金"}).status_code == 302
    assert f"{one}decide/" in said(city, one)
    assert f"{one}decide/" not in said(clerk, one)
    given = {"sanction": "bar", "words": "查实", "amount": "500", "instalments": "2", "document": "9号"}
    assert city.post(f"{one}decide/", {**given, "amount": "many"}).status_code == 422
    assert city.post(f"{one}decide/", given).status_code == 302
    assert fresh(sample).status == "decided"
    page = said(city, one)
    for words in ("工资单对不上", "发的现金", "查实", "2021-07-05"):
        assert words in page
    assert "王在此" in said(city, f"{HERE}?look=done")
    assert "王在此" not in said(city, f"{HERE}?look=nothing")


def test_who_checked_sees_that_another_decides(sample: Sample, client_of: Any):
    city, one = client_of("city_officer"), f"{HERE}{sample.uuid}/"
    city.post(f"{one}doubt/", {"reason_code": "doubtful", "reason": "x"})
    city.post(f"{one}hear/", {"on": "2020-07-06", "words": "x"})
    assert f"{one}decide/" not in said(city, one)
    assert city.post(f"{one}decide/", {"sanction": "none", "words": "x"}).status_code == 422
    assert fresh(sample).status == "hearing"
