"""The points of a pair and the rules of the city: every number visible, none learned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any

from gangqiao.engine.faults import WrongFile

# A sum of all lines stays far below 2**31, and times SCALE below 2**62.
MOST = 100_000
SCALE = 1 << 20  # units of a price for one point
Marks = tuple[tuple[int, int], ...]


class Line(StrEnum):
    """A line of points. Their sum is the score."""

    SKILLED = "skilled"
    CERTIFIED = "certified"
    WISHED_TRADE = "wished_trade"
    WISHED_LEVEL = "wished_level"
    LEVEL = "level"
    PAY = "pay"
    CO_VILLAGERS = "co_villagers"
    PAST_EMPLOYER = "past_employer"
    DORMITORY = "dormitory"
    KEPT = "kept"
    FRESH = "fresh"


@dataclass(frozen=True, slots=True)
class Points:
    """How many points each line gives. `points.yaml` says the same with words; a city has a file of its own."""

    skilled: int = 40
    certified: int = 20
    wished_trade: int = 40
    wished_level: int = 25
    by_level: tuple[int, ...] = (20, 15, 10, 5, 0, 0)
    per_100_yuan: int = 1
    most_for_pay: int = 60
    per_co_villager: int = 3
    most_for_co_villagers: int = 15
    past_employer: int = 10
    dormitory: int = 8
    kept: Marks = ((95, 20), (85, 12), (70, 5))  # share of promises found kept at least this -> points
    fresh: Marks = ((7, 10), (30, 5))  # days since last confirmed at most this -> points
    per_priority: int = 200  # the allocation alone counts it

    def __post_init__(self) -> None:
        for name in (field.name for field in fields(self)):
            value = getattr(self, name)
            if name in ("kept", "fresh"):
                marks = [(_whole(name, edge), _whole(name, points)) for edge, points in _pairs(name, value)]
                object.__setattr__(self, name, tuple(sorted(marks, reverse=name == "kept")))
            elif name == "by_level":
                object.__setattr__(self, name, _six(value))
            else:
                _whole(name, value)


@dataclass(frozen=True, slots=True)
class Rules:
    """What the city decides besides points."""

    care_level: int = 1  # who has children or elders at home does not go beyond this area level

    def __post_init__(self) -> None:
        if _whole("care_level", self.care_level) > 5:
            raise ValueError("care_level is an area level, 0 to 5")


def read_points(path: Path | str) -> tuple[Points, Rules]:
    """The points and rules of a YAML file; what it does not name stays as it is shipped. Raises WrongFile."""
    import yaml

    try:
        said = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as fault:
        raise WrongFile(f"{path}: cannot be read as YAML ({_first_line(fault)}).") from fault
    if not isinstance(said, Mapping):
        raise WrongFile(f"{path}: a list of names with numbers is expected, as in gangqiao/engine/points.yaml.")
    known = {field.name for field in fields(Points)} | {field.name for field in fields(Rules)}
    if unknown := [str(name) for name in said if name not in known]:
        raise WrongFile(f"{path}: no points are called {', '.join(unknown)}; there are {', '.join(sorted(known))}.")
    try:
        return _of(Points, said), _of(Rules, said)
    except (TypeError, ValueError) as fault:
        raise WrongFile(f"{path}: {fault}.") from fault


def _of(kind: Any, said: Mapping[str, Any]) -> Any:
    names = {field.name for field in fields(kind)}
    return kind(**{name: value for name, value in said.items() if name in names})


def _whole(name: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST:
        raise ValueError(f"{name} is a whole number from 0 to {MOST}, not {value!r}")
    return value


def _six(value: Any) -> tuple[int, ...]:
    if not isinstance(value, list | tuple) or len(value) != 6:
        raise ValueError("by_level has six numbers, from the own township to abroad")
    return tuple(_whole("by_level", one) for one in value)


def _pairs(name: str, value: Any) -> list[tuple[int, int]]:
    if not isinstance(value, list | tuple) or any(not isinstance(one, list | tuple) or len(one) != 2 for one in value):
        raise ValueError(f"{name} is a list of pairs [mark, points]")
    return [(one[0], one[1]) for one in value]


def _first_line(fault: Exception) -> str:
    return (str(fault).splitlines() or [type(fault).__name__])[0]
