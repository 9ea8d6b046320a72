"""Plans ways in a process of its own: the one that serves pages or works off the queue never loads the solver.

Standard input: JSON {"problem", "seconds", "seed"}. Standard output: lines of JSON, {"share", "best"} while it
searches, {"plan"} at the end. Imports nothing of Django.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from typing import Any

from gangqiao.engine.routing.port import Plan, Problem, Reason
from gangqiao.transfers.routes_wire import plan_as_json, problem_from_json

GROUPED = 0.6  # share of the time for a plan that keeps villages together; the rest, if that leaves somebody behind


def main() -> None:
    asked = json.loads(sys.stdin.read())
    plan = solved(problem_from_json(asked["problem"]), asked["seconds"], asked["seed"], _tell)
    _say({"plan": plan_as_json(plan)})


def _say(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def _tell(share: float, best: float | None) -> None:
    _say({"share": round(100 * share), "best": None if best is None else round(best)})


def solved(problem: Problem, seconds: float, seed: int, tell: Any = None) -> Plan:
    """The best plan with villages together; where that leaves people behind who fit without, the one without."""
    from gangqiao.engine.routing.solving import solve

    grouped = any(stop.group for stop in problem.stops)
    first = solve(problem, seconds * (GROUPED if grouped else 1), seed=seed, progress=tell)
    if not grouped or not any(one.reason in (Reason.FLEET, Reason.TOO_LARGE) for one in first.unserved):
        return first
    apart = replace(problem, stops=tuple(replace(stop, group="") for stop in problem.stops))
    second = solve(apart, seconds * (1 - GROUPED), seed=seed, progress=tell)
    return second if _left(second) < _left(first) else first


def _left(plan: Plan) -> int:
    return sum(one.people for one in plan.unserved)


if __name__ == "__main__":
    main()
