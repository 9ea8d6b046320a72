"""A problem as whole numbers for a solver: one location for each piece, one kind of vehicle for each kind.

A group of stops is one location: the way in leads to its first stop, the way out from its last, and the time between is
spent there. What its windows allow follows from joining segments (Vidal and others 2013, section 4.2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations

import numpy as np

from gangqiao.engine.routing.port import END_OF_TIME, NOWHERE, Matrix, Objective, Problem, Reason, Unserved
from gangqiao.engine.routing.reaching import hindrance
from gangqiao.engine.routing.splitting import Piece, pieces_of

FREE_KM = 10  # cents that a kilometre counts where it costs nothing, so that ways stay short all the same
MOST_TRIED = 5  # stops of a group whose orders are all tried


@dataclass(frozen=True)
class Kind:
    """A kind of vehicle that is there (a number in `Problem.vehicles`). `start` is a location; costs in cents."""

    vehicle: int

    start: int
    places: int
    number: int
    cost: int
    cost_per_km: int
    earliest: int
    shift: int
    driving: int
    slowdown: float  # by which pauses lengthen the way where they must be allowed for


@dataclass(frozen=True)
class Model:
    """Locations: 0 the destination, then starts, then pieces from `first` on. Costs are cents.

    worth         of fetching one person, where not all can be: more than any vehicle's trip costs
    per_vehicle   what each counts more than it costs, so that few are used
    """

    problem: Problem
    pieces: tuple[Piece, ...]
    unserved: tuple[Unserved, ...]
    first: int
    metres: Matrix
    seconds: Matrix
    windows: tuple[tuple[int, int, int], ...]  # earliest, latest, seconds spent
    kinds: tuple[Kind, ...]
    worth: int
    per_vehicle: int

    @property
    def has_times(self) -> bool:
        """True if a window or a shift limits anything."""
        has_windows = any(early > 0 or late < END_OF_TIME for early, late, _ in self.windows)
        return has_windows or any(kind.shift < END_OF_TIME for kind in self.kinds)


def model_of(problem: Problem) -> Model:
    """The model of a problem, without what no vehicle could do even alone."""
    cut, unserved = pieces_of(problem)
    pieces: list[Piece] = []
    for piece in (_in_order(problem, piece) for piece in cut):
        if (reason := _impossible(problem, piece)) is None:
            pieces.append(piece)
        else:
            unserved += [Unserved(load.stop, load.people, reason, load.parties) for load in piece.loads]
    starts = sorted({vehicle.start for vehicle in problem.vehicles if vehicle.start not in (None, NOWHERE)})
    rows = [problem.destination.row, *starts]
    has_nowhere = any(vehicle.start == NOWHERE for vehicle in problem.vehicles)
    first = len(rows) + has_nowhere
    metres = _matrix(problem, problem.metres, rows, first, pieces)
    dearest = _dearest(problem)
    kinds = _kinds(problem, {row: number for number, row in enumerate(rows)}, len(rows), len(pieces))
    return Model(
        problem,
        tuple(pieces),
        tuple(unserved),
        first,
        metres,
        _matrix(problem, problem.seconds, rows, first, pieces),
        tuple(_segment(problem, piece) for piece in pieces),
        kinds,
        2 * dearest + max((kind.cost for kind in kinds), default=0),
        _extra(problem),
    )


def _in_order(problem: Problem, piece: Piece) -> Piece:
    """A group in the shortest order of its stops that keeps their windows, if one does."""
    if not 1 < len(piece.loads) <= MOST_TRIED:
        return piece

    def length(order: Piece) -> tuple[bool, int]:
        rows = [problem.stops[load.stop].row for load in order.loads]
        way = sum(problem.way(a, b)[1] for a, b in pairwise(rows))
        early, late, _ = _segment(problem, order)
        return late < early, way + problem.way(rows[-1], problem.destination.row)[1]

    return min((Piece(loads) for loads in permutations(piece.loads)), key=length)


def _segment(problem: Problem, piece: Piece) -> tuple[int, int, int]:
    """From when to when a piece may be begun without being late or waiting more than it must, and how long it takes.

    latest < earliest: its windows cannot be kept together.
    """
    early, late, spent, before = 0, END_OF_TIME, 0, None
    is_late = False
    for load in piece.loads:
        stop = problem.stops[load.stop]
        travel = spent + (problem.way(before, stop.row)[1] if before is not None else 0)
        wait = max(0, stop.earliest - late - travel)
        is_late |= early + travel > stop.latest
        early, late = max(early, stop.earliest - travel - wait), min(late, stop.latest - travel)
        spent, before = travel + wait + stop.service, stop.row
    return (early, early - 1, spent) if is_late else (early, late, spent)


def _impossible(problem: Problem, piece: Piece) -> Reason | None:
    """Why no vehicle can do this piece alone; null if one can."""
    fitting = [v for v in problem.vehicles if v.number > 0 and v.places >= piece.people]
    reasons = [hindrance(problem, vehicle, piece.loads) for vehicle in fitting]
    if None in reasons:
        return None
    return reasons[0] if reasons else Reason.TOO_LARGE


def _matrix(problem: Problem, source: Matrix, rows: Sequence[int], first: int, pieces: Sequence[Piece]) -> Matrix:
    """Ways between locations. Out of a group there is also what lies inside it; NOWHERE leads everywhere for nothing.

    The seconds inside a group are spent at it, so only metres are added to the way out.
    """
    into = [*rows, *([rows[0]] * (first - len(rows))), *(problem.stops[p.loads[0].stop].row for p in pieces)]
    out = [*rows, *([rows[0]] * (first - len(rows))), *(problem.stops[p.loads[-1].stop].row for p in pieces)]
    ways: Matrix = source[np.ix_(out, into)].astype(np.int64)
    if source is problem.metres:
        ways[first:] += np.array([_inside(problem, piece) for piece in pieces], dtype=np.int64).reshape(-1, 1)
    if first > len(rows):
        ways[first - 1, :] = 0
    np.fill_diagonal(ways, 0)
    return ways


def _inside(problem: Problem, piece: Piece) -> int:
    rows = [problem.stops[load.stop].row for load in piece.loads]
    return sum(problem.way(a, b)[0] for a, b in pairwise(rows))


def _kinds(problem: Problem, at: dict[int, int], nowhere: int, pieces: int) -> tuple[Kind, ...]:
    """The fleet. To use few vehicles, each gets a price above what any of them could save by its way."""
    extra = _extra(problem)
    return tuple(
        Kind(
            number,
            nowhere if vehicle.start == NOWHERE else at[problem.start_of(vehicle)],
            vehicle.places,
            min(vehicle.number, pieces),
            vehicle.cost + extra,
            vehicle.cost_per_km or FREE_KM,
            vehicle.earliest,
            vehicle.shift,
            vehicle.driving,
            1 + vehicle.rest.pause / vehicle.rest.after if vehicle.rest else 1.0,
        )
        for number, vehicle in enumerate(problem.vehicles)
        if vehicle.number > 0 and vehicle.places > 0
    )


def _extra(problem: Problem) -> int:
    return 10 * _dearest(problem) if problem.objective == Objective.VEHICLES else 0


def _dearest(problem: Problem) -> int:
    """Cents of the dearest trip to one stop and back, at least one."""
    furthest = 2 * int(problem.metres.max(initial=0))
    return 1 + max((vehicle.cost + furthest * vehicle.cost_per_km // 1000 for vehicle in problem.vehicles), default=0)
