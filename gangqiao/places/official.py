"""Reads the files of `data/`: the official list, what a county adds to it, and the approximate coordinates."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from gangqiao.places.distances import APPROXIMATE
from gangqiao.places.levels import Level, Terrain

DATA = Path(__file__).parent / "data"
NATIONAL_LIST = "divisions-to-county-2023.csv"


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of an official list."""

    code: str
    name: str
    level: Level
    parent_code: str


@dataclass(frozen=True, slots=True)
class CountyFile:
    """What a county knows beyond the official list (see data/mile.yaml)."""

    path: Path

    @classmethod
    def of(cls, name: str) -> CountyFile:
        return cls(DATA / f"{name}.yaml")

    def read(self) -> dict[str, Any]:
        content: dict[str, Any] = yaml.safe_load(self.path.read_text(encoding="utf-8"))
        return content


def read_list(name: str) -> list[Listed]:
    """The lines of a list in its own order, which is the order of codes."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return [Listed(r["code"], r["name"], Level(r["level"]), r["parent_code"]) for r in csv.DictReader(lines)]


class Coordinates:
    """The approximate points by code, ready to be spread into a NewDivision."""

    @cached_property
    def _points(self) -> dict[str, list[Any]]:
        parts = yaml.safe_load((DATA / "coordinates.yaml").read_text(encoding="utf-8"))
        return {code: point for part in parts.values() for code, point in part.items()}

    def of(self, code: str) -> dict[str, Any]:
        """longitude, latitude, place_note and terrain; nothing for a code without a point."""
        point = self._points.get(code)
        if point is None:
            return {}
        longitude, latitude, *terrain = point
        return {
            "longitude": longitude,
            "latitude": latitude,
            "place_note": APPROXIMATE,
            "terrain": Terrain(terrain[0]) if terrain else Terrain.UNKNOWN,
        }


def day(value: Any) -> dt.date:
    """A day of a YAML file, which YAML has already read as a date."""
    if not isinstance(value, dt.date):
        raise ValueError(f"not a day: {value!r}")
    return value
