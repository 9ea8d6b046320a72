"""Where a unit's task stands: red, yellow or green by a stated rule, with the reason in a sentence. No database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from gangqiao.kernel.words import Say
from gangqiao.plans.calendar import working_day_from, working_days_after

# Ours: the plan asks for results by a day and says nothing of warnings.
SOON = 5  # working days before the last day from which a task is yellow
ACCEPT_WITHIN = 3  # working days in which a task that was given is to be accepted


class Light(IntEnum):
    """In the order of urgency."""

    RED = 0
    YELLOW = 1
    WAITING = 2  # done by the unit's word, not verified yet
    GREEN = 3
    NONE = 4  # no day to be late for
    VERIFIED = 5


TONES = {
    Light.RED: "bad",
    Light.YELLOW: "warn",
    Light.WAITING: "busy",
    Light.GREEN: "good",
    Light.NONE: "calm",
    Light.VERIFIED: "good",
}
LIGHT_WORDS = {
    Light.RED: Say("Red: overdue"),
    Light.YELLOW: Say("Yellow: needs attention"),
    Light.WAITING: Say("Waits to be verified"),
    Light.GREEN: Say("Green: in time"),
    Light.NONE: Say("No day set"),
    Light.VERIFIED: Say("Verified by others"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A light with its reason. last_day: the last day in time; null when the plan names none."""

    light: Light
    reason: Say
    last_day: date | None

    @property
    def tone(self) -> str:
        return TONES[self.light]

    @property
    def word(self) -> Say:
        return LIGHT_WORDS[self.light]


def last_day_of(due_on: date | None, issued_on: date) -> date | None:
    """The last day in time. A day off moves it to the next working day; one before the plan was issued, to that day."""
    return None if due_on is None else working_day_from(max(due_on, issued_on))


def standing_of(
    status: str, *, due_on: date | None, issued_on: date, given_on: date, reported_on: date | None, today: date
) -> Standing:
    """The standing of a task on a day."""
    last = last_day_of(due_on, issued_on)
    if status in ("done", "verified"):
        return _finished(status, last, reported_on)
    if last is not None and today > last:
        return Standing(Light.RED, _late(due_on, issued_on, working_days_after(last, today)), last)
    if status == "sent_back":
        return Standing(Light.YELLOW, Say("Sent back; it has to be done again."), last)
    waited = working_days_after(given_on, today)
    if status == "given" and waited > ACCEPT_WITHIN:
        return Standing(Light.YELLOW, Say("Given %(n)d working days ago and not accepted yet.", n=waited), last)
    if last is None:
        return Standing(Light.NONE, Say("The plan names no day."), None)
    left = working_days_after(today, last)
    says = Say("%(n)d working days are left.", n=left)
    return Standing(Light.YELLOW if left <= SOON else Light.GREEN, says, last)


def _late(due_on: date | None, issued_on: date, days: int) -> Say:
    if due_on is not None and due_on < issued_on:
        return Say("Due before the plan was issued; %(n)d working days late, counted from its day.", n=days)
    return Say("%(n)d working days late.", n=days)


def _finished(status: str, last: date | None, reported_on: date | None) -> Standing:
    light = Light.VERIFIED if status == "verified" else Light.WAITING
    if last is None or reported_on is None or reported_on <= last:
        return Standing(light, Say("Done in time."), last)
    return Standing(light, Say("Done %(n)d working days late.", n=working_days_after(last, reported_on)), last)
