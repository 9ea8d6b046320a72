"""Questions to the figures: how far each area is, and who the people behind a number are.

Counting runs over the whole county (`store`); areas and names are answered only as far as the reader may see.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from gangqiao.engine.figures import MEASURES, BrokenNesting, Measure, broken_nestings
from gangqiao.indicators.breakdowns import evidence_of
from gangqiao.indicators.store import PLAN_PRESET, Fact, fact_on
from gangqiao.indicators.targets import Progress, Target, current_shares, current_targets, progress_of
from gangqiao.kernel.actor import Actor, covers
from gangqiao.kernel.paths import ancestors_of
from gangqiao.people.models import Person
from gangqiao.places.models import Division
from gangqiao.places.reads import county

PAGE = 50
EVERYBODY = 10**9


@dataclass(frozen=True, slots=True)
class Row:
    """One area of the table: its own results for each target. `area` is null for what lies in no part."""

    area: Division | None
    cells: list[Progress]


@dataclass(frozen=True, slots=True)
class Board:
    """An area's results, those of its parts, and whether they nest. The rows of an additive figure add up to it.

    evidence  the area's persons of a measure on a day by the best evidence of their work
    """

    area: Division
    day: date
    own: list[Progress]
    rows: list[Row]
    broken: list[BrokenNesting]
    evidence: Mapping[tuple[str, date], Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NamesPage:
    """One page of the people a number counts.

    total    the number itself; `people` are those of the page whom the reader may see now
    preset   the way of counting; where: codes of dimensions they have besides; not_in: a preset that counts them not
    hidden   persons of the page who are no longer in the reader's scope: they moved since they were counted
    """

    measure: Measure
    area: Division
    day: date
    total: int
    first: int
    people: list[Person]
    places: dict[str, str]
    hidden: int
    preset: str = PLAN_PRESET
    where: Mapping[str, str] = field(default_factory=dict)
    not_in: str = ""

    @property
    def last(self) -> int:
        return self.first + len(self.people) + self.hidden - 1

    @property
    def page(self) -> int:
        return (self.first - 1) // PAGE + 1

    @property
    def pages(self) -> int:
        return max(-(-self.total // PAGE), 1)


def targets(day: date, area_keys: Iterable[str]) -> dict[str, list[Progress]]:
    """The progress of each area on the day, in the order of the plan. A passed target is counted on its last day."""
    home, in_force = county().key, current_targets()
    # Each day once: all results of a page come from the same fact.
    facts = {d: fact_on(d) for d in {target.day_of(day) for target in in_force}}
    whole = {d: fact.sums_of(home) for d, fact in facts.items()}

    shares = current_shares()

    def progress(target: Target, area: str) -> Progress:
        counted_on = target.day_of(day)
        owed = shares.get((target.id, area))
        # Without a share of its own an area is measured against a part of what the nearest area above it owes.
        above = home if owed else next((a for a in _upwards(area) if (target.id, a) in shares), home)
        whole_sums = whole[counted_on] if above == home else facts[counted_on].sums_of(above)
        return progress_of(
            target,
            area,
            whole_sums if area == home else facts[counted_on].sums_of(area),
            day=counted_on,
            today=day,
            whole=whole_sums,
            owed=owed,
            whole_value=None if above == home else shares[target.id, above].value,
        )

    return {key: [progress(target, key) for target in in_force] for key in area_keys}


def _upwards(area: str) -> list[str]:
    """The areas above an area, the nearest first."""
    return sorted(set(ancestors_of(area)) - {area}, key=len, reverse=True)


def board(area: Division, day: date) -> Board:
    """The area with its parts."""
    fact = fact_on(day)
    parts = [part for part in Division.objects.filter(parent=area).order_by("key") if _belongs(part, fact)]
    results = targets(day, [area.key, *(part.key for part in parts)])
    rows = [Row(part, results[part.key]) for part in parts]
    if rest := _rest(results[area.key], rows):
        rows.append(Row(None, rest))
    own = results[area.key]
    counted = {(p.target.figure.numerator, p.day) for p in own}
    return Board(
        area=area,
        day=day,
        own=own,
        rows=rows,
        broken=broken_nestings(MEASURES.values(), fact.sums_of(area.key)),
        evidence={(m, on): evidence_of(fact_on(on), area.key, m) for m, on in counted},
    )


def _belongs(part: Division, fact: Fact) -> bool:
    # A division that no longer exists is a row for as long as people are still recorded there: rows must add up.
    return part.holds_on(fact.day) or any(fact.sums_of(part.key).values())


def _rest(whole: list[Progress], rows: list[Row]) -> list[Progress]:
    """What is recorded on the area itself and in none of its parts; empty when nothing is, or there are no parts."""
    if not rows:
        return []
    rest = []
    for number, progress in enumerate(whole):
        figure = progress.target.figure
        persons = progress.result.persons - sum(row.cells[number].result.persons for row in rows)
        base = progress.result.base - sum(row.cells[number].result.base for row in rows)
        sums = {figure.numerator: persons, figure.denominator or figure.base: base}
        rest.append(progress_of(progress.target, "", sums, day=progress.day, today=progress.day, whole=None))
    return rest if any(p.result.persons or p.result.base for p in rest) else []


def areas_of(actor: Actor) -> list[Division]:
    """The areas whose figures the reader may see. An area above the county is the county."""
    home = county()
    keys = {home.key if covers(area, home.key) else area for area in actor.areas("indicators.view")}
    return list(Division.objects.filter(key__in=keys).order_by("key"))


def find_area(actor: Actor, key: str, verb: str) -> Division | None:
    """The area, when the reader may use the verb over it; None for another's area exactly as for no area."""
    if not actor.may(verb, key):
        return None
    return Division.objects.filter(key=key).first()


