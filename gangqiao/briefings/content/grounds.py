"""What the figures of a paper rest on: for each day the published snapshot.

A paper whose own day has a published snapshot takes every other day from the history as it was known when that
snapshot was taken, so that the paper says the same whenever it is made. Without one, days come from the register as
known now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from gangqiao.briefings.content.history import History
from gangqiao.indicators import store
from gangqiao.indicators.models import Snapshot
from gangqiao.indicators.snapshots.opened import Facts
from gangqiao.indicators.snapshots.reads import snapshots
from gangqiao.indicators.states import Status
from gangqiao.indicators.store import fact_on
from gangqiao.indicators.targets import Progress, Target, current_shares, current_targets, progress_of
from gangqiao.kernel.paths import ancestors_of
from gangqiao.places.reads import county


class Says(Protocol):
    """What a snapshot and the fact of a day have in common."""

    @property
    def definitions(self) -> str: ...

    def sums_of(self, area: str) -> dict[str, int]: ...

    def split(self, area: str, measure: str, dimension: str) -> dict[str, int]: ...


@dataclass(frozen=True, slots=True)
class Ground:
    """A day with what says its figures.

    snapshot  the published snapshot of the day; null when there is none
    known_on  as known on which day, when it is worked out anew from the history; null for a snapshot and for now
    """

    day: date
    facts: Says
    snapshot: Snapshot | None
    known_on: date | None = None

    def ref(self, area: str, measure: str, where: Mapping[str, str] | None = None) -> str:
        """What stands behind a number of this day; "" for the history as it was known: today's list is another one."""
        return "" if self.known_on else _ref(self.snapshot, self.day, area, measure, where)


def _ref(snapshot: Snapshot | None, day: date, area: str, measure: str, where: Mapping[str, str] | None) -> str:
    parts = "&".join(f"{key}={code}" for key, code in (where or {}).items())
    if snapshot is not None:
        return f"snapshot|{snapshot.uuid}|{area}|{measure}|{parts}"
    return f"names|{area}|{measure}|{day.isoformat()}|{parts}"


@dataclass(slots=True)
class Grounds:
    """Every day a paper asks for, each opened once.

    base  the published snapshot of the paper's own day; null when there is none
    """

    base: Snapshot | None = None
    _days: dict[date, Ground] = field(default_factory=dict)
    _published: dict[date, Snapshot] | None = None
    _history: History | None = None

    @classmethod
    def of(cls, day: date) -> Grounds:
        """Those of a paper about a day."""
        return cls(_published_on(day))

    def on(self, day: date) -> Ground:
        """The ground of a day. Raises DamagedSnapshot."""
        if day not in self._days:
            if found := self.published.get(day):
                self._days[day] = Ground(day, Facts(found), found)
            elif history := self.history:
                self._days[day] = Ground(day, history.fact_on(day), None, history.known_on)
            else:
                self._days[day] = Ground(day, fact_on(day), None)
        return self._days[day]

    @property
    def history(self) -> History | None:
        """The history as it was known when the paper's snapshot was taken; null for a paper without one."""
        if self.base is not None and self._history is None:
            self._history = History(self.base)
        return self._history

    @property
    def published(self) -> dict[date, Snapshot]:
        """The published snapshot of each day that has one."""
        if self._published is None:
            self._published = {one.day: one for one in snapshots().filter(status=Status.PUBLISHED)}
        return self._published

    def series(self, area: str, measure: str, days: Sequence[date]) -> dict[date, int]:
        """How a measure of the area stood on each of the days. Raises DamagedSnapshot."""
        counted = (self.history.series if self.history else store.series)(area, measure, days)
        return counted | {d: self.on(d).facts.sums_of(area)[measure] for d in days if d in self.published}

    def ref(self, day: date, area: str, measure: str) -> str:
        """What stands behind a number of a series, without counting its day; see `Ground.ref`."""
        found = self.published.get(day)
        return "" if found is None and self.base is not None else _ref(found, day, area, measure, None)

    @property
    def used(self) -> list[Ground]:
        return [self._days[day] for day in sorted(self._days)]

    def targets(self, day: date, areas: Iterable[str]) -> dict[str, list[Progress]]:
        """As `indicators.reads.targets`, from the grounds of the days."""
        home, shares, in_force = county().key, current_shares(), current_targets()

        def progress(target: Target, area: str) -> Progress:
            facts = self.on(target.day_of(day)).facts
            owed = shares.get((target.id, area))
            above = home if owed else next((a for a in _upwards(area) if (target.id, a) in shares), home)
            whole = facts.sums_of(above)
            return progress_of(
                target,
                area,
                whole if area == home else facts.sums_of(area),
                day=target.day_of(day),
                today=day,
                whole=whole,
                owed=owed,
                whole_value=None if above == home else shares[target.id, above].value,
            )

        return {area: [progress(target, area) for target in in_force] for area in areas}


def _upwards(area: str) -> list[str]:
    """The areas above an area, the nearest first."""
    return sorted(set(ancestors_of(area)) - {area}, key=len, reverse=True)


def _published_on(day: date) -> Snapshot | None:
    return snapshots().filter(day=day, status=Status.PUBLISHED).first()
