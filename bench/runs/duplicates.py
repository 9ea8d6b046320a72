"""The stages of `bench/duplicates.py`: make the counties, search them with our own code, judge what was found."""

from __future__ import annotations

import json
import math
import resource
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import polars as pl

Pair = tuple[int, int]
Scored = list[tuple[int, int, float]]  # two rows of the county, the lower first, and the bits for one person


def make(county: Path, seed: int | None, scale: float) -> dict[str, Any]:
    """Write the records of a county as columns, and beside it which cases were planted; seed null: none."""
    import django

    django.setup()
    from gangqiao.duplicates.tests.planting import plain, plant
    from gangqiao.people.pinyin import pinyin_of

    register = plain(scale) if seed is None else plant(seed, scale)
    fields = ("area", "household", "name", "birth", "sex", "ethnicity", "education", "phone", "number")
    columns = {field: [getattr(record, field) or None for record in register.records] for field in fields}
    columns["pinyin"] = [pinyin_of(name)[0] for name in columns["name"]]
    columns["household"] = [record.household for record in register.records]  # 0 is a household
    pl.DataFrame({"person": range(len(register.records)), **columns}).write_parquet(county)
    cases = {"doubles": register.doubles, "lookalikes": register.lookalikes}
    cases["persons"] = {str(row): person for row, person in register.persons().items()}
    county.with_suffix(".json").write_text(json.dumps(cases))
    return {"records": len(register.records)}


def search(county: Path) -> tuple[Scored, dict[str, float]]:
    """Our own search. The ID numbers lie open here: on the register each is unsealed first."""
    from gangqiao.duplicates.matching import PERSONS, with_counts
    from gangqiao.duplicates.matching.finding import find, learn
    from gangqiao.duplicates.policy.weights import get_weights

    read = pl.read_parquet(county)
    numbers = read["number"].to_list()
    names = list(PERSONS)[:10]
    frame = read.select(pl.col(name).cast(PERSONS[name]) for name in names)

    def opened(ones: Sequence[int], others: Sequence[int]) -> Iterable[tuple[str | None, str | None]]:
        return [(numbers[a], numbers[b]) for a, b in zip(ones, others, strict=True)]

    def work() -> pl.DataFrame:
        persons = with_counts(frame)
        return find(persons, lambda _all: frame.select("household", "name"), opened, get_weights(),
                    learn(persons, opened))  # fmt: skip

    found, cost = measured(work)
    return list(found.select("one", "other", "score").iter_rows()), cost


def measured(work: Callable[[], Any]) -> tuple[Any, dict[str, float]]:
    """What the work gives, and what it cost: all threads of this process, imports and reading not counted."""
    begun, before = time.perf_counter(), time.process_time()
    result = work()
    cost = {"seconds": time.perf_counter() - begun, "cpu_s": time.process_time() - before}
    return result, cost | {"peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


# --- judging ---


def read_cases(county: Path) -> dict[str, Any]:
    """The planted pairs by kind, and whose record each planted record is."""
    raw = json.loads(county.with_suffix(".json").read_text())
    cases: dict[str, Any] = {
        which: {kind: [tuple(pair) for pair in pairs] for kind, pairs in raw[which].items()}
        for which in ("doubles", "lookalikes")
    }
    return cases | {"persons": {int(row): person for row, person in raw["persons"].items()}}


def judge(scored: Scored, cases: dict[str, Any], threshold: float) -> dict[str, Any]:
    """How many of each kind were found at a threshold, and how many pairs shown are one person or two."""
    shown = {(one, other) for one, other, bits in scored if bits >= threshold}
    persons = cases["persons"]
    right = sum(one in persons and persons[one] == persons.get(other) for one, other in shown)
    return {
        "threshold": threshold,
        "shown": len(shown),
        "right": right,
        "doubles": _by_kind(shown, cases["doubles"]),
        "lookalikes": _by_kind(shown, cases["lookalikes"]),
    }


def _by_kind(shown: set[Pair], cases: dict[str, list[Pair]]) -> dict[str, list[int]]:
    return {kind: [sum(pair in shown for pair in pairs), len(pairs)] for kind, pairs in cases.items()}


def best_threshold(scored: Scored, cases: dict[str, Any]) -> float:
    """The threshold with the highest F measure: hindsight, which only a county with a key of answers has."""
    persons = cases["persons"]
    planted = {pair for pairs in cases["doubles"].values() for pair in pairs}
    best, at, right, hits = -1.0, math.inf, 0, 0
    for many, (one, other, bits) in enumerate(sorted(scored, key=lambda row: -row[2]), start=1):
        right += one in persons and persons[one] == persons.get(other)
        hits += (one, other) in planted
        recall, precision = hits / len(planted), right / many
        f = 2 * recall * precision / (recall + precision) if recall + precision else 0.0
        if f > best:
            best, at = f, bits
    return at


def sum_up(judged: list[dict[str, Any]]) -> dict[str, Any]:
    """The counties of all seeds as one."""
    total: dict[str, Any] = {"shown": sum(j["shown"] for j in judged), "right": sum(j["right"] for j in judged)}
    for which in ("doubles", "lookalikes"):
        kinds = judged[0][which]
        total[which] = {kind: [sum(j[which][kind][n] for j in judged) for n in (0, 1)] for kind in kinds}
    found, planted = (sum(column) for column in zip(*total["doubles"].values(), strict=True))
    accused, many = (sum(column) for column in zip(*total["lookalikes"].values(), strict=True))
    return total | {
        "recall": found / planted,
        "precision": total["right"] / total["shown"] if total["shown"] else None,
        "doubles_all": [found, planted],
        "lookalikes_all": [accused, many],
    }
