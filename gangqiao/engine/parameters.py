"""Parameters of the figures: dated values read from a file, each with its source and whether it is confirmed."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

PRESETS = Path(__file__).parent / "figures" / "presets"


class UnknownOnThisDay(LookupError):
    """A parameter has no value yet on the day asked for."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number or list of codes with its history.

    values     (first day it holds, value), oldest first; a new value is a new line, never an overwritten one
    confirmed  false while no document of this county says so
    """

    key: str
    description: str
    unit: str
    source: str
    confirmed: bool
    values: tuple[tuple[date, Any], ...]

    def on(self, day: date) -> Any:
        """The value that holds on the day. Raises UnknownOnThisDay before the first one."""
        held = [value for since, value in self.values if since <= day]
        if not held:
            raise UnknownOnThisDay(f"{self.key} has no value on {day.isoformat()}")
        return held[-1]


@dataclass(frozen=True, slots=True)
class Rules:
    """The values of one preset on one day, as `engine.facts` reads them."""

    working_age_from: int
    working_age_to_men: int
    working_age_to_women: int
    hukou_kinds: tuple[str, ...]
    population_categories: tuple[str, ...]
    labour_capacities: tuple[str, ...]
    counted_statuses: tuple[str, ...]
    poor_categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preset:
    """A named set of parameters, for example the count of the HRSS real-name register."""

    name: str
    version: int
    description: str
    parameters: tuple[Parameter, ...]

    def rules_on(self, day: date) -> Rules:
        return Rules(**{p.key: p.on(day) for p in self.parameters})

    def get(self, key: str) -> Parameter:
        return next(p for p in self.parameters if p.key == key)


@cache
def load_preset(name: str) -> Preset:
    """The preset of this name. Raises ValueError when its file lacks or adds a parameter."""
    raw = yaml.safe_load((PRESETS / f"{name.lower()}.yaml").read_text(encoding="utf-8"))
    parameters = tuple(_parameter(key, body) for key, body in raw["parameters"].items())
    wanted = {f.name for f in fields(Rules)}
    found = {p.key for p in parameters}
    if wanted != found:
        raise ValueError(f"preset {name}: parameters differ from the rules: {sorted(wanted ^ found)}")
    return Preset(raw["preset"], raw["version"], raw["description"], parameters)


def _parameter(key: str, body: dict[str, Any]) -> Parameter:
    values = tuple(
        (since, tuple(value) if isinstance(value, list) else value) for since, value in sorted(body["values"].items())
    )
    return Parameter(key, body["description"], body["unit"], body["source"], bool(body["confirmed"]), values)
