"""Vehicles, stops and times: `solve(problem, seconds)`, `check(problem, plan)`, `cost(problem, plan)`, `edit`."""

from gangqiao.engine.routing.checking import Broken, Fault, check, cost
from gangqiao.engine.routing.port import (
    NOWHERE,
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
from gangqiao.engine.routing.solving import solve

__all__ = [
    "NOWHERE",
    "Broken",
    "Destination",
    "Fault",
    "Objective",
    "Plan",
    "Problem",
    "Reason",
    "Rest",
    "Route",
    "Stop",
    "Unserved",
    "Vehicle",
    "Visit",
    "check",
    "cost",
    "solve",
]
