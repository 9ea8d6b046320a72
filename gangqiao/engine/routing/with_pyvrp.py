"""The only file that knows PyVRP (0.14), an iterated local search; its API changes from version to version."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from gangqiao.engine.routing.port import END_OF_TIME, Matrix

if TYPE_CHECKING:
    from gangqiao.engine.routing.model import Kind, Model

Trips = list[tuple[int, list[int]]]  # for each vehicle used: its kind in the model, and its pieces in order
Ends = Callable[[float | None], bool]  # told the best cost so far (null: nothing allowed yet), answers whether to end
NO_COST = np.iinfo(np.int64).max
MOST_PENALTY = 100_000.0  # the default, for a person too many or a second too late


def search(
    model: Model, ends: Ends, seed: int, *, everybody: bool, strict: bool = False, first: Trips | None = None
) -> Trips | None:
    """The best trips found until `ends` says so; null if none keep the limits.

    everybody   all pieces must be fetched; else those are chosen that are worth most
    strict      limits on driving and rests are kept for certain, if more narrowly than they ask
    first       trips to begin with
    """
    from pyvrp import Route, Solution
    from pyvrp.exceptions import PenaltyBoundWarning
    from pyvrp.solve import solve

    if not model.pieces or not model.kinds:
        return []
    data = _data(model, everybody, strict)
    # Where somebody may stay, no trips at all keep every limit: something allowed is known from the beginning.
    trips = [Route(data, pieces, kind) for kind, pieces in first or ()]
    begin = Solution(data, trips) if trips or not everybody else None

    def end(best_cost: int) -> bool:
        return ends(None if best_cost >= NO_COST else best_cost)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PenaltyBoundWarning)
        found = solve(data, end, seed, False, False, _parameters(model, everybody), begin).best
    if not found.is_feasible():
        return None
    return [(route.vehicle_type(), [act.idx for act in route if act.is_client()]) for route in found.routes()]


def _parameters(model: Model, everybody: bool) -> Any:
    """Breaking a limit must be dearer than leaving somebody, or nothing allowed is ever found."""
    from pyvrp import PenaltyParams, SolveParams

    return SolveParams(penalty=PenaltyParams(max_penalty=MOST_PENALTY if everybody else 50.0 * model.worth))


def _data(model: Model, everybody: bool, strict: bool) -> Any:
    from pyvrp import Client, Depot, Location, ProblemData

    to = model.problem.destination
    clients = [
        Client(
            location=model.first + number,
            pickup=[piece.people],
            service_duration=window[2],
            tw_early=max(0, window[0]),
            tw_late=window[1],
            required=everybody,
            prize=0 if everybody else model.worth * piece.people,
        )
        for number, (piece, window) in enumerate(zip(model.pieces, model.windows, strict=True))
    ]
    depots = [Depot(0, to.earliest, to.latest), *(Depot(location) for location in range(model.first))]
    ways = sorted({_way(kind, strict) for kind in model.kinds})
    cents: Any = [_cents(model, price) for price, _ in ways]
    seconds: Any = [np.ceil(model.seconds * pace).astype(np.int64) for _, pace in ways]
    return ProblemData(
        [Location(0, 0) for _ in range(model.first + len(model.pieces))],
        clients,
        depots,
        [_vehicle(model, kind, ways.index(_way(kind, strict)), strict) for kind in model.kinds],
        cents,
        seconds,
    )


def _way(kind: Kind, strict: bool) -> tuple[int, float]:
    """What makes the ways of two kinds differ: cents a kilometre, and how much pauses lengthen them."""
    return kind.cost_per_km, kind.slowdown if strict else 1.0


def _cents(model: Model, price: int) -> Matrix:
    """The search counts ways in cents: whole numbers of a size that fits its penalties."""
    ways: Matrix = (model.metres * price + 500) // 1000
    return ways


def _vehicle(model: Model, kind: Kind, profile: int, strict: bool) -> Any:
    from pyvrp import VehicleType

    limits: dict[str, Any] = {}
    if kind.shift < END_OF_TIME:
        limits["shift_duration"] = kind.shift
    if kind.driving < END_OF_TIME and (furthest := _furthest(model, kind, strict)) is not None:
        limits["max_distance"] = furthest
    return VehicleType(
        num_available=kind.number,
        capacity=[kind.places],
        start_depot=1 + kind.start,
        end_depot=0,
        fixed_cost=kind.cost,
        unit_distance_cost=1,
        tw_early=kind.earliest,
        profile=profile,
        **limits,
    )


def _furthest(model: Model, kind: Kind, strict: bool) -> int | None:
    """The way that stands for the time at the wheel, which the search does not know.

    At the fastest pace of any leg it is a bound that no allowed route passes (half a minute is left for roundings), at
    the slowest it is one that lets no other pass.
    """
    ways = _cents(model, kind.cost_per_km)
    is_way = (model.seconds > 0) & (ways > 0)
    if not is_way.any():
        return None
    pace = ways[is_way] / model.seconds[is_way]
    return int(kind.driving * pace.min()) if strict else int(max(0, kind.driving - 30) * pace.max())


def kinds_that_need_care(model: Model) -> Sequence[Kind]:
    """Kinds with a limit that the search knows only roughly: driving, and rests where a shift is long enough."""
    return [k for k in model.kinds if k.driving < min(k.shift, END_OF_TIME) or k.slowdown > 1]
