"""The stages of `bench/indicators.py`, each run inside a process of its own."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bench.indicators import DAY, SET

DAY_ASKED = date.fromisoformat(DAY)
TABLES = ("persons", "spells", "categories", "intentions")
PRESET = "HRSS-register"
STRIDE = 100_000_000  # between the numbers of the persons of two parts
Sums = Mapping[str, Mapping[str, int]]


def run(stage: str, options: argparse.Namespace) -> dict[str, Any]:
    """One stage: `cpu_s` of this process and its children, `clock_s`, `peak_mb`, and what it found."""
    from bench.runs import indicators_disk, indicators_own, indicators_peers

    for rooms in (indicators_own, indicators_disk, indicators_peers):
        if prepare := rooms.STAGES.get(stage):
            work = prepare(options)
            if isinstance(work, dict):
                return work
            return timed(work) | {"peak_mb": peak_mb()}
    raise SystemExit(f"no stage {stage}")


def timed(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    begun, cpu = time.perf_counter(), cpu_seconds()
    found = work()
    took = {"cpu_s": round(cpu_seconds() - cpu, 3), "clock_s": round(time.perf_counter() - begun, 3)}
    return took | found


def cpu_seconds() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def digest(sums: Sums, keys: Iterable[str]) -> str:
    """Of the counts of every area where any of these measures counts somebody."""
    wanted = sorted(keys)
    rows = {area: [int(of.get(key, 0)) for key in wanted] for area, of in sorted(sums.items())}
    kept = {area: counts for area, counts in rows.items() if any(counts)}
    return hashlib.sha256(json.dumps([wanted, kept]).encode()).hexdigest()[:16]


def folder(options: argparse.Namespace, number: int) -> Path:
    return Path(options.place) / f"part-{number:03}"


def files(options: argparse.Namespace, name: str) -> list[str]:
    """The files of a table in every part."""
    return [str(folder(options, number) / f"{name}.parquet") for number in range(options.many)]


def month_ends(count: int) -> list[date]:
    """The ends of so many months, the last one being the day."""
    ends, day = [], DAY_ASKED
    for _ in range(count):
        ends.append(day)
        day = day.replace(day=1) - timedelta(days=1)
    return ends[::-1]


def setup() -> None:
    """Whoever asks the ledger needs Django; whoever does not saves its memory."""
    import django

    django.setup()


__all__ = [
    "DAY_ASKED",
    "PRESET",
    "SET",
    "STRIDE",
    "TABLES",
    "digest",
    "files",
    "folder",
    "month_ends",
    "peak_mb",
    "run",
    "setup",
    "timed",
]
