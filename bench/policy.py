"""How long one decision with reasons takes, and the scan of a county. Prints JSON; fails when a goal is missed."""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date

import polars as pl

from gangqiao.kernel.policy import Condition, Numbers, Parameter, Parameters, Policy

PEOPLE = 300_000
GOALS = {"one_person_ms": 2.0, "county_ms": 100.0}
DAY = date(2020, 3, 16)


def parameter(key: str, number: int) -> Parameter:
    return Parameter(key, key, "-", "bench", confirmed=False, values={date(2020, 1, 1): number})


def conditions(p: Numbers) -> list[Condition]:
    return [
        Condition("kind", pl.col("kind").is_in(["monitored", "poor"]), "Of a kind.", "art. 1"),
        Condition("age", pl.col("age").is_between(p.youngest, p.oldest), "Of working age.", "art. 2"),
        Condition("stay", pl.col("months") >= p.months, "Stayed long enough.", "art. 3"),
        Condition("far", pl.col("area_level") != "own_township", "Works elsewhere.", "art. 4"),
        Condition("ticket", pl.col("cost") > 0, "Has a ticket.", "art. 5"),
    ]


def median_ms(work: Callable[[], object], times: int) -> float:
    took = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        took.append((time.perf_counter() - start) * 1000)
    return round(statistics.median(took), 3)


def main() -> int:
    parameters = Parameters(
        [parameter(k, n) for k, n in {"youngest": 16, "oldest": 59, "months": 3, "cap": 500}.items()]
    )
    schema = {"kind": pl.String, "age": pl.Int32, "months": pl.Int32, "area_level": pl.String, "cost": pl.Int64}
    policy = Policy(
        "bench", parameters, schema, conditions, lambda p: {"amount": pl.min_horizontal("cost", pl.lit(p.cap))}
    )
    one = policy.frame_of({"kind": "poor", "age": 30, "months": 4, "area_level": "other_county", "cost": 320})
    row = pl.int_range(PEOPLE, eager=True)
    county = pl.DataFrame(
        {
            "kind": (row % 3).replace_strict({0: "monitored", 1: "poor", 2: None}, return_dtype=pl.String),
            "age": (row % 90).cast(pl.Int32),
            "months": (row % 13).cast(pl.Int32),
            "area_level": (row % 2).replace_strict({0: "own_township", 1: "other_county"}, return_dtype=pl.String),
            "cost": row % 900,
        }
    )
    found = {
        "people": PEOPLE,
        "one_person_ms": median_ms(lambda: (policy.explain(one, DAY), policy.decide(one, DAY)), 200),
        "county_ms": median_ms(lambda: policy.decide(county, DAY), 9),
        "county_reasons_ms": median_ms(lambda: policy.explain_many(county, DAY), 9),
    }
    missed = [name for name, goal in GOALS.items() if found[name] > goal]
    print(json.dumps({**found, "goals": GOALS, "missed": missed}))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
