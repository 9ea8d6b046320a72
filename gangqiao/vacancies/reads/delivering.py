"""How a pack reached people: which pack a village has now, whom it reached, what was said, what is still due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from gangqiao.kernel.paths import upper_bound
from gangqiao.people.models import Household
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.vacancies.models import Delivery, Pack, Response
from gangqiao.vacancies.policy.delivering import PERSONAL
from gangqiao.vacancies.reads.packs_people import seekers_of
from gangqiao.vacancies.states import ReleaseStatus


def village_key(area: str) -> str:
    """The village an area lies in; the area itself when it is no smaller."""
    return area[: KEY_LENGTH[Level.VILLAGE]]


def pack_of(village: str) -> Pack | None:
    """The pack of the newest issued release that the village got; None: none, or the release is closed."""
    found = Pack.objects.filter(area=village, release__status=ReleaseStatus.ISSUED).select_related("release")
    return found.order_by("-release__period", "-release__issued_at", "-pk").first()


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a pack came. The three deliveries are counted each for itself (R056).

    households   visited or called, each once; counted_at_meetings: of those who came, as somebody counted
    jobs, policies, services   deliveries of each, whatever the way
    """

    households: int
    counted_at_meetings: int
    jobs: int
    policies: int
    services: int
    by_way: dict[str, int]


def reached_by(packs: Iterable[Pack]) -> dict[int, Reached]:
    """How far each pack came, by its key: two queries, however many packs."""
    keys = [pack.pk for pack in packs]
    rows: dict[int, list[Delivery]] = {key: [] for key in keys}
    for row in Delivery.objects.filter(pack__in=keys).order_by("pk"):
        rows[row.pack_id].append(row)
    return {key: _reached(found) for key, found in rows.items()}


def _reached(rows: list[Delivery]) -> Reached:
    return Reached(
        households=len({row.household_id for row in rows if row.household_id}),
        counted_at_meetings=sum(row.reached or 0 for row in rows if row.household_id is None),
        jobs=sum(row.jobs for row in rows),
        policies=sum(row.policies for row in rows),
        services=sum(row.services for row in rows),
        by_way=dict(Counter(row.way for row in rows)),
    )


def told(pack: Pack) -> dict[int, Delivery]:
    """The households visited or called with this pack, each with the last of its visits."""
    rows = Delivery.objects.filter(pack=pack, way__in=PERSONAL, household__isnull=False).order_by("on", "pk")
    return {row.household_id: row for row in rows if row.household_id}


def newest_responses(found: QuerySet[Response]) -> list[Response]:
    """Of each person and vacancy the newest answer: the later day, then the later record."""
    newest: dict[tuple[int, UUID], Response] = {}
    for row in found.order_by("on", "pk"):
        newest[row.person_id, row.vacancy] = row
    return sorted(newest.values(), key=lambda row: (row.on, row.pk), reverse=True)


def responses_to(pack: Pack) -> list[Response]:
    """What was said to the pack, newest first."""
    return newest_responses(Response.objects.filter(pack=pack).select_related("person", "person__household"))


def answers_in(village: str) -> dict[UUID, dict[str, str]]:
    """What people of the village said last to each vacancy: {person: {vacancy: answer}}."""
    found: dict[UUID, dict[str, str]] = {}
    rows = Response.objects.filter(within(village)).select_related("person")
    for row in newest_responses(rows):
        found.setdefault(row.person.uuid, {})[str(row.vacancy)] = row.answer
    return found


def due_households(pack: Pack) -> QuerySet[Household]:
    """Where somebody seeks work and nobody has been with this pack yet, in walking order."""
    seeking = {one.household for one in seekers_of(str(pack.area_id))}
    homes = Household.objects.filter(within(pack.area_id), dissolved_on=None, pk__in=seeking)
    return homes.exclude(pk__in=list(told(pack))).order_by("area", "household_no", "pk")


def within(area: Any) -> Q:
    """What lies in an area, the area itself included."""
    return Q(area__gte=str(area), area__lt=upper_bound(str(area)))
