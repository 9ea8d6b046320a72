"""Who is back, not in work, and wants work (domain notes 6.3): the list of every morning."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from gangqiao.followup.policy.followup import NUMBERS, RUNNING
from gangqiao.kernel import clock
from gangqiao.kernel.paths import upper_bound
from gangqiao.people.models import EmploymentSpell, Intention

PER_PAGE = 30
MOST = 1_000  # counted; beyond that the list says "more than"
WANTS = ("yes", "later")


def returned(area: str = "", days: int | None = None) -> QuerySet[Any]:
    """The last times of work of those who came home, have no work now, and have not said no to work; with the person.

    days  how long ago at most; null: `returned_days`
    Each with `wants` (null: never asked, or too long ago). Ordered by the last day of work, the newest first: nothing
    of what somebody refused plays a part.
    """
    today = clock.today()
    since = today - timedelta(days=days or int(NUMBERS.on(today).returned_days))
    back = EmploymentSpell.objects.filter(
        recorded_to=None, status="ended", end_reason="returned", spell_kind="work", ended_on__gte=since,
        person__record="live", person__life="alive",
    )  # fmt: skip
    if area:
        back = back.filter(area_id__gte=area, area_id__lt=upper_bound(area))
    own = EmploymentSpell.objects.filter(person=OuterRef("person"), recorded_to=None)
    later = Q(status__in=RUNNING) | Q(ended_on__gt=OuterRef("ended_on"))
    later |= Q(ended_on=OuterRef("ended_on"), pk__gt=OuterRef("pk"))
    wish = Intention.objects.filter(person=OuterRef("person"), recorded_to=None, valid_to=None, expires_on__gte=today)
    back = back.exclude(Exists(own.filter(later))).annotate(wants=Subquery(wish.values("wants_work")[:1]))
    return back.filter(Q(wants=None) | Q(wants__in=WANTS)).select_related("person").order_by("-ended_on", "pk")


def page_of(area: str, start: int = 0) -> tuple[list[Any], int, int | None]:
    """A page of the list, how many stand on it (more than `MOST` are not counted), and where the next page begins."""
    found = returned(area)
    rows = list(found[start : start + PER_PAGE + 1])
    return rows[:PER_PAGE], found[: MOST + 1].count(), start + PER_PAGE if len(rows) > PER_PAGE else None


def count_since(days: int) -> int:
    """How many came back within so many days and have no work; at most one more than `MOST`."""
    return returned(days=days)[: MOST + 1].count()
