"""Presets: the dated numbers a way of counting rests on, each with its source and whether it is confirmed."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from gangqiao.kernel.policy import Parameter, Parameters

FOLDER = Path(__file__).parent / "figures" / "presets"
# Name -> version and what it counts. A new version is a new line of history in CHANGELOG and in the docs.
_PRESETS = {
    "HRSS-register": (
        1,
        "Running real-name register of the human resources department, persons, year to date, any duration",
    ),
    "NBS-6m": (
        1,
        "Statistical wording: persons with six months of work away from their township, or of non-farm work in it, "
        "within twelve months",
    ),
    "poverty-monitor": (
        1,
        "Monitoring of poverty: only registered-poor persons and those under monitoring, no upper age, year to date",
    ),
}
PRESETS = tuple(_PRESETS)


@dataclass(frozen=True, slots=True)
class Rules:
    """The values of one preset on one day, as `engine.facts` reads them."""

    working_age_from: int
    working_age_to_men: int
    working_age_to_women: int
    hukou_kinds: tuple[str, ...]
    population_categories: tuple[str, ...]
    labour_capacities: tuple[str, ...]
    base_categories: tuple[str, ...]
    counted_statuses: tuple[str, ...]
    counted_levels: tuple[str, ...]
    period: str
    min_days_away: int
    min_days_local: int
    organised_modes: tuple[str, ...]
    returned_days: int
    fresh_days: int
    days_before_festival: int
    poor_categories: tuple[str, ...]
    relocated_categories: tuple[str, ...]
    out_of_poverty_categories: tuple[str, ...]
    monitored_categories: tuple[str, ...]
    low_income_categories: tuple[str, ...]
    hard_to_employ_categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preset:
    """A named way of counting: its parameters are those of `Rules`, no more and no fewer."""

    name: str
    version: int
    description: str
    parameters: tuple[Parameter, ...]

    def rules_on(self, day: date) -> Rules:
        """The values in force. Raises NoParameterYet before the first day of one of them."""
        values: dict[str, Any] = {p.key: p.on(day) for p in self.parameters}
        return Rules(**values)

    def get(self, key: str) -> Parameter:
        return next(p for p in self.parameters if p.key == key)


@cache
def load_preset(name: str) -> Preset:
    """The preset of this name. Raises KeyError for an unknown one, ValueError when its file does not fit `Rules`."""
    version, description = _PRESETS[name]
    parameters = tuple(Parameters.from_yaml(FOLDER / f"{name.lower()}.yaml"))
    unlike = {f.name for f in fields(Rules)} ^ {p.key for p in parameters}
    if unlike:
        raise ValueError(f"preset {name}: parameters differ from the rules: {sorted(unlike)}")
    return Preset(name, version, description, parameters)
