"""One area on one day by every way of counting, and the persons one way counts and another does not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from gangqiao.engine.parameters import PRESETS, Preset, load_preset
from gangqiao.indicators.breakdowns import counted
from gangqiao.indicators.store import Fact, fact_on
from gangqiao.places.models import Division

COUNTED = "transferred"
MEASURES_SHOWN = ("rural_workers", "transferred", "poor_transferred", "in_work_now")
READINGS = ("new_transferred", "new_same_period", "new_ever")
# The third reading is no count of persons: those in work on the day, less those who were before the period.
STOCK, NET_INCREASE = ("in_work_now", "in_work_before"), "net_increase"


@dataclass(frozen=True, slots=True)
class Way:
    """One preset: its sums, and how it differs from the first preset in whom it counts as transferred.

    lacking  persons the first preset counts and this one does not
    beyond   persons this one counts and the first does not
    """

    preset: Preset
    sums: dict[str, int]
    lacking: int
    beyond: int


@dataclass(frozen=True, slots=True)
class SideBySide:
    area: Division
    day: date
    ways: list[Way]

    @property
    def first(self) -> Way:
        return self.ways[0]


def side_by_side(area: Division, day: date) -> SideBySide:
    """The area by every preset, the register's first."""
    facts = {name: fact_on(day, name) for name in PRESETS}
    register = facts[PRESETS[0]]
    ways = []
    for name, fact in facts.items():
        lacking, beyond = apart(register, fact, area.key, COUNTED) if fact is not register else (0, 0)
        ways.append(Way(load_preset(name), fact.sums_of(area.key), lacking, beyond))
    return SideBySide(area, day, ways)


def apart(fact: Fact, other: Fact, area: str, measure: str) -> tuple[int, int]:
    """How many persons only the one fact counts, and how many only the other."""
    one, two = counted(fact, area, measure), counted(other, area, measure)
    both = len(np.intersect1d(one, two, assume_unique=True))
    return len(one) - both, len(two) - both
