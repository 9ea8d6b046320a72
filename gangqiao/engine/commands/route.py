"""`gangqiao engine route`: vehicles, stops and times for files of points and vehicles, or for a published instance."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gangqiao.engine.commands import WrongFile

if TYPE_CHECKING:
    from gangqiao.engine.routing.port import Plan
    from gangqiao.engine.routing.vrplib import Instance

FILES = """
POINTS (CSV, with a heading)
  id            of its own in each row
  name          optional
  longitude, latitude in degrees, or x, y (kilometres; metres with --unit m)
  people        who wait there. The word depot, or nothing, marks a place: the first is the destination where all are
                brought, others are places where vehicles may start
  earliest, latest   optional, HH:MM or seconds of the day: when boarding begins; at the destination: the arrival
  service_min   optional, minutes that a vehicle stands there
  couples       optional, how many couples are among the people; they stay together
  group         optional; stops of one group travel in one vehicle

FLEET (CSV)
  kind, seats (without the driver's), number (empty: as many as needed)
  cost, cost_per_km      optional, yuan; without any prices few vehicles are wanted, then few kilometres
  shift_hours            optional, from leaving to arriving; driving_hours: at the wheel
  escort_seats           optional, seats that are not the passengers'
  start                  optional: the id of a depot, or the word first (it stands at its first stop);
                         empty: at the destination
  rest_after_hours, rest_minutes   optional: a pause of so many minutes (20) after so long at the wheel

Without --fleet POINTS is a published instance: VRPLIB (CVRP, CVRPTW) or Solomon's format.
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = FILES
    parser.add_argument("--points", type=Path, required=True, help="CSV of points, or a VRPLIB or Solomon file")
    parser.add_argument("--fleet", type=Path, help="CSV of vehicles; not for published instances")
    parser.add_argument("--out", type=Path, help="JSON of the plan (or .sol of an instance)")
    parser.add_argument("--solution", type=Path, help=".sol of an instance: the gap to its cost is printed")
    parser.add_argument("--seconds", type=_positive, default=10.0, help="time for the search (10)")
    parser.add_argument("--cpu", action="store_true", help="count the seconds of the processor, not of the clock")
    parser.add_argument("--seed", type=int, default=1, help="of the search (1)")
    parser.add_argument("--speed", type=_positive, default=40.0, help="km/h (40)")
    parser.add_argument("--winding", type=_positive, help="road over straight line (degrees: 1.4, x and y: 1)")
    parser.add_argument("--unit", choices=("km", "m"), default="km", help="of x and y (km)")
    parser.add_argument("--begin", type=_time, help="first departure, HH:MM (06:00, or as the times ask)")
    parser.add_argument("--objective", choices=("cost", "vehicles"), help="what is made small")


def run(options: argparse.Namespace) -> int:
    """Plan, write and print. 1 if the plan breaks a rule, which would be our own mistake."""
    from gangqiao.engine.routing.cells import WrongTable

    try:
        return _instance(options) if options.fleet is None else _county(options)
    except WrongTable as fault:
        raise WrongFile(str(fault)) from None


def _county(options: argparse.Namespace) -> int:
    from gangqiao.engine.routing import Objective, solve
    from gangqiao.engine.routing.tables import Roads, read_problem, winding_of
    from gangqiao.engine.routing.telling import told

    ways = Roads(options.speed, options.winding, 1000.0 if options.unit == "km" else 1.0)
    objective = Objective(options.objective) if options.objective else None
    problem = read_problem(options.points, options.fleet, ways, begin=options.begin, objective=objective)
    found = told(problem, solve(problem, options.seconds, seed=options.seed, cpu=options.cpu))
    found["roads"] = {"km_per_hour": options.speed, "winding": winding_of(options.points, ways)}
    if options.out is None:
        print(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        _write(options.out, json.dumps(found, ensure_ascii=False, indent=1) + "\n")
        brief = {**found["totals"], "faults": found["faults"], **found["solving"], "out": str(options.out)}
        print(json.dumps(brief, ensure_ascii=False))
    return 1 if found["faults"] else 0


def _instance(options: argparse.Namespace) -> int:
    from gangqiao.engine.routing import solve
    from gangqiao.engine.routing.vrplib import cost_of, read_instance, read_solution

    if options.points.suffix.lower() == ".csv":
        raise WrongFile(f"{options.points.name}: a CSV of points needs the vehicles; give them with --fleet F.csv.")
    instance = _understood(options.points, read_instance)
    stops = len(instance.problem.stops)
    known = _understood(options.solution, lambda text: read_solution(text, stops)) if options.solution else None
    plan = solve(instance.problem, options.seconds, seed=options.seed, cpu=options.cpu)
    found = _found(instance, plan)
    if known is not None:
        found |= _gap(found["cost"], known.cost, cost_of(instance, known))
    if options.out is not None:
        is_solution = options.out.suffix.lower() == ".sol"
        _write(options.out, _as_solution(found) if is_solution else json.dumps(found, indent=1) + "\n")
    print(json.dumps(found))
    return 0 if found["feasible"] else 1


def _found(instance: Instance, plan: Plan) -> dict[str, Any]:
    """What is printed of an instance, in the numbers of its file. Feasible: no fault, and no stop left out."""
    from gangqiao.engine.routing import check, cost

    problem = instance.problem
    faults = [f"{fault.broken.value}: {fault.says}" for fault in check(problem, plan)]
    total = cost(problem, plan) / instance.scale
    left = [problem.stops[stays.stop].id for stays in plan.unserved]
    return {
        "name": instance.name,
        "cost": int(total) if total == int(total) else total,
        "vehicles": len(plan.routes),
        "distance": sum(route.metres for route in plan.routes) / instance.scale,
        "routes": [[int(problem.stops[visit.stop].id) for visit in route.visits] for route in plan.routes],
        "seconds": plan.solving.get("seconds"),
        "cpu_seconds": plan.solving.get("cpu_seconds"),
        "feasible": not faults and not left,
        "faults": faults,
        "unserved": left,
    }


def _gap(cost: float, stated: float | None, counted: float | None) -> dict[str, Any]:
    """The gap to what a solution's routes cost by our distances: a library may round otherwise than it says."""
    known = counted or stated
    if not known:
        return {}
    gap = cost / known - 1
    told = {"known": known, "gap": round(gap, 6), "gap_percent": round(gap * 100, 3)}
    return told | ({"stated": stated} if stated not in (None, known) else {})


def _as_solution(found: dict[str, Any]) -> str:
    lines = [f"Route #{n}: {' '.join(map(str, route))}" for n, route in enumerate(found["routes"], 1)]
    return "\n".join([*lines, f"Cost {found['cost']}", ""])


def _understood(path: Path, read: Any) -> Any:
    from gangqiao.engine.routing.cells import text_of
    from gangqiao.engine.routing.vrplib import WrongInstance

    try:
        return read(text_of(path))
    except WrongInstance as fault:
        where = f"{path.name}, line {fault.line}" if fault.line else path.name
        raise WrongFile(f"{where}: {fault.says}.") from None


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as fault:
        raise WrongFile(f"{path}: cannot be written ({fault.strerror}); give another --out.") from None


def _positive(text: str) -> float:
    value = float(text)
    if not 0 < value < 1e6:
        raise argparse.ArgumentTypeError("must be above 0")
    return value


def _time(text: str) -> int:
    from gangqiao.engine.routing.cells import time_of_day

    try:
        return time_of_day(text)
    except ValueError as fault:
        raise argparse.ArgumentTypeError(str(fault)) from None
