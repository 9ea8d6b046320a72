"""Who seeks work in an area, as the choice of vacancies sees them: facts that decide, and keys; no names, no numbers.

Seeks work: said so, for now or later, the wish has not expired, alive and on the register. Also who works now: many
who are away would rather work near home, and who stays at home can tell them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from django.db.models import F

from gangqiao.kernel import clock
from gangqiao.kernel.paths import upper_bound
from gangqiao.people.models import Household, Intention, Skill
from gangqiao.places.levels import KEY_LENGTH, AreaLevel, Level
from gangqiao.vacancies import occupations
from gangqiao.vacancies.policy.choosing import Seeker

REACHES = [str(level) for level in AreaLevel]
WEAK = ("weak", "lost", "none")
SEEKS = ("yes", "later")  # codes of `intention.wants_work`


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody who seeks work. `person`, `household`: primary keys."""

    person: int
    uuid: UUID
    area: str
    household: int
    seeker: Seeker

    @property
    def village(self) -> str:
        return self.area[: KEY_LENGTH[Level.VILLAGE]]


def seekers_of(area: str, *, day: date | None = None) -> list[Found]:
    """Who seeks work in an area, within the scope, in order of area and household. Two questions."""
    on, inside = day or clock.today(), {"area_id__gte": area, "area_id__lt": upper_bound(area)}
    learnt = _learnt(inside)
    wishes = Intention.objects.filter(
        recorded_to=None, valid_to=None, wants_work__in=SEEKS, expires_on__gte=on,
        person__life="alive", person__record="live", **inside,
    )  # fmt: skip
    asked = wishes.order_by("area_id", "person__household_id", "person_id").values(
        "person_id", "area_id", "wished_trades", "wished_level", "pay_floor",
        number=F("person__uuid"), household=F("person__household_id"), sex=F("person__sex"),
        born=F("person__birth_date"), ethnicity=F("person__ethnicity"), education=F("person__education"),
        speaks=F("person__speaks_mandarin"), capacity=F("person__labour_capacity"),
    )  # fmt: skip
    return [
        Found(row["person_id"], row["number"], row["area_id"], row["household"],
              _seeker(row, learnt.get(row["person_id"], frozenset()), on))
        for row in asked.iterator(2_000)
    ]  # fmt: skip


def _seeker(row: dict[str, object], can: frozenset[str], on: date) -> Seeker:
    born, level = row["born"], row["wished_level"]
    return Seeker(
        age=_age(born, on) if isinstance(born, date) else None,
        sex=str(row["sex"] or ""),
        ethnicity=str(row["ethnicity"] or ""),
        education=str(row["education"] or ""),
        speaks=str(row["speaks"] or ""),
        trades=frozenset(row["wished_trades"] or ()),
        can=can,
        reach=REACHES.index(str(level)) if level in REACHES else None,
        floor=row["pay_floor"],
        is_weak=row["capacity"] in WEAK,
    )


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _learnt(inside: dict[str, str]) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    rows = Skill.objects.filter(recorded_to=None, valid_to=None, **inside)
    for person, code, name in rows.values_list("person_id", "occupation_code", "name").iterator(2_000):
        found[person] |= trades_of(code or "", name or "")
    return {person: frozenset(trades) for person, trades in found.items()}


@cache
def trades_of(code: str, name: str) -> frozenset[str]:
    """The trades of the register's list that an occupation belongs to; by the name where no code was given."""
    occupation = occupations.find(code) if code else None
    if occupation is None and name:
        occupation = next((best for best, sure in occupations.guess(name, 1) if sure >= 0.6), None)
    return frozenset(occupation.trades) if occupation else frozenset()


def by_village(found: list[Found]) -> Iterator[tuple[str, list[Found]]]:
    """The same, village by village."""
    villages: dict[str, list[Found]] = defaultdict(list)
    for one in found:
        villages[one.village].append(one)
    yield from villages.items()


def households_by_village(area: str) -> dict[str, int]:
    """How many households live in each village of an area."""
    counts: dict[str, int] = defaultdict(int)
    rows = Household.objects.filter(dissolved_on=None, area_id__gte=area, area_id__lt=upper_bound(area))
    for key in rows.values_list("area_id", flat=True).iterator(5_000):
        counts[key[: KEY_LENGTH[Level.VILLAGE]]] += 1
    return counts
