"""Problems for `bench/routing.py`: instances in the manner of the X set, and a county's villages.

The X set itself (Uchoa and others 2017, "New benchmark instances for the capacitated vehicle routing problem") is not
shipped; section 4 of the paper says how it was made, and this makes others of the same kinds.
"""

from __future__ import annotations

import math
import random
import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from gangqiao.engine.routing import Destination, Problem, Stop, Vehicle, roads

GRID = 1000
DEPOTS = ("C", "E", "R")
CUSTOMERS = ("R", "C", "RC")
DEMANDS = ("U", "1-10", "5-10", "1-100", "50-100", "Q", "SL")
KINDS = [  # customers with the depot, depot, customers, demand
    (101, "R", "RC", "1-100"),
    (110, "C", "R", "5-10"),
    (120, "E", "RC", "U"),
    (134, "R", "C", "Q"),
    (143, "E", "R", "1-100"),
    (157, "R", "C", "U"),
    (172, "C", "RC", "5-10"),
    (186, "R", "R", "50-100"),
    (200, "R", "C", "Q"),
]


def x_like(size: int, depot: str, customers: str, demand: str, seed: int) -> str:
    """A VRPLIB file of `size` nodes, made from the seed."""
    dice = random.Random(f"{size}-{depot}-{customers}-{demand}-{seed}")
    at = {"C": (GRID // 2, GRID // 2), "E": (0, 0), "R": _anywhere(dice)}[depot]
    points = [at, *_customers(dice, size - 1, customers, at)]
    wanted = [0, *(_demand(dice, demand, point) for point in points[1:])]
    if demand == "U":
        wanted = [0] + [1] * (size - 1)
    trip = dice.triangular(3, 25, 6)
    capacity = max(math.ceil(trip * sum(wanted) / (size - 1)), max(wanted))
    trucks = math.ceil(sum(wanted) / capacity)
    lines = [f"NAME : XL-n{size}-k{trucks}-{seed}", "TYPE : CVRP", f"DIMENSION : {size}", "EDGE_WEIGHT_TYPE : EUC_2D"]
    lines += [f"CAPACITY : {capacity}", "NODE_COORD_SECTION"]
    lines += [f"{n} {x} {y}" for n, (x, y) in enumerate(points, 1)]
    lines += ["DEMAND_SECTION", *(f"{n} {people}" for n, people in enumerate(wanted, 1))]
    return "\n".join([*lines, "DEPOT_SECTION", "1", "-1", "EOF", ""])


def _anywhere(dice: random.Random) -> tuple[int, int]:
    return dice.randint(0, GRID), dice.randint(0, GRID)


def _customers(dice: random.Random, count: int, kind: str, depot: tuple[int, int]) -> list[tuple[int, int]]:
    """Anywhere (R), drawn to a few seeds (C), or half of each (RC). No two stand on one point."""
    taken, found = {depot}, []
    seeds = [_anywhere(dice) for _ in range(dice.randint(3, 8))] if kind != "R" else []
    free = {"R": count, "C": 0, "RC": count // 2}[kind]
    for point in seeds:
        if point not in taken and len(found) < count:
            taken.add(point)
            found.append(point)
    while len(found) < count:
        point = _anywhere(dice)
        drawn = sum(math.exp(-math.dist(point, seed) / 40) for seed in seeds)
        if point not in taken and (free > 0 or dice.random() <= drawn):
            free -= 1
            taken.add(point)
            found.append(point)
    return found


def _demand(dice: random.Random, kind: str, point: tuple[int, int]) -> int:
    if kind == "Q":
        is_even = (point[0] < GRID / 2) == (point[1] < GRID / 2)
        return dice.randint(1, 50) if is_even else dice.randint(51, 100)
    if kind == "SL":
        return dice.randint(1, 10) if dice.random() < 0.85 else dice.randint(50, 100)
    low, _, high = kind.partition("-")
    return dice.randint(int(low), int(high)) if high else 1


def county(villages: int, people: int, seed: int) -> Problem:
    """Villages around the townships of Mile, fetched to the county's seat in coaches of 53 and 33 seats.

    A coach costs 1,200 or 850 yuan and 4.0 or 3.0 a kilometre, has one seat for the escort and a shift of 4.5 hours.
    """
    dice = random.Random(f"county-{villages}-{people}-{seed}")
    towns = list(_townships())
    points = [towns[0]]
    while len(points) <= villages:
        east, north = towns[len(points) % len(towns)]
        points.append((east + dice.gauss(0, 0.05), north + dice.gauss(0, 0.05)))
    metres = roads.over_the_earth(points)
    stops = []
    for row, count in enumerate(_shares(dice, villages, people), 1):
        early = dice.choice((6, 6.5, 7, 7.5, 8))
        window = {"earliest": int(early * 3600), "latest": int((early + dice.choice((1.5, 2, 3))) * 3600)}
        stops.append(Stop(f"v{row}", row, count, service=300, **window))
    large = Vehicle("coach 53", 53, 60, 120_000, 400, earliest=4 * 3600, shift=16_200, escorts=1)
    small = Vehicle("coach 33", 33, 60, 85_000, 300, earliest=4 * 3600, shift=16_200, escorts=1)
    return Problem(Destination(0, latest=13 * 3600), tuple(stops), (large, small), metres, roads.at_speed(metres, 40))


def _townships() -> list[tuple[float, float]]:
    stored: Any = yaml.safe_load((ROOT / "gangqiao/places/data/coordinates.yaml").read_text(encoding="utf-8"))
    return [(point[0], point[1]) for point in stored["townships"].values()]


def _shares(dice: random.Random, villages: int, people: int) -> list[int]:
    """People by village, some with many; at least one each."""
    weights = [dice.lognormvariate(0, 0.7) for _ in range(villages)]
    return [max(1, round(people * weight / sum(weights))) for weight in weights]