def names(
    area: Division,
    measure: str,
    day: date,
    *,
    page: int,
    preset: str = PLAN_PRESET,
    where: Mapping[str, str] | None = None,
    not_in: str = "",
) -> NamesPage:
    """The people of one page, read in the scope of the moment. A page beyond the last is the last.

    where   only those with these codes of dimensions, "" for unknown
    not_in  only those whom this other preset does not count
    """
    fact, where = fact_on(day, preset), where or {}
    if where or not_in:
        ids = fact.people_of(area.key, measure, offset=0, limit=EVERYBODY, where=where)
        if not_in:
            also = set(fact_on(day, not_in).people_of(area.key, measure, offset=0, limit=EVERYBODY))
            ids = [i for i in ids if i not in also]
        total = len(ids)
        offset = _offset(page, total)
        ids = ids[offset : offset + PAGE]
    else:
        total = fact.sums_of(area.key)[measure]
        offset = _offset(page, total)
        ids = fact.people_of(area.key, measure, offset=offset, limit=PAGE)
    found = {p.pk: p for p in Person.objects.filter(pk__in=ids).select_related("household")}
    people = [found[i] for i in ids if i in found]
    return NamesPage(
        measure=MEASURES[measure],
        area=area,
        day=day,
        total=total,
        first=offset + 1 if ids else 0,
        people=people,
        places=_places({p.area_id for p in people}, area.key),
        hidden=len(ids) - len(people),
        preset=preset,
        where=where,
        not_in=not_in,
    )


def _offset(page: int, total: int) -> int:
    return (min(max(page, 1), max(-(-total // PAGE), 1)) - 1) * PAGE


def _places(keys: set[str], below: str) -> dict[str, str]:
    """Each place in words, from below the area shown down."""
    steps = {key: [a for a in ancestors_of(key) if len(a) > len(below)] or [key] for key in keys}
    every = {step for way in steps.values() for step in way}
    named = dict(Division.objects.filter(key__in=every).values_list("key", "name"))
    return {key: " ".join(named[step] for step in way if step in named) for key, way in steps.items()}
