"""How long the pages of a survey take on a whole county, begun and nearly done, and what stands on paper and in lists.

`python bench/survey.py [--scale 1.0] [--runs 5]`. The county of `bench/ledger.py` on SQLite is copied to
var/bench/survey-SCALE. Every page goes through Django's whole stack of middleware, the log included. Times of the
processor count: the clock also counts who else uses the machine.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
RESULTS = ROOT / "bench/results/survey.json"
GOAL = 200.0  # milliseconds of the processor, median
DAY = "2020-03-31"


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
    source = ROOT / f"var/bench/ledger-{options.scale}/sqlite"
    if not (source / "whole").exists():
        raise SystemExit("Make the county first: python bench/ledger.py --engines sqlite")
    home = ROOT / f"var/bench/survey-{options.scale}"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(source, home)
    env = os.environ | {"GANGQIAO_HOME": str(home), "GANGQIAO_DEMO": "1", "GANGQIAO_TODAY": DAY}
    env["DJANGO_SETTINGS_MODULE"] = "gangqiao.config.settings"
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], env=env, check=True, stdout=sys.stderr)
    command = [sys.executable, __file__, "--inside", "--runs", str(options.runs)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    shutil.rmtree(home, ignore_errors=True)
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


if __name__ == "__main__":
    sys.exit(main())
