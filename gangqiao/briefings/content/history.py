"""The county's history as it was known when a snapshot was taken: the other days of a paper that rests on it.

Whatever was recorded later changes none of these numbers, so a paper about a published day says the same whenever it
is made. As in the register, facts of a person that have no days of their own (where they live, for one) are those of
the snapshot's day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cached_property

from gangqiao.indicators.as_known import pull_as_known
from gangqiao.indicators.columns import TABLES, Columns
from gangqiao.indicators.models import Snapshot
from gangqiao.indicators.series import counted_on, steps_by_place
from gangqiao.indicators.store import PLAN_PRESET, Fact, make_fact
from gangqiao.plans.reads import current_targets
from gangqiao.warnings.reads.history import Courses
from gangqiao.warnings.reads.standings import Outlook


class History:
    """Read once, when the first other day is asked for."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    @property
    def known_on(self) -> date:
        return self.snapshot.known_on

    @cached_property
    def columns(self) -> Columns:
        known = pull_as_known(self.snapshot.day, self.snapshot.known_at)
        return Columns(**{name: known.of(name) for name in TABLES})

    def fact_on(self, day: date) -> Fact:
        """The fact of a day. It is kept nowhere."""
        return make_fact(self.columns, day, version=0)

    def series(self, area: str, measure: str, days: Sequence[date]) -> dict[date, int]:
        """How a measure stood on each of the days, in one pass."""
        return counted_on(self.columns.arrow(), area, measure, days, PLAN_PRESET)

    def courses(self, measure: str) -> Courses:
        """Every measure of the plan's targets, this one too, on each day of the snapshot's year and the year before."""
        until = self.snapshot.day
        first = date(until.year - 1, 1, 1)
        measures = {measure, *(target.figure.numerator for target in current_targets())}
        days = [first + timedelta(days=n) for n in range((until - first).days + 1)]
        return Courses.of_steps(
            steps_by_place(self.columns.arrow(), sorted(measures), days, PLAN_PRESET), until, version=0
        )


class OutlookOfPaper(Outlook):
    """The forecasts of a paper: from the history its snapshot knew, when it has one."""

    def __init__(self, history: History | None) -> None:
        super().__init__()
        self._of_snapshot = history

    def _count(self, measure: str, until: date) -> Courses:
        if self._of_snapshot is None:
            return super()._count(measure, until)
        return self._of_snapshot.courses(measure)
