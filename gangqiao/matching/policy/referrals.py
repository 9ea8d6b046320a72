"""What holds for referrals: how long an offer waits, what an employer may see, how a spell is told of. No Django."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from gangqiao.kernel.policy import Parameters

NUMBERS = Parameters.from_yaml(Path(__file__).with_name("referrals.yaml"))

# States in which a seat is held, and those in which an employer may know whom it has before it.
HOLDING = ("accepted", "introduced")
SHOWN = ("introduced", "hired", "reported")
# Nothing has come of it yet: being hired elsewhere ends these.
OPEN = ("suggested", "offered", "accepted", "introduced")
WORKING = ("hired", "reported", "retained_30", "retained_90", "retained_180")
AGE_STEP = 5  # years of an age group
NO_SCHOOLING_SAID = "90"  # "none or other": tells an employer nothing

# From whom it is known that somebody works -> grade of evidence (domain notes 6.6).
EVIDENCE = {"paper": "B", "worker": "C", "family": "D", "employer": "E"}
# Kinds of employers that are a way to work of their own (domain notes 2.2).
MODE_OF_EMPLOYER = {"workshop": "workshop"}
MODE_OF_OFFICE = "government"


@dataclass(frozen=True, slots=True)
class ConsentText:
    """One version of what a person agrees to: words by language, with %(employer)s, %(title)s and %(until)s."""

    version: str
    since: date
    words: dict[str, str]


def _texts() -> list[ConsentText]:
    read = yaml.safe_load(Path(__file__).with_name("consent.yaml").read_text(encoding="utf-8"))
    found = [ConsentText(key, one["from"], {"zh": one["zh"], "en": one["en"]}) for key, one in read.items()]
    return sorted(found, key=lambda text: text.since)


CONSENT_TEXTS = _texts()


def consent_text(day: date) -> ConsentText:
    """The version in force on a day; the first one before all of them."""
    return next((text for text in reversed(CONSENT_TEXTS) if text.since <= day), CONSENT_TEXTS[0])


def find_consent_text(version: str) -> ConsentText | None:
    """A version somebody agreed to once."""
    return next((text for text in CONSENT_TEXTS if text.version == version), None)


def is_named(*, status: str, consent_until: date | None, day: date) -> bool:
    """True when the employer may see name and number on a day: introduced, and the consent lives."""
    return status in SHOWN and consent_until is not None and consent_until >= day


def answer_by(day: date) -> date:
    """The last day on which an offer made on a day can be answered."""
    return day + timedelta(days=NUMBERS.on(day).offer_days)


def consent_until(day: date) -> date:
    """The last day of a consent given on a day."""
    return day + timedelta(days=NUMBERS.on(day).consent_days)


def refused_since(day: date) -> date:
    """Whoever said no to a vacancy after this day is not asked again about it."""
    return day - timedelta(days=NUMBERS.on(day).not_again_days)


def stale_suggestions(day: date) -> date:
    """Suggestions made before this day are dropped."""
    return day - timedelta(days=NUMBERS.on(day).suggestion_days)


def unanswered_since(day: date) -> date:
    """Employers who were introduced to somebody on this day or before are reminded."""
    return day - timedelta(days=NUMBERS.on(day).answer_days)


def days_to_stay(status: str, day: date) -> int | None:
    """After how many days of work the next "still there" can be said, by the state; null when there is none left."""
    marks = dict(zip(("reported", "retained_30", "retained_90"), NUMBERS.on(day).retained, strict=True))
    return int(marks[status]) if status in marks else None


def age_group(age: int | None) -> int | None:
    """The first year of the age group somebody belongs to: 35 for who is 37."""
    return None if age is None else age - age % AGE_STEP


def mode_of(employer_kind: str) -> str:
    """How somebody found the work that an office of the county offered (code of the register's list)."""
    return MODE_OF_EMPLOYER.get(employer_kind, MODE_OF_OFFICE)


def as_mask(*, sex: str, age: int | None, education: str, trades: Any) -> dict[str, Any]:
    """What is told of somebody who is not named: four facts, none of them a place."""
    return {
        "sex": sex or "",
        "age": age_group(age),
        "education": "" if education == NO_SCHOOLING_SAID else education or "",
        "trades": sorted(trades)[:2],
    }
