"""Who wishes what a class teaches: those who fit, and those who do not with the reason. Within the reader's scope."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import F

from gangqiao.kernel import clock
from gangqiao.kernel.paths import upper_bound
from gangqiao.people.models import Intention, Person
from gangqiao.training.models import Class, Enrolment
from gangqiao.training.reads import guards
from gangqiao.training.reads.guards import Finding

MOST = 2_000  # people of a list that are judged while somebody waits


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is asked for. area: path of a division; any_wish: also those who wish another trade."""

    area: str = ""
    any_wish: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who wishes it. against: what speaks against the class; empty: nothing."""

    person: int
    uuid: UUID
    area: str
    born: object
    against: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Candidates:
    """fit: may be enrolled, the longest-held wish first; others: wish it, too, and why not."""

    fit: list[Candidate]
    others: list[Candidate]
    is_cut: bool


def candidates_of(held: Class, asked: Asked) -> Candidates:
    """Who wishes the trade of a class in an area, said within the last three months, and is not on its list."""
    rows = _wishing(held, asked)
    against = guards.against(held, [row["person_id"] for row in rows[:MOST]])
    found = [
        Candidate(row["person_id"], row["number"], row["area_id"], row["born"],
                  tuple(against.get(row["person_id"], ())))
        for row in rows[:MOST]
    ]  # fmt: skip
    return Candidates(
        [one for one in found if not one.against], [one for one in found if one.against], len(rows) > MOST
    )


def _wishing(held: Class, asked: Asked) -> list[dict[str, object]]:
    wishes = Intention.objects.filter(
        recorded_to=None, valid_to=None, training_wish="yes", expires_on__gte=clock.today(),
        person__life="alive", person__record="live",
    )  # fmt: skip
    if asked.area:
        wishes = wishes.filter(area_id__gte=asked.area, area_id__lt=upper_bound(asked.area))
    listed = set(Enrolment.objects.filter(held=held).values_list("person_id", flat=True))
    trade = held.course.trade
    values = wishes.order_by("valid_from", "pk").values(
        "person_id", "area_id", "wished_courses", number=F("person__uuid"), born=F("person__birth_date")
    )
    return [
        row
        for row in values.iterator(2_000)
        if row["person_id"] not in listed and (asked.any_wish or trade in (row["wished_courses"] or ()))
    ][: MOST + 1]


def persons_of(found: list[Candidate]) -> dict[int, Person]:
    """The people behind some candidates, by key."""
    return {row.pk: row for row in Person.objects.filter(pk__in=[one.person for one in found])}
