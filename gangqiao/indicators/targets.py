"""What a target of a figure is, and how far an area is from it. Which targets hold is said by the work plan above."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from gangqiao.engine.figures import Figure, Result, result_of
from gangqiao.kernel.words import Say


class State(StrEnum):
    """Where a target stands. Red, yellow and green by pace come with the forecast."""

    REACHED = "reached"
    OPEN = "open"
    MISSED = "missed"
    UNKNOWN = "unknown"  # nothing to divide by
    NO_SHARE = "no_share"  # the value of its own is 0: there is nothing to reach


@dataclass(frozen=True, slots=True)
class Words:
    """A text of the plan in both languages."""

    zh: str
    en: str

    def in_language(self, code: str | None) -> str:
        return self.zh if (code or "").startswith("zh") else self.en


@dataclass(frozen=True, slots=True)
class Target:
    """A value a figure is to reach at least, by the end of a day, for the whole of the plan's county.

    id      number of the requirement it comes from, for example R014
    value   in the unit of the figure: persons or percent
    clause  where the plan says so; quote: its own words
    within  ids of the targets it lies within ("of these")
    whole_value  the plan's own value, where `value` is reduced to the size of a demonstration county; else null
    """

    id: str
    figure: Figure
    value: int
    due_on: date
    words: Words
    clause: Words
    quote: str
    within: tuple[str, ...] = ()
    whole_value: int | None = None

    def day_of(self, today: date) -> date:
        """The day its result is counted for: today, and the last day once that has passed."""
        return min(today, self.due_on)


@dataclass(frozen=True, slots=True)
class Share:
    """What an area owes of a target by the shares in force; for the county, the course of its own target.

    value     in the unit of the figure
    course    the value up to the end of each month, counted from 1 January; the last is `value`, on the last day
    rule      how it was set, in words; counted_on: day of the numbers the rule used, null when it used none
    by_hand   somebody wrote this number; version: which issue of the shares it comes from
    """

    value: int
    course: tuple[tuple[date, int], ...]
    rule: Say
    counted_on: date | None
    by_hand: bool
    version: int
    issued_on: date

    def expected_on(self, day: date) -> Fraction | None:
        """What the pace asks for by the end of the day, even between two ends of months; null without a course."""
        if not self.course:
            return None
        before, reached = date(self.course[0][0].year - 1, 12, 31), 0
        for end, value in self.course:
            if day <= end:
                part = Fraction(max((day - before).days, 0), (end - before).days)
                return reached + part * (value - reached)
            before, reached = end, value
        return Fraction(self.value)


@dataclass(frozen=True, slots=True)
class Progress:
    """The result of one area on one day, beside the target where the area has one.

    target_value  in the unit of the figure; null for what lies in no area
    is_reference  the value is worked out from that of the area above and was not set: see `reference_value`
    owed          the share in force the value comes from; for the county its course; null while none is set
    """

    target: Target
    area: str
    day: date
    result: Result
    target_value: int | None
    days_left: int
    is_reference: bool = False
    owed: Share | None = None

    @property
    def expected(self) -> Fraction | None:
        """What the pace asks for by this day, in the unit of the figure; null where no share is set."""
        return None if self.owed is None else self.owed.expected_on(self.day)

    @property
    def state(self) -> State | None:
        """Compared exactly, never on rounded numbers. None without a target of the area's own."""
        if self.target_value is None:
            return None
        if not self.target_value:
            return State.NO_SHARE
        value = self.result.value
        if value is None:
            return State.UNKNOWN
        if value >= self.target_value:
            return State.REACHED
        return State.OPEN if self.days_left >= 0 else State.MISSED

    @property
    def persons_needed(self) -> int | None:
        """Persons in all that reach the target; for a rate on today's base, rounded up."""
        if self.target_value is None:
            return None
        if self.target.figure.denominator:
            return -(-self.target_value * self.result.base // 100)
        return self.target_value

    @property
    def gap(self) -> int | None:
        """Persons still missing; 0 when reached."""
        needed = self.persons_needed
        return None if needed is None else max(needed - self.result.persons, 0)

    @property
    def share(self) -> Fraction | None:
        """Result by target, for the bar; null without a target or a result."""
        value = self.result.value
        if not self.target_value or value is None:
            return None
        return Fraction(value) / self.target_value


def progress_of(
    target: Target,
    area: str,
    sums: Mapping[str, int],
    *,
    day: date,
    today: date,
    whole: Mapping[str, int] | None,
    owed: Share | None = None,
    whole_value: int | None = None,
) -> Progress:
    """How far the area is.

    owed   the share of the area in force; null when none is set
    whole  the sums of the area whose value is shared by number of workers where this one has no share: the county's,
           or those of a unit with a share above it, which is `whole_value`; the same as `sums` for the county itself,
           and null for people who lie in no part of the area shown
    """
    own = whole is sums
    value: int | None = target.value
    if not own and owed is not None:
        value = owed.value
    elif not own:
        value = reference_value(target, sums, whole, target.value if whole_value is None else whole_value)
    return Progress(
        target=target,
        area=area,
        day=day,
        result=result_of(target.figure, sums),
        target_value=value,
        days_left=(target.due_on - today).days,
        is_reference=not own and owed is None,
        owed=owed,
    )


def reference_value(target: Target, sums: Mapping[str, int], whole: Mapping[str, int] | None, value: int) -> int | None:
    """What an area would have to reach if the value of the whole were shared by the number of workers, rounded up.

    A rate asks the same of everybody. No unit owes this number until shares are set; it only says where it stands.
    """
    if whole is None:
        return None
    if target.figure.denominator:
        return value
    base = whole[target.figure.base]
    return -(-value * sums[target.figure.base] // base) if base else None


Shares = Mapping[tuple[str, str], Share]  # by target and area

_source: list[Callable[[], tuple[Target, ...]]] = []
_shares: list[Callable[[], Shares]] = []


def targets_from(source: Callable[[], tuple[Target, ...]], shares: Callable[[], Shares]) -> None:
    """Tell where the targets and the shares in force are found. Called once, by `plans`, which lies above."""
    _source[:], _shares[:] = [source], [shares]


def current_targets() -> tuple[Target, ...]:
    """The targets in force, in the plan's order; none while no plan is loaded."""
    return _source[0]() if _source else ()


def current_shares() -> Shares:
    """The shares in force, by target and area; empty while none are issued."""
    return _shares[0]() if _shares else {}
