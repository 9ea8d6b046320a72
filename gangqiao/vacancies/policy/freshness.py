"""When a vacancy may be shown to people: the one rule that pages, releases, search and the nightly job ask.

A day counts whole: valid until the 16th means that it is shown on the 16th and gone on the 17th.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from gangqiao.kernel.policy import Parameters
from gangqiao.kernel.words import Say

NUMBERS = Parameters.from_yaml(Path(__file__).with_name("freshness.yaml"))


class Freshness(StrEnum):
    """How long ago somebody said that a vacancy is still open."""

    FRESH = "fresh"
    DUE = "due"  # asked to confirm, still shown
    STALE = "stale"  # never shown
    NEVER = "never"  # nobody has confirmed it yet


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides whether a vacancy is shown. Null days: never happened; `valid_until` null: nobody said until when.

    status           of the vacancy ("published" ...); employer_status of its employer ("verified" ...)
    """

    status: str
    employer_status: str
    verified_on: date | None
    confirmed_on: date | None
    valid_until: date | None

    @classmethod
    def of(cls, vacancy: Any) -> Facts:
        """The facts of a row of `models.Vacancy`; its employer must be at hand."""
        return cls(
            str(vacancy.status),
            str(vacancy.employer.status),
            vacancy.verified_on,
            vacancy.confirmed_on,
            vacancy.valid_until,
        )


def freshness(confirmed_on: date | None, day: date) -> Freshness:
    """How fresh a confirmation is on a day. One of a later day (a clock that was set back) counts as fresh."""
    if confirmed_on is None:
        return Freshness.NEVER
    numbers, days = NUMBERS.on(day), (day - confirmed_on).days
    if days > numbers.confirm_every:
        return Freshness.STALE
    return Freshness.DUE if days >= numbers.warn_from else Freshness.FRESH


def oldest_confirmation(day: date) -> date:
    """The earliest day of a last confirmation with which a vacancy is still shown on a day."""
    return day - timedelta(days=NUMBERS.on(day).confirm_every)


def warned_since(day: date) -> date:
    """Whose last confirmation lies on this day or before is asked to confirm."""
    return day - timedelta(days=NUMBERS.on(day).warn_from)


def latest_end(day: date) -> date:
    """The latest day until which a vacancy entered or prolonged on a day may be valid."""
    return day + timedelta(days=NUMBERS.on(day).longest_valid)


def is_open(facts: Facts, day: date) -> bool:
    """True when the vacancy may be shown, released or recommended on a day."""
    return facts.status == "published" and why_not_published(facts, day) is None


def why_not_published(facts: Facts, day: date) -> Say | None:
    """Why a vacancy may not be open to the public on a day, whatever its status says; null: it may be."""
    if facts.employer_status != "verified":
        return Say("The employer is not verified. Verify it first, or return the vacancy.")
    if facts.verified_on is None:
        return Say("Nobody has verified the vacancy.")
    if facts.valid_until is None or facts.valid_until < day:
        return Say("The vacancy has run out. Ask the employer until when it holds and correct it.")
    if freshness(facts.confirmed_on, day) in (Freshness.STALE, Freshness.NEVER):
        return Say(
            "Nobody has confirmed the vacancy in the last %(days)d days. Ask the employer and confirm it.",
            days=NUMBERS.on(day).confirm_every,
        )
    return None
