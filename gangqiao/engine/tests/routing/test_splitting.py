"""Villages cut into pieces that fit."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings

from gangqiao.engine.routing import Reason, Vehicle
from gangqiao.engine.routing.splitting import pieces_of
from gangqiao.engine.tests.routing.problems import COACH, MINIBUS, on_a_line, problems


@given(problems())
@settings(max_examples=150, deadline=None)
def test_nobody_is_lost_or_doubled_and_no_piece_is_larger_than_every_vehicle(problem):
    pieces, stays = pieces_of(problem)
    loads = [load for piece in pieces for load in piece.loads] + stays
    largest = max((vehicle.places for vehicle in problem.vehicles if vehicle.number), default=0)
    for number, stop in enumerate(problem.stops):
        of_stop = [load for load in loads if load.stop == number]
        assert sum(load.people for load in of_stop) == stop.people
        assert sum((Counter(load.parties) for load in of_stop), Counter()) == Counter(stop.parties)
    assert all(0 < piece.people <= largest for piece in pieces)


@given(problems())
@settings(max_examples=100, deadline=None)
def test_a_group_that_fits_a_vehicle_is_one_piece(problem):
    largest = max((vehicle.places for vehicle in problem.vehicles if vehicle.number), default=0)
    pieces, _ = pieces_of(problem)
    for name in {stop.group for stop in problem.stops} - {""}:
        members = {n for n, stop in enumerate(problem.stops) if stop.group == name and stop.people}
        if members and sum(problem.stops[n].people for n in members) <= largest:
            assert members in [{load.stop for load in piece.loads} for piece in pieces]


def test_a_village_that_fits_is_not_cut():
    pieces, _ = pieces_of(on_a_line(53, 40, 12))
    assert sorted(piece.people for piece in pieces) == [12, 40, 53]


def test_a_village_is_cut_for_the_vehicles_that_are_there():
    pieces, stays = pieces_of(on_a_line(60, vehicles=(MINIBUS,)))
    assert sorted(piece.people for piece in pieces) == [20, 20, 20]
    assert not stays


def test_a_couple_is_not_parted_for_the_last_seat():
    pieces, _ = pieces_of(on_a_line(6, vehicles=(Vehicle("van", 3, 9),), parties=(2, 2, 2)))
    assert [piece.loads[0].parties for piece in pieces] == [(2,), (2,), (2,)]


def test_the_seat_of_the_escort_is_nobody_elses():
    pieces, _ = pieces_of(on_a_line(53, vehicles=(Vehicle("coach", 53, 9, escorts=1),)))
    assert sorted(piece.people for piece in pieces) == [1, 52]


def test_a_party_larger_than_every_vehicle_stays_with_that_reason():
    pieces, stays = pieces_of(on_a_line(80, vehicles=(COACH,), parties=(70,)))
    assert [(stay.people, stay.reason) for stay in stays] == [(70, Reason.TOO_LARGE)]
    assert sum(piece.people for piece in pieces) == 10


def test_a_village_is_cut_for_the_vehicles_that_reach_it():
    """The coach has the seats but not the time for 30 km there and back."""
    problem = on_a_line(1, 1, 30, vehicles=(replace(COACH, shift=3599), MINIBUS))
    pieces, _ = pieces_of(problem)
    assert sorted(piece.people for piece in pieces) == [1, 1, 10, 20]
