"""Many at the same moment: the last seat, a check that fails while the vehicle leaves, off the list and on board."""

from __future__ import annotations

import datetime as dt

import pytest

from gangqiao.kernel import clock
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.lifecycle import NotAllowedNow
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.transfers.actions import batches, day, gates, passengers
from gangqiao.transfers.models import Passenger
from gangqiao.transfers.refusals import BatchFull, NotSafe, TravelsAlready
from gangqiao.transfers.tests.made import make_batch
from gangqiao.transfers.tests.rig import fresh, ready_batch

TODAY = dt.datetime(2020, 3, 16, 9, 0, tzinfo=clock.TZ)
pytestmark = pytest.mark.usefixtures("shared_database")


@pytest.fixture(autouse=True)
def _spring():
    with clock.frozen_at(TODAY):
        yield


@pytest.fixture
def boarded(county, make_person, officials, city_officer):
    """A batch that is cleared, its one passenger on board."""
    batch, trip, (one,) = ready_batch(county.division, officials["village_officer"], [make_person()])
    with scope_of(city_officer):
        batches.clear_batch(batch.uuid, actor=city_officer)
        day.board(one.uuid, "list", clock.now(), actor=city_officer)
    return batch, trip, one


@pytest.mark.requirement("R059")
def test_fifty_want_the_last_seat_and_one_gets_it(county, household, make_person, city_officer, at_once):
    people = [make_person(household=household) for _ in range(50)]
    batch = make_batch(county.division, seats=1)

    def join(number: int):
        with scope_of(city_officer):
            return passengers.register(batch.uuid, people[number].uuid, actor=city_officer)

    results = at_once(50, join)
    assert [type(one) for one in results if isinstance(one, Exception)] == [BatchFull] * 49
    with everywhere(reason="test"):
        assert Passenger.objects.filter(batch=batch).count() == fresh(batch).taken == 1


def test_nobody_joins_two_batches_in_one_moment(county, person, city_officer, at_once):
    both = [make_batch(county.division), make_batch(county.division)]

    def join(number: int):
        with scope_of(city_officer):
            return passengers.register(both[number % 2].uuid, person.uuid, actor=city_officer)

    results = at_once(8, join)
    assert [type(one) for one in results if isinstance(one, Exception)] == [TravelsAlready] * 7
    assert sum(fresh(one).taken for one in both) == 1


@pytest.mark.requirement("R008", "R121")
@pytest.mark.parametrize("first", [0, 1])
def test_held_back_while_the_vehicle_leaves_both_orders_are_right(boarded, city_officer, at_once, first):
    batch, trip, one = boarded
    acts = [
        lambda: day.depart_trip(trip.uuid, clock.now(), actor=city_officer),
        lambda: gates.hold_back(one.uuid, "复检", actor=city_officer),
    ]

    def act(number: int):
        with scope_of(city_officer):
            return acts[(number + first) % 2]()

    left = at_once(2, act)
    refused = [type(one) for one in left if isinstance(one, Exception)]
    ends = (fresh(one).status, fresh(trip).departed_at is not None, fresh(batch).status)
    assert ends in (("boarded", True, "departed"), ("held", False, "list_locked"))
    assert len(refused) == 1
    assert refused[0] in (NotAllowedNow, NotSafe)


@pytest.mark.requirement("R008")
def test_off_the_list_and_on_board_at_once_is_one_of_the_two(boarded, city_officer, at_once):
    batch, _trip, one = boarded
    with scope_of(city_officer):
        day.unboard(one.uuid, actor=city_officer)

    def act(number: int):
        with scope_of(city_officer):
            if number % 2:
                return passengers.take_off(one.uuid, "changed_mind", actor=city_officer)
            return day.board(one.uuid, "list", clock.now(), actor=city_officer)

    results = at_once(6, act)
    assert all(isinstance(one, Refusal | Passenger) for one in results)
    now = fresh(one)
    assert (now.status, now.seat, fresh(batch).taken) in (("boarded", 1, 1), ("taken_off", None, 0))


def test_a_vehicle_leaves_once_and_everybody_is_on_board_once(boarded, city_officer, officials, at_once):
    batch, trip, one = boarded

    def act(_number: int):
        with scope_of(city_officer):
            return day.depart_trip(trip.uuid, clock.now(), actor=city_officer)

    assert not [one for one in at_once(6, act) if isinstance(one, Exception)]
    assert (fresh(batch).status, fresh(one).status, fresh(batch).taken) == ("departed", "boarded", 1)
