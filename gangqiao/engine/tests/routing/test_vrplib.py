"""Published formats, and the distances that their libraries mean."""

from __future__ import annotations

import pytest

from gangqiao.engine.routing import check, solve
from gangqiao.engine.routing.vrplib import WrongInstance, cost_of, read_instance, read_solution

SMALL = """NAME : small
TYPE : CVRP
DIMENSION : 5
EDGE_WEIGHT_TYPE : EUC_2D
CAPACITY : 10
NODE_COORD_SECTION
1 0 0
2 1 1
3 3 4
4 -3 -4
5 0 2
DEMAND_SECTION
1 0
2 5
3 5
4 10
5 3
DEPOT_SECTION
1
-1
EOF
"""
SOLOMON = """C1

VEHICLE
NUMBER     CAPACITY
  2         10

CUSTOMER
CUST NO.  XCOORD.   YCOORD.    DEMAND   READY TIME  DUE DATE   SERVICE   TIME

    0      0         0          0          0       230          0
    1      1         1          7         50        60         10
    2      3         4          5          0       100         10
"""


def explicit(form, numbers):
    return (
        f"DIMENSION : 3\nCAPACITY : 9\nEDGE_WEIGHT_TYPE : EXPLICIT\nEDGE_WEIGHT_FORMAT : {form}\n"
        f"EDGE_WEIGHT_SECTION\n{numbers}\nDEMAND_SECTION\n1 0\n2 1\n3 1\nDEPOT_SECTION\n1\n-1\nEOF\n"
    )


@pytest.mark.parametrize(("kind", "distance"), [("EUC_2D", 1), ("FLOOR_2D", 1), ("CEIL_2D", 2), ("EXACT_2D", 1414)])
def test_distances_are_rounded_as_the_library_says(kind, distance):
    instance = read_instance(SMALL.replace("EUC_2D", kind))
    assert instance.problem.metres[0, 1] == distance
    assert instance.problem.metres[0, 2] == 5 * instance.scale


def test_the_cost_is_the_distance_and_the_checker_agrees():
    instance = read_instance(SMALL)
    plan = solve(instance.problem, 0.2, cpu=True)
    assert check(instance.problem, plan) == []
    assert plan.cost == sum(route.metres for route in plan.routes)
    assert plan.cost == (5 + 5) + (1 + 1) + (2 + 4 + 5)  # stops 3, 1, and 4 with 2, each way a whole number


@pytest.mark.parametrize(
    ("form", "numbers"),
    [
        ("FULL_MATRIX", "0 1 2\n1 0 3\n2 3 0"),
        ("LOWER_ROW", "1\n2 3"),
        ("LOWER_DIAG_ROW", "0\n1 0\n2 3 0"),
        ("UPPER_ROW", "1 2\n3"),
        ("UPPER_DIAG_ROW", "0 1 2 0 3 0"),
    ],
)
def test_matrices_in_every_form(form, numbers):
    assert read_instance(explicit(form, numbers)).problem.metres.tolist() == [[0, 1, 2], [1, 0, 3], [2, 3, 0]]


def test_windows_and_service_in_both_formats():
    solomon = read_instance(SOLOMON)
    assert solomon.scale == 10
    assert [(s.people, s.earliest, s.latest, s.service) for s in solomon.problem.stops] == [
        (7, 500, 600, 100),
        (5, 0, 1000, 100),
    ]
    assert solomon.problem.metres[0, 1] == 14
    assert solomon.problem.vehicles[0].number == 2
    windows = "TIME_WINDOW_SECTION\n1 0 99\n2 0 9\n3 1 9\n4 0 9\n5 0 50\nDEPOT_SECTION"
    vrplib = read_instance(SMALL.replace("DEPOT_SECTION", windows).replace("CAPACITY", "SERVICE_TIME : 2\nCAPACITY"))
    assert [(s.earliest, s.latest, s.service) for s in vrplib.problem.stops][:2] == [(0, 9, 2), (1, 9, 2)]
    assert vrplib.problem.destination.latest == 99


def test_the_depot_may_be_any_node():
    instance = read_instance(SMALL.replace("\n1\n-1", "\n5\n-1").replace("1 0\n2 5", "1 2\n2 5"))
    assert instance.problem.destination.row == 4
    assert [stop.people for stop in instance.problem.stops] == [2, 5, 5, 10]


@pytest.mark.parametrize(
    ("old", "new", "says", "line"),
    [
        ("3 3 4", "3 three 4", "should be a number", 9),
        ("3 3 4\n", "", "nothing about node 3", 6),
        ("4 10\n", "4 11\n", "more than the capacity", 12),
        ("CAPACITY : 10", "CAPACITY : ten", "should be a number", 5),
        ("CAPACITY : 10\n", "", "CAPACITY", 0),
        ("DEMAND_SECTION", "SECTION", "is neither", 0),
        ("EUC_2D", "GEO", "is not known", 4),
        ("2 5\n3 5", "2 5 7\n3 5", "should be a node", 14),
        ("\n1\n-1", "\n9\n-1", "depot from 1 to 5", 18),
    ],
)
def test_what_is_wrong_is_said_with_its_line(old, new, says, line):
    with pytest.raises(WrongInstance) as fault:
        read_instance(SMALL.replace(old, new, 1))
    if says != "is neither":
        assert says in fault.value.says
        assert fault.value.line == line


def test_solutions_and_their_cost():
    solution = read_solution("Route #1: 1 2\nRoute #2: 3\nCost 24\n", 4)
    assert solution.routes == ((1, 2), (3,))
    assert solution.cost == 24
    with pytest.raises(WrongInstance, match="outside 1 to 4"):
        read_solution("Route #1: 7\n", 4)


def test_what_a_solution_costs_is_counted_again():
    instance = read_instance(SMALL)
    assert cost_of(instance, read_solution("Route #1: 2 4\nRoute #2: 3\nRoute #3: 1\n", 4)) == 23
    assert cost_of(instance, read_solution("Route #1: 2 4\nCost 7\n", 4)) is None


def test_a_scale_keeps_decimals():
    instance = read_instance(SMALL.replace("EUC_2D", "FLOOR_2D\nSCALE : 10"))
    assert instance.problem.metres[0, 1] == 14
    assert instance.scale == 10
