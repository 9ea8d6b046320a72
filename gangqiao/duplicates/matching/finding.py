"""The whole way from a frame of persons to the pairs that people should see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import polars as pl

from gangqiao.duplicates.matching.blocking import candidates
from gangqiao.duplicates.matching.comparing import compare
from gangqiao.duplicates.matching.numbers import relation_of
from gangqiao.duplicates.matching.scoring import OTHER_BIRTHDAY, SAME_BIRTHDAY, Background, most_of, score
from gangqiao.duplicates.policy.weights import Weights

# The ID numbers of pairs, given by the keys of their records; null where none is recorded.
Numbers = Callable[[Sequence[int], Sequence[int]], Iterable[tuple[str | None, str | None]]]
LEARNED_FROM = 8000  # pairs of each sort; more of them move no weight by a tenth of a bit
LEAST_PAIRS = 500  # fewer say nothing of chance: the few may be the very doubles that are looked for
SEED = 1


def find(
    persons: pl.DataFrame,
    members: Callable[[Sequence[int]], pl.DataFrame],
    numbers: Numbers,
    weights: Weights,
    background: Background,
    *,
    only_first: bool = False,
) -> pl.DataFrame:
    """Pairs above the threshold, strongest first: `one`, `other` (keys of records), `score`, level and bits by field.

    members     names in the households given by key; numbers: opens ID numbers, only of pairs that still have a chance
    only_first  only pairs with the first row
    """
    pairs = candidates(persons)
    if only_first:
        pairs = pairs.filter(pl.col("one") == 0)
    rows = pl.concat([pairs["one"], pairs["other"]]).unique()
    households = persons["household"].gather(rows).drop_nulls().unique().to_list()
    levels = compare(persons, pairs, members(households))
    without = score(levels, weights, background)
    hopeful = levels.filter(without["score"] > weights.threshold - most_of("id", weights))
    keys = [persons["person"].gather(hopeful[side]) for side in ("one", "other")]
    relations = [relation_of(a, b) for a, b in numbers(keys[0].to_list(), keys[1].to_list())]
    scored = score(hopeful.with_columns(pl.Series("id", relations, dtype=pl.String)), weights, background)
    # Within a pair the lower key comes first, whatever the order of the rows.
    return (
        scored.with_columns(pl.min_horizontal(*keys).alias("one"), pl.max_horizontal(*keys).alias("other"))
        .filter(pl.col("score") >= weights.threshold)
        .sort(["score", "one", "other"], descending=[True, False, False])
    )


def learn(persons: pl.DataFrame, numbers: Numbers) -> Background:
    """What the register tells of chance: how the ID numbers of different people stand to each other here.

    Numbers of one birthday are given out in order, so that neighbours differ in one digit more often than anywhere.
    """
    known = persons.filter(pl.col("birth").is_not_null()).select("person", "birth")
    some = known.sample(min(LEARNED_FROM, known.height), seed=SEED)
    month = pl.col("birth").dt.truncate("1mo").alias("month")
    same = some.join(known, on="birth").filter(pl.col("person") != pl.col("person_right"))
    other = some.with_columns(month).join(known.with_columns(month), on="month")
    other = other.filter(pl.col("birth") != pl.col("birth_right"))
    shares = {name: _shares(pairs, numbers) for name, pairs in ((SAME_BIRTHDAY, same), (OTHER_BIRTHDAY, other))}
    groups = Counter(persons["ethnicity"].drop_nulls().to_list())
    return Background(persons.height, shares, {code: many / persons.height for code, many in groups.items()})


def _shares(pairs: pl.DataFrame, numbers: Numbers) -> dict[str, float]:
    if pairs.height < LEAST_PAIRS:
        return {}
    some = pairs.sample(min(LEARNED_FROM, pairs.height), seed=SEED)
    opened = numbers(some["person"].to_list(), some["person_right"].to_list())
    found = Counter(relation_of(a, b) for a, b in opened)
    return {level: many / found.total() for level, many in found.items()}


def reasons_of(row: dict[str, object], weights: Weights) -> list[list[object]]:
    """The reasons of one found pair: [[field, level, bits], ...] in the order of the weights, no value among them."""
    return [[field, row[field], round(float(str(row[f"{field}_bits"])), 1)] for field in weights.fields]
