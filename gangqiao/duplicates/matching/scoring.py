"""The bits for one person against two: Fellegi and Sunter 1969, with the rarity of values (Winkler 1988)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from gangqiao.duplicates.policy.weights import ANYWHERE, GROUP, HOUSEHOLD, OF_VALUE, Level, Weights

COUNTED = {("name", "equal"): "name", ("name", "homophone"): "pinyin", ("phone", "equal"): "phone"}
COUNTED |= {("ethnicity", "equal"): "ethnicity"}
SAME_BIRTHDAY, OTHER_BIRTHDAY = "same_birthday", "other_birthday"
Shares = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Background:
    """What the register as a whole tells of chance.

    records  how many there are
    numbers  the share of pairs of different people whose ID numbers stand so to each other: {with or without one
             birthday: {level: share}}; a level that is not there is taken at its least
    ethnicity  the share of each ethnic group
    """

    records: int
    numbers: Shares = field(default_factory=dict)
    ethnicity: Mapping[str, float] = field(default_factory=dict)


def score(levels: pl.DataFrame, weights: Weights, background: Background) -> pl.DataFrame:
    """The pairs with `<field>_bits` for each field that has levels, and `score`: their sum and the prior."""
    fields = [name for name in weights.fields if name in levels.columns]
    scored = levels.with_columns(_bits(name, weights, background).alias(f"{name}_bits") for name in fields)
    total = pl.sum_horizontal(f"{name}_bits" for name in fields) + weights.prior_bits(background.records)
    return scored.with_columns(total.alias("score"))


def _bits(name: str, weights: Weights, background: Background) -> pl.Expr:
    found = pl.lit(0.0)
    for level, by_nearness in weights.fields[name].items():
        for nearness, one in by_nearness.items():
            if one is not None:
                here = (pl.col(name) == level) & _lives(nearness)
                found = pl.when(here).then(_said(name, level, one, weights, background)).otherwise(found)
    return found


def _lives(nearness: str) -> pl.Expr:
    place = pl.col("place")
    return {
        HOUSEHOLD: place == "household",
        GROUP: place == "group",
        ANYWHERE: ~place.is_in(["household", "group"]),
    }[nearness]


def _said(name: str, level: str, one: Level, weights: Weights, background: Background) -> pl.Expr:
    if one.u is not None:
        return pl.lit(one.bits(one.u))
    if one.source == OF_VALUE:
        records = max(background.records, weights.reference)
        share = (pl.col(f"{COUNTED[name, level]}_count") / records).clip(max(one.least, 1e-9))
        return (one.m / share).log(2).clip(upper_bound=one.most_bits)
    shares = {when: one.bits(found.get(level, 0.0)) for when, found in background.numbers.items()}
    plain = one.bits(0.0)
    same, other = shares.get(SAME_BIRTHDAY, plain), shares.get(OTHER_BIRTHDAY, plain)
    return pl.when(pl.col("birth") == "equal").then(pl.lit(same)).otherwise(pl.lit(other))


def most_of(name: str, weights: Weights) -> float:
    """The most bits a field can give: a pair that does not reach the threshold even with them is done with."""
    levels = [level for near in weights.fields[name].values() for level in near.values() if level is not None]
    return max(level.bits(level.u or 0.0) for level in levels)
