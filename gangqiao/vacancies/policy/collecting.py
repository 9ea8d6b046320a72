"""What is collected by when and by whom: the due day of a month, and the own form of each sector department."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from gangqiao.kernel.policy import Parameters, WrongPolicyFile

NUMBERS = Parameters.from_yaml(Path(__file__).with_name("collecting.yaml"))


@dataclass(frozen=True, slots=True)
class Department:
    """A sector department that collects. asks: what it asks about, by language; kind and sector: proposed first."""

    code: str
    asks: Mapping[str, str]
    kind: str
    sector: str = ""

    def words(self, language: str) -> str:
        return self.asks["zh" if language.startswith("zh") else "en"]


def _read(path: Path) -> dict[str, Department]:
    read: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    found = {}
    for code, entry in read.items():
        if set(entry) - {"asks", "kind", "sector"} or set(entry.get("asks", ())) != {"zh", "en"}:
            raise WrongPolicyFile(f"{path}: {code} needs asks (zh, en) and kind, and may have sector")
        found[str(code)] = Department(str(code), entry["asks"], entry["kind"], str(entry.get("sector", "")))
    return found


DEPARTMENTS: Mapping[str, Department] = _read(Path(__file__).with_name("departments.yaml"))


def month_of(day: date) -> date:
    """The first day of the month."""
    return day.replace(day=1)


def next_month(period: date) -> date:
    """The first day of the month after."""
    years, month = divmod(period.year * 12 + period.month, 12)
    return date(years, month + 1, 1)


def due_of(period: date) -> date:
    """The day on which the returns of a month are due."""
    return period.replace(day=min(int(NUMBERS.on(period).due_day), 28))


def due_when_asked(period: date, today: date) -> date:
    """The due day of a month that is asked for today: nobody is late on the day on which they are asked."""
    return max(due_of(period), today + timedelta(days=int(NUMBERS.on(today).warn_days)))


def is_soon(due_on: date, today: date) -> bool:
    """True when a return is to be shown as due: the day is near, or past."""
    return bool((due_on - today).days <= NUMBERS.on(today).warn_days)


def is_old_count(counted_on: date | None, today: date) -> bool:
    """True when the figures of an employer were never asked, or too long ago."""
    return counted_on is None or (today - counted_on).days > NUMBERS.on(today).count_every
