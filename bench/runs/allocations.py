"""The measures of `bench/allocations.py`, run inside a process that knows the database."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import django

django.setup()

from bench.runs.recommendations import made_up
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.scope import scope_of
from gangqiao.matching.actions import allocations, allocations_columns, allocations_running, allocations_solving
from gangqiao.matching.actions.allocations_rules import price_rules
from gangqiao.matching.models import Allocation
from gangqiao.matching.policy.allocations import Wishes
from gangqiao.places.reads import county_path, townships

SECONDS: dict[str, float] = {}


def measure(vacancies: int, circles: list[str]) -> dict[str, Any]:
    """Each circle: a first run, and runs after a change of each kind."""
    made_up(vacancies)
    _follow()
    with scope_of([county_path()]):
        _compiled()
        found = [_circle(circle) for circle in circles]
    return {"circles": found, "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}


def _compiled() -> None:
    """A small run first: the kernels are compiled once for an installation, and loaded once for a worker."""
    small = townships().order_by("key").first()
    row = allocations.prepare("small", Wishes(townships=(small.key,)), actor=SYSTEM)
    for wishes in (Wishes(townships=(small.key,)), Wishes(townships=(small.key,), quotas={small.key: 1})):
        _run(row, wishes)
    price_rules(row.uuid, Allocation.objects.get(pk=row.pk).run)


def _circle(circle: str) -> dict[str, Any]:
    first = Wishes(circle=circle)
    row = allocations.prepare(circle, first, actor=SYSTEM)
    runs = [_told("first", _run(row, first), row)]
    least = _lifted(Allocation.objects.get(pk=row.pk).figures["by_township"])
    changes = {
        "nothing": first,
        "least numbers of two townships": replace(first, quotas=least),
        "points of priority": replace(first, quotas=least, per_priority=100),
        "spouses apart": replace(first, quotas=least, per_priority=100, couples=False),
    }
    for change, wishes in changes.items():
        runs.append(_told(change, _run(row, wishes), row))
    row.refresh_from_db()
    rules = _once(lambda: price_rules(row.uuid, row.run))
    row.refresh_from_db()
    return {"circle": circle, "people": row.figures["people"], "seats": row.figures["seats"],
            "groups": row.before["groups"], "runs": runs, "rules": {"rules": len(row.rules), **rules},
            "columns_mb": _columns_mb(row)}  # fmt: skip


def _lifted(by_township: dict[str, list[int]]) -> dict[str, int]:
    """The two townships in which the smallest share gains something, lifted by a tenth."""
    order = sorted(by_township, key=lambda key: by_township[key][1] / max(1, by_township[key][0]))[:2]
    return {key: min(by_township[key][0], by_township[key][1] * 11 // 10 + 1) for key in order}


def _run(row: Allocation, wishes: Wishes) -> dict[str, float]:
    SECONDS.clear()
    allocations.change(row.pk, row.name, wishes, actor=SYSTEM)
    allocations.run(row.pk, actor=SYSTEM)
    return _once(lambda: allocations_running.compute(row.uuid))


def _told(change: str, took: dict[str, float], row: Allocation) -> dict[str, Any]:
    row.refresh_from_db()
    figures = {key: row.figures.get(key) for key in ("filled", "value", "gap", "groups", "was_warm")}
    stages = {name: round(seconds, 2) for name, seconds in SECONDS.items()}
    told = {"change": change, "status": row.status, **took, "stages_s": stages, **figures,
            "gap_percent": (row.figures.get("gap") or 0) / 10_000}  # fmt: skip
    print(row.name, told, file=sys.stderr, flush=True)
    return told


def _once(work: Callable[[], Any]) -> dict[str, float]:
    begun, cpu = time.perf_counter(), time.process_time()
    work()
    return {"s": round(time.perf_counter() - begun, 2), "cpu_s": round(time.process_time() - cpu, 2)}


def _columns_mb(row: Allocation) -> float:
    from gangqiao.kernel import files

    return round(len(files.open_kept(row.columns)) / 1e6, 1)


def _follow() -> None:
    """Write down how long each stage takes."""
    for where, name in (
        (allocations_running, "columns_of"), (allocations_running, "chosen"), (allocations_running, "write_lines"),
        (allocations_running, "figures_of"), (allocations_running, "groups_of"), (allocations_columns, "read"),
        (allocations_solving.Solver, "__init__"), (allocations_solving.Solver, "run"),
        (allocations_solving.Solver, "reasons"), (allocations_solving.Solver, "scores"),
    ):  # fmt: skip
        setattr(where, name, _timed(name.strip("_"), getattr(where, name)))


def _timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    def timed(*given: Any, **more: Any) -> Any:
        begun = time.perf_counter()
        try:
            return function(*given, **more)
        finally:
            SECONDS[name] = SECONDS.get(name, 0.0) + time.perf_counter() - begun

    return timed
