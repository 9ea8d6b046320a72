"""How long the allocation workbench takes for a whole county: the first run, and each change and run again.

`python bench/allocations.py [--scale 1.0] [--vacancies 10000] [--circles seekers,everybody] [--engine sqlite]`. The
county of `bench/ledger.py` is copied to var/bench/allocations-SCALE; vacancies are made up. The first run reads the
register; the others begin with the columns that were kept and the prices of the run before. By the clock and by the
processor: the clock also counts who else uses the machine.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.parts.running import copied_county, told_by

RESULTS = ROOT / "bench/results/allocations.json"
GOAL = 5.0  # seconds by the clock on two idle cores, from "compute again" to the stored result


def main() -> int:
    options = read_options()
    if options.inside:
        from bench.runs.allocations import measure

        print(json.dumps(measure(options.vacancies, options.circles.split(","))))
        return 0
    from bench.ledger import machine

    asked = [__file__, "--inside", "--vacancies", str(options.vacancies), "--circles", options.circles]
    with copied_county("allocations", options.scale) as env:
        found = told_by(asked, env)
    told = {"machine": machine(), "scale": options.scale, "goal_s": GOAL, **found}
    RESULTS.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found, indent=1))
    runs = [(one["circle"], run) for one in found["circles"] for run in one["runs"][1:]]
    missed = [f"{circle}: {run['change']} {run['s']} s" for circle, run in runs if run["s"] > GOAL]
    print(f"over the goal by the clock: {missed}" if missed else "all goals met")
    return 1 if missed else 0


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--vacancies", type=int, default=10_000)
    parser.add_argument("--circles", default="seekers,everybody")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
