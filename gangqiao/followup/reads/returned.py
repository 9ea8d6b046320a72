"""Who is back, not in work, and wants work (domain notes 6.3): the list of every morning."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from gangqiao.followup.policy.followup import RUNNING
from gangqiao.kernel import clock
from gangqiao.kernel.paths import upper_bound
from gangqiao.people.models import EmploymentSpell, Intention, Person

PER_PAGE = 30
WANTS = ("yes", "later")


def returned(area: str = "") -> QuerySet[Any]:
    """People of the scope whose last counted work has ended, who have none now, and who have not said no to work.

    Each with `ended_on` of the last spell and `wants` ("": never asked, or too long ago). Ordered by the last day of
    work, the newest first: nothing of what somebody refused plays a part.
    """
    now = EmploymentSpell.objects.filter(person=OuterRef("pk"), recorded_to=None, status__in=RUNNING)
    last = EmploymentSpell.objects.filter(person=OuterRef("pk"), recorded_to=None, status="ended", spell_kind="work")
    wish = Intention.objects.filter(
        person=OuterRef("pk"), recorded_to=None, valid_to=None, expires_on__gte=clock.today()
    ).values("wants_work")[:1]
    recent = EmploymentSpell.objects.filter(recorded_to=None, status="ended", end_reason="returned", spell_kind="work")
    if area:
        recent = recent.filter(area_id__gte=area, area_id__lt=upper_bound(area))
    people = Person.objects.filter(record="live", life="alive", pk__in=recent.values("person_id"))
    newest = last.order_by("-ended_on", "-pk")
    people = people.annotate(
        ended_on=Subquery(newest.values("ended_on")[:1]),
        ended_why=Subquery(newest.values("end_reason")[:1]),
        last_employer=Subquery(newest.values("employer_name")[:1]),
        wants=Subquery(wish),
    ).filter(ended_why="returned")
    return people.exclude(Exists(now)).filter(Q(wants=None) | Q(wants__in=WANTS)).order_by("-ended_on", "pk")


def page_of(area: str, start: int = 0) -> tuple[list[Any], int, int | None]:
    """A page of the list, how many stand on it, and where the next page begins."""
    found = returned(area)
    rows = list(found[start : start + PER_PAGE + 1])
    return rows[:PER_PAGE], found.count(), start + PER_PAGE if len(rows) > PER_PAGE else None


def count_since(days: int) -> int:
    """How many came back within so many days and have no work."""
    return returned().filter(ended_on__gte=clock.today() - timedelta(days=days)).count()
