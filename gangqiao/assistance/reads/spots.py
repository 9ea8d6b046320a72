"""Spot-checks: who can be drawn, what was drawn, and what was found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from gangqiao.assistance.models import DutyLine, Holder, SpotCheck
from gangqiao.assistance.policy import duty as policy
from gangqiao.assistance.states import HolderStatus, SheetStatus
from gangqiao.kernel.paths import upper_bound
from gangqiao.places.levels import KEY_LENGTH, Level

PER_PAGE = 50
VISIT, CALL = "visit", "call"
DOUBTS = (*policy.BAD_FINDINGS, *policy.BAD_ANSWERS)
LOOKS: dict[str, Callable[[], Q]] = {
    "": lambda: Q(result=""),
    "doubts": lambda: Q(result__in=DOUBTS, settled_on=None),
    "done": lambda: ~Q(result=""),
}


def to_draw_from(kind: str, month: date) -> dict[str, list[Holder]]:
    """Who can be drawn, by township: for a visit who is on duty, for a call who stands on a final sheet of the month.

    Nobody who was drawn for the month already.
    """
    rows = Holder.objects.exclude(spot_checks__month=month, spot_checks__kind=kind)
    if kind == VISIT:
        rows = rows.filter(status=HolderStatus.ON_DUTY)
    else:
        lines = DutyLine.objects.filter(sheet__month=month, sheet__status=SheetStatus.FINAL, blocked="", amount__gt=0)
        rows = rows.filter(pk__in=list(lines.values_list("holder_id", flat=True)))
    found: dict[str, list[Holder]] = defaultdict(list)
    for row in rows.select_related("post").order_by("pk"):
        found[str(row.post.area_id)[: KEY_LENGTH[Level.TOWNSHIP]]].append(row)
    return dict(sorted(found.items()))


def page_of(
    look: str, *, kind: str = "", area: str = "", start: int = 0
) -> tuple[list[SpotCheck], dict[str, int], int | None]:
    """A page of the spot-checks of the scope, the newest month first; how many stand behind each tab; the next page."""
    found = SpotCheck.objects.all()
    if kind:
        found = found.filter(kind=kind)
    if area:
        found = found.filter(area_id__gte=area, area_id__lt=upper_bound(area))
    counts = found.aggregate(**{f"n_{key}": Count("pk", filter=clause()) for key, clause in LOOKS.items()})
    rows = found.filter(LOOKS[look]()).select_related("holder", "holder__person", "holder__post")
    listed = list(rows.order_by("-month", "area_id", "holder_id", "pk")[start : start + PER_PAGE + 1])
    more = start + PER_PAGE if len(listed) > PER_PAGE else None
    return listed[:PER_PAGE], {key: counts[f"n_{key}"] for key in LOOKS}, more


def open_ones(kind: str, area: str) -> list[SpotCheck]:
    """What was drawn and not done, of an area: the list to be printed."""
    rows = SpotCheck.objects.filter(result="", kind=kind)
    if area:
        rows = rows.filter(area_id__gte=area, area_id__lt=upper_bound(area))
    rows = rows.select_related("holder", "holder__person", "holder__post", "holder__post__area")
    return list(rows.order_by("holder__post__area_id", "holder_id"))


def results_of(kind: str) -> dict[str, dict[str, int]]:
    """What was found, by township and result; "" counts what was not done."""
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for area, result in SpotCheck.objects.filter(kind=kind).order_by("pk").values_list("area_id", "result"):
        found[str(area)[: KEY_LENGTH[Level.TOWNSHIP]]][result] += 1
    return {area: dict(counts) for area, counts in sorted(found.items())}


def find(uuid: UUID) -> SpotCheck | None:
    """One spot-check of the scope."""
    rows = SpotCheck.objects.select_related("holder", "holder__person", "holder__post")
    found: SpotCheck | None = rows.filter(uuid=uuid).first()
    return found


def count(look: str) -> int:
    """How many of the scope stand behind a tab."""
    return SpotCheck.objects.filter(LOOKS[look]()).count()


def uuids_of(rows: Iterable[SpotCheck]) -> list[UUID]:
    """The persons, for the log of who looked."""
    return list(dict.fromkeys(row.person_uuid for row in rows))


def with_result(kind: str, result: str, area: str, start: int = 0) -> tuple[list[SpotCheck], int | None]:
    """A page of those with a result, of an area; every one that was drawn when no result is named."""
    rows = _with(kind, result, area).select_related("holder", "holder__person", "holder__post")
    listed = list(rows.order_by("area_id", "holder_id", "pk")[start : start + PER_PAGE + 1])
    return listed[:PER_PAGE], start + PER_PAGE if len(listed) > PER_PAGE else None


def count_with(kind: str, result: str, area: str) -> int:
    """How many these are."""
    return _with(kind, result, area).count()


def _with(kind: str, result: str, area: str) -> QuerySet[SpotCheck]:
    rows = SpotCheck.objects.filter(kind=kind)
    rows = rows.filter(result=result) if result else rows
    return rows.filter(area_id__gte=area, area_id__lt=upper_bound(area)) if area else rows
