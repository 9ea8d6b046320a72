"""The state of a unit's data: how much there is, and beside it how good it is. Nobody is ranked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Substr

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor, covers
from gangqiao.people.models import EmploymentSpell, Person
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.places.models import Division
from gangqiao.places.reads import county
from gangqiao.quality.items import ITEMS, LIVING, RUNS
from gangqiao.quality.models import Doubt, VillageHealth
from gangqiao.quality.policy import NUMBERS
from gangqiao.quality.reads.doubts import within
from gangqiao.quality.states import OPEN

PAGE = 25


@dataclass
class Health:
    """The counts of one area. Shares are null where nobody is registered.

    by_severity  open doubts; by_age: the same as "good" (new), "warn", "bad" (long open)
    oldest       since when the oldest is open
    """

    area: Division | None
    persons: int = 0
    fresh: int = 0
    filled: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    evidence: Counter[str] = field(default_factory=Counter)
    by_severity: Counter[str] = field(default_factory=Counter)
    by_age: Counter[str] = field(default_factory=Counter)
    oldest: date | None = None

    @property
    def workers(self) -> int:
        """Spells of work that run."""
        return sum(self.evidence.values())

    @property
    def open_doubts(self) -> int:
        return sum(self.by_severity.values())

    @property
    def fresh_share(self) -> float | None:
        return self.fresh / self.persons if self.persons else None

    @property
    def filled_share(self) -> float | None:
        """Of all required items of all persons, the share that is filled."""
        asked = sum(self.asked.values())
        return sum(self.filled.values()) / asked if asked else None

    def add(self, counts: dict[str, Any], since: str) -> None:
        """Add the counts of a village; `since` is the first day that is still fresh."""
        self.persons += counts.get("persons", 0)
        self.filled.update(counts.get("filled", {}))
        self.asked.update(counts.get("asked", {}))
        self.evidence.update(counts.get("evidence", {}))
        self.fresh += sum(many for day, many in counts.get("confirmed", {}).items() if day >= since)


@dataclass(frozen=True, slots=True)
class HealthPage:
    """An area with its parts; `counted_at` is the oldest of the counts, null before the first run."""

    own: Health
    parts: list[Health]
    counted_at: Any


def fresh_since(today: date | None = None) -> date:
    """The first day on which a confirmation still counts as fresh."""
    day = today or clock.today()
    return day - timedelta(days=int(NUMBERS.on(day).fresh_days))


def health_page(area: Division) -> HealthPage:
    """The counts of an area and of what lies directly below it, in the order of the list of places."""
    places = list(Division.objects.filter(parent=area).order_by("key"))
    # Groups have no counts of their own: a village opens to its people.
    parts = [Health(p) for p in places] if area.level in ("county", "township") else []
    own = Health(area)
    rows = list(VillageHealth.objects.filter(within(area.key)))
    since = fresh_since().isoformat()
    for row in rows:
        for health in _holders(own, parts, row.area_id):
            health.add(row.counts, since)
    _add_doubts(own, parts)
    kept = [p for p in parts if p.persons or p.open_doubts or (p.area and p.area.holds_on(clock.today()))]
    return HealthPage(own, kept, min((row.counted_at for row in rows), default=None))


def _holders(own: Health, parts: list[Health], key: str) -> list[Health]:
    return [own, *(p for p in parts if p.area and covers(p.area.key, key))]


def _add_doubts(own: Health, parts: list[Health]) -> None:
    numbers, today = NUMBERS.on(clock.today()), clock.today()
    assert own.area
    rows = Doubt.objects.filter(within(own.area.key), status__in=OPEN).order_by()
    rows = rows.annotate(village=Substr("area_id", 1, KEY_LENGTH[Level.VILLAGE]))
    for key, severity, found_on, many in rows.values_list("village", "severity", "found_on").annotate(n=Count("pk")):
        days = (today - found_on).days
        age = "bad" if days >= numbers.red_days else "warn" if days >= numbers.yellow_days else "good"
        for health in _holders(own, parts, key):
            health.by_severity[severity] += many
            health.by_age[age] += many
            health.oldest = min(health.oldest or found_on, found_on)


# --- the people behind the numbers -----------------------------------------------------------------------------------


def _stale() -> Q:
    return Q(last_confirmed_on__isnull=True) | Q(last_confirmed_on__lt=fresh_since())


def _working(**which: Any) -> Exists:
    return Exists(EmploymentSpell.objects.filter(RUNS, person=OuterRef("pk"), **which))


def groups() -> dict[str, Callable[[], Any]]:
    """Who stands behind each number of the page, by the word the address has for them."""
    missing = {f"missing-{i.key}": (lambda i=i: i.asked & ~i.filled) for i in ITEMS.values()}
    evidence = {f"evidence-{grade}": (lambda grade=grade: _working(evidence=grade)) for grade in "ABCDE"}
    return {"all": Q, "workers": _working, "stale": _stale, **missing, **evidence}


def people_of(area: str, group: str) -> QuerySet[Person]:
    """The people of a group, by place and household. Raises KeyError for an unknown group."""
    found = Person.objects.filter(LIVING, within(area)).filter(groups()[group]())
    return found.select_related("household").order_by("area_id", "household_id", "pk")


def areas_of(actor: Actor, verb: str = "quality.view") -> list[Division]:
    """The areas the reader looks after. An area above the county is the county."""
    home = county()
    keys = {home.key if covers(area, home.key) else area for area in actor.areas(verb)}
    return list(Division.objects.filter(key__in=keys).order_by("key"))


def find_area(actor: Actor, key: str, verb: str) -> Division | None:
    """The area, when the reader may use the verb over it; None for another's exactly as for none."""
    return Division.objects.filter(key=key).first() if actor.may(verb, key) else None
