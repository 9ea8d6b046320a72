"""The numbers of a paper, gathered once; every language and every document is written from these."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from gangqiao.briefings.content.grounds import Grounds
from gangqiao.briefings.content.history import OutlookOfPaper
from gangqiao.briefings.refusals import NoPlan
from gangqiao.headquarters.screens.numbers import STRONG
from gangqiao.indicators.targets import Progress
from gangqiao.places.levels import Level
from gangqiao.places.models import Division
from gangqiao.quality.reads.health import Health, health_page
from gangqiao.warnings.reads.standings import Standing, standing_of


@dataclass(frozen=True, slots=True)
class Unit:
    """An area with its results. area: null for what is recorded in none of the parts.

    before    persons of each target at the end of the day before the period; 0 where counting began anew since
    evidence  per target the persons by grade of evidence
    standings empty for what lies in no part
    """

    area: Division | None
    progress: list[Progress]
    before: list[int]
    evidence: list[dict[str, int]]
    standings: list[Standing] = field(default_factory=list)
    health: Health | None = None

    def new(self, number: int) -> int:
        """Persons more than before the period; fewer is negative."""
        return self.progress[number].result.persons - self.before[number]

    def strong(self, number: int) -> Fraction | None:
        """The share known by strong evidence (A, B); null where nobody is counted."""
        mix = self.evidence[number]
        total = sum(mix.values())
        return Fraction(sum(mix.get(grade, 0) for grade in STRONG), total) if total else None


@dataclass(frozen=True, slots=True)
class Gathered:
    """An area and its parts over the days from `begins_on` to `day`."""

    area: Division
    begins_on: date
    day: date
    grounds: Grounds
    own: Unit
    parts: list[Unit]

    @property
    def is_provisional(self) -> bool:
        return self.grounds.on(self.day).snapshot is None

    @property
    def units(self) -> list[Unit]:
        """The parts that are areas."""
        return [part for part in self.parts if part.area is not None]


def gather(area: Division, begins_on: date, day: date) -> Gathered:
    """Gather the numbers of an area in the scope of the moment. Raises NoPlan, DamagedSnapshot."""
    grounds, before_on = Grounds.of(day), begins_on - timedelta(days=1)
    parts = _parts(area, day)
    keys = [area.key, *(part.key for part in parts)]
    now, then = grounds.targets(day, keys), grounds.targets(before_on, keys)
    if not now[area.key]:
        raise NoPlan
    outlook = OutlookOfPaper(grounds.history)
    health = health_page(area)
    of_part = {h.area.key: h for h in health.parts if h.area}

    def unit(place: Division, own: Health | None) -> Unit:
        progress = now[place.key]
        before = [
            old.result.persons if old.day.year == new.day.year else 0
            for old, new in zip(then[place.key], progress, strict=True)
        ]
        evidence = [grounds.on(p.day).facts.split(place.key, p.target.figure.numerator, "evidence") for p in progress]
        return Unit(place, progress, before, evidence, [standing_of(p, day, outlook) for p in progress], own)

    whole = unit(area, None)
    units = [unit(part, of_part.get(part.key)) for part in parts]
    return Gathered(area, begins_on, day, grounds, whole, units)


def _parts(area: Division, day: date) -> list[Division]:
    """What lies directly below a county or a township on the day."""
    if area.level not in (Level.COUNTY, Level.TOWNSHIP):
        return []
    return [part for part in Division.objects.filter(parent=area).order_by("key") if part.holds_on(day)]


def unplaced(gathered: Gathered, number: int) -> int:
    """Persons of a target recorded on the area itself and in none of its parts; 0 where there are no parts."""
    if not gathered.parts:
        return 0
    whole = gathered.own.progress[number].result.persons
    return whole - sum(part.progress[number].result.persons for part in gathered.parts)
