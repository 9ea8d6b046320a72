"""Probable duplicates: what our own search and Splink 5 find of planted doubles, whom they accuse, what they cost.

`python bench/duplicates.py [--seeds 11,12,13] [--whole-scale 1.0]`. The counties are those of
`gangqiao/duplicates/tests/planting.py`: doubles and look-alikes of every kind, planted into a county where nobody is
twice. Splink is trained without labels as its guide says, once more on narrower pairs, and once with the planted
pairs of another seed as labels, which a county does not have. Then the whole county, nobody twice: every pair shown
is one too many; and the cases of the first seed planted into it. Each search runs in a process of its own; imports and
reading the columns are not counted.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
RESULTS = ROOT / "bench/results/duplicates.json"
PLACE = ROOT / "var/bench/duplicates"
SHOWN_FROM = 4.0  # bits: 16 to 1, the threshold of our weights; of Splink a probability of 0.94
RAISED = (10.0, 15.0, 20.0)
LABELLED_SEED = 1
PROGRAMS = ("own", "guide", "narrow", "labels")
GOALS = {"recall": 0.95, "precision": 0.95, "pairs for 10,000 records": 1.0}


def main() -> int:
    options = read_options()
    if options.inside:
        print(json.dumps(INSIDE[options.inside](options)))
        return 0
    PLACE.mkdir(parents=True, exist_ok=True)
    seeds = [int(seed) for seed in options.seeds.split(",")]
    whole, crowded = PLACE / "whole.parquet", PLACE / "whole-planted.parquet"
    with ThreadPoolExecutor(options.jobs) as pool:
        making = pool.submit(run, "make", county=whole, scale=options.whole_scale)
        planting = pool.submit(run, "make", county=crowded, seed=seeds[0], scale=options.whole_scale)
        list(pool.map(lambda s: run("make", county=planted(s), seed=s, scale=options.scale), [LABELLED_SEED, *seeds]))
        run("train", county=planted(LABELLED_SEED))
        records = making.result()["records"], planting.result()["records"]
        big = {program: pool.submit(run, "search", county=whole, program=program) for program in PROGRAMS}
        huge = {program: pool.submit(run, "search", county=crowded, program=program) for program in PROGRAMS}
        small = {
            program: [pool.submit(run, "search", county=planted(seed), program=program) for seed in seeds]
            for program in PROGRAMS
        }
    result: dict[str, Any] = {"machine": machine(), "seeds": seeds, "goals": GOALS}
    result |= {"scale": options.scale, "jobs": options.jobs}
    result["planted"] = {program: together([run.result() for run in runs]) for program, runs in small.items()}
    result["whole"] = {"records": records[0], **{program: run.result() for program, run in big.items()}}
    result["whole_planted"] = {"records": records[1]}
    result["whole_planted"] |= {program: together([run.result()]) for program, run in huge.items()}
    result["verdicts"] = verdicts(result)
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print_tables(result)
    return 0 if all(is_met for _value, _goal, is_met in result["verdicts"].values()) else 1


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", default="11,12,13")
    parser.add_argument("--scale", type=float, default=0.1, help="of the planted counties")
    parser.add_argument("--whole-scale", type=float, default=1.0)
    parser.add_argument("--jobs", type=int, default=1, help="searches at a time; more of them spoil the clock")
    for hidden, kind in (("inside", str), ("county", Path), ("seed", int), ("program", str)):
        parser.add_argument(f"--{hidden}", type=kind, help=argparse.SUPPRESS)
    return parser.parse_args()


def machine() -> dict[str, Any]:
    from importlib.metadata import version

    versions = {name: version(name) for name in ("splink", "duckdb", "polars", "rapidfuzz")}
    return {"cores": os.cpu_count(), "load": os.getloadavg(), "python": sys.version.split()[0], **versions}


def planted(seed: int) -> Path:
    return PLACE / f"planted-{seed}.parquet"


def run(stage: str, **given: Any) -> dict[str, Any]:
    """One stage in a process of its own, so that its peak memory is its own."""
    command = [sys.executable, __file__, "--inside", stage]
    command += [word for name, value in given.items() for word in (f"--{name}", str(value))]
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "gangqiao.config.settings", "GANGQIAO_HOME": str(PLACE)}
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{stage}:\n{done.stderr[-3000:]}")
    print(stage, *given.values(), file=sys.stderr)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


# --- within the process of a stage ---


def make(options: argparse.Namespace) -> dict[str, Any]:
    from bench.runs import duplicates

    return duplicates.make(options.county, options.seed, options.scale)


def train(options: argparse.Namespace) -> dict[str, Any]:
    from bench.runs import duplicates_peer

    return duplicates_peer.train_with_labels(options.county, PLACE / "model.json")


def search(options: argparse.Namespace) -> dict[str, Any]:
    """Search a county, and judge what was found at each threshold."""
    from bench.runs import duplicates

    if options.program == "own":
        scored, cost = duplicates.search(options.county)
    else:
        from bench.runs import duplicates_peer

        model = PLACE / "model.json"
        scored, cost = duplicates_peer.search(options.county, options.program, SHOWN_FROM, model)
    cases = duplicates.read_cases(options.county)
    thresholds = {str(bits): bits for bits in (SHOWN_FROM, *RAISED)}
    if cases["doubles"]:
        thresholds["best"] = duplicates.best_threshold(scored, cases)
    return cost | {"at": {name: duplicates.judge(scored, cases, bits) for name, bits in thresholds.items()}}


INSIDE = {"make": make, "train": train, "search": search}

# --- results ---


def together(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """One program on the counties of all seeds: found and accused together, cost as the mean of a county."""
    from bench.runs.duplicates import sum_up

    cost = {name: sum(r[name] for r in runs) / len(runs) for name in ("seconds", "cpu_s", "peak_mb")}
    return cost | {"at": {name: sum_up([r["at"][name] for r in runs]) for name in runs[0]["at"]}}


def verdicts(result: dict[str, Any]) -> dict[str, tuple[float, float, bool]]:
    """Each goal of our own search with what was measured."""
    ours, whole = result["planted"]["own"]["at"][str(SHOWN_FROM)], result["whole"]
    shown = whole["own"]["at"][str(SHOWN_FROM)]["shown"] / whole["records"] * 10_000
    values = {"recall": ours["recall"], "precision": ours["precision"], "pairs for 10,000 records": shown}
    return {
        what: (values[what], goal, values[what] < goal if what.startswith("pairs") else values[what] >= goal)
        for what, goal in GOALS.items()
    }


def print_tables(result: dict[str, Any]) -> None:
    shown, small = str(SHOWN_FROM), result["planted"]
    print(f"\nfound of the planted, from {shown} bits{'':8}", *(f"{program:>9}" for program in PROGRAMS))
    for which in ("doubles", "lookalikes"):
        for kind, (_found, many) in small["own"]["at"][shown][which].items():
            counts = [small[program]["at"][shown][which][kind][0] for program in PROGRAMS]
            print(f"  {which[:-1]:10} {kind:16} of {many:5}  ", *(f"{count:>9}" for count in counts))
    print_thresholds("planted counties of all seeds", small)
    print_thresholds("planted into the whole county, first seed", result["whole_planted"])
    whole = result["whole"]
    print(f"\nwhole county, nobody twice: pairs shown of {whole['records']:,} records (for 10,000)")
    for program in PROGRAMS:
        shows = [(bits, at["shown"]) for bits, at in whole[program]["at"].items()]
        print(f"{program:10}", *(f"{bits:>6}: {n:7,} ({n / whole['records'] * 1e4:6.2f})" for bits, n in shows))
    print(f"\n{'program':10}{'planted: CPU s':>16}{'peak MB':>9}{'whole: CPU s':>16}{'clock s':>9}{'peak MB':>9}")
    for program in PROGRAMS:
        one, other = small[program], whole[program]
        costs = f"{one['cpu_s']:16.1f}{one['peak_mb']:9,.0f}{other['cpu_s']:16.1f}{other['seconds']:9.1f}"
        print(f"{program:10}{costs}{other['peak_mb']:9,.0f}")
    for what, (value, goal, is_met) in result["verdicts"].items():
        print(f"own: {what:30}{value:8.3f}   goal {goal}   {'met' if is_met else 'MISSED'}")


def print_thresholds(where: str, programs: dict[str, Any]) -> None:
    """Recall, precision and look-alikes accused of each program at each threshold."""
    print(f"\n{where}\n{'program':10}{'bits':>7}{'recall':>9}{'precision':>11}{'accused':>9}{'shown':>9}")
    for program in PROGRAMS:
        for name, at in programs[program]["at"].items():
            right = f"{at['precision']:11.1%}" if at["shown"] else f"{'-':>11}"
            print(f"{program:10}{name:>7}{at['recall']:9.1%}{right}{at['lookalikes_all'][0]:9}{at['shown']:9,}")


if __name__ == "__main__":
    sys.exit(main())
