"""How far an employer keeps what it promised, from the calls of people's first weeks. No Django, no names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from gangqiao.kernel.policy import Parameters

NUMBERS = Parameters.from_yaml(Path(__file__).with_name("score.yaml"))
ASPECTS = ("pay", "hours", "lodging", "contract", "no_fee")
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Call:
    """What one worker said: "yes", "no" or "unknown" by aspect; `no_fee` is "no" when somebody asked for money."""

    on: date
    found: Mapping[str, str]

    @property
    def says_something(self) -> bool:
        return any(self.found.get(aspect) in (YES, NO) for aspect in ASPECTS)

    @property
    def is_kept(self) -> bool:
        """True when something was found as promised and nothing was found otherwise."""
        answers = [self.found.get(aspect) for aspect in ASPECTS]
        return YES in answers and NO not in answers


@dataclass(frozen=True, slots=True)
class Score:
    """share  0-100, null while too few have spoken; calls: how many count; broken: how often each aspect was missing"""

    share: int | None
    calls: int
    broken: Mapping[str, int]

    @property
    def is_fee_asked(self) -> bool:
        return self.broken.get("no_fee", 0) > 0


def score(calls: Iterable[Call], today: date) -> Score:
    """The score on a day. The order of the calls does not matter; one that says nothing does not count."""
    numbers = NUMBERS.on(today)
    since = _months_before(today, numbers.months_back)
    counted = [call for call in calls if call.says_something and since < call.on <= today]
    broken = {aspect: sum(call.found.get(aspect) == NO for call in counted) for aspect in ASPECTS}
    kept = sum(call.is_kept for call in counted)
    # Rounded down: a share never reaches a mark that it does not reach.
    share = 100 * kept // len(counted) if len(counted) >= numbers.least_calls else None
    return Score(share, len(counted), broken)


def is_poor(share: int | None, today: date) -> bool:
    """True when the share is known and below the mark."""
    return share is not None and share < NUMBERS.on(today).warn_below


def _months_before(day: date, months: int) -> date:
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(years, month + 1, min(day.day, 28))
