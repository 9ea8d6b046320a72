"""How well the forecast would have done: for many days of years that are over, the error against what came.

Two naive methods stand beside it. What is known today is used for every day, so what was recorded late flatters all
three alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from gangqiao.engine.forecast import History, Interval, forecast, like_last_year, straight_line
from gangqiao.indicators.targets import Target
from gangqiao.places.reads import county
from gangqiao.plans.reads import current_targets
from gangqiao.warnings.reads.history import courses

STEP = 7  # days between two days of asking
LAST_DAYS = 7  # no forecast is judged in the last week: there all are right


@dataclass(frozen=True, slots=True)
class Tested:
    """One figure and one due day, in one year. Errors are means of the absolute difference, in persons.

    asked     on how many days; covered: on how many of them the interval held what came
    width     mean width of the interval
    last_year null when the year before is not known
    """

    target: str
    figure: str
    year: int
    due_on: str
    came: int
    asked: int
    error: float
    straight: float
    last_year: float | None
    covered: int
    width: float

    @property
    def best(self) -> str:
        """Which of the three erred least: "ours", "straight" or "last_year"."""
        errors = {"ours": self.error, "straight": self.straight}
        if self.last_year is not None:
            errors["last_year"] = self.last_year
        return min(errors, key=lambda key: errors[key])

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def backtest(day: date) -> list[Tested]:
    """Every different figure and due day of the plan, in last year and, where the due day has passed, in this one."""
    tested, seen = [], set()
    for target in current_targets():
        for year in (day.year - 1, day.year):
            due = _in_year(target.due_on, year)
            asked = (target.figure.numerator, due)
            if due <= day and asked not in seen:
                seen.add(asked)
                if found := _test(target, due):
                    tested.append(found)
    return tested


def _in_year(due: date, year: int) -> date:
    return date(year, 2, 28) if (due.month, due.day) == (2, 29) else due.replace(year=year)


def _test(target: Target, due: date) -> Tested | None:
    home, measure = county().key, target.figure.numerator
    both = courses(measure, due)
    this, before = both.of(home, measure, due), both.of(home, measure, date(due.year - 1, 12, 31))
    known = list(before) if before and before[-1] else []
    first, came = date(due.year, 1, 1), this[(due - date(due.year, 1, 1)).days]
    made: list[tuple[History, Interval]] = []
    for day in range(0, (due - first).days - LAST_DAYS + 1, STEP):
        history = History(due.year, this[: day + 1], known)
        if isinstance(found := forecast(history, due), Interval):
            made.append((history, found))
    if not made:
        return None

    def error(of: Callable[[History, Interval], int | None]) -> float:
        return sum(abs((of(h, f) or 0) - came) for h, f in made) / len(made)

    return Tested(
        target=target.id,
        figure=target.figure.id,
        year=due.year,
        due_on=due.isoformat(),
        came=came,
        asked=len(made),
        error=error(lambda _h, f: f.expected),
        straight=error(lambda h, _f: straight_line(h, due)),
        last_year=error(lambda h, _f: like_last_year(h, due)) if known else None,
        covered=sum(f.low <= came <= f.high for _h, f in made),
        width=sum(f.high - f.low for _h, f in made) / len(made),
    )
