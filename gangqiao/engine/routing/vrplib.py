"""Published instances: VRPLIB (CVRP and CVRPTW; Uchoa and others 2017) and Solomon's files, and solutions of them.

Distances follow each library's convention: EUC_2D the nearest whole number, FLOOR_2D, CEIL_2D, EXACT_2D thousandths,
Solomon's one decimal, cut off; a line `SCALE : 10` says in how many parts one is counted. One unit of distance is one
unit of time, and the cost is the distance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from gangqiao.engine.routing.port import END_OF_TIME, UNLIMITED, Destination, Matrix, Problem, Stop, Vehicle

COST_PER_KM = 1000  # so that the cost of a plan is its distance
Lines = Sequence[tuple[int, str]]  # numbered from 1


class WrongInstance(Exception):
    """A file that is no instance. `line` is 0 where it means the whole file."""

    def __init__(self, line: int, says: str) -> None:
        super().__init__(says)
        self.line, self.says = line, says


@dataclass(frozen=True)
class Instance:
    """A problem, and by how much its numbers are larger than those of the file."""

    name: str
    problem: Problem
    scale: int


@dataclass(frozen=True)
class Solution:
    """Numbers of the stops in order, for each vehicle, and the cost that the file states (null: none)."""

    routes: tuple[tuple[int, ...], ...]
    cost: float | None


@dataclass
class _Parts:
    """What a VRPLIB file holds: specifications and sections, each with its line."""

    values: dict[str, tuple[int, str]] = field(default_factory=dict)
    sections: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    heads: dict[str, int] = field(default_factory=dict)


def read_instance(text: str) -> Instance:
    """Read either format. Raises WrongInstance with the line."""
    lines = [(n, line.strip()) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not lines:
        raise WrongInstance(0, "the file is empty")
    words = [line.upper() for _, line in lines[:6]]
    is_solomon = any(line.startswith("CUSTOMER") for line in words) and any(w.startswith("VEHICLE") for w in words)
    return _solomon(lines) if is_solomon else _vrplib(lines)


def read_solution(text: str, stops: int) -> Solution:
    """Routes `Route #1: 3 7 2` and the line `Cost 27591`. Stops are numbered from 1, without the depot."""
    routes, cost = [], None
    for number, line in enumerate(text.splitlines(), 1):
        head, _, rest = line.strip().partition(":" if ":" in line else " ")
        if head.lower().startswith("route"):
            routes.append(tuple(int(n) for n in _numbers(number, rest)))
            if any(not 1 <= stop <= stops for stop in routes[-1]):
                raise WrongInstance(number, f"names a stop outside 1 to {stops}")
        elif head.lower() == "cost":
            cost = _numbers(number, rest)[0]
    if not routes and cost is None:
        raise WrongInstance(0, "has neither a line `Route #1: ...` nor a line `Cost ...`")
    return Solution(tuple(routes), cost)


def cost_of(instance: Instance, solution: Solution) -> float | None:
    """What the routes of a solution cost by our distances; null unless they visit every stop once."""
    problem = instance.problem
    if sorted(stop for route in solution.routes for stop in route) != list(range(1, len(problem.stops) + 1)):
        return None
    total = 0
    for route in solution.routes:
        rows = [problem.destination.row, *(problem.stops[stop - 1].row for stop in route), problem.destination.row]
        total += int(problem.metres[rows[:-1], rows[1:]].sum())
    return total / instance.scale


def _numbers(line: int, text: str) -> list[float]:
    found = []
    for column, word in enumerate(text.split(), 1):
        try:
            found.append(float(word))
        except ValueError:
            raise WrongInstance(line, f"word {column}, “{word}”, should be a number") from None
    if not found:
        raise WrongInstance(line, "a number is missing")
    return found


def _vrplib(lines: Lines) -> Instance:
    parts = _parts(lines)
    size = int(_value(parts, "DIMENSION"))
    capacity = int(_value(parts, "CAPACITY"))
    exact, scale = _distances(parts, size)
    demand = _section(parts, "DEMAND", size, 1)[:, 0]
    depot = _depot(parts, size)
    windows = _section(parts, "TIME_WINDOW", size, 2) if "TIME_WINDOW" in parts.sections else None
    spent = _service(parts, size, depot)
    metres = exact.astype(np.int64)
    stops = _stops(size, depot, demand, windows, spent, scale)
    if too_much := next((stop for stop in stops if stop.people > capacity), None):
        raise WrongInstance(parts.heads["DEMAND"], f"stop {too_much.id} asks for more than the capacity {capacity}")
    longest = int(_value(parts, "DISTANCE", END_OF_TIME) * scale)
    fleet = int(_value(parts, "VEHICLES", UNLIMITED))
    vehicle = Vehicle("vehicle", capacity, fleet, cost_per_km=COST_PER_KM, shift=min(longest, END_OF_TIME))
    to = Destination(depot)
    if windows is not None:
        early, late = (int(n * scale) for n in windows[depot])
        to, vehicle = _opened(depot, early, late, vehicle)
    name = parts.values.get("NAME", (0, ""))[1]
    return Instance(name, Problem(to, tuple(stops), (vehicle,), metres, metres), scale)


def _opened(depot: int, early: int, late: int, vehicle: Vehicle) -> tuple[Destination, Vehicle]:
    return Destination(depot, earliest=early, latest=late), replace(vehicle, earliest=early)


def _stops(
    size: int,
    depot: int,
    demand: npt.NDArray[np.float64],
    windows: npt.NDArray[np.float64] | None,
    spent: npt.NDArray[np.float64],
    scale: int,
) -> list[Stop]:
    """All but the depot, numbered from 1 as solutions number them."""
    found: list[Stop] = []
    for row in (row for row in range(size) if row != depot):
        early, late = (0, END_OF_TIME) if windows is None else (int(n * scale) for n in windows[row])
        service = int(spent[row] * scale)
        found.append(Stop(str(len(found) + 1), row, int(demand[row]), earliest=early, latest=late, service=service))
    return found


def _parts(lines: Lines) -> _Parts:
    parts, section = _Parts(), ""
    for number, line in lines:
        word = line.split(":")[0].strip().upper()
        if word == "EOF":
            break
        if word.endswith("_SECTION"):
            section = word.removesuffix("_SECTION")
            parts.sections[section], parts.heads[section] = [], number
        elif ":" in line:
            key, _, value = line.partition(":")
            parts.values[key.strip().upper()] = (number, value.strip())
            section = ""
        elif section:
            parts.sections[section].append((number, line))
        elif not line.startswith("#"):
            raise WrongInstance(number, "is neither `KEY : value` nor part of a section; is this a VRPLIB file?")
    return parts


def _value(parts: _Parts, key: str, otherwise: float | None = None) -> float:
    if key not in parts.values:
        if otherwise is None:
            raise WrongInstance(0, f"`{key} : number` is missing; is this a VRPLIB file?")
        return otherwise
    line, text = parts.values[key]
    value = _numbers(line, text)[0]
    if value < 0 or (key in ("DIMENSION", "CAPACITY") and value < 1):
        raise WrongInstance(line, f"{key} must be above 0")
    return value


def _section(parts: _Parts, name: str, size: int, width: int) -> npt.NDArray[np.float64]:
    """A section of `node value ...` as many rows as there are nodes."""
    if name not in parts.sections:
        raise WrongInstance(0, f"{name}_SECTION is missing")
    table = np.full((size, width), np.nan)
    for line, text in parts.sections[name]:
        numbers = _numbers(line, text)
        if len(numbers) != width + 1 or not 1 <= numbers[0] <= size:
            raise WrongInstance(line, f"should be a node from 1 to {size} and {width} number(s)")
        table[int(numbers[0]) - 1] = numbers[1:]
    if (missing := np.isnan(table[:, 0])).any():
        raise WrongInstance(parts.heads[name], f"{name}_SECTION says nothing about node {int(missing.argmax()) + 1}")
    return table


def _service(parts: _Parts, size: int, depot: int) -> npt.NDArray[np.float64]:
    if "SERVICE_TIME" in parts.sections:
        return _section(parts, "SERVICE_TIME", size, 1)[:, 0]
    spent = np.full(size, _value(parts, "SERVICE_TIME", 0))
    spent[depot] = 0
    return spent


def _depot(parts: _Parts, size: int) -> int:
    found = [int(n) for line, text in parts.sections.get("DEPOT", []) for n in _numbers(line, text) if n != -1]
    if len(found) > 1 or (found and not 1 <= found[0] <= size):
        raise WrongInstance(parts.heads["DEPOT"], f"should name one depot from 1 to {size}")
    return found[0] - 1 if found else 0


def _distances(parts: _Parts, size: int) -> tuple[Matrix, int]:
    """Whole distances, and by how much they are larger than the file's."""
    line, kind = parts.values.get("EDGE_WEIGHT_TYPE", (0, "EUC_2D"))
    kind = kind.upper()
    if kind == "EXPLICIT":
        return _explicit(parts, size), 1
    rounding = {"EUC_2D": 0.5, "FLOOR_2D": 0.0, "CEIL_2D": 1 - 1e-9, "EXACT_2D": 0.5}
    if kind not in rounding:
        raise WrongInstance(line, f"EDGE_WEIGHT_TYPE {kind} is not known; use one of {', '.join(rounding)}, EXPLICIT")
    scale = 1000 if kind == "EXACT_2D" else int(max(1, _value(parts, "SCALE", 1)))
    return _straight(_section(parts, "NODE_COORD", size, 2), scale, rounding[kind]), scale


