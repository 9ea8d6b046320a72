"""What 200,000 rows of 40 columns cost: read, checked and previewed, taken in, and written out again.

`python bench/excel.py [--scale 1.0] [--rows 200000] [--peer-rows 20000]`. The county is the one of `bench/ledger.py`,
copied first, since the rows are really taken in. Beside it stand django-import-export's dry run on rows of the same
workbook (its parsing not counted), and openpyxl reading and writing the same rows.
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
RESULTS = ROOT / "bench/results/excel.json"
DAY = "2020-03-31"
GOALS = {
    "times less CPU a row than the peer's dry run": 10.0,
    "seconds to take 200,000 rows in": 180.0,
    "MB at most while taking in": 1000.0,
    "seconds to write 200,000 rows": 30.0,
    "MB at most while writing": 500.0,
}


def main() -> int:
    options = read_options()
    if options.inside:
        import django

        django.setup()
        from bench.runs import excel

        print(json.dumps(excel.STAGES[options.inside](options)))
        return 0
    home = prepare(options.scale)
    stages = ["make", "check", "apply", "take-in", "export", "peer-read", "peer-dry-run"]
    found = {stage: run(stage, home, options) for stage in stages}
    result = {"machine": machine(), "scale": options.scale, "goals": GOALS, "stages": found}
    result["verdicts"] = verdicts(found, options.rows)
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for what, (value, goal, is_met) in result["verdicts"].items():
        print(f"{what:48} {value:10.1f}   goal {goal:8.1f}   {'met' if is_met else 'MISSED'}")
    return 0 if all(is_met for _value, _goal, is_met in result["verdicts"].values()) else 1


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--peer-rows", type=int, default=20_000)
    parser.add_argument("--inside", default="", help=argparse.SUPPRESS)
    return parser.parse_args()


def machine() -> dict[str, Any]:
    return {"cores": os.cpu_count(), "load": os.getloadavg(), "python": sys.version.split()[0]}


def prepare(scale: float) -> Path:
    """A copy of the county of the other benchmark, which is made when it is not there."""
    from bench.ledger import build

    made = ROOT / f"var/bench/ledger-{scale}/sqlite"
    made.mkdir(parents=True, exist_ok=True)
    build(environment(made), made, scale, is_there=True)
    home = ROOT / "var/bench/excel"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(made, home, ignore=shutil.ignore_patterns("county", "static"))
    gangqiao = [sys.executable, "-m", "gangqiao.cli", "migrate", "-v", "0"]
    subprocess.run(gangqiao, env=environment(home), cwd=ROOT, check=True)
    return home


def environment(home: Path) -> dict[str, str]:
    env = os.environ | {"GANGQIAO_HOME": str(home), "GANGQIAO_DEMO": "1", "GANGQIAO_TODAY": DAY}
    return env | {"DJANGO_SETTINGS_MODULE": "gangqiao.config.settings"}


def run(stage: str, home: Path, options: argparse.Namespace) -> dict[str, Any]:
    """One stage in a process of its own, so that its peak memory is its own."""
    command = [sys.executable, __file__, "--inside", stage, "--rows", str(options.rows)]
    command += ["--peer-rows", str(options.peer_rows), "--scale", str(options.scale)]
    done = subprocess.run(command, env=environment(home), cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{stage}:\n{done.stderr[-3000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    print(f"{stage:13}", "  ".join(f"{k} {v:,.1f}" if isinstance(v, float) else f"{k} {v}" for k, v in found.items()))
    return found


def verdicts(found: dict[str, dict[str, Any]], rows: int) -> dict[str, tuple[float, float, bool]]:
    """Each goal with what was measured. A share of the rows is measured against the same share of the time."""
    ours, peer, share = found["check"], found["peer-dry-run"], rows / 200_000
    ratio = (peer["cpu_s"] / peer["rows"]) / (ours["cpu_s"] / ours["rows"])
    values = [
        ratio,
        found["take-in"]["seconds"] / share,
        found["take-in"]["peak_mb"],
        found["export"]["seconds"] / share,
        found["export"]["peak_mb"],
    ]
    judged = {}
    for (what, goal), value in zip(GOALS.items(), values, strict=True):
        judged[what] = (value, goal, value >= goal if value is ratio else value <= goal)
    errors = float(sum(found[stage]["errors_of_small_writes"] for stage in ("apply", "take-in")))
    left = float(sum(found["take-in"][f"rows_{outcome}"] for outcome in ("refused", "waiting")))
    judged |= {"errors of small writes meanwhile": (errors, 0.0, errors == 0)}
    return judged | {"rows refused or left": (left, 0.0, left == 0)}


if __name__ == "__main__":
    sys.exit(main())
