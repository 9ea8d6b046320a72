"""Pictures of assistance as counts of people: classes by place, what was done for each class, places and public posts.

Each person stands in one part of each picture. Who is asked for lists is answered by the same rows (`people_of`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum

from gangqiao.assistance.models import AssistCase, Holder, Measure, PublicPost
from gangqiao.assistance.reads.workplaces import placed, running_pledges
from gangqiao.assistance.states import LIVE_HOLDER, CaseStatus, MeasureStatus, PostStatus
from gangqiao.kernel.paths import upper_bound

CLASSES = ("far", "near", "net", "none", "")  # "": not decided yet
HELPED = ("far", "near", "net")
# How far the help of somebody has come, from the last to the first: each stands at the first that is true.
REACHED = ("worked", "done", "under_way", "planned", "nothing")
CLOSED_POSTS = (PostStatus.ENDED, PostStatus.REJECTED)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of which picture; "" for everything. picture: "classes", "measures", "places" or "posts"."""

    picture: str
    area: str = ""
    kind: str = ""
    part: str = ""


def live_cases() -> QuerySet[AssistCase]:
    """Cases of the scope that are not closed."""
    return AssistCase.objects.filter(person__record="live").exclude(status=CaseStatus.CLOSED)


def classes_by_area(length: int) -> dict[str, Counter[str]]:
    """People by class for each division of a level, by its key."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for area, kind in live_cases().values_list("area_id", "kind"):
        found[str(area)[:length]][kind] += 1
    return dict(found)


def reached_by_class(area: str = "") -> dict[str, Counter[str]]:
    """People of each class by how far their help has come."""
    found: dict[str, Counter[str]] = {kind: Counter() for kind in HELPED}
    for _person, kind, reached in _reached(area):
        found[kind][reached] += 1
    return found


def _reached(area: str) -> Iterator[tuple[int, str, str]]:
    best = _best_of_persons()
    for person, kind in _within(live_cases(), area).filter(kind__in=HELPED).values_list("person_id", "kind"):
        yield person, kind, best.get((person, kind), "nothing")


def _best_of_persons() -> dict[tuple[int, str], str]:
    """The farthest state of the measures of each person that were planned for the class."""
    found: dict[tuple[int, str], str] = {}
    rows = Measure.objects.exclude(status=MeasureStatus.DROPPED)
    for person, kind, status, result in rows.values_list("person_id", "for_class", "status", "result"):
        state = "worked" if status == "done" and result == "worked" else str(status)
        old = found.get((person, kind))
        if old is None or REACHED.index(state) < REACHED.index(old):
            found[person, kind] = state
    return found


@dataclass(frozen=True, slots=True)
class Filled:
    """Places of one kind and the people of the scope who have one."""

    kind: str
    places: int
    persons: int


def places_by_kind(areas: Iterable[str]) -> list[Filled]:
    """Pledged places at local places of work in some areas, by kind, and the people of the scope who hold one."""
    rows = running_pledges().filter(_in_areas("workplace__area_id", areas)).exclude(workplace__status="closed")
    places = rows.values_list("workplace__kind").order_by("workplace__kind").annotate(many=Sum("places"))
    persons = Counter(placed().values_list("pledge__workplace__kind", flat=True))
    return _filled(dict(places), persons)


def posts_by_kind(areas: Iterable[str]) -> list[Filled]:
    """Places of public posts in some areas, by kind, and the people of the scope who hold one."""
    rows = PublicPost.objects.exclude(status__in=CLOSED_POSTS).filter(_in_areas("area_id", areas))
    places = rows.values_list("quota__kind").order_by("quota__kind").annotate(many=Sum("places"))
    persons = Counter(_holders().values_list("post__quota__kind", flat=True))
    return _filled(dict(places), persons)


def _holders() -> QuerySet[Holder]:
    return Holder.objects.filter(status__in=LIVE_HOLDER)


def _filled(places: dict[str, int], persons: Counter[str]) -> list[Filled]:
    kinds = sorted({*places, *persons}, key=lambda kind: (-places.get(kind, 0), kind))
    return [Filled(kind, places.get(kind, 0), persons[kind]) for kind in kinds]


def people_of(asked: Asked) -> list[int]:
    """Keys of the people behind one part of a picture, within the scope."""
    if asked.picture == "classes":
        rows = _within(live_cases(), asked.area).filter(kind=asked.kind)
        return sorted(rows.values_list("person_id", flat=True))
    if asked.picture == "measures":
        return sorted(p for p, kind, at in _reached(asked.area) if kind == asked.kind and at == asked.part)
    if asked.picture == "places":
        held = placed().filter(pledge__workplace__kind=asked.kind)
        return sorted(held.values_list("person_id", flat=True))
    return sorted(_holders().filter(post__quota__kind=asked.kind).values_list("person_id", flat=True))


def _within(rows: QuerySet[AssistCase], area: str) -> QuerySet[AssistCase]:
    return rows.filter(area_id__gte=area, area_id__lt=upper_bound(area)) if area else rows


def _in_areas(column: str, areas: Iterable[str]) -> Q:
    found = Q(pk__in=[])
    for area in areas:
        found |= Q(**{f"{column}__gte": area, f"{column}__lt": upper_bound(area)})
    return found
