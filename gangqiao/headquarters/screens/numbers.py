"""What a screen shows of one area: its results with their standings, those of its parts, and what its units owe."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from gangqiao.accounts.models import Unit
from gangqiao.indicators import store
from gangqiao.indicators.reads import targets
from gangqiao.indicators.targets import Progress
from gangqiao.places.levels import Level
from gangqiao.places.models import Division
from gangqiao.plans.models import UnitTask
from gangqiao.plans.reads import current_plan, tasks_in_force
from gangqiao.plans.showing.rows import Row, UnitRow, all_shown, board_of
from gangqiao.plans.standing import Light
from gangqiao.quality.reads.health import Health, health_page
from gangqiao.warnings.reads.standings import Outlook, Standing, standing_of

GRADES = ("A", "B", "C", "D", "E")
STRONG = ("A", "B")  # a contract, insurance or wages; or a call somebody made. The rest rests on lists and hearsay.
STEP_DAYS = 7


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the area, for the target that is looked at."""

    area: Division
    standing: Standing
    evidence: dict[str, int]
    health: Health | None

    @property
    def progress(self) -> Progress:
        return self.standing.progress

    @property
    def strong_share(self) -> Fraction | None:
        """Of the persons counted, those whose work is known by strong evidence; null where nobody is counted."""
        total = sum(self.evidence.values())
        return Fraction(sum(self.evidence.get(grade, 0) for grade in STRONG), total) if total else None


@dataclass(frozen=True, slots=True)
class Numbers:
    """Everything about one area on one day. chosen: the target that parts, trend and places of work are shown for.

    days  of this year for which the trend is drawn; now, before: the number on them, and on the same days a year ago
    """

    area: Division
    day: date
    standings: list[Standing]
    chosen: Standing
    parts: list[Part]
    evidence: dict[str, int]
    provinces: dict[str, int]
    days: list[date]
    now: dict[date, int]
    before: dict[date, int]

    @property
    def measure(self) -> str:
        """The persons the chosen target counts."""
        return self.chosen.progress.target.figure.numerator


def numbers_of(area: Division, day: date, target_id: str = "") -> Numbers | None:
    """The numbers of an area; None while no plan with targets is in force. An unknown target is the first one."""
    parts = _parts(area, day)
    found = targets(day, [area.key, *(part.key for part in parts)])
    if not found[area.key]:
        return None
    index = next((n for n, p in enumerate(found[area.key]) if p.target.id == target_id), 0)
    outlook = Outlook()
    standings = [standing_of(progress, day, outlook) for progress in found[area.key]]
    chosen = standings[index]
    measure, counted_on = chosen.progress.target.figure.numerator, chosen.progress.day
    fact = store.fact_on(counted_on)
    health = {h.area.key: h for h in health_page(area).parts if h.area}
    days = sorted({*_days(date(counted_on.year, 12, 31)), counted_on})
    return Numbers(
        area=area,
        day=day,
        standings=standings,
        chosen=chosen,
        parts=[
            Part(
                area=part,
                standing=standing_of(found[part.key][index], day, outlook),
                evidence=fact.split(part.key, measure, "evidence"),
                health=health.get(part.key),
            )
            for part in parts
        ],
        evidence=fact.split(area.key, measure, "evidence"),
        provinces=fact.split(area.key, measure, "province"),
        days=days,
        now=store.series(area.key, measure, [one for one in days if one <= counted_on]),
        before=store.series(area.key, measure, sorted({day_before(one) for one in days})),
    )


def _parts(area: Division, day: date) -> list[Division]:
    """What lies directly below a county or a township on the day. A village has no parts of its own here."""
    if area.level not in (Level.COUNTY, Level.TOWNSHIP):
        return []
    return [part for part in Division.objects.filter(parent=area).order_by("key") if part.holds_on(day)]


def _days(until: date) -> list[date]:
    """Every seventh day of the year from its first, and the last one asked for."""
    first = date(until.year, 1, 1)
    days = [first + timedelta(days=n) for n in range(0, (until - first).days + 1, STEP_DAYS)]
    return days if days[-1] == until else [*days, until]


def day_before(day: date) -> date:
    """The same day of the year before; 28 February for the 29th."""
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


# --- what units owe --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Owed:
    """One unit with how many of its tasks are late or need attention, and how many it owes in all."""

    row: UnitRow
    late: int
    soon: int

    @property
    def unit(self) -> Unit:
        return self.row.unit


def units_behind(day: date) -> list[Owed]:
    """The units with late tasks, the most first; then those whose tasks need attention."""
    rows = board_of(current_plan(), list(tasks_in_force()), day)
    owed = [Owed(row, dict(row.counts)[Light.RED], dict(row.counts)[Light.YELLOW]) for row in rows]
    return sorted((o for o in owed if o.late or o.soon), key=lambda o: (-o.late, -o.soon, o.unit.code))


def tasks_of(area: Division, day: date) -> list[Row]:
    """What the units of the area owe, the most urgent first; finished tasks are left out."""
    tasks: list[UnitTask] = list(tasks_in_force().filter(unit__area=area))
    rows = all_shown(current_plan(), tasks, day)
    return [row for row in rows if row.standing.light not in (Light.WAITING, Light.VERIFIED)]
