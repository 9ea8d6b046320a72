"""Questions to snapshots: which there are, what one says of an area, who stands behind it or between two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from gangqiao.indicators.models import Snapshot
from gangqiao.indicators.snapshots.difference import Change, difference
from gangqiao.indicators.snapshots.opened import Facts
from gangqiao.indicators.snapshots.pseudonyms import find_persons
from gangqiao.indicators.snapshots.steps import Reason
from gangqiao.kernel.paths import ancestors_of
from gangqiao.people.models import Person
from gangqiao.places.models import Division
from gangqiao.places.reads import county

PAGE = 50
# What the page of a snapshot shows of each area: the counts of the plan's targets and what they are part of.
SHOWN = (
    "rural_workers",
    "transferred",
    "new_transferred",
    "poor_workers",
    "poor_transferred",
    "poor_new_transferred",
)


@dataclass(frozen=True, slots=True)
class People:
    """One page of persons of a snapshot.

    total   as many as the number says; `people` are those of the page whom the reader may see now
    hidden  persons of the page who are not in the reader's scope now, or cannot be found again
    """

    total: int
    first: int
    people: list[Person]
    places: dict[str, str]
    hidden: int

    @property
    def last(self) -> int:
        return self.first + len(self.people) + self.hidden - 1

    @property
    def page(self) -> int:
        return (self.first - 1) // PAGE + 1

    @property
    def pages(self) -> int:
        return max(-(-self.total // PAGE), 1)


def snapshots() -> QuerySet[Snapshot]:
    """All snapshots of the county, the newest day first."""
    return Snapshot.objects.filter(area=county())


def find_snapshot(uuid: UUID) -> Snapshot | None:
    """A snapshot of the county, or None."""
    return snapshots().filter(uuid=uuid).first()


def figures(facts: Facts, area: Division) -> list[tuple[Division, dict[str, int]]]:
    """The area and its parts with every measure. Parts where nobody was counted are left out."""
    parts = Division.objects.filter(parent=area).order_by("key")
    rows = [(part, facts.sums_of(part.key)) for part in parts]
    return [(area, facts.sums_of(area.key)), *((part, sums) for part, sums in rows if any(sums.values()))]


def people(facts: Facts, area: Division, measure: str, *, page: int, where: Mapping[str, str] | None = None) -> People:
    """Who a number of a snapshot counts, page by page, read in the scope of the moment. where: a part, by codes."""
    return people_of(facts.keys_of(area.key, measure, where=where), area, page=page)


def people_of(keys: Sequence[int], area: Division, *, page: int) -> People:
    """One page of the persons with these pseudonyms. A page beyond the last is the last."""
    offset = (min(max(page, 1), max(-(-len(keys) // PAGE), 1)) - 1) * PAGE
    asked = keys[offset : offset + PAGE]
    ids = find_persons(asked)
    found = {p.pk: p for p in Person.objects.filter(pk__in=list(ids.values())).select_related("household")}
    shown = [found[ids[key]] for key in asked if ids.get(key) in found]
    places = _places({p.area_id for p in shown}, area.key)
    return People(len(keys), offset + 1, shown, places, len(asked) - len(shown))


@dataclass(frozen=True, slots=True)
class Between:
    """What lies between two snapshots for one measure of an area: by reason, who entered and who left."""

    before: int
    after: int
    entered: Counter[Reason]
    left: Counter[Reason]
    changes: list[Change]

    def keys_of(self, reason: Reason, *, entered: bool) -> list[int]:
        return [c.person_key for c in self.changes if c.reason is reason and c.entered is entered]


def between(first: Snapshot, second: Snapshot, area: str, measure: str) -> Between:
    """The difference of two snapshots. Raises KeyError for a measure one of them does not hold."""
    whole = difference(first, second)
    changes = whole.changes(area, measure)
    return Between(
        whole.first.sums_of(area)[measure],
        whole.second.sums_of(area)[measure],
        Counter(c.reason for c in changes if c.entered),
        Counter(c.reason for c in changes if not c.entered),
        changes,
    )


def _places(keys: set[str], below: str) -> dict[str, str]:
    """Each place in words, from below the area shown down."""
    steps = {key: [a for a in ancestors_of(key) if len(a) > len(below)] or [key] for key in keys}
    every = {step for way in steps.values() for step in way}
    named = dict(Division.objects.filter(key__in=every).values_list("key", "name"))
    return {key: " ".join(named[step] for step in way if step in named) for key, way in steps.items()}
