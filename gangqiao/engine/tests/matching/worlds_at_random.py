"""Small worlds in which everything may happen: nulls everywhere, equals, no seats, empty tables."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st

from gangqiao.engine.columns import Points, Rules, Table, Ties, Vacancies, Workers, World

PLACES = [532504100, 532504101, 532504000, 532523100, 532500000, 530100000, 530000000, 441900102, 900000001, 0]
OTHER_POINTS = {"skilled": 0, "kept": ((70, 3),), "most_for_pay": 9, "by_level": (0,) * 6}
# Few values each, so that limits meet, and equals are common.
VALUES: dict[str, list[int]] = {
    "home": [532504100, 532504101, 441900102, 532504000, 0],
    "place": PLACES,
    "village": [1, 2, 3],
    "employer": [7, 8],
    "past_employer": [7, 8, 9],
    "age": [16, 30, 50, 65],
    "age_min": [0, 18, 30],
    "age_max": [29, 50, 120],
    "ethnicity": [1, 8],
    "skills": [0, 1, 2, 1 << 9, 1 << 63],
    "certificates": [0, 1, 1 << 9, 1 << 63],
    "trades": [0, 1, 2, 3, 1 << 9, 1 << 63],
    "skills_needed": [0, 1, 1 << 9 | 1],
    "certificates_needed": [0, 1, 1 << 9],
    "levels": [0, 1, 3, 7, 31, 32, 63, 30],
    "pay_floor": [0, 2000, 3000, 3050],
    "pay": [1999, 2000, 3000, 3100, 9000],
    "earliest": [10, 11, 400],
    "last_day": [9, 10, 11, 400],
    "capacity": [0, 1, 5],
    "kept": [0, 70, 85, 100],
    "fresh_days": [0, 7, 8, 31],
    "count": [0, 1, 4, 9],
    "salt": [1, 2],
}


@st.composite
def worlds(draw: st.DrawFn, most_workers: int = 6, most_vacancies: int = 200) -> World:
    """A world of up to so many workers and vacancies. Each column is absent, or unknown here and there."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    unknown = draw(st.sampled_from([0.0, 0.02, 0.3, 0.9]))
    sizes = draw(st.integers(0, most_workers)), draw(st.integers(0, most_vacancies))
    return World(
        drawn(Workers, sizes[0], unknown, random),
        drawn(Vacancies, sizes[1], unknown, random),
        drawn(Ties, draw(st.integers(0, 8)), unknown, random) if draw(st.booleans()) else None,
        Points(**draw(st.sampled_from([{}, OTHER_POINTS]))),
        Rules(draw(st.integers(0, 5))),
    )


def drawn(kind: type[Table], rows: int, unknown: float, random: np.random.Generator) -> Any:
    """A table of so many rows."""
    given = {}
    for name, column in kind.columns().items():
        if column.key or random.random() < 0.1:
            continue
        values = VALUES.get(name) or list(range(column.low or 0, (column.high or 1) + 1))
        some = np.array(values, np.uint64 if column.kind == "uint64" else np.int64)
        share = unknown * random.choice([0, 1, 1]) if random.random() < 0.9 else 1.0
        given[name] = (random.choice(some, rows), random.random(rows) < share)
    if random.random() < 0.5:  # numbers of one's own, in no order
        given[next(iter(kind.columns()))] = (
            random.permutation(rows) * 3 if kind is not Ties else random.integers(1, 4, rows)
        )
    return kind.of(rows, **given)
