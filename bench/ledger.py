"""How long the ledger, the person's file and the eight targets take for 430,000 people, on SQLite and PostgreSQL.

`python bench/ledger.py [--scale 1.0] [--runs 9] [--engines sqlite,postgresql]`. The county is made once for each
engine under var/bench and used again. Every page goes through Django's whole stack of middleware, the log included.
Beside it stands the same question as a plain Django page: ORM, OFFSET, no scope, no log, no template.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.parts.running import database, told_by

RESULTS = ROOT / "bench/results/ledger.json"
ENGINES = ("sqlite", "postgresql")
GOALS = {"page": 100.0, "targets": 300.0}  # median, milliseconds


def main() -> int:
    options = read_options()
    if options.inside:
        from bench.runs.ledger import measure

        print(json.dumps(measure(options.runs)))
        return 0
    results = [run_engine(engine, options) for engine in options.engines.split(",")]
    found = {"machine": machine(), "scale": options.scale, "runs": options.runs, "goals_ms": GOALS, "engines": results}
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for result in results:
        print_table(result)
    missed = [f"{r['engine']}: {m['who']} {m['what']}" for r in results for m in r["measures"] if m["misses_goal"]]
    print("\n".join(["", "missed goals:", *missed]) if missed else "\nall goals met")
    return 1 if missed else 0


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def run_engine(engine: str, options: argparse.Namespace) -> dict[str, Any]:
    """Make the county if it is not there, and measure in a process of its own, so that peak memory is its own."""
    home = ROOT / f"var/bench/ledger-{options.scale}/{engine}"
    url = os.environ.get("GANGQIAO_BENCH_DATABASE_URL", "")  # a server that holds the county already
    with database(engine, home, url=url) as env:
        build(env, home, options.scale, is_there=engine == "sqlite" or bool(url))
        found = told_by([__file__, "--inside", "--runs", str(options.runs)], env)
        return {"engine": engine, "load_after": os.getloadavg(), **found}


def build(env: dict[str, str], home: Path, scale: float, *, is_there: bool) -> None:
    """Load the synthetic county. `is_there`: the database outlives this run, and may hold the county already."""
    gangqiao = [sys.executable, "-m", "django"]
    if not (home / "keys").exists():
        subprocess.run([*gangqiao, "keys", "make"], env=env, check=True, stdout=sys.stderr)
    mark = home / "whole"
    subprocess.run([*gangqiao, "migrate", "-v0"], env=env, check=True, stdout=sys.stderr)
    if is_there and mark.exists():
        return
    for command in (["synth", "--seed", "7", "--scale", str(scale), "--no-files"], ["demo_accounts"]):
        subprocess.run([*gangqiao, *command], env=env, check=True, stdout=sys.stderr)
    mark.touch()


def machine() -> dict[str, Any]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cpu = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        platform.processor(),
    )
    return {
        "cpu": cpu,
        "cores": os.cpu_count(),
        "memory_gib": round(memory, 1),
        "load": os.getloadavg(),
        "python": platform.python_version(),
        "system": platform.platform(),
    }


def print_table(result: dict[str, Any]) -> None:
    print(
        f"\n{result['engine']}: {result['persons']:,} persons, peak memory {result['peak_mb']} MB, {result['version']}"
    )
    print(f"{'who':<10}{'what':<44}{'least':>9}{'median':>9}{'max':>9}{'cpu':>9}{'peer':>9}{'peer max':>10}   ms")
    for m in result["measures"]:
        peer = (
            (f"{m['peer']['median']:>9.1f}", f"{m['peer']['max']:>10.1f}") if m["peer"] else (f"{'-':>9}", f"{'-':>10}")
        )
        mark = "  over the goal" if m["misses_goal"] else ""
        print(
            f"{m['who']:<10}{m['what']:<44}{m['min']:>9.1f}{m['median']:>9.1f}{m['max']:>9.1f}{m['cpu']:>9.1f}{''.join(peer)}{mark}"
        )


def peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    sys.exit(main())
