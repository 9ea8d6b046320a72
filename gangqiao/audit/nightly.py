"""Work of every night: each app registers its own, the worker puts it into the queue once a day.

A night's work is due from two o'clock on, and at once on an installation that never did any. The event
`audit.nightly` says that it was put into the queue: that and the work go into the database together.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.module_loading import import_string
from django_tasks import task

from gangqiao.audit import chain
from gangqiao.audit.events import record
from gangqiao.audit.models import Chain, Event
from gangqiao.audit.subscriptions import enqueue
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM

VERB = "audit.nightly"
FROM_HOUR = 2
Work = Callable[[], object]
_work: dict[str, Work] = {}


def nightly(work: Work) -> Work:
    """Decorator: the function is called every night. It must bear being called twice, and being killed."""
    _work[f"{work.__module__}.{work.__qualname__}"] = work
    return work


def names() -> list[str]:
    """What is done every night, by name, in order of registration."""
    return list(_work)


def is_due(now: datetime | None = None) -> bool:
    """True when the night's work of the day was not put into the queue yet, and its hour has come."""
    last = Event.objects.filter(verb=VERB).order_by("-seq").first()
    if last is None:
        return True
    now = (now or clock.now()).astimezone(clock.TZ)
    return now.hour >= FROM_HOUR and clock.day_of(last.at) < now.date()


def put_into_queue() -> int:
    """Put the night's work into the queue if it is due; returns how many jobs. Two workers do not do it twice."""
    if not is_due():
        return 0
    with transaction.atomic():
        chain.locked_head(Chain.EVENTS)
        if not is_due():
            return 0
        for name in _work:
            enqueue(do, name)
        record(VERB, actor=SYSTEM, source="job")
    return len(_work)


@task()
def do(name: str) -> None:
    """One app's work of the night."""
    if name not in _work:
        import_string(name)  # an unknown name fails loudly
    _work[name]()
