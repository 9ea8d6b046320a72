"""Problems and plans of the engine as JSON, between the processes."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np

from gangqiao.engine.routing.port import (
    Destination,
    Objective,
    Plan,
    Problem,
    Reason,
    Rest,
    Route,
    Stop,
    Unserved,
    Vehicle,
    Visit,
)


def problem_as_json(problem: Problem) -> dict[str, Any]:
    """Everything a solver needs; people are numbers."""
    return {
        "destination": asdict(problem.destination),
        "stops": [asdict(stop) for stop in problem.stops],
        "vehicles": [asdict(vehicle) for vehicle in problem.vehicles],
        "metres": problem.metres.tolist(),
        "seconds": problem.seconds.tolist(),
        "objective": problem.objective.value,
    }


def problem_from_json(kept: dict[str, Any]) -> Problem:
    """The problem again."""
    return Problem(
        destination=Destination(**kept["destination"]),
        stops=tuple(Stop(**{**stop, "parties": tuple(stop["parties"])}) for stop in kept["stops"]),
        vehicles=tuple(
            Vehicle(**{**one, "rest": None if one["rest"] is None else Rest(**one["rest"])}) for one in kept["vehicles"]
        ),
        metres=np.array(kept["metres"], np.int64),
        seconds=np.array(kept["seconds"], np.int64),
        objective=Objective(kept["objective"]),
    )


def plan_as_json(plan: Plan) -> dict[str, Any]:
    """A plan with how it came about."""
    return asdict(plan)


def plan_from_json(kept: dict[str, Any]) -> Plan:
    """The plan again."""
    routes = tuple(
        Route(**{**one, "visits": tuple(Visit(**{**v, "parties": tuple(v["parties"])}) for v in one["visits"])})
        for one in kept["routes"]
    )
    unserved = tuple(
        Unserved(one["stop"], one["people"], Reason(one["reason"]), tuple(one["parties"])) for one in kept["unserved"]
    )
    return Plan(routes, unserved, kept["cost"], kept["solving"])
