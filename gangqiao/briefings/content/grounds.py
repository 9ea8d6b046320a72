"""What the figures of a paper rest on: for each day the published snapshot, else the register as known now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

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
    """A day with what says its figures. snapshot: null when it is the register as known now."""

    day: date
    facts: Says
    snapshot: Snapshot | None

    def ref(self, area: str, measure: str, where: Mapping[str, str] | None = None) -> str:
        """What stands behind a number of this day. A snapshot opens its counts, not the parts of them."""
        if self.snapshot is not None:
            return "" if where else f"snapshot|{self.snapshot.uuid}|{area}|{measure}"
        parts = "&".join(f"{key}={code}" for key, code in (where or {}).items())
        return f"names|{area}|{measure}|{self.day.isoformat()}|{parts}"


@dataclass(slots=True)
class Grounds:
    """Every day a paper asks for, each opened once."""

    _days: dict[date, Ground] = field(default_factory=dict)

    def on(self, day: date) -> Ground:
        """The ground of a day. Raises DamagedSnapshot."""
        if day not in self._days:
            found = snapshots().filter(day=day, status=Status.PUBLISHED).first()
            self._days[day] = Ground(day, Facts(found) if found else fact_on(day), found)
        return self._days[day]

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
