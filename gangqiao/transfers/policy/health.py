"""What holds for health checks: the limit, the questions, how long a check lasts, when it is deleted. No Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import yaml

from gangqiao.kernel import clock
from gangqiao.kernel.policy import Parameters
from gangqiao.transfers.policy import gates

NUMBERS = Parameters.from_yaml(Path(__file__).with_name("health.yaml"))
FIT, HELD = "fit", "held"


@dataclass(frozen=True, slots=True)
class Question:
    """One question about the last 14 days; "yes" holds back. words: by language ("zh", "en")."""

    key: str
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions of one version, in the order in which they are put."""

    version: str
    since: date
    questions: tuple[Question, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(question.key for question in self.questions)


def _versions() -> list[Asked]:
    read = yaml.safe_load(Path(__file__).with_name("health_questions.yaml").read_text(encoding="utf-8"))
    found = [
        Asked(version, one["from"], tuple(Question(key, words) for key, words in one["questions"].items()))
        for version, one in read.items()
    ]
    return sorted(found, key=lambda asked: asked.since)


VERSIONS = _versions()


def asked_on(day: date) -> Asked:
    """The questions in force on a day; the first ones before all of them."""
    return next((asked for asked in reversed(VERSIONS) if asked.since <= day), VERSIONS[0])


def is_hot(tenths: int, day: date) -> bool:
    """True when a temperature (tenths of a degree) holds back on a day."""
    return bool(tenths >= NUMBERS.on(day).temperature_limit)


def is_reading(tenths: int, day: date) -> bool:
    """True when a living person can have this temperature (tenths of a degree)."""
    numbers = NUMBERS.on(day)
    return bool(numbers.lowest_reading <= tenths <= numbers.highest_reading)


def result_of(tenths: int, answers: Mapping[str, bool], day: date) -> str:
    """What the rule says: FIT or HELD. Every question must be answered: raises KeyError for one that is missing."""
    said = [answers[key] for key in asked_on(day).keys]
    return HELD if any(said) or is_hot(tenths, day) else FIT


def valid_until(at: datetime) -> datetime:
    """Until when a check made at an instant holds."""
    return at + timedelta(hours=gates.NUMBERS.on(clock.day_of(at)).valid_hours)


def delete_on(arrives_at: datetime, at: datetime) -> date:
    """The day on which a check is deleted: counted from the arrival, or from a check that comes after it."""
    last = clock.day_of(max(arrives_at, at))
    return last + timedelta(days=NUMBERS.on(last).keep_days)


def disinfected_from(starts_at: datetime) -> datetime:
    """A disinfection before this instant is too old for a trip that starts then."""
    return starts_at - gates.disinfected_for(clock.day_of(starts_at))
