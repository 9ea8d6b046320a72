"""Reads the weights: bits for each level of each field, by how near the two records live."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import log2
from pathlib import Path
from typing import Any

import yaml

OF_VALUE, OF_REGISTER = "of_value", "of_register"
HOUSEHOLD, GROUP, ANYWHERE = "household", "group", "anywhere"


@dataclass(frozen=True, slots=True)
class Level:
    """One way in which two records can stand to each other in one field; m and u as in the file.

    u is null where the value or the register itself decides it.
    """

    m: float
    u: float | None
    source: str
    least: float
    most_bits: float

    def bits(self, u: float) -> float:
        """What the level says when other pairs stand so with probability u."""
        return min(log2(self.m / max(u, self.least, 1e-9)), self.most_bits)


@dataclass(frozen=True, slots=True)
class Weights:
    """The whole file. `fields` in the order in which reasons are told; a level that says nothing is null."""

    threshold: float
    strong: float
    prior: float
    reference: int
    fields: dict[str, dict[str, dict[str, Level | None]]]

    def levels(self, field: str) -> list[str]:
        return list(self.fields[field])

    def prior_bits(self, records: int) -> float:
        """Bits against a pair of which nothing is known, on a register of so many records."""
        return log2(2 * self.prior / max(records, self.reference))


@cache
def get_weights() -> Weights:
    """The weights in force."""
    raw = yaml.safe_load(Path(__file__).with_name("weights.yaml").read_text(encoding="utf-8"))
    fields = {
        field: {level: _by_nearness(numbers) for level, numbers in levels.items()}
        for field, levels in raw["fields"].items()
    }
    return Weights(raw["threshold"], raw["strong"], raw["prior"], raw["reference"], fields)


def _by_nearness(numbers: dict[str, Any]) -> dict[str, Level | None]:
    if numbers.get("none"):
        return dict.fromkeys((ANYWHERE, GROUP, HOUSEHOLD))
    group = numbers.get("in_group", numbers["u"])
    return {
        ANYWHERE: _level(numbers, numbers["u"]),
        GROUP: _level(numbers, group),
        HOUSEHOLD: _level(numbers, numbers.get("in_household", group)),
    }


def _level(numbers: dict[str, Any], u: float | str) -> Level:
    is_fixed = not isinstance(u, str)
    return Level(
        m=numbers["m"],
        u=float(u) if is_fixed else None,
        source="" if is_fixed else str(u),
        least=0.0 if is_fixed else numbers.get("least", 0.0),
        most_bits=numbers.get("most", 99.0),
    )
