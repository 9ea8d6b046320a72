"""A vehicle is busy until it is back, and who takes turns at the wheel takes a seat."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.transfers.actions import routes, trips
from gangqiao.transfers.actions.reach import whole
from gangqiao.transfers.models import Batch, Passenger, Trip, Vehicle
from gangqiao.transfers.policy import driving
from gangqiao.transfers.reads import trips_planning as reads
from gangqiao.transfers.reads.batches_faults import faults_of
from gangqiao.transfers.routes_problem import Wishes
from gangqiao.transfers.routes_refusals import BackTooEarly, PaperRunOut, SeatsAreTaken, VehicleElsewhere
from gangqiao.transfers.tests.conftest import make_coach
from gangqiao.transfers.tests.made import make_batch, make_trip

FIRST = Wishes(seconds=0.2)
HOUR = 3600


def kept_on(batch: Batch) -> list[int | None]:
    """The trip of each person of a batch."""
    with everywhere(reason="test"):
        return list(Passenger.objects.filter(batch=batch).values_list("trip", flat=True))


@pytest.mark.parametrize(("hours", "drivers"), [(0, 1), (8, 1), (8.1, 2), (16, 2), (16.1, 3), (19.3, 3), (40, 3)])
def test_as_many_take_turns_as_no_one_drives_too_long_in_a_day(hours: float, drivers: int) -> None:
    """From two to five all stand, and for twenty minutes after four hours: a coach is driven 19.4 hours a day."""
    day = dt.date(2020, 3, 16)
    assert driving.drivers_for(hours * HOUR, day) == drivers
    assert driving.relief_seats(drivers, day) == drivers - 1


@pytest.mark.requirement("R068")
def test_a_vehicle_drives_no_other_trip_until_it_is_back(on_the_map: Any, city_officer: Any) -> None:
    at = clock.now().replace(minute=0, second=0, microsecond=0) + dt.timedelta(days=3)
    first = make_batch(on_the_map.division, departs_at=at)
    one = make_trip(first)  # two hours out
    second = make_batch(on_the_map.division, departs_at=first.departs_at + dt.timedelta(hours=3))
    other = make_trip(second)
    vehicle = make_coach(on_the_map.division, "云G20003", seats=45)
    given = trips.give_vehicle(one.uuid, vehicle.uuid, actor=city_officer)
    assert (given.back_at - given.ends_at, given.is_back_known) == (dt.timedelta(hours=2), False)
    with pytest.raises(VehicleElsewhere):
        trips.give_vehicle(other.uuid, vehicle.uuid, actor=city_officer)
    span = (other.starts_at, other.back_at)
    assert vehicle not in reads.free_vehicles(second, *span)
    with pytest.raises(BackTooEarly):
        trips.give_vehicle(one.uuid, vehicle.uuid, actor=city_officer, back_at=given.ends_at - dt.timedelta(minutes=1))
    # It is known to stay there, and to fetch the others from there.
    known = trips.give_vehicle(one.uuid, vehicle.uuid, actor=city_officer, back_at=other.starts_at)
    assert (known.back_at, known.is_back_known) == (other.starts_at, True)
    assert vehicle in reads.free_vehicles(second, *span)
    trips.give_vehicle(other.uuid, vehicle.uuid, actor=city_officer)
    assert [fault.code for fault in faults_of(second) if fault.code == "overlaps"] == []
    Trip.objects.filter(pk=one.pk).update(back_at=other.starts_at + dt.timedelta(minutes=1))
    assert [fault.code for fault in faults_of(second) if fault.code == "overlaps"] == ["overlaps"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Trip.objects.filter(pk=one.pk).update(back_at=one.ends_at - dt.timedelta(minutes=1))
    Vehicle.objects.filter(pk=vehicle.pk).update(insured_until=timezone.localtime(one.ends_at).date())
    late = one.ends_at + dt.timedelta(days=1)
    with pytest.raises(PaperRunOut):
        trips.give_vehicle(one.uuid, vehicle.uuid, actor=city_officer, back_at=late)


@pytest.mark.requirement("R069")
def test_a_driver_who_rests_on_a_far_way_takes_a_seat(
    on_the_map: Any, twenty_to_fetch: Batch, city_officer: Any
) -> None:
    batch = twenty_to_fetch
    far = on_the_map.hongxi
    far.longitude, far.latitude = on_the_map.division.longitude + 6, on_the_map.division.latitude
    far.save()
    Batch.objects.filter(pk=batch.pk).update(destination=far)
    routes.plan_at_once(batch.uuid, FIRST, actor=city_officer)
    kept = list(batch.trips.select_related("vehicle"))
    day = timezone.localtime(kept[0].starts_at).date()
    for trip in kept:
        at_the_wheel = trip.metres / 1000 / driving.NUMBERS.on(day).speed_far * 3600
        assert driving.drivers_for(at_the_wheel, day) == 2
        assert (trip.drivers, trip.relief_seats, trip.seats - trip.places) == (2, 1, 2)
        assert trip.back_at >= trip.ends_at + (trip.ends_at - trip.starts_at)
    by_trip = Counter(kept_on(batch))
    assert all(by_trip[trip.pk] <= trip.places for trip in kept)
    with whole():
        draft = routes.draft_for_search(Batch.objects.get(pk=batch.pk), FIRST)
    assert {vehicle.places for vehicle in draft.problem.vehicles} == {10}
    assert draft.problem.vehicles[0].driving <= 2 * 8 * 3600 - draft.frame.far_km / draft.frame.speed_far * 3600
    small = make_coach(on_the_map.division, "云G60001", seats=max(by_trip.values()) + 1)
    with pytest.raises(SeatsAreTaken):
        trips.give_vehicle(max(kept, key=lambda one: by_trip[one.pk]).uuid, small.uuid, actor=city_officer)
