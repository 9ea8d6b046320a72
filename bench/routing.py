"""Vehicles, stops and times beside OR-Tools' routing, in one run: the synthetic county, and instances like the X set.

`python bench/routing.py [--seconds 10] [--clock] [--only county|x] [--seeds 3] [--instance F.vrp ...]`. Both search on
one thread, so many seconds of the processor each (of the clock with --clock), for the same pieces, limits and costs;
both plans are timed, priced and checked by the product's own code. Published instances are not shipped: those named by
--instance are measured, too, and where a .sol stands beside one the gaps to it are told.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.parts import routing_peer
from bench.parts.routing_worlds import KINDS, county, x_like
from gangqiao.engine.routing import Plan, Problem, check, solve
from gangqiao.engine.routing.vrplib import read_instance, read_solution

RESULTS = ROOT / "bench/results/routing.json"
COUNTIES = [(30, 200), (30, 800), (130, 1000), (130, 2000)]  # villages and people


def main() -> int:
    options = read_options()
    rows = []
    for name, problem, scale, known in worlds(options):
        rows.append(beside(name, problem, scale, known, options))
        print(json.dumps(rows[-1]), flush=True)
    from bench.ledger import machine

    found = {"machine": machine(), "seconds": options.seconds, "of": "clock" if options.clock else "processor"}
    found |= {"summary": summary(rows), "rows": rows}
    if not options.dry:
        RESULTS.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found["summary"], indent=1))
    is_met = all(row["no_worse"] and not row["faults"] and not row["unserved"] for row in rows)
    print("all goals met" if is_met else "missed: a peer's plan is cheaper, somebody stays, or a plan has a fault")
    return 0 if is_met else 1


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--clock", action="store_true")
    parser.add_argument("--only", choices=("county", "x"))
    parser.add_argument("--seeds", type=int, default=3, help="counties of each size")
    parser.add_argument("--instance", type=Path, nargs="*", default=[])
    parser.add_argument("--dry", action="store_true", help="leave bench/results as it is")
    return parser.parse_args()


def worlds(options: argparse.Namespace) -> Iterator[tuple[str, Problem, int, float | None]]:
    """Name, problem, scale and best known cost, if any."""
    if options.only != "x":
        for villages, people in COUNTIES:
            for seed in range(1, options.seeds + 1):
                yield f"county-{villages}-{people}-{seed}", county(villages, people, seed), 100, None
    if options.only != "county":
        for kind in KINDS:
            instance = read_instance(x_like(*kind, seed=1))
            yield f"{instance.name}-{'-'.join(kind[1:])}", instance.problem, instance.scale, None
    for path in options.instance:
        instance = read_instance(path.read_text(encoding="utf-8"))
        best = path.with_suffix(".sol")
        known = read_solution(best.read_text(encoding="utf-8"), len(instance.problem.stops)) if best.exists() else None
        yield path.stem, instance.problem, instance.scale, known.cost if known else None


def beside(name: str, problem: Problem, scale: int, known: float | None, options: argparse.Namespace) -> dict[str, Any]:
    """One row: what we find and what the peer finds. ratio: our cost over the peer's."""
    cpu = not options.clock
    ours = solve(problem, options.seconds, seed=1, cpu=cpu)
    peers = routing_peer.solve(problem, options.seconds, cpu=cpu)
    has_peer = not peers.unserved
    row = {
        "name": name,
        "ours": told(problem, ours, scale, known),
        "peer": told(problem, peers, scale, known) if has_peer else None,
        "ratio": round(ours.cost / peers.cost, 4) if has_peer else None,
        "no_worse": not has_peer or ours.cost <= peers.cost,
        "unserved": sum(stays.people for stays in ours.unserved),
        "faults": [fault.says for fault in check(problem, ours)],
    }
    return row | ({"known": known} if known else {})


def told(problem: Problem, plan: Plan, scale: int, known: float | None) -> dict[str, Any]:
    found: dict[str, Any] = {"cost": plan.cost / scale, "vehicles": len(plan.routes)}
    if scale == 100:  # a county, whose distances are metres
        found["km"] = round(sum(route.metres for route in plan.routes) / 1000, 1)
    found |= {key: round(plan.solving[key], 2) for key in ("seconds", "cpu_seconds")}
    found["faults"] = len(check(problem, plan))
    return found | ({"gap_percent": round(100 * (plan.cost / scale / known - 1), 3)} if known else {})


def summary(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Ratios of each sort, and how often we are no worse."""
    told: dict[str, Any] = {}
    for sort in ("county", "XL", ""):
        of_sort = [row for row in rows if row["name"].startswith(sort or "X-") and row["ratio"] is not None]
        if of_sort:
            ratios = [row["ratio"] for row in of_sort]
            told[sort or "published"] = {
                "problems": len(of_sort),
                "no_worse": sum(row["no_worse"] for row in of_sort),
                "ratio_mean": round(statistics.fmean(ratios), 4),
                "ratio_worst": max(ratios),
                "vehicles": [sum(row[who]["vehicles"] for row in of_sort) for who in ("ours", "peer")],
                "faults": [sum(row[who]["faults"] for row in of_sort) for who in ("ours", "peer")],
            }
    return told


if __name__ == "__main__":
    sys.exit(main())
