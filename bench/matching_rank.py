"""The ten best vacancies of each worker: our own bitsets beside DuckDB, same points, in one run.

`python bench/matching_rank.py [--large] [--cases 20000x4000,200000x10000] [--sample 5000]`. The worlds are synthetic
(`gangqiao.engine.worlds`); about one pair in fifteen fits. Each program runs in a process of its own, on one thread,
and DuckDB on the first workers only, for it is slower; its seconds are scaled by the number of workers. Counted is the
CPU of index and ranking, without reading, compiling and imports. The scores of the sample must be identical.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
RESULTS = ROOT / "bench/results/matching_rank.json"
PLACE = ROOT / "var/bench/matching"
K = 10
SEED = 1
ROUNDS = 3
CASES = ((20_000, 4_000), (200_000, 10_000))
LARGE = (1_000_000, 20_000)
# By case: times the rows of the peer in a CPU second, CPU seconds of the whole job, peak MB.
GOALS = {"200000x10000": (30, 1.5, None), "1000000x20000": (35, 10, 600)}


def main() -> int:
    options = read_options()
    if options.inside:
        print(json.dumps(INSIDE[options.inside](options)))
        return 0
    cases = [tuple(map(int, case.split("x"))) for case in options.cases.split(",")] if options.cases else list(CASES)
    if options.large:
        cases.append(LARGE)
    result = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    result |= {"machine": machine(), "k": K, "cases": result.get("cases", {})}
    for workers, vacancies in cases:
        result["cases"][f"{workers}x{vacancies}"] = measure(workers, vacancies, options.sample)
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0 if print_tables(result) else 1


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="1,000,000 workers and 20,000 vacancies, too")
    parser.add_argument("--cases", default="", help="such as 20000x4000,200000x10000")
    parser.add_argument("--sample", type=int, default=5_000, help="workers that DuckDB ranks")
    for hidden, kind in (("inside", str), ("folder", Path), ("workers", int), ("vacancies", int)):
        parser.add_argument(f"--{hidden}", type=kind, help=argparse.SUPPRESS)
    return parser.parse_args()


def machine() -> dict[str, Any]:
    from importlib.metadata import version

    versions = {name: version(name) for name in ("duckdb", "numba", "numpy")}
    return {"cores": os.cpu_count(), "load": os.getloadavg(), "python": sys.version.split()[0], **versions}


def measure(workers: int, vacancies: int, sample: int) -> dict[str, Any]:
    """One world: made, ranked by both, compared."""
    folder = PLACE / f"{workers}x{vacancies}"
    sample = min(sample, workers)
    run("make", folder, workers=workers, vacancies=vacancies)
    own, peer = run("own", folder, sample=sample), run("peer", folder, sample=sample)
    same = json.loads((folder / "own.json").read_text()) == json.loads((folder / "peer.json").read_text())
    own["workers_per_cpu_s"] = workers / own["cpu_s"]
    peer["workers_per_cpu_s"] = sample / peer["cpu_s"]
    return {"own": own, "duckdb": peer, "sample": sample, "identical_scores": same,
            "times": own["workers_per_cpu_s"] / peer["workers_per_cpu_s"]}  # fmt: skip


def run(stage: str, folder: Path, **given: int) -> dict[str, Any]:
    from bench.parts.running import told_by

    command = [__file__, "--inside", stage, "--folder", str(folder)]
    command += [word for name, value in given.items() for word in (f"--{name}", str(value))]
    told: dict[str, Any] = told_by(command, os.environ | {"NUMBA_NUM_THREADS": "1"})
    return told


# --- within the process of a stage ---


def make(options: argparse.Namespace) -> dict[str, Any]:
    from pyarrow import parquet

    from gangqiao.engine.worlds import make_world

    options.folder.mkdir(parents=True, exist_ok=True)
    tables = make_world(options.workers, options.vacancies, 0.5, SEED)
    for name, table in zip(("workers", "vacancies", "ties"), tables, strict=True):
        parquet.write_table(table.to_arrow(), options.folder / f"{name}.parquet")
    return {}


def own(options: argparse.Namespace) -> dict[str, Any]:
    """Index and top ten of all, the best of some rounds; and the scores of the sample."""
    from gangqiao.engine.columns import read_ties, read_vacancies, read_workers
    from gangqiao.engine.commands.rank import peak_mb, warm_up
    from gangqiao.engine.ranking import Ranker

    begun = time.process_time()
    read = [reads(options.folder / f"{name}.parquet") for name, reads in
            (("workers", read_workers), ("vacancies", read_vacancies), ("ties", read_ties))]  # fmt: skip
    reading = time.process_time() - begun
    begun = time.process_time()
    warm_up()
    compiling, rounds = time.process_time() - begun, []
    ranker = top = None
    for _ in range(ROUNDS):
        del ranker, top  # one at a time in memory
        begun = time.process_time()
        ranker = Ranker(*read)
        indexed = time.process_time()
        top = ranker.top(K)
        rounds.append((time.process_time() - begun, indexed - begun))
    own_scores = zip(
        read[0].worker[: options.sample].tolist(),
        top.score[: options.sample].tolist(),
        top.count.tolist(),
        strict=False,
    )
    scores = {number: row[:count] for number, row, count in own_scores if count}
    (options.folder / "own.json").write_text(json.dumps(scores, sort_keys=True))
    cpu_s, index_s = min(rounds)
    return {"cpu_s": cpu_s, "index_s": index_s, "reading_s": reading, "compiling_s": compiling, "peak_mb": peak_mb(),
            "rounds": [whole for whole, _ in rounds]}  # fmt: skip


def peer(options: argparse.Namespace) -> dict[str, Any]:
    from bench.parts.matching_sql import rank
    from gangqiao.engine.commands.rank import peak_mb

    best, cost = rank(options.folder, K, options.sample)
    (options.folder / "peer.json").write_text(json.dumps({str(n): b for n, b in best.items()}, sort_keys=True))
    return cost | {"peak_mb": peak_mb()}


INSIDE = {"make": make, "own": own, "peer": peer}

# --- results ---


def print_tables(result: dict[str, Any]) -> bool:
    """Print each case with its goals; true when all that were measured are met."""
    heads = f"{'own: rows/CPU s':>17}{'CPU s':>8}{'index':>8}{'MB':>7}{'DuckDB: rows/CPU s':>20}{'times':>8}  scores"
    print(f"{'case':18}{heads}")
    met = True
    for case, found in result["cases"].items():
        own, peer, same = found["own"], found["duckdb"], found["identical_scores"]
        costs = f"{own['workers_per_cpu_s']:17,.0f}{own['cpu_s']:8.2f}{own['index_s']:8.2f}{own['peak_mb']:7,.0f}"
        beside = f"{peer['workers_per_cpu_s']:20,.0f}{found['times']:8.1f}  {'identical' if same else 'DIFFERENT'}"
        print(f"{case:18}{costs}{beside}")
        met &= same
        for what, value, goal in goals(case, found):
            is_met = value >= goal if what == "times DuckDB" else value <= goal
            met &= is_met
            print(f"    {what:14}{value:8.1f}   goal {goal}   {'met' if is_met else 'MISSED'}")
    return met


def goals(case: str, found: dict[str, Any]) -> list[tuple[str, float, float]]:
    values = found["times"], found["own"]["cpu_s"], found["own"]["peak_mb"]
    names = "times DuckDB", "CPU s", "peak MB"
    goal = GOALS.get(case, (None, None, None))
    return [(name, value, aim) for name, value, aim in zip(names, values, goal, strict=True) if aim is not None]


if __name__ == "__main__":
    sys.exit(main())
