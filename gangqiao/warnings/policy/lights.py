"""Red, yellow or green for a target, by a stated rule and with its reason in a sentence. No database.

With a forecast: green when the whole interval reaches the target, red when none of it does, yellow between. Without
one: by how many times the pace so far the pace needed is. Reached, missed and "no target set" are no lights.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from gangqiao.kernel.policy import Numbers
from gangqiao.kernel.words import Say


class Light(StrEnum):
    """In the order of urgency."""

    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"
    MISSED = "missed"  # the last day has passed
    REACHED = "reached"
    NONE = "none"  # no target is set, or there is nobody to count


@dataclass(frozen=True, slots=True)
class Facts:
    """What the light depends on; whole persons.

    needed     persons that reach the target; null when none is set
    counted    false when there is nobody to divide by
    low, high  the interval of the forecast; null when there is none, why: the reason for that
    pace       persons added on a working day in the last four weeks; null when that is not known
    days_left  working days, the due day among them; is_over: the due day has passed
    """

    result: int
    needed: int | None
    counted: bool
    is_over: bool
    days_left: int
    low: int | None = None
    high: int | None = None
    why: Say | None = None
    pace: float | None = None

    @property
    def gap(self) -> int:
        return max((self.needed or 0) - self.result, 0)

    @property
    def pace_needed(self) -> float:
        """Persons to be added on each working day that is left; on the last day, all of them."""
        return self.gap / max(self.days_left, 1)


@dataclass(frozen=True, slots=True)
class Verdict:
    light: Light
    reason: Say


def light_of(facts: Facts, numbers: Numbers) -> Verdict:
    """The light by the numbers in force on the day."""
    if facts.needed is None:
        return Verdict(Light.NONE, Say("No target is set here."))
    if not facts.needed:
        return Verdict(Light.NONE, Say("The share of this unit is 0."))
    if not facts.counted:
        return Verdict(Light.NONE, Say("There is nobody to count, so there is no rate."))
    if facts.result >= facts.needed:
        return Verdict(Light.REACHED, Say("Reached: %(n)s of %(needed)s.", n=_n(facts.result), needed=_n(facts.needed)))
    if facts.is_over:
        return Verdict(Light.MISSED, Say("The last day has passed and %(gap)s were missing.", gap=_n(facts.gap)))
    verdict = _by_forecast(facts) if facts.low is not None and facts.high is not None else _by_pace(facts, numbers)
    if verdict.light is Light.GREEN and facts.days_left <= numbers.last_days:
        return Verdict(
            Light.YELLOW,
            Say("%(days)d working days are left and %(gap)s are missing.", days=facts.days_left, gap=_n(facts.gap)),
        )
    return verdict


def _by_forecast(facts: Facts) -> Verdict:
    low, high, needed = facts.low or 0, facts.high or 0, facts.needed or 0
    said = {"low": _n(low), "high": _n(high), "needed": _n(needed)}
    if high < needed:
        return Verdict(
            Light.RED,
            Say("The forecast ends at %(low)s to %(high)s: all of it below the %(needed)s needed.", **said),
        )
    if low < needed:
        return Verdict(
            Light.YELLOW,
            Say("The forecast ends at %(low)s to %(high)s: the %(needed)s needed lie between.", **said),
        )
    return Verdict(
        Light.GREEN, Say("The forecast ends at %(low)s to %(high)s: all of it reaches the %(needed)s needed.", **said)
    )


def _by_pace(facts: Facts, numbers: Numbers) -> Verdict:
    why = facts.why or Say("no forecast")
    if facts.pace is None:
        return Verdict(Light.YELLOW, Say("%(why)s, and no pace so far; %(gap)s missing.", why=why, gap=_n(facts.gap)))
    said = {"why": why, "needed": _one(facts.pace_needed), "pace": _one(facts.pace)}
    if facts.pace_needed <= numbers.green_factor * facts.pace:
        return Verdict(
            Light.GREEN, Say("%(why)s; %(needed)s a working day are enough, %(pace)s were added so far.", **said)
        )
    says = Say("%(why)s; %(needed)s a working day are needed, %(pace)s were added so far.", **said)
    return Verdict(Light.YELLOW if facts.pace_needed <= numbers.yellow_factor * facts.pace else Light.RED, says)


def _n(number: int) -> str:
    return f"{number:,}"


def _one(number: float) -> str:
    return f"{number:,.1f}"
