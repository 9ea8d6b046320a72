"""`gangqiao engine route` on files."""

from __future__ import annotations

import json

import pytest

from gangqiao.engine.commands import main
from gangqiao.engine.tests.routing.test_vrplib import SMALL

POINTS = """id,name,longitude,latitude,people,earliest,latest,service_min,couples
station,Mile,103.41,24.41,depot,,10:30,,
a,Upper village,103.45,24.38,130,07:00,09:00,10,5
b,,103.42,24.32,20,25200,9:00:00,5,
c,,103.63,24.13,12,07:30,08:00,5,1
"""
FLEET = """kind,seats,number,cost,cost_per_km,shift_hours,escort_seats
coach,53,4,1200,4,4.5,1
minibus,20,9,600,2.5,,
"""


@pytest.fixture
def route(tmp_path, capsys):
    """Run the command on two files; the answer is the code, what was printed, and the sentence on standard error."""

    def run(points=POINTS, fleet=FLEET, *more):
        (tmp_path / "P.csv").write_text(points, encoding="utf-8")
        (tmp_path / "F.csv").write_text(fleet, encoding="utf-8")
        files = ["--points", str(tmp_path / "P.csv"), "--fleet", str(tmp_path / "F.csv")]
        code = main(["route", *files, "--seconds", "0.3", "--cpu", *more])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_a_plan_with_times_loads_and_totals(route, tmp_path):
    code, out, _ = route(POINTS, FLEET, "--out", str(tmp_path / "R.json"))
    plan = json.loads((tmp_path / "R.json").read_text(encoding="utf-8"))
    assert code == 0
    assert plan["faults"] == []
    assert json.loads(out)["cost"] == plan["totals"]["cost"]
    assert plan["totals"]["people"] == plan["totals"]["boarded"] == 162
    assert sum(stop["couples"] for leg in plan["routes"] for stop in leg["stops"]) == 6
    for leg in plan["routes"]:
        assert leg["stops"][-1]["load"] == leg["people"] <= leg["seats"]
        assert leg["arrives_s"] <= 10.5 * 3600
        price = {"coach": (1200, 4), "minibus": (600, 2.5)}[leg["kind"]]
        assert leg["cost"] == pytest.approx(price[0] + leg["km"] * price[1], abs=0.01)
    assert plan["totals"]["cost"] == pytest.approx(sum(leg["cost"] for leg in plan["routes"]))


def test_x_and_y_in_semicolons_without_prices_or_times(route):
    points = "id;x;y;people\nd;0;0;\na;3;4;10\nb;6;8;10\n"
    code, out, _ = route(points, "kind;seats;number\nbus;20;\n", "--speed", "60")
    plan = json.loads(out)
    assert code == 0
    assert plan["objective"] == "vehicles"
    assert plan["totals"] | {"by_kind": 0} == {
        "people": 20, "boarded": 20, "unserved": 0, "vehicles": 1, "by_kind": 0, "km": 20, "minutes": 20, "cost": 20,
    }  # fmt: skip
    assert plan["routes"][0]["leaves"] == "06:00"


def test_vehicles_start_where_the_fleet_says(route):
    points = "id,x,y,people\nd,0,0,depot\ngarage,0,30,depot\na,0,20,10\n"
    _, out, _ = route(points, "kind,seats,number,start\nbus,20,1,garage\n")
    assert json.loads(out)["totals"]["km"] == 30
    _, out, _ = route(points, "kind,seats,number,start\nbus,20,1,first\n")
    assert json.loads(out)["totals"]["km"] == 20


def test_who_cannot_be_fetched_is_named_with_the_reason(route):
    code, out, _ = route(POINTS.replace("07:30,08:00", "10:20,10:25"))
    stays = json.loads(out)["unserved"]
    assert code == 0
    assert [(one["id"], one["reason"]) for one in stays] == [("c", "too_late")]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("longitude", "length", "P.csv, line 1: "),
        (",20,25200", ",twenty,25200", "P.csv, line 4, column people: “twenty” is no number"),
        (",20,25200", ",2.5,25200", "line 4, column people: “2.5” is no whole number"),
        (",20,25200", ",-2,25200", "line 4, column people: “-2” is below 0"),
        ("103.42,24.32", "24.32,103.42", "line 4, column latitude: “103.42” is no degree"),
        ("07:30,08:00", "08:30,08:00", "line 5, column latest: “08:00” is before “08:30”"),
        ("07:30,08:00", "7h,08:00", "line 5, column earliest: “7h” is no time"),
        ("c,,", "a,,", "line 5, column id: “a” is in line 3 already"),
        ("depot", "30", "no row has the word depot"),
        (",5,1\n", ",5,7\n", "line 5, column couples: 7 couples are more than 12 people"),
        ("id,name", "name,title", "line 1: the column id is missing"),
        ("130,07:00", "1,30,07:00", "line 3: has 10 cells for 9 columns"),
        (POINTS, "", "the column id is missing"),
    ],
)
def test_a_fault_in_the_points_is_one_sentence_and_code_2(route, old, new, says):
    code, out, err = route(POINTS.replace(old, new, 1))
    assert (code, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("coach,53", "coach,0", "F.csv, line 2, column seats: “0” leaves no seat"),
        ("coach,53", "coach,many", "line 2, column seats: “many” is no number"),
        ("4.5,1", "0,1", "line 2, column shift_hours: “0” is not above 0"),
        ("seats", "places", "line 1: the column seats is missing"),
        (FLEET.split("\n", 1)[1], "", "F.csv: has no vehicles"),
    ],
)
def test_a_fault_in_the_fleet_is_one_sentence_and_code_2(route, old, new, says):
    code, _, err = route(POINTS, FLEET.replace(old, new, 1))
    assert code == 2
    assert says in err


def test_a_published_instance_with_its_known_cost(tmp_path, capsys):
    files = {"small.vrp": SMALL, "small.sol": "Route #1: 1\nCost 20\n"}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    out = tmp_path / "found.sol"
    options = ["--solution", str(tmp_path / "small.sol"), "--out", str(out), "--seconds", "0.2", "--cpu"]
    assert main(["route", "--points", str(tmp_path / "small.vrp"), *options]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["cost"] == found["distance"] == 23
    assert (found["known"], found["gap"], found["feasible"], found["vehicles"]) == (20, 0.15, True, 3)
    assert sorted(stop for leg in found["routes"] for stop in leg) == [1, 2, 3, 4]
    assert out.read_text(encoding="utf-8").endswith("Cost 23\n")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("P.csv", b"id,people\n", "give them with --fleet"),
        ("a.vrp", b"hello\n", "a.vrp, line 1: is neither"),
        ("a.vrp", b"", "a.vrp: the file is empty"),
        ("a.vrp", b"\xff\xff\xff", "is not text"),
        ("none.vrp", None, "cannot be read"),
    ],
)
def test_what_is_no_instance_is_said(tmp_path, capsys, name, content, says):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert main(["route", "--points", str(tmp_path / name)]) == 2
    assert says in capsys.readouterr().err
