"""The checker finds what is wrong, and timing makes what it finds right."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gangqiao.engine.routing import NOWHERE, Broken, Destination, Plan, Rest, Vehicle, check, cost
from gangqiao.engine.routing.port import Load, WrongProblem
from gangqiao.engine.routing.timing import timed
from gangqiao.engine.tests.routing.problems import COACH, on_a_line


def planned(problem, *trips, vehicle=0):
    """A plan of trips, each the numbers of its stops, with all people of each."""
    routes = [timed(problem, vehicle, [Load(n, problem.stops[n].people) for n in trip]) for trip in trips]
    plan = Plan(tuple(routes))
    return replace(plan, cost=cost(problem, plan))


def broken(problem, plan):
    return {fault.broken for fault in check(problem, plan)}


def test_a_sound_plan_has_no_fault_and_costs_what_its_kilometres_cost():
    problem = on_a_line(20, 20)
    plan = planned(problem, [1, 0])
    assert check(problem, plan) == []
    assert plan.cost == 120_000 + 40 * 400
    assert plan.routes[0].metres == 40_000


def test_times_follow_from_the_way_and_the_boarding():
    problem = on_a_line(20, 20, service=300)
    visits = planned(problem, [1, 0]).routes[0].visits
    assert [(visit.arrives, visit.leaves) for visit in visits] == [(1200, 1500), (2100, 2400)]


def test_the_vehicle_leaves_so_late_that_it_does_not_wait():
    problem = on_a_line(20, earliest=7 * 3600)
    assert planned(problem, [0]).routes[0].leaves == 7 * 3600 - 600


def test_a_vehicle_that_stands_at_its_first_stop_pays_no_way_there():
    problem = on_a_line(20, 20, vehicles=(replace(COACH, start=NOWHERE),))
    plan = planned(problem, [1, 0])
    assert check(problem, plan) == []
    assert plan.routes[0].metres == 20_000


def test_who_is_forgotten_or_fetched_twice_is_missed():
    problem = on_a_line(20, 20)
    assert broken(problem, planned(problem, [0])) == {Broken.PEOPLE}
    assert broken(problem, planned(problem, [0, 1], [1])) == {Broken.PEOPLE}


@pytest.mark.parametrize(
    ("vehicle", "rule"),
    [
        (replace(COACH, seats=39), Broken.SEATS),
        (replace(COACH, seats=40, escorts=1), Broken.SEATS),
        (replace(COACH, number=0), Broken.NUMBER),
        (replace(COACH, shift=2399), Broken.SHIFT),
        (replace(COACH, driving=2399), Broken.DRIVING),
    ],
)
def test_limits_of_the_vehicle(vehicle, rule):
    problem = on_a_line(20, 20, vehicles=(vehicle,))
    assert broken(problem, planned(problem, [1, 0])) == {rule}


def test_windows_of_stops_and_of_the_destination():
    problem = on_a_line(20, 20, latest=1800)
    assert broken(problem, planned(problem, [1, 0])) == set()
    assert broken(on_a_line(20, 20, latest=1100), planned(problem, [1, 0])) == {Broken.WINDOW}
    late = replace(problem, destination=Destination(0, latest=2399))
    assert broken(late, planned(late, [1, 0])) == {Broken.WINDOW}


def test_a_time_that_nobody_can_drive_is_seen():
    problem = on_a_line(20)
    plan = planned(problem, [0])
    hurried = replace(plan.routes[0], arrives=plan.routes[0].arrives - 1)
    assert broken(problem, replace(plan, routes=(hurried,))) == {Broken.TIMES}


def test_the_driver_rests_under_way():
    problem = on_a_line(1, 1, 1, 1, vehicles=(Vehicle("coach", 53, 1, rest=Rest(3600, 1200)),))
    route = planned(problem, [3, 2, 1, 0]).routes[0]
    assert route.arrives - route.leaves == 8 * 600 + 1200
    assert check(problem, planned(problem, [3, 2, 1, 0])) == []
    without = replace(problem, vehicles=(COACH,))
    assert broken(problem, planned(without, [3, 2, 1, 0])) >= {Broken.REST}


def test_a_long_stop_is_a_rest():
    problem = on_a_line(1, 1, 1, 1, vehicles=(Vehicle("coach", 53, 1, rest=Rest(3600, 1200)),), service=1200)
    plan = planned(problem, [3, 2, 1, 0])
    assert check(problem, plan) == []
    assert plan.routes[0].arrives - plan.routes[0].leaves == 8 * 600 + 4 * 1200


def test_a_group_is_not_torn_apart():
    problem = on_a_line(10, 10, group="team")
    assert broken(problem, planned(problem, [0], [1])) == {Broken.GROUP}
    assert broken(problem, planned(problem, [0, 1])) == set()


@given(
    st.lists(st.integers(0, 7200), min_size=1, max_size=6),
    st.integers(600, 5000),
    st.booleans(),
    st.randoms(use_true_random=False),
)
@settings(max_examples=150, deadline=None)
def test_timing_drives_as_fast_as_it_may_and_never_faster(earliest, after, rests, dice):
    """Whatever the stops ask, the times of `timed` break no rule but those that cannot be kept in this order."""
    vehicle = Vehicle("coach", 999, 1, rest=Rest(after, 1200) if rests else None)
    problem = on_a_line(*(1 for _ in earliest), vehicles=(vehicle,))
    stops = [replace(stop, earliest=early) for stop, early in zip(problem.stops, earliest, strict=True)]
    problem = replace(problem, stops=tuple(stops))
    order = list(range(len(stops)))
    dice.shuffle(order)
    assert check(problem, planned(problem, order)) == []


@pytest.mark.parametrize(
    "change",
    [{"people": -1}, {"parties": (9,)}, {"parties": (0,)}, {"row": 7}, {"earliest": 9, "latest": 8}],
)
def test_a_problem_that_contradicts_itself_is_refused(change):
    problem = on_a_line(5)
    with pytest.raises(WrongProblem):
        replace(problem, stops=(replace(problem.stops[0], **change),))


def test_the_solver_is_loaded_only_to_solve():
    code = "import sys, gangqiao.engine.routing, gangqiao.engine.routing.editing; print('pyvrp' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "False\n"
