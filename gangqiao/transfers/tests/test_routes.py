"""Ways of a batch: the problem made right, the plan kept, changes by hand, vehicles and seats."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

import pytest

from gangqiao.audit.steps import NotYourVerb
from gangqiao.engine.routing import check, cost
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.transfers.actions import routes, routes_editing, trips
from gangqiao.transfers.actions.reach import whole
from gangqiao.transfers.actions.routes_editing import Change
from gangqiao.transfers.models import Batch, Passenger, PickUp, Trip, Vehicle, Ways
from gangqiao.transfers.reads import trips_planning as reads
from gangqiao.transfers.reads.trips import free_seats
from gangqiao.transfers.routes_problem import Wishes
from gangqiao.transfers.routes_refusals import BoardingHasBegun, PaperRunOut, SeatGiven, VehicleElsewhere, WaysChanged
from gangqiao.transfers.routes_seats import seats_for
from gangqiao.transfers.tests.conftest import make_coach as make_vehicle
from gangqiao.transfers.tests.made import make_batch, make_passenger, make_trip

FIRST = Wishes(seconds=0.2)


@pytest.fixture
def batch(twenty_to_fetch: Batch) -> Batch:
    return twenty_to_fetch


def people_of(found: Batch) -> list[Passenger]:
    with everywhere(reason="test"):
        return list(Passenger.objects.filter(batch=found).order_by("pk"))


@pytest.mark.requirement("R069")
def test_ways_that_are_planned_keep_every_rule_and_give_everybody_one_seat(batch: Batch, city_officer: Any) -> None:
    routes.plan_at_once(batch.uuid, FIRST, actor=city_officer)
    with whole():
        ways = Ways.objects.get(batch=batch)
        draft = routes.draft_of_kept(batch, ways)
        plan = reads.plan_of(draft, reads.live_trips(batch), ways.left)
    assert not check(draft.problem, plan)
    people, kept = people_of(batch), list(batch.trips.all())
    assert plan.unserved == ()
    assert len({(one.trip_id, one.seat) for one in people}) == len(people) == 20
    places = {trip.pk: trip.places for trip in kept}
    assert all(1 <= (one.seat or 0) <= places[one.trip_id or 0] for one in people)
    assert {trip.plate for trip in kept} <= {"云G10001", "云G10002", "云G10003"}
    assert sum(trip.cost for trip in kept) == cost(draft.problem, plan) == plan.cost
    assert all(trip.route[-1]["people"] == 0 for trip in kept)
    assert ways.figures["people"] == 20


@pytest.mark.requirement("R069")
def test_couples_sit_beside_each_other_and_a_village_goes_in_one_vehicle(batch: Batch, city_officer: Any) -> None:
    routes.plan_at_once(batch.uuid, FIRST, actor=city_officer)
    couples, villages = defaultdict(list), defaultdict(set)
    for one in people_of(batch):
        if one.together:
            couples[one.together].append((one.trip_id, one.seat))
        villages[reads.village_of(one.area_id)].add(one.trip_id)
    for (trip, seat), (other_trip, other_seat) in couples.values():
        low, high = sorted((seat, other_seat))
        assert trip == other_trip
        assert (low % 2, high) == (1, low + 1)
    assert all(len(found) == 1 for found in villages.values())


def test_pairs_find_seats_beside_each_other_whatever_comes_between() -> None:
    given = seats_for([[1], [2, 3], [4], [5, 6], [7]], 7)
    assert sorted(given.values()) == list(range(1, 8))
    for one, other in ((2, 3), (5, 6)):
        assert (given[one] % 2, given[other]) == (1, given[one] + 1)


def test_who_does_not_fit_is_named_by_place_with_the_reason(batch: Batch, city_officer: Any) -> None:
    Vehicle.objects.exclude(plate="云G10001").update(status="out")
    routes.plan_at_once(batch.uuid, FIRST, actor=city_officer)
    left = Ways.objects.get(batch=batch).left
    assert sum(row["people"] for row in left) == 9
    assert {row["reason"] for row in left} == {"fleet"}
    assert Counter(one.seat is None for one in people_of(batch)) == {True: 9, False: 11}


def test_planned_again_the_same_vehicle_keeps_its_trip_and_its_escort(
    batch: Batch, city_officer: Any, officials: Any
) -> None:
    routes.plan_at_once(batch.uuid, FIRST, actor=city_officer)
    first = batch.trips.order_by("number").first()
    assert first is not None
    trips.name_escort(first.uuid, officials["township_clerk"].pk, actor=city_officer)
    routes.plan_at_once(batch.uuid, FIRST, actor=city_officer)
    again = Trip.objects.get(uuid=first.uuid)
    assert (again.plate, again.escorting.count()) == (first.plate, 1)
    assert batch.trips.count() == 2


@pytest.mark.requirement("R069")
def test_what_a_change_by_hand_costs_is_the_difference_of_the_costs(batch: Batch, city_officer: Any) -> None:
    routes.plan_at_once(batch.uuid, FIRST, actor=city_officer)
    before = sum(trip.cost for trip in batch.trips.all())
    one = batch.trips.order_by("number")[0]
    stop = one.route[0]["pick_up"]
    spare = Vehicle.objects.exclude(plate__in=batch.trips.values_list("plate", flat=True)).get()
    change = Change("own", trip=one.number, stop=stop, vehicle=str(spare.pk))
    seen = routes_editing.preview(batch.uuid, change, actor=city_officer)
    assert (seen.faults, seen.may_be_kept) == ((), True)
    assert sum(trip.cost for trip in batch.trips.all()) == before  # looking at it keeps nothing
    where = {p.pk: p.trip_id for p in people_of(batch) if p.pick_up_id != stop}
    routes_editing.keep_change(batch.uuid, change, seen.token, actor=city_officer)
    assert sum(trip.cost for trip in batch.trips.all()) == before + seen.difference
    assert {p.pk: p.trip_id for p in people_of(batch) if p.pick_up_id != stop} == where
    assert {p.trip.plate for p in people_of(batch) if p.pick_up_id == stop if p.trip} == {spare.plate}
    with pytest.raises(WaysChanged):
        routes_editing.keep_change(batch.uuid, Change("off", trip=one.number, stop=one.route[1]["pick_up"]), seen.token,
                                   actor=city_officer)  # fmt: skip


def test_a_change_of_one_way_leaves_the_seats_of_the_others(batch: Batch, city_officer: Any) -> None:
    routes.plan_at_once(batch.uuid, FIRST, actor=city_officer)
    first, other = batch.trips.order_by("number")
    with everywhere(reason="test"):
        chosen = Passenger.objects.filter(trip=other).order_by("pk")[0]
        trips.seat(chosen.uuid, other.uuid, last_free(other), actor=city_officer)
        before = dict(Passenger.objects.filter(trip=other).values_list("pk", "seat"))
    change = Change("off", trip=first.number, stop=first.route[0]["pick_up"])
    token = routes_editing.preview(batch.uuid, change, actor=city_officer).token
    routes_editing.keep_change(batch.uuid, change, token, actor=city_officer)
    with everywhere(reason="test"):
        assert dict(Passenger.objects.filter(trip=other).values_list("pk", "seat")) == before


def last_free(trip: Trip) -> int:
    return free_seats([trip])[trip.pk][-1]


def test_once_somebody_is_on_board_the_ways_stay(batch: Batch, city_officer: Any) -> None:
    routes.plan_at_once(batch.uuid, FIRST, actor=city_officer)
    with everywhere(reason="test"):
        Passenger.objects.filter(batch=batch, seat=1).update(
            status="boarded", consent_on=clock.today(), cleared_at=clock.now()
        )
        before = set(Passenger.objects.filter(batch=batch).values_list("pk", "trip", "seat"))
    with pytest.raises(BoardingHasBegun):
        routes.plan_at_once(batch.uuid, FIRST, actor=city_officer)
    with everywhere(reason="test"):
        assert set(Passenger.objects.filter(batch=batch).values_list("pk", "trip", "seat")) == before


def test_people_taken_off_by_hand_are_fetched_again(batch: Batch, city_officer: Any) -> None:
    routes.plan_at_once(batch.uuid, FIRST, actor=city_officer)
    one = batch.trips.order_by("number")[0]
    stop = one.route[0]["pick_up"]
    for change in (Change("off", trip=one.number, stop=stop), Change("fetch", stop=stop, to=one.number)):
        token = routes_editing.preview(batch.uuid, change, actor=city_officer).token
        routes_editing.keep_change(batch.uuid, change, token, actor=city_officer)
        left = Ways.objects.get(batch=batch).left
        assert [row["reason"] for row in left] == (["by_hand"] if change.what == "off" else [])
    assert all(p.seat for p in people_of(batch))


@pytest.mark.requirement("R068")
def test_a_vehicle_is_refused_where_it_is_elsewhere_or_its_papers_end(on_the_map: Any, city_officer: Any) -> None:
    first, second = make_batch(on_the_map.division), make_batch(on_the_map.division)
    one, other = make_trip(first), make_trip(second)
    vehicle = make_vehicle(on_the_map.division, "云G20001", seats=45)
    trips.give_vehicle(one.uuid, vehicle.uuid, actor=city_officer)
    with pytest.raises(VehicleElsewhere):
        trips.give_vehicle(other.uuid, vehicle.uuid, actor=city_officer)
    late = make_vehicle(on_the_map.division, "云G20002", insured_until=clock.today())
    with pytest.raises(PaperRunOut):
        trips.give_vehicle(other.uuid, late.uuid, actor=city_officer)


def test_of_two_who_give_one_vehicle_at_once_one_wins(
    county: Any, city_officer: Any, shared_database: None, at_once: Any
) -> None:
    found = [make_trip(make_batch(county.division)) for _n in range(2)]
    vehicle = make_vehicle(county.division, "云G30001", seats=45)
    results = at_once(2, lambda n: trips.give_vehicle(found[n].uuid, vehicle.uuid, actor=city_officer))
    assert sorted(type(one).__name__ for one in results) == ["Trip", "VehicleElsewhere"]


def test_a_changed_vehicle_takes_the_clearance_back(on_the_map: Any, city_officer: Any) -> None:
    found = make_batch(on_the_map.division, status="cleared", cleared_at=clock.now())
    vehicle = make_vehicle(on_the_map.division, "云G40001", seats=45)
    trips.give_vehicle(make_trip(found).uuid, vehicle.uuid, actor=city_officer)
    assert Batch.objects.get(pk=found.pk).status == "list_locked"


def test_a_seat_is_given_once(on_the_map: Any, make_person: Any, city_officer: Any) -> None:
    found = make_batch(on_the_map.division)
    trip = make_trip(found)
    one, other = (make_passenger(make_person(on_the_map.xinshao), found) for _n in range(2))
    with scope_of(city_officer):
        trips.seat(one.uuid, trip.uuid, 7, actor=city_officer)
        with pytest.raises(SeatGiven):
            trips.seat(other.uuid, trip.uuid, 7, actor=city_officer)


def test_a_clerk_of_another_township_cannot_plan_the_ways(on_the_map: Any, stranger: Any, township_clerk: Any) -> None:
    found = make_batch(on_the_map.xinshao)
    vehicle, trip = make_vehicle(on_the_map.division, "云G50001", seats=45), make_trip(found)
    with pytest.raises(NotYourVerb):
        routes.plan_routes(found.uuid, FIRST, actor=stranger)
    with pytest.raises(NotYourVerb):
        trips.give_vehicle(trip.uuid, vehicle.uuid, actor=stranger)
    assert trips.give_vehicle(trip.uuid, vehicle.uuid, actor=township_clerk).plate == vehicle.plate


def test_a_village_without_a_point_gets_one_and_a_closed_one_is_not_taken(batch: Batch, on_the_map: Any) -> None:
    village = on_the_map.villages[0]
    closed = PickUp.objects.create(area=village, name="旧站", is_open=False)
    with whole():
        routes.draft_for_search(batch, FIRST)
    taken = {one.pick_up_id for one in people_of(batch)}
    assert None not in taken
    assert closed.pk not in taken
    assert set(PickUp.objects.filter(pk__in=taken).values_list("area_id", flat=True)) == {
        one.pk for one in on_the_map.villages
    }


def test_the_job_keeps_what_was_asked_for_and_a_stopped_one_keeps_nothing(batch: Batch, city_officer: Any) -> None:
    routes.plan_routes(batch.uuid, FIRST, actor=city_officer)
    routes.stop_planning(batch.uuid, actor=city_officer)
    routes.compute(batch.uuid)
    assert batch.trips.count() == 0
    routes.plan_routes(batch.uuid, FIRST, actor=city_officer)
    routes.compute(batch.uuid)
    routes.compute(batch.uuid)  # run twice it does nothing more
    assert (batch.trips.count(), Ways.objects.get(batch=batch).is_running) == (2, False)
