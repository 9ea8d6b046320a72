"""The county's big day at its whole size: each stage by the clock, and after each every page of the story.

`python bench/transfers_day.py [--scale 0.1] [--coaches 40] [--people 1800] [--reads 7] [--engines sqlite,postgresql]`.
The synthetic county with its demonstration is made once for each scale under var/bench; `--home` names one that is
there. The day runs on a copy. Every page goes through Django's whole stack of middleware, the log included, as the
user whose page it is. Goals are judged by the work of the process, since the clock also counts who else uses the
machine; on PostgreSQL, whose work another process does, by the clock. Both are told.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.ledger import machine
from bench.parts.running import DJANGO, database, told_by

RESULTS = ROOT / "bench/results/transfers_day.json"
GOAL = 300.0  # milliseconds of a page, median
COUNTY = [
    ["demo_accounts"], ["vacancies", "demo", "--seed", "7"], ["matching", "demo", "--seed", "7"],
    ["transfers", "demo", "--seed", "7"], ["followup", "demo", "--seed", "7"],
]  # fmt: skip


def main() -> int:
    options = read_options()
    if options.inside:
        from bench.runs.transfers_day import measure

        print(json.dumps(measure(options.coaches, options.people, options.reads)))
        return 0
    found: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    found["goal_ms"] = GOAL
    missed = []
    for engine in options.engines.split(","):
        result = run_engine(engine, options)
        found.setdefault("counties", {})[f"{options.scale} {engine}"] = result
        missed += tell(engine, options.scale, result)
    if not options.dry:
        RESULTS.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print("\n".join(["", "missed:", *missed]) if missed else "\nall goals met")
    return 1 if missed else 0


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=0.1)
    parser.add_argument("--coaches", type=int, default=40)
    parser.add_argument("--people", type=int, default=1800)
    parser.add_argument("--reads", type=int, default=7)
    parser.add_argument("--engines", default="sqlite")
    parser.add_argument("--home", type=Path, help="a demonstration on SQLite that is there; it is copied")
    parser.add_argument("--dry", action="store_true", help="leave bench/results as it is")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def run_engine(engine: str, options: argparse.Namespace) -> dict[str, Any]:
    """The day on a county of its own, in a process of its own."""
    command = [__file__, "--inside"]
    for name in ("coaches", "people", "reads"):
        command += [f"--{name}", str(getattr(options, name))]
    with county(engine, options) as env:
        found: dict[str, Any] = told_by(command, env)
    return {"machine": machine(), "load_after": os.getloadavg(), **found}


@contextmanager
def county(engine: str, options: argparse.Namespace) -> Iterator[dict[str, str]]:
    """The settings of a county that may be changed: on SQLite a copy, on PostgreSQL one made for this run."""
    kept = ROOT / f"var/bench/transfers_day-{options.scale}"
    if engine == "postgresql":
        shutil.rmtree(kept / engine, ignore_errors=True)
        with database(engine, kept / engine) as env:
            build(env, kept / engine, options.scale)
            yield env
        return
    source = options.home or kept / engine
    if not options.home and not (source / "whole").exists():
        shutil.rmtree(source, ignore_errors=True)
        with database(engine, source) as env:
            build(env, source, options.scale)
    copy = kept / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(source, copy)
    try:
        with database(engine, copy) as env:
            subprocess.run([*DJANGO, "migrate", "-v0"], env=env, check=True, stdout=sys.stderr)
            yield env
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def build(env: dict[str, str], home: Path, scale: float) -> None:
    """The synthetic county with its vacancies, referrals, batches and calls."""
    synth = ["synth", "--seed", "7", "--scale", str(scale), "--no-files"]
    for command in (["keys", "make"], ["migrate", "-v0"], synth, *COUNTY):
        subprocess.run([*DJANGO, *command], env=env, check=True, stdout=sys.stderr)
    (home / "whole").touch()


# --- what is told -----------------------------------------------------------------------------------------------------


def tell(engine: str, scale: float, result: dict[str, Any]) -> list[str]:
    """Print the tables; returns the pages that missed the goal."""
    print(f"\n{engine}, scale {scale}: {result['persons']:,} persons, {result['people']:,} people on the day in")
    print(f"{result['coaches']} coaches, {result['contacts']:,} calls; load {result['load_after'][0]:.1f}")
    print(f"{'stage':<44}{'clock s':>9}{'work s':>9}")
    for stage in result["stages"]:
        print(f"{stage['what']:<44}{stage['s']:>9.1f}{stage['cpu_s']:>9.1f}")
    print(f"\n{'after':<12}{'who':<16}{'page':<34}{'median':>8}{'worst':>8}{'work':>8}{'queries':>9}   ms")
    missed = []
    for page in result["pages"]:
        is_met = page["cpu_ms" if engine == "sqlite" else "ms"] < GOAL
        says = "met" if is_met else "missed"
        print(
            f"{page['after']:<12}{page['who']:<16}{page['page']:<34}{page['ms']:>8.0f}{page['worst_ms']:>8.0f}"
            f"{page['cpu_ms']:>8.0f}{page['queries']:>9}   {says}"
        )
        if not is_met:
            missed.append(f"{engine} {scale}: {page['after']}, {page['who']}, {page['page']}")
    slow = [page for page in result["pages"] if page["ms"] >= GOAL]
    print(f"by the clock {len(slow)} of {len(result['pages'])} pages take {GOAL:.0f} ms or more")
    return missed


if __name__ == "__main__":
    sys.exit(main())
