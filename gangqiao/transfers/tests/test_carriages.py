"""By train and by flight: no vehicle of the fleet, and the same list, gates, boarding and papers as by coach."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from gangqiao.kernel import clock
from gangqiao.kernel.scope import scope_of
from gangqiao.transfers.actions import batches, day, day_departing, trips
from gangqiao.transfers.actions.trips_public import add_carriage, give_up_carriage
from gangqiao.transfers.models import Trip
from gangqiao.transfers.reads.batches_faults import faults_of
from gangqiao.transfers.reads.board import vehicles_of
from gangqiao.transfers.routes_refusals import ArrivesTooEarly, NotACarriage, NotOfVehicles, NumberNeeded
from gangqiao.transfers.tests.made import make_batch
from gangqiao.transfers.tests.rig import GATES, fresh, ready_passenger, ready_trip
from gangqiao.transfers.tests.test_papers import printed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _spring():
    with clock.frozen_at(clock.now().replace(year=2020, month=3, day=16, hour=1)):
        yield


@pytest.mark.requirement("R059", "R069", "R121")
@pytest.mark.parametrize(("kind", "number"), [("train", "K9622/08"), ("flight", "MU5741")])
def test_a_batch_leaves_by_train_or_flight_through_its_gates(
    kind, number, county, make_person, officials, city_officer, client_of
):
    leaves = clock.now() + timedelta(hours=2)
    batch = make_batch(
        county.division, mode=kind, status="list_locked", gates=GATES, departs_at=leaves, assembly="弥勒站",
        arrives_at=leaves + timedelta(hours=9), destination=county.hongxi,
    )  # fmt: skip
    people = [ready_passenger(make_person(county.villages[0], name=name), batch) for name in ("甲鸣雀", "乙鸣雀")]
    browser = client_of("city_officer")
    address = reverse("transfers:add_carriage", args=[batch.uuid])
    assert browser.get(address).status_code == 200
    sent = {
        "kind": kind, "number": number, "places": "40",
        "starts_at": f"{timezone.localtime(leaves):%Y-%m-%dT%H:%M}", "ends_at": "2020-03-16T08:00",
    }  # fmt: skip
    wrong = browser.post(address, sent)
    assert wrong.status_code == 422
    assert "field-error" in wrong.content.decode()
    sent["ends_at"] = f"{timezone.localtime(leaves + timedelta(hours=9)):%Y-%m-%dT%H:%M}"
    assert browser.post(address, sent).status_code == 302
    trip = Trip.objects.get()
    assert (trip.kind, trip.plate, trip.places, trip.vehicle) == (kind, number, 40, None)
    with scope_of(city_officer):
        assert trips.seat_all(batch.uuid, actor=city_officer) == 2
        assert [one.code for one in faults_of(fresh(batch))] == ["no_escort"]
        trips.name_escort(trip.uuid, officials["village_officer"].pk, actor=city_officer)
        # Neither licence, nor driver, nor disinfection of ours.
        assert not faults_of(fresh(batch))
        (counted,) = vehicles_of([fresh(batch)]).values()
        assert (counted.total, counted.given, counted.ready) == (1, 1, 1)
        batches.clear_batch(batch.uuid, actor=city_officer)
        said = printed(fresh(batch), "manifest", city_officer)
        assert number in said.replace(" ", "")
        assert "甲鸣雀" in said
        assert "驾驶员" not in said
        plan = printed(fresh(batch), "vehicle_plan", city_officer)
        assert number in plan
        assert "休息" not in plan
        for one in people:
            day.board(one.uuid, "list", clock.now(), actor=city_officer)
        day_departing.depart(batch.uuid, actor=city_officer)
    assert fresh(batch).status == "departed"
    for page, key in (("ways", batch.uuid), ("trip", trip.uuid), ("day", batch.uuid)):
        shown = browser.get(reverse(f"transfers:{page}", args=[key])).content.decode()
        assert number in shown, page


def test_a_carriage_is_refused_without_number_or_time_and_given_up_before_it_leaves(
    county, make_person, officials, city_officer
):
    batch = make_batch(county.division, status="list_locked", gates=GATES)
    leaves, comes = batch.departs_at, batch.departs_at + timedelta(hours=5)
    with scope_of(city_officer):
        for refusal, given in (
            (NotOfVehicles, ("coach", "云G1", 40, leaves, comes)),
            (NumberNeeded, ("train", " ", 40, leaves, comes)),
            (ArrivesTooEarly, ("train", "K1", 40, leaves, leaves)),
        ):
            with pytest.raises(refusal):
                add_carriage(batch.uuid, *given, actor=city_officer)
        trip = add_carriage(batch.uuid, "train", "K1/02", 40, leaves, comes, actor=city_officer)
        one = ready_passenger(make_person(county.villages[0]), batch, trip, 1)
        give_up_carriage(trip.uuid, actor=city_officer)
        assert (fresh(one).trip, fresh(one).seat, fresh(trip).is_cancelled) == (None, None, True)
        coach = ready_trip(batch, officials["village_officer"])
        with pytest.raises(NotACarriage):
            give_up_carriage(coach.uuid, actor=city_officer)
