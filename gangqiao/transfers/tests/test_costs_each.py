"""The same cost for each person of a batch, entered once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.transfers.actions.costs import record_cost
from gangqiao.transfers.actions.costs_each import Paid, record_for_each
from gangqiao.transfers.models import Cost
from gangqiao.transfers.refusals_costs import NobodyToPay, NothingPaid, PaidForAll, TooMuch
from gangqiao.transfers.tests.made import make_batch, make_passenger

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("R119", "D11")
def test_everybody_who_travels_is_paid_once_and_who_is_left_out_is_said(county, make_person, city_officer, client_of):
    batch, before = make_batch(county.division), make_batch(county.division, status="closed")
    rides = {"status": "confirmed", "consent_on": dt.date(2020, 1, 1)}
    people = [make_person(county.villages[n % 2]) for n in range(5)]
    first, second, alone, _gone, paid_elsewhere = (
        make_passenger(person, batch, **values)
        for person, values in zip(
            people,
            (rides, rides, rides | {"alone": True}, {"status": "taken_off", "reason": "family"}, rides),
            strict=True,
        )
    )
    other = make_passenger(people[4], before, status="started", consent_on=dt.date(2020, 1, 1))
    today = clock.today()
    with scope_of(city_officer):
        record_cost(before.uuid, "meal", "local", 900, today, passenger=other.uuid, actor=city_officer)
        paid = record_for_each(batch.uuid, "meal", "local", 1_500, today, words="两餐", actor=city_officer)
        assert paid == Paid(3, 1, 0)
        meals = Cost.objects.filter(batch=batch, kind="meal")
        assert {one.passenger_id for one in meals} == {first.pk, second.pk, alone.pk}
        assert {(one.cents, one.words, str(one.area_id)) for one in meals} == {
            (1_500, "两餐", str(person.area_id)) for person in people[:3]
        }
        with pytest.raises(NobodyToPay):
            record_for_each(batch.uuid, "meal", "local", 1_500, today, actor=city_officer)
        # The allowance is for who goes alone, the vehicle for the others.
        assert record_for_each(batch.uuid, "allowance", "employment", 20_000, today, actor=city_officer).written == 1
        assert record_for_each(batch.uuid, "vehicle", "employment", 9_000, today, actor=city_officer) == Paid(3, 0, 1)
        for refusal, cents in ((NothingPaid, 0), (TooMuch, 10**9)):
            with pytest.raises(refusal):
                record_for_each(batch.uuid, "check", "local", cents, today, actor=city_officer)
        record_cost(batch.uuid, "insurance", "employer", 30_000, today, actor=city_officer)
        with pytest.raises(PaidForAll):
            record_for_each(batch.uuid, "insurance", "employer", 1_000, today, actor=city_officer)
    browser, address = client_of("city_officer"), reverse("transfers:record_cost", args=[batch.uuid])
    sent = {"kind": "fare", "target": "each", "amount": "120", "fund_line": "employment", "on": str(today)}
    said = browser.post(address, sent, follow=True).content.decode()
    with everywhere(reason="test"):
        assert Cost.objects.filter(batch=batch, kind="fare").count() == 3
    assert "3" in said
    assert browser.post(address, sent).status_code == 422
    assert paid_elsewhere.pk
