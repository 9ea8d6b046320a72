"""Notices as the desk asks for them: by part, one by one, and in figures by day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from gangqiao.kernel import clock
from gangqiao.messaging.models import Message
from gangqiao.messaging.states import Status, Way

PAGE = 50
DAYS = 14

# The parts of the desk's list, in the order of its tabs; the first is shown by itself.
PARTS: dict[str, Q] = {
    "trouble": Q(status__in=(Status.UNKNOWN, Status.GIVEN_UP)),
    "waiting": Q(status__in=(Status.QUEUED, Status.FAILED, Status.SENDING)) & ~Q(way=Way.PRINT),
    "paper": Q(way=Way.PRINT, status__in=(Status.QUEUED, Status.SENT)),
    "sent": Q(status=Status.SENT) & ~Q(way=Way.PRINT),
    "ended": Q(status__in=(Status.DELIVERED, Status.WITHDRAWN)),
}


@dataclass(frozen=True, slots=True)
class Day:
    """What became of the notices that were made on one day; by Status, only SMS and paper."""

    day: date
    made: int
    by_status: dict[str, int]


def messages() -> QuerySet[Message]:
    """Notices of the scope to people, the newest first. What officials get in the app is theirs to read."""
    return Message.objects.exclude(way=Way.IN_APP).select_related("area").order_by("-pk")


def counts() -> dict[str, int]:
    """How many notices stand in each part."""
    asked = {part: Count("pk", filter=where) for part, where in PARTS.items()}
    return dict(Message.objects.exclude(way=Way.IN_APP).aggregate(**asked))


def page_of(part: str, after: int | None = None) -> tuple[list[Message], int | None]:
    """One page of a part, and the key to go on after (null: the last page)."""
    found = messages().filter(PARTS[part])
    if after is not None:
        found = found.filter(pk__lt=after)
    page = list(found[: PAGE + 1])
    return page[:PAGE], page[PAGE - 1].pk if len(page) > PAGE else None


def days() -> list[Day]:
    """The last fourteen days, the newest first; a day without notices is there, too."""
    today = clock.today()
    found: dict[date, dict[str, int]] = defaultdict(dict)
    rows = Message.objects.exclude(way=Way.IN_APP).filter(queued_on__gt=today - timedelta(days=DAYS))
    for row in rows.values("queued_on", "status").annotate(many=Count("pk")).order_by():
        found[row["queued_on"]][row["status"]] = row["many"]
    past = (today - timedelta(days=n) for n in range(DAYS))
    return [Day(day, sum(found[day].values()), found[day]) for day in past]


def troubles_in_short() -> dict[str, Any]:
    """How many notices wait for a decision in the scope, and since when the first: {"many", "since"}."""
    troubled = Message.objects.exclude(way=Way.IN_APP).filter(PARTS["trouble"])
    return troubled.aggregate(many=Count("pk"), since=Min("queued_at"))
