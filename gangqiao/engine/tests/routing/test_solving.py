"""The plans that are found keep every rule, and nobody is lost."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings

from gangqiao.engine.routing import NOWHERE, Destination, Objective, Reason, Rest, Vehicle, check, roads
from gangqiao.engine.routing import solve as solve_by_the_clock
from gangqiao.engine.routing.port import Problem, Stop
from gangqiao.engine.tests.routing.problems import COACH, MINIBUS, on_a_line, problems

solve = partial(solve_by_the_clock, cpu=True)  # the same however crowded the machine is


@given(problems())
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_plan_is_sound(problem):
    plan = solve(problem, 0.1)
    assert check(problem, plan) == []
    seated = sum(route.people for route in plan.routes) + sum(stays.people for stays in plan.unserved)
    assert seated == sum(stop.people for stop in problem.stops)


def test_two_villages_share_a_coach_where_it_is_cheaper():
    plan = solve(on_a_line(20, 30), 0.2)
    assert [[visit.stop for visit in route.visits] for route in plan.routes] in ([[1, 0]], [[0, 1]])
    assert plan.cost == 120_000 + 40 * 400


def test_the_cheaper_kind_is_taken():
    plan = solve(on_a_line(20, vehicles=(COACH, MINIBUS)), 0.2)
    assert [route.vehicle for route in plan.routes] == [1]


def test_few_vehicles_before_few_kilometres():
    vehicles = (replace(COACH, seats=30, number=9, cost=0),)
    stops = tuple(Stop(f"s{n}", n, 15) for n in (1, 2))
    metres = roads.on_a_plane([(0, 0), (-10, 0), (10, 0.1)])
    problem = Problem(Destination(0), stops, vehicles, metres, roads.at_speed(metres, 60), Objective.VEHICLES)
    assert len(solve(problem, 0.2).routes) == 1


def test_where_seats_are_short_as_many_as_can_be_are_fetched():
    problem = on_a_line(50, 40, 30, vehicles=(replace(COACH, number=2),))
    plan = solve(problem, 0.4)
    assert check(problem, plan) == []
    assert sum(route.people for route in plan.routes) == 106
    assert {stays.reason for stays in plan.unserved} == {Reason.FLEET}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"latest": 300}, Reason.TOO_LATE),
        ({"earliest": 9000}, Reason.TOO_LATE),
    ],
)
def test_who_cannot_be_fetched_in_time_stays_with_the_reason(change, reason):
    problem = replace(on_a_line(5, **change), destination=Destination(0, latest=9000))
    assert [stays.reason for stays in solve(problem, 0.1).unserved] == [reason]


def test_who_lives_too_far_stays_with_the_reason():
    plan = solve(on_a_line(5, 5, vehicles=(replace(COACH, shift=1800),)), 0.1)
    assert [(stays.stop, stays.reason) for stays in plan.unserved] == [(1, Reason.TOO_LONG)]


def test_limits_the_search_does_not_know_are_kept_all_the_same():
    """Driving time with ways of unlike pace, and rests: the first half of the time is not enough for them."""
    problem = on_a_line(10, 10, 10, 10)
    seconds = problem.seconds.copy()
    seconds[3:, :] *= 2
    for limit in ({"driving": 7500}, {"rest": Rest(3000, 1200), "shift": 9800}):
        slow = replace(problem, seconds=seconds, vehicles=(Vehicle("coach", 53, 4, 90_000, 300, **limit),))
        plan = solve(slow, 0.4)
        assert check(slow, plan) == []
        assert not plan.unserved


def test_a_group_travels_in_one_vehicle_in_the_shorter_order():
    problem = on_a_line(10, 40, 10)
    stops = tuple(replace(stop, group="team" if stop.people == 10 else "") for stop in problem.stops)
    plan = solve(replace(problem, stops=stops), 0.2)
    assert check(replace(problem, stops=stops), plan) == []
    assert [2, 0] in [[visit.stop for visit in route.visits] for route in plan.routes]


def test_coaches_that_stand_in_the_villages():
    problem = on_a_line(50, 50, vehicles=(replace(COACH, start=NOWHERE),))
    plan = solve(problem, 0.2)
    assert check(problem, plan) == []
    assert sum(route.metres for route in plan.routes) == 30_000


def test_progress_is_told_and_a_cancelled_search_gives_what_it_has():
    told, problem = [], on_a_line(20, 30, 10)
    plan = solve(problem, 60, progress=lambda share, best: told.append((share, best)), cancel=lambda: len(told) > 2)
    assert check(problem, plan) == []
    assert plan.routes
    assert plan.solving["seconds"] < 30
    assert told[-1][1] == plan.cost


def test_nobody_waits_and_nothing_drives():
    assert solve(on_a_line(0, 0), 0.1).routes == ()
    nothing = solve(on_a_line(5, vehicles=()), 0.1)
    assert [stays.people for stays in nothing.unserved] == [5]
