"""What a run found, written down: one line for each village, and counts of the county as a whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
from django.db import transaction

from gangqiao.matching.actions.allocations_columns import Columns
from gangqiao.matching.actions.allocations_solving import Solved, Task
from gangqiao.matching.models import Allocation, AllocationLine
from gangqiao.matching.packed_columns import pack
from gangqiao.matching.policy.allocations import CLASSES, REASONS
from gangqiao.places.levels import KEY_LENGTH, Level

VILLAGES_AT_A_TIME = 40
MILLION = 1_000_000


def write_lines(
    row: Allocation, number: int, columns: Columns, solved: Solved, reasons: Any, tell: Callable[[float], None]
) -> None:
    """The lines of a run, some villages in each transaction."""
    people = columns.people
    table = _table(columns, solved, reasons)
    areas, starts = _villages(people)
    ends = [*starts[1:], len(people)]
    lines = [
        AllocationLine(
            area_id=area, allocation=row.uuid, run=number, name=row.name, people=end - start,
            placed=int((table["vacancy"][start:end] > 0).sum()),
            results=pack({name: values[start:end] for name, values in table.items()}),
        )
        for area, start, end in zip(areas, starts, ends, strict=True)
    ]  # fmt: skip
    for at in range(0, len(lines), VILLAGES_AT_A_TIME):
        with transaction.atomic():
            AllocationLine.objects.bulk_create(lines[at : at + VILLAGES_AT_A_TIME])
        tell(100 * at / len(lines))


def _table(columns: Columns, solved: Solved, reasons: Any) -> dict[str, Any]:
    people, posts = columns.people, columns.posts
    sits = solved.seat >= 0
    vacancy = np.zeros(len(people), np.int64)
    vacancy[sits] = posts["vacancy"].to_numpy()[solved.seat[sits]]
    return {
        "person": people["worker"].to_numpy().astype(np.int64),
        "vacancy": vacancy,
        "score": np.where(sits, solved.score, 0).astype(np.int32),
        "tier": people["priority"].fill_null(0).to_numpy().astype(np.int8),
        "class": classes_of(people),
        "reason": reasons.astype(np.int8),
    }


def classes_of(people: pl.DataFrame) -> Any:
    """The class of each of the people, as its place in CLASSES."""
    return people["class"].replace_strict({key: n for n, key in enumerate(CLASSES)}, return_dtype=pl.Int8).to_numpy()


def _villages(people: pl.DataFrame) -> tuple[list[str], list[int]]:
    """The villages in the order of the people, who are sorted by them, and where each begins."""
    if not len(people):
        return [], []
    area = people["area"].to_numpy()
    starts = [0, *(np.flatnonzero(area[1:] != area[:-1]) + 1).tolist()]
    return [str(area[start]) for start in starts], starts


def figures_of(columns: Columns, task: Task, solved: Solved, reasons: Any) -> dict[str, Any]:
    """Counts of the whole. `by_township` and `by_class`: [people, placed, with priority, of these placed]."""
    sits = solved.seat >= 0
    gap = 0.0 if not solved.bound else max(0.0, (solved.bound - solved.value) / solved.bound)
    counted = np.bincount(reasons, minlength=max(REASONS) + 1)
    table = columns.people.select(
        "class", township=pl.col("area").str.slice(0, KEY_LENGTH[Level.TOWNSHIP]),
        first=pl.col("priority").fill_null(0) > 0,
    ).with_columns(placed=pl.Series(sits))  # fmt: skip
    return {
        "value": solved.value,
        "fit": int(solved.score.sum()),
        "bound": solved.bound,
        "gap": round(gap * MILLION),
        "is_proven": solved.bound is not None,
        "people": len(columns.people),
        "vacancies": len(columns.posts),
        "seats": int(columns.posts["capacity"].fill_null(1).sum()),
        "filled": solved.filled,
        "groups": len(task.groups),
        "placed_first": int((sits & (columns.people["priority"].fill_null(0).to_numpy() > 0)).sum()),
        "seconds": round(solved.seconds, 2),
        "was_warm": bool(task.warm),
        "by_township": _by(table, "township"),
        "by_class": _by(table, "class"),
        "reasons": {REASONS[n]: int(counted[n]) for n in REASONS if counted[n]},
    }


def _by(table: pl.DataFrame, column: str) -> dict[str, list[int]]:
    first, placed = pl.col("first"), pl.col("placed")
    rows = table.group_by(column).agg(
        pl.len().alias("people"), placed.sum().alias("placed"), first.sum().alias("first"),
        (first & placed).sum().alias("both"),
    ).sort(column)  # fmt: skip
    return {str(key): [int(n) for n in counts] for key, *counts in rows.iter_rows()}
