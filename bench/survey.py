"""How long the pages of a survey take on a whole county, begun and nearly done, and what stands on paper and in lists.

`python bench/survey.py [--scale 1.0] [--runs 5]`. The county of `bench/ledger.py` on SQLite is copied to
var/bench/survey-SCALE. Every page goes through Django's whole stack of middleware, the log included. Times of the
processor count: the clock also counts who else uses the machine.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.parts.running import copied_county, told_by

RESULTS = ROOT / "bench/results/survey.json"
GOAL = 200.0  # milliseconds of the processor, median


def main() -> int:
    options = read_options()
    if options.inside:
        from bench.runs.survey import measure

        print(json.dumps(measure(options.runs)))
        return 0
    from bench.ledger import machine

    found = {"machine": machine(), "scale": options.scale, "runs": options.runs, "goal_cpu_ms": GOAL, **run(options)}
    RESULTS.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for one in found["pages"]:
        print(f"{one['stage']:<12}{one['who']:<10}{one['what']:<28}{one['median']:>9.1f}{one['cpu']:>9.1f} ms cpu")
    print({key: value for key, value in found.items() if key in ("roster", "paper", "lists")})
    missed = [f"{m['stage']} {m['who']} {m['what']}" for m in found["pages"] if m["cpu"] > GOAL]
    print("\n".join(["", "missed goals:", *missed]) if missed else "\nall goals met")
    return 1 if missed else 0


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Copy the county, and measure in a process of its own."""
    with copied_county("survey", options.scale) as env:
        found: dict[str, Any] = told_by([__file__, "--inside", "--runs", str(options.runs)], env)
    return found


if __name__ == "__main__":
    sys.exit(main())
