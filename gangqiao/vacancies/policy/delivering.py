"""What can be true of a delivery, and by when a household is due. No Django."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from gangqiao.kernel.words import Say
from gangqiao.vacancies.policy.release import NUMBERS

# To one household, face to face or by voice (R055).
PERSONAL = ("visit", "phone")
# Here somebody counts heads; a board and a loudspeaker reach nobody knows whom.
COUNTED = ("meeting",)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and the field it is about."""

    sentence: Say
    field: str


def why_not_delivered(
    *,
    way: str,
    to_household: bool,
    reached: int | None,
    households: int,
    what: tuple[bool, bool, bool],
    on: date,
    issued_on: date | None,
    today: date,
) -> Fault | None:
    """Why this delivery cannot have been; null: it can.

    way         "visit" or "phone" need a household, the others none
    reached     households reached, null: not known; households: of the village, 0: not known
    what        jobs, policies, services: at least one
    issued_on   of the release; null: not issued yet, then nothing can have been delivered
    """
    if way in PERSONAL and not to_household:
        return Fault(Say("Say which household was visited or called."), "household")
    if way not in PERSONAL and to_household:
        return Fault(Say("A visit or a call reaches one household; for the others leave the household out."), "way")
    if way in COUNTED and reached is None:
        return Fault(Say("Say how many households came."), "reached")
    if reached is not None and (reached < 0 or 0 < households < reached):
        return Fault(Say("The village has %(many)s households.", many=households), "reached")
    if not any(what):
        return Fault(Say("Say what was delivered: jobs, policies or services."), "jobs")
    return _why_not_then(on, issued_on, today)


def _why_not_then(on: date, issued_on: date | None, today: date) -> Fault | None:
    if issued_on is None:
        return Fault(Say("This release has not been issued yet."), "on")
    if on > today:
        return Fault(Say("This day has not come yet."), "on")
    if on < issued_on:
        return Fault(Say("The release was issued on %(day)s, later than this day.", day=issued_on), "on")
    return None


def due_at_doors(issued_on: date) -> date:
    """The last day on which a pack comes to the doors in time."""
    return issued_on + timedelta(days=int(NUMBERS.on(issued_on).days_to_door))
