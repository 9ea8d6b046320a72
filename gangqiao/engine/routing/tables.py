"""Problems from CSV files of points and vehicles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gangqiao.engine.routing import roads
from gangqiao.engine.routing.cells import (
    Row,
    WrongTable,
    cents,
    degrees,
    hours,
    not_below_zero,
    number,
    rows_of,
    time_of_day,
    whole,
)
from gangqiao.engine.routing.port import (
    END_OF_TIME,
    NOWHERE,
    UNLIMITED,
    Destination,
    Matrix,
    Objective,
    Problem,
    Rest,
    Stop,
    Vehicle,
)

FIRST_STOP = "first"
MORNING = 6 * 3600
LEEWAY = 4 * 3600


@dataclass(frozen=True)
class Roads:
    """How distances and durations are estimated. `metres_per_unit` is of x and y."""

    km_per_hour: float = 40.0
    winding: float | None = None
    metres_per_unit: float = 1000.0


def read_problem(
    points: Path, fleet: Path, ways: Roads, *, begin: int | None = None, objective: Objective | None = None
) -> Problem:
    """The problem of a file of points and a file of vehicles. Raises WrongTable.

    begin       first departure of all vehicles; null: the morning, or early enough for the first time asked for
    objective   null: the cost, or few vehicles where the fleet has no prices
    """
    rows = rows_of(points, ("id", "people"))
    metres = _metres(points, rows, ways)
    seconds = roads.at_speed(metres, ways.km_per_hour)
    places = {row.text("id"): at for at, row in enumerate(rows) if _is_place(row)}
    if len({row.text("id") for row in rows}) < len(rows):
        raise _doubled(rows)
    if not places:
        says = "no row has the word depot, or nothing, under people; one must, it is where all are brought"
        raise WrongTable(f"{points.name}: {says}.")
    stops = tuple(_stop(row, at) for at, row in enumerate(rows) if not _is_place(row))
    if not stops:
        raise WrongTable(f"{points.name}: no row has people who wait; add a row for each village.")
    first = next(iter(places.values()))
    early, late = _window(rows[first])
    to = Destination(first, rows[first].text("name") or rows[first].text("id"), early, late)
    if begin is None:
        begin = _begin(stops, to, seconds)
    vehicles, has_prices = _vehicles(fleet, places, begin)
    wanted = objective or (Objective.COST if has_prices else Objective.VEHICLES)
    return Problem(to, stops, vehicles, metres, seconds, wanted)


def _is_place(row: Row) -> bool:
    return row.text("people").lower() in ("", "depot")


def _doubled(rows: list[Row]) -> WrongTable:
    seen: dict[str, int] = {}
    for row in rows:
        if (name := row.text("id")) in seen:
            return row.wrong("id", f"“{name}” is in line {seen[name]} already; give each row its own")
        seen[name] = row.line
    raise AssertionError("no id is doubled")


def winding_of(points: Path, ways: Roads) -> float:
    """By how much longer than the straight line roads are taken to be: as asked, else by the sort of coordinates."""
    return _winding(ways, has_degrees=any(row.has("longitude") for row in rows_of(points, ())[:1]))


def _winding(ways: Roads, *, has_degrees: bool) -> float:
    if ways.winding is not None:
        return ways.winding
    return roads.WINDING if has_degrees else 1.0


def _metres(path: Path, rows: list[Row], ways: Roads) -> Matrix:
    if rows and rows[0].has("longitude"):
        at = [(row.read("longitude", degrees(180)), row.read("latitude", degrees(90))) for row in rows]
        return roads.over_the_earth(at, _winding(ways, has_degrees=True))
    if rows and not rows[0].has("x"):
        raise WrongTable(f"{path.name}, line 1: neither longitude and latitude nor x and y are there; add them.")
    plane = [(row.read("x", number), row.read("y", number)) for row in rows]
    return roads.on_a_plane(plane, ways.metres_per_unit, _winding(ways, has_degrees=False))


def _stop(row: Row, at: int) -> Stop:
    people = row.read("people", whole)
    couples = row.read("couples", whole, 0)
    if 2 * couples > people:
        raise row.wrong("couples", f"{couples} couples are more than {people} people; correct one of them")
    early, late = _window(row)
    service = round(row.read("service_min", not_below_zero, 0.0) * 60)
    name, group = row.text("name"), row.text("group")
    identity = row.read("id", str)
    return Stop(identity, at, people, name, early, late, service, (2,) * couples, group)


def _window(row: Row) -> tuple[int, int]:
    early, late = row.read("earliest", time_of_day, 0), row.read("latest", time_of_day, END_OF_TIME)
    if early > late:
        raise row.wrong("latest", f"“{row.text('latest')}” is before “{row.text('earliest')}”; correct one of them")
    return early, late


def _begin(stops: tuple[Stop, ...], to: Destination, seconds: Matrix) -> int:
    """When vehicles may leave first: early enough for the first time asked for, else in the morning."""
    asked = [stop.earliest or stop.latest for stop in stops if stop.earliest or stop.latest < END_OF_TIME]
    asked += [to.latest] if to.latest < END_OF_TIME else []
    if not asked:
        return MORNING
    leeway = 0 if all(stop.earliest for stop in stops) else LEEWAY
    return max(0, min(asked) - int(seconds.max(initial=0)) - leeway)


def _vehicles(path: Path, places: Mapping[str, int], begin: int) -> tuple[tuple[Vehicle, ...], bool]:
    """The fleet, and whether it has prices; without any a kilometre costs a yuan."""
    rows = rows_of(path, ("kind", "seats", "number"))
    if not rows:
        raise WrongTable(f"{path.name}: has no vehicles; add a row for each kind.")
    has_prices = any(row.has("cost") or row.has("cost_per_km") for row in rows)
    return tuple(_vehicle(row, places, begin, 0 if has_prices else 100) for row in rows), has_prices


def _vehicle(row: Row, places: Mapping[str, int], begin: int, per_km: int) -> Vehicle:
    start = row.text("start")
    if start and start != FIRST_STOP and start not in places:
        raise row.wrong("start", f"“{start}” is no depot of the points; write the id of one, or {FIRST_STOP}")
    vehicle = Vehicle(
        kind=row.read("kind", str),
        seats=row.read("seats", whole),
        number=row.read("number", whole, UNLIMITED),
        cost=row.read("cost", cents, 0),
        cost_per_km=row.read("cost_per_km", cents, per_km),
        start=None if not start else NOWHERE if start == FIRST_STOP else places[start],
        earliest=row.read("earliest", time_of_day, begin),
        shift=row.read("shift_hours", hours, END_OF_TIME),
        driving=row.read("driving_hours", hours, END_OF_TIME),
        rest=_rest(row),
        escorts=row.read("escort_seats", whole, 0),
    )
    if vehicle.places < 1:
        raise row.wrong("seats", f"“{row.text('seats')}” leaves no seat for a passenger; correct it")
    return vehicle


def _rest(row: Row) -> Rest | None:
    if not row.has("rest_after_hours"):
        return None
    return Rest(row.read("rest_after_hours", hours), round(row.read("rest_minutes", not_below_zero, 20.0) * 60))
