"""A plan changed by hand: the times follow, and the cost of the change is said."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gangqiao.engine.routing import Broken, Plan, Reason, check, cost, editing
from gangqiao.engine.routing.port import Load
from gangqiao.engine.routing.timing import timed
from gangqiao.engine.tests.routing.problems import COACH, MINIBUS, on_a_line


@pytest.fixture
def problem():
    return on_a_line(20, 10, 15, vehicles=(COACH, MINIBUS))


@pytest.fixture
def plan(problem):
    """One coach for the first two stops, one for the third."""
    return made(problem, [1, 0], [2])


def made(problem, *trips):
    routes = [timed(problem, 0, [Load(n, problem.stops[n].people) for n in trip]) for trip in trips]
    plan = Plan(tuple(routes))
    return replace(plan, cost=cost(problem, plan))


def test_a_stop_moved_into_the_other_vehicle_saves_that_vehicle(problem, plan):
    edit = editing.move(problem, plan, route=1, visit=0, to=0)
    assert [[visit.stop for visit in route.visits] for route in edit.plan.routes] == [[2, 1, 0]]
    assert edit.difference == -120_000 - 40 * 400
    assert edit.metres == -40_000
    assert edit.faults == ()
    assert check(problem, edit.plan) == []


def test_a_move_back_costs_what_the_move_saved(problem, plan):
    there = editing.move(problem, plan, route=1, visit=0, to=0)
    back = editing.give_own_vehicle(problem, there.plan, route=0, visit=0, vehicle=0)
    assert back.difference == -there.difference
    assert back.plan.cost == plan.cost


def test_too_many_for_the_seats_is_said_not_refused():
    problem = on_a_line(30, 30)
    edit = editing.move(problem, made(problem, [0], [1]), route=1, visit=0, to=0)
    assert [fault.broken for fault in edit.faults] == [Broken.SEATS]


def test_another_order_has_its_price(problem, plan):
    whole = editing.move(problem, plan, route=1, visit=0, to=0).plan
    edit = editing.reorder(problem, whole, route=0, order=[1, 0, 2])
    assert [visit.stop for visit in edit.plan.routes[0].visits] == [1, 2, 0]
    assert edit.metres == 0
    assert editing.reorder(problem, whole, route=0, order=[0, 2, 1]).metres == 20_000
    with pytest.raises(ValueError, match="each of 3 visits once"):
        editing.reorder(problem, whole, route=0, order=[0, 1])


def test_a_smaller_vehicle_saves_its_price(problem, plan):
    edit = editing.change_vehicle(problem, plan, route=1, vehicle=1)
    assert edit.difference == 60_000 + 60 * 250 - (120_000 + 60 * 400)
    assert check(problem, edit.plan) == []


def test_who_is_taken_off_stays_by_hand_and_can_be_fetched_again(problem, plan):
    off = editing.take_off(problem, plan, route=0, visit=0).plan
    assert [(stays.stop, stays.reason) for stays in off.unserved] == [(1, Reason.BY_HAND)]
    assert check(problem, off) == []
    again = editing.fetch(problem, off, unserved=0, to=0)
    assert again.plan.cost == plan.cost
    assert again.plan.unserved == ()


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_whatever_is_moved_nobody_is_lost_and_the_difference_is_true(data):
    problem = on_a_line(*data.draw(st.lists(st.integers(1, 20), min_size=3, max_size=6)))
    plan = made(problem, [0, 1], list(range(2, len(problem.stops))))
    for _ in range(4):
        route = data.draw(st.integers(0, len(plan.routes) - 1))
        visit = data.draw(st.integers(0, len(plan.routes[route].visits) - 1))
        edit = editing.move(problem, plan, route, visit, data.draw(st.integers(0, len(plan.routes) - 1)))
        assert edit.plan.cost - plan.cost == edit.difference
        assert not {fault.broken for fault in check(problem, edit.plan)} - {Broken.SEATS}
        plan = edit.plan
