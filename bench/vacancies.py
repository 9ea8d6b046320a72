"""How long a search takes over 20,000 open vacancies, on SQLite and PostgreSQL, and how true it stays.

`python bench/vacancies.py [--vacancies 20000] [--runs 15] [--engines sqlite,postgresql]`. Beside each search stands the
same word as a plain LIKE over title, employer, skills, description and address, and over the title alone: what a plain
program would ask, without synonyms and without pinyin. Then one search of the occupations, and one pasted message
read. The measures are in `runs/vacancies.py`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.ledger import machine
from bench.parts.running import database, told_by

RESULTS = ROOT / "bench/results/vacancies.json"
ENGINES = ("sqlite", "postgresql")
GOALS = {"search": 50.0, "occupations": 2.0}  # milliseconds, the 95th of 100
DAY = "2026-11-26"


def main() -> int:
    options = read_options()
    if options.inside:
        from bench.runs.vacancies import measure

        print(json.dumps(measure(options.vacancies, options.runs)))
        return 0
    results = [run_engine(engine, options) for engine in options.engines.split(",")]
    found = {"machine": machine(), "runs": options.runs, "goals_ms": GOALS, "engines": results}
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for result in results:
        print_table(result)
    missed = [f"{r['engine']}: {m['text']!r}" for r in results for m in r["searches"] if m["p95"] > GOALS["search"]]
    print("\n".join(["", "missed goals:", *missed]) if missed else "\nall goals met")
    return 1 if missed else 0


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vacancies", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def run_engine(engine: str, options: argparse.Namespace) -> dict[str, Any]:
    """Make a small county with many vacancies, and measure in a process of its own."""
    home = ROOT / f"var/bench/vacancies-{options.vacancies}/{engine}"
    with database(engine, home, day=DAY) as env:
        build(env, home, is_there=engine == "sqlite")
        asked = ["--inside", "--runs", str(options.runs), "--vacancies", str(options.vacancies)]
        return {"engine": engine, **told_by(["-m", "bench.vacancies", *asked], env), "load_after": os.getloadavg()}


def build(env: dict[str, str], home: Path, *, is_there: bool) -> None:
    """A county of two thousand people: the vacancies are made inside the measuring process."""
    django = [sys.executable, "-m", "django"]
    if not (home / "keys").exists():
        subprocess.run([*django, "keys", "make"], env=env, check=True, stdout=sys.stderr)
    mark = home / "whole"
    subprocess.run([*django, "migrate", "-v0"], env=env, check=True, stdout=sys.stderr)
    if is_there and mark.exists():
        return
    synth = ["synth", "--seed", "7", "--scale", "0.005", "--no-files"]
    subprocess.run([*django, *synth], env=env, check=True, stdout=sys.stderr)
    mark.touch()


def print_table(result: dict[str, Any]) -> None:
    print(
        f"\n{result['engine']}: {result['open']:,} open vacancies, index built in {result['build_cpu_s']} CPU s,"
        f" {result['index_mb']} MB; a change taken in in {result['change_ms']['median']} ms"
    )
    heads = (f"{'search':<24}{'found':>7}{'median':>9}{'p95':>8}{'cpu':>8}", f"{'LIKE of five':>15}{'found':>7}")
    print("".join(heads) + f"{'of title':>10}{'found':>7}")
    for m in result["searches"]:
        like, title = m["like"], m["like_title"]
        print(
            f"{m['text']!r:<24}{m['found']:>7}{m['median']:>9}{m['p95']:>8}{m['cpu']:>8}"
            f"{like['median']:>15}{like['found']:>7}{title['median']:>10}{title['found']:>7}"
        )
    o, p = result["occupations"], result["pasted"]
    print(
        f"occupations: median {o['median']} ms, p95 {o['p95']} ms of {o['texts']}; a pasted message: {p['median']} ms"
    )


if __name__ == "__main__":
    sys.exit(main())
