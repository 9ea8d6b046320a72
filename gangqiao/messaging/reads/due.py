"""What is to be sent now, and when there is something to do again."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Min, Q, QuerySet

from gangqiao.kernel import clock
from gangqiao.messaging.hours import is_quiet, next_allowed
from gangqiao.messaging.models import Message
from gangqiao.messaging.states import WAITING, Status, Way
from gangqiao.messaging.tries import LOST_AFTER


def waiting() -> QuerySet[Message]:
    """Notices of the scope that the product is to send by itself."""
    return Message.objects.filter(status__in=WAITING, way__in=(Way.SMS, Way.IN_APP))


def next_due(after: int = 0) -> int | None:
    """The first notice after a key, in order of their queueing, that is to be sent now; null when there is none."""
    now = clock.now()
    found = waiting().filter(Q(not_before=None) | Q(not_before__lte=now), pk__gt=after)
    if is_quiet(now):
        # What is over is given up by night, too: no telephone rings for that.
        found = found.filter(~Q(way=Way.SMS) | Q(expires_at__lte=now))
    return found.order_by("pk").values_list("pk", flat=True).first()


def next_moment() -> datetime | None:
    """When the product has to look again: something falls due, or what is being sent becomes unknown. Null: never."""
    now = clock.now()
    moments = [max(now, begin) for begin in _begins() if begin is not None]
    if waiting().filter(way=Way.SMS, not_before=None).exists():
        moments.append(next_allowed(now))
    began = Message.objects.filter(status=Status.SENDING).aggregate(first=Min("sending_at"))["first"]
    if began is not None:
        moments.append(max(now, began + LOST_AFTER))
    return min(moments) if moments else None


def _begins() -> list[datetime | None]:
    sms = waiting().filter(way=Way.SMS).aggregate(first=Min("not_before"))["first"]
    in_app = waiting().filter(way=Way.IN_APP).aggregate(first=Min("not_before"))["first"]
    return [next_allowed(sms) if sms else None, in_app]