def _straight(points: npt.NDArray[np.float64], scale: int, up: float) -> Matrix:
    exact = np.hypot(*(points[:, None, :] - points).transpose(2, 0, 1)) * scale
    whole: Matrix = np.floor(exact + up).astype(np.int64)
    return whole


def _explicit(parts: _Parts, size: int) -> Matrix:
    line, form = parts.values.get("EDGE_WEIGHT_FORMAT", (0, "FULL_MATRIX"))
    if "EDGE_WEIGHT" not in parts.sections:
        raise WrongInstance(0, "EDGE_WEIGHT_SECTION is missing")
    numbers = np.array([n for at, text in parts.sections["EDGE_WEIGHT"] for n in _numbers(at, text)])
    where = {
        "FULL_MATRIX": np.nonzero(np.ones((size, size))),
        "LOWER_ROW": np.tril_indices(size, -1),
        "LOWER_DIAG_ROW": np.tril_indices(size),
        "UPPER_ROW": np.triu_indices(size, 1),
        "UPPER_DIAG_ROW": np.triu_indices(size),
    }.get(form.upper())
    if where is None:
        raise WrongInstance(line, f"EDGE_WEIGHT_FORMAT {form} is not known")
    if len(numbers) != len(where[0]):
        says = f"{form} of {size} nodes has {len(where[0])} numbers, here are {len(numbers)}"
        raise WrongInstance(parts.heads["EDGE_WEIGHT"], says)
    table = np.zeros((size, size))
    table[where] = numbers
    whole: Matrix = np.rint(table if form.upper() == "FULL_MATRIX" else np.maximum(table, table.T)).astype(np.int64)
    np.fill_diagonal(whole, 0)
    return whole


