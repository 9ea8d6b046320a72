"""Which measures fit which class, who does them, and by when they begin. No Django."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import yaml

# Goes beside a measure of the plan: a case that has nothing else is not helped by it.
BESIDE = ("counsel", "social_assistance")


@dataclass(frozen=True, slots=True)
class Kind:
    """One measure: for which classes, by whom, within how many days, and where that stands."""

    classes: tuple[str, ...]
    owner: str
    days: int
    source: str


def _read() -> dict[str, Kind]:
    read = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return {key: Kind(tuple(e["classes"]), e["owner"], int(e["days"]), e["source"]) for key, e in read.items()}


KINDS = _read()


def kinds_for(kind: str) -> list[str]:
    """The measures of a class, in the order of the plan."""
    return [key for key, one in KINDS.items() if kind in one.classes]


def may_have(kind: str, measure: str) -> bool:
    """True when a measure may stand in the plan of somebody of a class."""
    return measure in KINDS and kind in KINDS[measure].classes


def fits(kind: str, measure: str) -> bool:
    """True when a measure is one of the class's own: it can carry a plan."""
    return may_have(kind, measure) and measure not in BESIDE


def first_day(measure: str, day: date) -> date:
    """The day by which a measure begins that is planned on a day."""
    return day + timedelta(days=KINDS[measure].days)
