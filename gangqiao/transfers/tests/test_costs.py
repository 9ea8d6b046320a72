"""What a batch costs: each thing once, from one fund line, to the last cent."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gangqiao.accounts.reads import actor_of
from gangqiao.audit.models import Event
from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.transfers.actions.costs import record_cost, take_back_cost
from gangqiao.transfers.actions.costs_spreading import spread_vehicle_costs
from gangqiao.transfers.models import Batch, Cost, Passenger
from gangqiao.transfers.policy import costs as policy
from gangqiao.transfers.reads import costs as reads
from gangqiao.transfers.refusals_costs import (
    DidNotTravel,
    DoesNotGoTogether,
    NothingPaid,
    NothingToSpread,
    NotOfThisBatch,
    NotUnderWayYet,
    NotYetPaid,
    PaidByPerson,
    PaidForAll,
    PaidFromElsewhere,
    PaidInOtherBatch,
    ReceiptUsed,
    RecordedAlready,
    RodeAlong,
    SomebodyPaidAlready,
    TakenBackAlready,
    TooMuch,
    TravelsAlone,
)
from gangqiao.transfers.tests.made import make_batch, make_passenger, make_trip

CONSENT = {"status": "confirmed", "consent_on": dt.date(2026, 1, 1)}


@pytest.fixture
def batch(county: Any) -> Any:
    return make_batch(county.division)


def pay(actor: Any, batch: Any, kind: str = "fare", fund: str = "employment", cents: int = 12000, **more: Any) -> Any:
    for name in ("passenger", "trip"):
        if name in more:
            more[name] = more[name].uuid
    with scope_of(actor.areas("transfers.record_cost")):
        return record_cost(batch.uuid, kind, fund, cents, more.pop("on", clock.today()), actor=actor, **more)


def spread(batch: Any, actor: Any) -> int:
    with scope_of(actor.areas("transfers.record_cost")):
        return spread_vehicle_costs(batch.uuid, "employment", actor=actor)


def change(row: Any, **values: Any) -> None:
    with everywhere(reason="test"):
        type(row).objects.filter(pk=row.pk).update(**values)


@pytest.mark.requirement("R119", "D11")
@pytest.mark.django_db
def test_one_thing_is_paid_once_for_a_person_and_from_one_fund_line(batch, make_person, city_officer):
    alone = make_passenger(make_person(), batch, alone=True)
    line = pay(city_officer, batch, passenger=alone)
    with pytest.raises(RecordedAlready):
        pay(city_officer, batch, passenger=alone)
    with pytest.raises(PaidFromElsewhere):
        pay(city_officer, batch, passenger=alone, fund="employer")
    with pytest.raises(DoesNotGoTogether):
        pay(city_officer, batch, passenger=alone, kind="allowance")
    pay(city_officer, batch, passenger=alone, kind="insurance", fund="local")
    with scope_of(city_officer):
        take_back_cost(line.uuid, "the ticket was given back", actor=city_officer)
        with pytest.raises(TakenBackAlready):
            take_back_cost(line.uuid, "again", actor=city_officer)
        pay(city_officer, batch, passenger=alone, kind="allowance", cents=50000)
        assert reads.totals_of_batch(batch).by_fund == {"employment": 50000, "local": 12000}
        assert reads.totals_of(reads.lines_of(batch)) == reads.totals_of_batch(batch)
    back = Event.objects.get(verb="transfers.take_back_cost")
    assert (back.person, back.reason) == (alone.person_uuid, "the ticket was given back")


@pytest.mark.requirement("R119", "D11")
@pytest.mark.django_db
def test_two_batches_do_not_pay_one_journey_and_subsidies_are_told(batch, county, make_person, city_officer):
    person = make_person()
    first = make_passenger(person, batch, alone=True, status="taken_off")
    pay(city_officer, batch, passenger=first, kind="insurance")
    change(first, status="started", **{k: v for k, v in CONSENT.items() if k != "status"})
    pay(city_officer, batch, passenger=first, kind="allowance", cents=30000)
    near = make_batch(county.xinshao, departs_at=batch.departs_at + dt.timedelta(days=2), arrives_at=None)
    later = make_batch(county.xinshao, departs_at=batch.departs_at + dt.timedelta(days=40), arrives_at=None)
    with pytest.raises(PaidInOtherBatch, match=batch.number):
        pay(city_officer, near, passenger=make_passenger(person, near, alone=True), kind="allowance")
    with pytest.raises(DoesNotGoTogether):
        pay(city_officer, near, passenger=passenger_of(near), kind="fare")
    change(passenger_of(near), status="taken_off")
    pay(city_officer, later, passenger=make_passenger(person, later, alone=True), kind="allowance", cents=40000)
    with scope_of(city_officer):
        day = clock.day_of(batch.departs_at)
        assert [p.cents for p in reads.paid_for(person.uuid, day, "fare")] == [30000]
        assert reads.paid_for(person.uuid, day, "meal") == []
        assert reads.paid_for(person.uuid, day + dt.timedelta(days=20), "fare") == []


def passenger_of(batch: Any) -> Any:
    with everywhere(reason="test"):
        return Passenger.objects.get(batch=batch)


@pytest.mark.requirement("D11")
@pytest.mark.django_db
def test_who_rode_along_gets_no_allowance_and_who_did_not_go_no_ticket(batch, make_person, city_officer):
    rode = make_passenger(make_person(), batch)
    own = make_passenger(make_person(), batch, alone=True)
    gone = make_passenger(make_person(), batch, status="taken_off")
    for passenger, kind, refusal in (
        (rode, "allowance", RodeAlong),
        (own, "vehicle", TravelsAlone),
        (gone, "meal", DidNotTravel),
    ):
        with pytest.raises(refusal):
            pay(city_officer, batch, passenger=passenger, kind=kind)
    pay(city_officer, batch, passenger=gone, kind="check", cents=2000)
    for wrong, refusal in (
        ({"cents": 0}, NothingPaid),
        ({"cents": 2_000_000}, TooMuch),
        ({"on": clock.today() + dt.timedelta(days=1)}, NotYetPaid),
    ):
        with pytest.raises(refusal):
            pay(city_officer, batch, passenger=rode, **wrong)
    other = make_batch(batch.area)
    with pytest.raises(NotOfThisBatch):
        pay(city_officer, other, passenger=rode)


@pytest.mark.requirement("D11")
@pytest.mark.django_db
def test_what_is_paid_for_all_is_not_paid_by_person_too_nor_a_receipt_twice(batch, county, make_person, city_officer):
    trip = make_trip(batch)
    rider = make_passenger(make_person(), batch, trip=trip, seat=1)
    pay(city_officer, batch, kind="insurance", cents=90000, document="No 7")
    for refusal, more in (
        (PaidForAll, {"passenger": rider}),
        (PaidForAll, {"trip": trip}),
        (RecordedAlready, {"document": "No 7"}),
        (PaidFromElsewhere, {"document": "No 7", "fund": "local"}),
    ):
        with pytest.raises(refusal):
            pay(city_officer, batch, kind="insurance", **more)
    with pytest.raises(ReceiptUsed, match=batch.number):
        pay(city_officer, make_batch(county.xinshao), kind="insurance", document="No 7")
    pay(city_officer, batch, passenger=rider, kind="meal", cents=1500)
    for more in ({"trip": trip}, {}):
        with pytest.raises(PaidByPerson):
            pay(city_officer, batch, kind="meal", **more)
    pay(city_officer, batch, kind="other", cents=1, document="toll 1")
    pay(city_officer, batch, kind="other", cents=1, document="toll 2")


@pytest.mark.requirement("R119", "D11")
@pytest.mark.django_db
def test_the_vehicles_cost_is_divided_among_those_who_rode_to_the_cent(batch, county, make_person, city_officer):
    coach, van, empty = (make_trip(batch, cost=cost) for cost in (100_000, 70_001, 5_000))
    people = [make_person(area=area) for area in (county.xinshao, county.xinshao, county.hongxi)]
    aboard = {"status": "boarded", "boarded_at": clock.now(), "cleared_at": clock.now(), "consent_on": clock.today()}
    for seat, person in enumerate(people, 1):
        make_passenger(person, batch, trip=coach, seat=seat, **aboard)
    late = make_passenger(make_person(), batch, trip=van, seat=1, **aboard)
    make_passenger(make_person(), batch, trip=van, seat=2)
    pay(city_officer, batch, kind="vehicle", fund="employer", trip=van, cents=65_003, document="bill 9")
    with pytest.raises(NotUnderWayYet):
        spread(batch, city_officer)
    Batch.objects.filter(pk=batch.pk).update(status="departed", departed_at=clock.now())
    assert spread(batch, city_officer) == 4
    with pytest.raises(NothingToSpread):
        spread(batch, city_officer)
    with everywhere(reason="test"):
        live = Cost.objects.filter(taken_back_on=None)
        assert sorted(live.filter(trip=coach).values_list("cents", flat=True)) == [33_333, 33_333, 33_334]
        mine = live.get(passenger=late)
        assert (mine.cents, mine.fund_line, mine.document) == (65_003, "employer", "bill 9")
        assert not live.filter(trip=empty).exists()
    with scope_of(county.hongxi):
        assert [line.cents for line in reads.lines_of(batch)] == [33_333]


@pytest.mark.requirement("D11")
@pytest.mark.django_db
def test_nothing_is_divided_while_somebody_who_rode_has_an_allowance(batch, make_person, city_officer):
    trip = make_trip(batch, cost=9000)
    rider = make_passenger(make_person(), batch, alone=True)
    pay(city_officer, batch, passenger=rider, kind="allowance")
    aboard = {"status": "boarded", "boarded_at": clock.now(), "cleared_at": clock.now(), "consent_on": clock.today()}
    change(rider, alone=False, trip=trip, seat=1, **aboard)
    Batch.objects.filter(pk=batch.pk).update(status="departed")
    with pytest.raises(SomebodyPaidAlready, match="1"):
        spread(batch, city_officer)


@pytest.mark.requirement("R002")
@pytest.mark.django_db
def test_the_organiser_records_and_nobody_below_or_beside(batch, county, township_clerk, stranger, make_user):
    own = make_batch(county.xinshao)
    pay(township_clerk, own, kind="other", cents=500)
    for actor, ledger in (
        (township_clerk, batch),
        (stranger, own),
        (actor_of(make_user("transport", county.division)), own),
    ):
        with pytest.raises(NotYourVerb):
            pay(actor, ledger, kind="other", cents=500)
    with scope_of(stranger):
        assert not Cost.objects.exists()
        assert reads.county(None).total == 0


@pytest.mark.requirement("D11")
def test_many_who_record_one_thing_at_once_record_it_once(county, officials, make_person, at_once, shared_database):
    city = actor_of(officials["city_officer"])
    person = make_person()
    batches = [
        make_batch(county.division),
        make_batch(county.division, departs_at=clock.now() + dt.timedelta(days=4), arrives_at=None),
    ]
    travellers = [
        make_passenger(person, batch, alone=True, status=status, consent_on=clock.today())
        for batch, status in zip(batches, ("registered", "no_show"), strict=True)
    ]

    def job(number: int) -> str:
        at = number % 2
        try:
            pay(
                city, batches[at], passenger=travellers[at], kind="check", fund=("local", "employment")[number // 2 % 2]
            )
        except (RecordedAlready, PaidFromElsewhere, PaidInOtherBatch):
            return "refused"
        return "paid"

    assert sorted(at_once(8, job)) == ["paid"] + ["refused"] * 7
    with everywhere(reason="test"):
        assert Cost.objects.count() == 1


@given(cents=st.integers(1, 10**9), many=st.integers(1, 200))
def test_a_sum_is_divided_without_a_cent_lost(cents, many):
    if cents < many:
        with pytest.raises(ValueError, match="divided"):
            policy.shares(cents, many)
        return
    parts = policy.shares(cents, many)
    assert (sum(parts), len(parts)) == (cents, many)
    assert max(parts) - min(parts) <= 1
