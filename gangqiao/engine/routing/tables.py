"""Points and fleets from CSV files. What is wrong is said with file, line and column."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from gangqiao.engine.routing import roads
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
OTHER_NAMES = {
    "longitude": ("longitude", "lon", "lng"),
    "latitude": ("latitude", "lat"),
    "service_min": ("service_min", "service_minutes"),
}
Value = TypeVar("Value")


class WrongTable(Exception):
    """A file that cannot be used; the text is one sentence."""


@dataclass(frozen=True)
class Roads:
    """How distances and durations are estimated. `metres_per_unit` is of x and y."""

    km_per_hour: float = 40.0
    winding: float | None = None
    metres_per_unit: float = 1000.0


@dataclass(frozen=True)
class Row:
    """One line of a file, by the lower-case names of its columns."""

    file: str
    line: int
    cells: Mapping[str, str]

    def has(self, column: str) -> bool:
        return any(self.cells.get(name, "") for name in OTHER_NAMES.get(column, (column,)))

    def text(self, column: str) -> str:
        names = OTHER_NAMES.get(column, (column,))
        return next((self.cells[name] for name in names if self.cells.get(name)), "")

    def read(self, column: str, read: Callable[[str], Value], otherwise: Value | None = None) -> Value:
        """A cell as `read` understands it, `otherwise` if it is empty. `read` raises ValueError with what it wants."""
        text = self.text(column)
        if not text:
            if otherwise is None:
                raise self.wrong(column, "is empty; fill it in")
            return otherwise
        try:
            return read(text)
        except ValueError as fault:
            raise self.wrong(column, f"“{text}” {fault}") from None

    def wrong(self, column: str, says: str) -> WrongTable:
        return WrongTable(f"{self.file}, line {self.line}, column {column}: {says}.")


def rows_of(path: Path, needed: tuple[str, ...]) -> list[Row]:
    """The lines of a CSV file (UTF-8 or GB 18030; commas, semicolons or tabs) that has the needed columns."""
    text = text_of(path)
    head = text.splitlines()[0] if text.strip() else ""
    mark = max(",;\t", key=head.count)
    lines = csv.reader(text.splitlines(), delimiter=mark)
    names = [name.strip().lower() for name in next(lines, [])]
    for column in needed:
        if not set(OTHER_NAMES.get(column, (column,))) & set(names):
            raise WrongTable(f"{path.name}, line 1: the column {column} is missing; add it to the heading.")
    found = []
    for cells in lines:
        if any(cell.strip() for cell in cells):
            values = [cell.strip() for cell in cells]
            if len(values) > len(names):
                raise WrongTable(
                    f"{path.name}, line {lines.line_num}: has {len(values)} cells for {len(names)} columns; "
                    "put quotation marks around a text with commas."
                )
            found.append(Row(path.name, lines.line_num, dict(zip(names, values, strict=False))))
    return found


def text_of(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise WrongTable(f"{path}: cannot be read ({fault.strerror}); check the path.") from None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WrongTable(f"{path.name}: is not text in UTF-8 or GB 18030; save it as CSV in UTF-8.")


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
    places = {row.text("id"): number for number, row in enumerate(rows) if _is_place(row)}
    if len({row.text("id") for row in rows}) < len(rows):
        raise _doubled(rows)
    if not places:
        says = "no row has the word depot, or nothing, under people; one must, it is where all are brought"
        raise WrongTable(f"{points.name}: {says}.")
    stops = tuple(_stop(row, number) for number, row in enumerate(rows) if not _is_place(row))
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


def _metres(path: Path, rows: list[Row], ways: Roads) -> Matrix:
    if rows and rows[0].has("longitude"):
        at = [(row.read("longitude", _degrees(180)), row.read("latitude", _degrees(90))) for row in rows]
        return roads.over_the_earth(at, roads.WINDING if ways.winding is None else ways.winding)
    if rows and not rows[0].has("x"):
        raise WrongTable(f"{path.name}, line 1: neither longitude and latitude nor x and y are there; add them.")
    plane = [(row.read("x", _number), row.read("y", _number)) for row in rows]
    return roads.on_a_plane(plane, ways.metres_per_unit, 1.0 if ways.winding is None else ways.winding)


def _stop(row: Row, number: int) -> Stop:
    people = row.read("people", _count)
    couples = row.read("couples", _count, 0)
    if 2 * couples > people:
        raise row.wrong("couples", f"{couples} couples are more than {people} people; correct one of them")
    early, late = _window(row)
    service = round(row.read("service_min", _not_below_zero, 0.0) * 60)
    name, group = row.text("name"), row.text("group")
    identity = row.read("id", str)
    return Stop(identity, number, people, name, early, late, service, (2,) * couples, group)


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
        seats=row.read("seats", _count),
        number=row.read("number", _count, UNLIMITED),
        cost=row.read("cost", _cents, 0),
        cost_per_km=row.read("cost_per_km", _cents, per_km),
        start=None if not start else NOWHERE if start == FIRST_STOP else places[start],
        earliest=row.read("earliest", time_of_day, begin),
        shift=row.read("shift_hours", _hours, END_OF_TIME),
        driving=row.read("driving_hours", _hours, END_OF_TIME),
        rest=_rest(row),
        escorts=row.read("escort_seats", _count, 0),
    )
    if vehicle.places < 1:
        raise row.wrong("seats", f"“{row.text('seats')}” leaves no seat for a passenger; correct it")
    return vehicle


def _rest(row: Row) -> Rest | None:
    if not row.has("rest_after_hours"):
        return None
    return Rest(row.read("rest_after_hours", _hours), round(row.read("rest_minutes", _not_below_zero, 20.0) * 60))


def time_of_day(text: str) -> int:
    """Seconds of the day from 7:30, 07:30:15 or 27000."""
    try:
        parts = [int(part) for part in text.split(":")] if ":" in text else [0, 0, int(float(text))]
    except (ValueError, OverflowError):
        parts = [-1]
    if not 2 <= len(parts) <= 3 or min(parts) < 0 or (":" in text and max(parts[1:]) > 59):
        raise ValueError("is no time; write 07:30 or seconds of the day")
    hours, minutes, seconds = (*parts, 0)[:3]
    return hours * 3600 + minutes * 60 + seconds


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ValueError("is no number; write digits")
    return value


def _not_below_zero(text: str) -> float:
    if (value := _number(text)) < 0:
        raise ValueError("is below 0; correct it")
    return value


def _count(text: str) -> int:
    value = _not_below_zero(text)
    if value != int(value):
        raise ValueError("is no whole number; correct it")
    return int(value)


def _hours(text: str) -> int:
    if (value := _number(text)) <= 0:
        raise ValueError("is not above 0; leave it empty where there is no limit")
    return round(value * 3600)


def _cents(text: str) -> int:
    return round(_not_below_zero(text) * 100)


def _degrees(most: int) -> Callable[[str], float]:
    def read(text: str) -> float:
        value = _number(text)
        if abs(value) > most:
            raise ValueError(f"is no degree from -{most} to {most}; are longitude and latitude exchanged?")
        return value

    return read
