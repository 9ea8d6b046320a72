"""The ledger of a batch and the county's page of costs, as their readers see them."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from gangqiao.audit.models import Look
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.transfers.models import Batch, Cost
from gangqiao.transfers.tests.made import make_batch, make_passenger, make_trip

ENGLISH = {"headers": {"accept-language": "en"}}


def given(**more: str) -> dict[str, str]:
    usual = {
        "kind": "fare",
        "target": "batch",
        "amount": "1,234.50",
        "fund_line": "employment",
        "on": str(clock.today()),
    }
    return usual | more


def read(browser: Any, name: str, *key: Any) -> str:
    answer = browser.get(reverse(f"transfers:{name}", args=key), **ENGLISH)
    assert answer.status_code == 200, (name, answer.status_code)
    return str(answer.content.decode())


@pytest.mark.requirement("R119", "D11")
@pytest.mark.django_db
def test_the_office_records_divides_and_takes_back_on_the_page_of_the_batch(county, make_person, client_of):
    batch = make_batch(county.division)
    trip = make_trip(batch, cost=9_001)
    aboard = {"status": "boarded", "boarded_at": clock.now(), "cleared_at": clock.now(), "consent_on": clock.today()}
    first, second = (
        make_passenger(make_person(name=name), batch, trip=trip, seat=seat, **aboard)
        for seat, name in enumerate(("王小明", "李大方"), 1)
    )
    browser = client_of("city_officer")
    new, back = reverse("transfers:record_cost", args=[batch.uuid]), reverse("transfers:costs_of", args=[batch.uuid])
    assert browser.post(new, given(target=f"person:{first.uuid}", kind="meal", amount="15"))["Location"] == back
    twice = browser.post(new, given(target=f"person:{first.uuid}", kind="meal", amount="15"), **ENGLISH)
    assert twice.status_code == 422
    assert "recorded already" in twice.content.decode()
    assert browser.post(new, given(amount="1,2,3"), **ENGLISH).status_code == 422
    assert browser.post(new, given(target=f"person:{Batch().uuid}"), **ENGLISH).status_code == 422
    Batch.objects.filter(pk=batch.pk).update(status="departed", departed_at=clock.now())
    divide = reverse("transfers:spread_costs", args=[batch.uuid])
    assert browser.post(divide, {"fund_line": "local"}).status_code == 302
    assert browser.post(divide, {"fund_line": "local"}).status_code == 422
    page = read(browser, "costs_of", batch.uuid)
    assert all(words in page for words in ("15.00", "45.01", "45.00", "105.01", "王小明", "李大方"))
    with everywhere(reason="test"):
        meal = Cost.objects.get(kind="meal")
    browser.post(reverse("transfers:take_back_cost", args=[meal.uuid]), {"reason": "he brought his own"})
    page = read(browser, "costs_of", batch.uuid)
    assert "<del>15.00</del>" in page
    assert "90.01" in page
    assert "90.01" in read(browser, "costs")
    look = Look.objects.filter(verb="transfers.view_costs").last()
    assert sorted(look.persons) == sorted(str(one.person_uuid) for one in (first, second))


@pytest.mark.requirement("R002", "D11")
@pytest.mark.django_db
def test_a_township_sees_its_own_lines_and_a_stranger_none(county, make_person, client_of):
    batch = make_batch(county.division)
    person = make_person(name="王小明")
    own = make_passenger(person, batch)
    office = client_of("city_officer")
    office.post(reverse("transfers:record_cost", args=[batch.uuid]), given(target=f"person:{own.uuid}"))
    assert "1,234.50" in read(client_of("township_clerk"), "costs_of", batch.uuid)
    stranger = read(client_of("stranger"), "costs_of", batch.uuid)
    assert "1,234.50" not in stranger
    assert "王小明" not in stranger
    assert "1,234.50" not in read(client_of("stranger"), "costs")
    with everywhere(reason="test"):
        line = Cost.objects.get()
    take_back = reverse("transfers:take_back_cost", args=[line.uuid])
    assert client_of("stranger").post(take_back, {"reason": "x"}).status_code == 404
    # The township sees the line, and the organiser alone may change the batch's ledger.
    client_of("township_clerk").post(take_back, {"reason": "x"})
    with everywhere(reason="test"):
        assert Cost.objects.get().taken_back_on is None
    assert client_of("village_officer").get(reverse("transfers:costs")).status_code == 403