def _solomon(lines: Lines) -> Instance:
    """Name, VEHICLE with number and capacity, CUSTOMER with x, y, demand, ready, due, service; node 0 is the depot."""
    tables = [(n, line) for n, line in lines[1:] if line[0].isdigit()]
    if len(tables) < 2:
        raise WrongInstance(0, "VEHICLE and CUSTOMER have no numbers below them")
    fleet = _numbers(*tables[0])
    rows = [_numbers(*row) for row in tables[1:]]
    if len(fleet) != 2:
        raise WrongInstance(tables[0][0], "should be the number of vehicles and their capacity")
    for (line, _), row in zip(tables[1:], rows, strict=True):
        if len(row) != 7:
            raise WrongInstance(line, "should be seven numbers: customer, x, y, demand, ready, due and service time")
    table, scale = np.array(rows), 10
    metres = _straight(table[:, 1:3], scale, 1e-9)
    stops = _stops(len(rows), 0, table[:, 3], table[:, 4:6], table[:, 6], scale)
    vehicle = Vehicle("vehicle", int(fleet[1]), int(fleet[0]), cost_per_km=COST_PER_KM)
    to, vehicle = _opened(0, int(table[0, 4] * scale), int(table[0, 5] * scale), vehicle)
    return Instance(lines[0][1], Problem(to, tuple(stops), (vehicle,), metres, metres), scale)
