"""`gangqiao engine rank`: the best vacancies of each worker, with what every limit costs, and one worker explained."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gangqiao.engine.columns import Limit, Points, Rules, Ties, Vacancies, Workers, World, read_points
from gangqiao.engine.columns_of import Table
from gangqiao.engine.columns_reading import extra_columns, open_table
from gangqiao.engine.faults import WrongFile

if TYPE_CHECKING:
    from gangqiao.engine.ranking import Lost, Ranker, Top

FILES = """
--workers, --vacancies, --ties: the columns of Workers, Vacancies and Ties below, as Parquet or Arrow.

--out    worker, rank (from 1), vacancy, score: int64, best first; a worker whom nothing fits is not there
--lost   worker, limit (text), and of the open vacancies
         failed    those that fail by this limit, whatever else
         alone     those that fail by it, and meet all others: so many it would open
         unknown   those that are undecided by it, and meet all others: so many depend on the answer

Prints workers, vacancies, pairs (written), with_any (workers whom anything fits), cpu_seconds (index and ranking,
without reading, writing and compiling), compile_seconds, peak_mb, ignored_columns by file; with --explain the points by
line of the best, what each limit costs, and what would open more.
"""
BLOCK = 20_000  # workers written at a time


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = FILES.replace("below", "in docs/reference/engine.md")
    parser.add_argument("--workers", type=Path, required=True, help="Parquet: who seeks work")
    parser.add_argument("--vacancies", type=Path, required=True, help="Parquet: what is open")
    parser.add_argument("--ties", type=Path, help="Parquet: how many of a village work for an employer")
    parser.add_argument("--points", type=Path, help="YAML: points of the city; without it those that are shipped")
    parser.add_argument("-k", type=int, default=10, help="so many for each worker (10)")
    parser.add_argument("--out", type=Path, required=True, help="Parquet to write: worker, rank, vacancy, score")
    parser.add_argument("--lost", type=Path, help="Parquet to write: worker, limit, failed, alone, unknown")
    parser.add_argument("--explain", type=int, metavar="WORKER", help="print why, for the worker of this number")
    parser.add_argument("--threads", type=int, default=1, help="over how many processors the work is spread (1)")


def run(options: argparse.Namespace) -> int:
    """Rank, write, and print what it took as one JSON object."""
    if options.k < 1:
        raise WrongFile(f"-k {options.k}: a whole number from 1 is expected.")
    world, ignored = read_world(options)
    begun = time.process_time()
    from gangqiao.engine.ranking import Ranker

    warm_up(options.lost is not None)
    ready = time.process_time()
    ranker = Ranker(world.workers, world.vacancies, world.ties, world.points, world.rules, max(1, options.threads))
    top = ranker.top(options.k)
    lost = ranker.lost() if options.lost else None
    done = time.process_time()
    parts = _parts(len(world.workers))
    write(options.out, (_rows_of(ranker, top, part) for part in parts))
    if lost is not None:
        write(options.lost, (_losses_of(ranker, lost, part) for part in parts))
    told: dict[str, Any] = {
        "workers": len(world.workers), "vacancies": len(world.vacancies), "pairs": int(top.count.sum()),
        "with_any": int((top.count > 0).sum()), "cpu_seconds": round(done - ready, 3),
        "compile_seconds": round(ready - begun, 3), "peak_mb": round(peak_mb(), 1),
    }  # fmt: skip
    if ignored:
        told["ignored_columns"] = ignored
    if options.explain is not None:
        told["explained"] = explained(ranker, options.explain, options.k, options.workers)
    print(json.dumps(told, ensure_ascii=False))
    return 0


def read_world(options: argparse.Namespace) -> tuple[World, dict[str, list[str]]]:
    """The files of the options workers, vacancies, ties, points; and by file the columns left out, which are named."""
    ignored: dict[str, list[str]] = {}
    points, rules = read_points(options.points) if options.points else (Points(), Rules())
    ties = _read(Ties, options.ties, ignored) if options.ties else None
    world = World(
        _read(Workers, options.workers, ignored), _read(Vacancies, options.vacancies, ignored), ties, points, rules
    )
    return world, ignored


def _read(kind: type[Table], path: Path, ignored: dict[str, list[str]]) -> Any:
    with open_table(path) as table:
        if extra := extra_columns(table, kind.columns()):
            ignored[str(path)] = extra
            print(f"{path}: left out, for they mean nothing here: {', '.join(extra)}.", file=sys.stderr)
        return kind.from_arrow(table, name=str(path))


def warm_up(with_losses: bool = False) -> None:
    """Compile what ranking calls, or load it from the disk."""
    from gangqiao.engine.ranking import Ranker

    tiny = Ranker(Workers.of(1), Vacancies.of(1))
    tiny.top(1)
    if with_losses:
        tiny.lost()


def peak_mb() -> float:
    """The most memory this process had, in MB."""
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)


def write(path: Path, blocks: dict[str, Any] | Iterable[dict[str, Any]]) -> None:
    """Write columns, or blocks of them, at least one, as one Parquet file. Raises WrongFile when it cannot be."""
    import pyarrow as pa
    from pyarrow import parquet

    tables = (pa.table(block) for block in ([blocks] if isinstance(blocks, dict) else blocks))
    first = next(tables)
    try:
        with parquet.ParquetWriter(path, first.schema, compression="zstd") as file:
            for table in chain([first], tables):
                file.write_table(table)
    except OSError as fault:
        raise WrongFile(f"{path}: cannot be written ({fault}); choose a folder that exists.") from fault


def _parts(workers: int) -> list[slice]:
    """Blocks of workers, so that what is written does not stand in memory as a whole."""
    return [slice(low, low + BLOCK) for low in range(0, max(1, workers), BLOCK)]


def _rows_of(ranker: Ranker, top: Top, part: slice) -> dict[str, Any]:
    """One row for each worker and rank."""
    import numpy as np

    row, rank = np.nonzero(top.vacancy[part] >= 0)
    return {
        "worker": ranker.workers.worker[part][row],
        "rank": rank.astype(np.int64) + 1,
        "vacancy": ranker.vacancies.vacancy[top.vacancy[part][row, rank]],
        "score": top.score[part][row, rank].astype(np.int64),
    }


def _losses_of(ranker: Ranker, lost: Lost, part: slice) -> dict[str, Any]:
    """One row for each worker and limit that costs anything."""
    import numpy as np
    import pyarrow as pa

    row, limit = np.nonzero(lost.failed[part] + lost.unknown[part])
    return {
        "worker": ranker.workers.worker[part][row],
        "limit": pa.DictionaryArray.from_arrays(limit.astype(np.int8), [one.value for one in Limit]),
        **{name: getattr(lost, name)[part][row, limit].astype(np.int64) for name in ("failed", "alone", "unknown")},
    }


def explained(ranker: Ranker, number: int, k: int, path: Path) -> dict[str, Any]:
    """Why one worker gets what he gets: points by line, what each limit costs, what would open more."""
    import numpy as np

    from gangqiao.engine.explaining import judge, what_would_help

    rows = np.flatnonzero(ranker.workers.worker == number)
    if not len(rows):
        raise WrongFile(f"{path}: column worker: nobody has the number {number}; --explain takes one that is there.")
    row = int(rows[0])
    top, lost = ranker.top(k, rows=rows), ranker.lost(rows)
    best = []
    for vacancy in top.vacancy[0, : top.count[0]].tolist():
        judgement = judge(ranker, row, vacancy)
        points = {line: gives for line, gives in judgement.points.items() if gives}
        best.append({"vacancy": int(ranker.vacancies.vacancy[vacancy]), "score": judgement.score, "points": points})
    return {
        "worker": number,
        "fit": int(lost.fit[0]),
        "undecided": int(lost.undecided[0]),
        "best": best,
        "lost": {which: lost.of(0, which) for which in ("failed", "alone", "unknown")},
        "would_open": [
            {"change": change.kind, "value": change.value, "opens": change.opens}
            for change in what_would_help(ranker, row)
        ],
    }
