"""Work that follows events: `@after("people.move")` runs a function once the event's transaction has committed.

It runs at least once, as a job of the database-backed queue, inside the area of its event; a function must therefore
bear being called twice with the same event.

`@gather("people")` above a job has it run once after any number of events of an app: an import of 200,000 rows wakes it
once. It finds out by itself what has happened since it ran last, from the numbers of the events.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from django.db import connection, transaction
from django_tasks import task

from gangqiao.audit.models import Event
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere, scope_of

Follower = Callable[[Event], None]
_followers: dict[str, list[str]] = defaultdict(list)
_by_name: dict[str, Follower] = {}
_gatherers: dict[str, list[Any]] = defaultdict(list)


def after(verb: str) -> Callable[[Follower], Follower]:
    """Subscribe a function to a verb."""

    def subscribe(follower: Follower) -> Follower:
        name = f"{follower.__module__}.{follower.__qualname__}"
        if name not in _followers[verb]:
            _followers[verb].append(name)
        _by_name[name] = follower
        return follower

    return subscribe


def enqueue_for(event: Event) -> None:
    """Put the work subscribed to this event's verb on the queue, in the same transaction."""
    for name in _followers.get(event.verb, ()):
        enqueue(follow, name, event.seq)
    for job in _gatherers.get(event.verb.partition(".")[0], ()):
        _wake(job)


def enqueue_for_each(events: Iterable[Event]) -> None:
    """Like `enqueue_for`, for many events of one transaction: a follower gets one entry of the queue for all."""
    followed: dict[str, list[int]] = defaultdict(list)
    apps: set[str] = set()
    for event in events:
        apps.add(event.verb.partition(".")[0])
        for name in _followers.get(event.verb, ()):
            followed[name].append(event.seq)
    for name, seqs in followed.items():
        enqueue(follow_each, name, seqs)
    for app in sorted(apps):
        for job in _gatherers.get(app, ()):
            _wake(job)


def gather(app: str) -> Callable[[Any], Any]:
    """Have a job run once after events of an app. It takes no arguments."""

    def subscribe(job: Any) -> Any:
        if job not in _gatherers[app]:
            _gatherers[app].append(job)
        return job

    return subscribe


def _wake(job: Any) -> None:
    """Enqueue the job once the transaction has committed, unless one already waits.

    After the commit and not within: a job that waits then begins later, so it is sure to see these events.
    """
    already = any(getattr(entry[1], "args", None) == (job,) for entry in connection.run_on_commit)
    if not already:
        transaction.on_commit(partial(_enqueue_once, job))


def _enqueue_once(job: Any) -> None:
    from django_tasks_db.models import DBTaskResult  # a model: not before the apps are loaded

    if not DBTaskResult.objects.ready().filter(task_path=job.module_path).exists():
        enqueue(job)


def enqueue(job: Any, *args: Any) -> Any:
    """The one door to the queue: the library behind it may change (stack.md, risk 2)."""
    return job.enqueue(*args)


def enqueue_in(job: Any, seconds: float) -> None:
    """Put a job without arguments into the queue, due in so many seconds, unless one waits for its time already."""
    from django_tasks_db.models import DBTaskResult

    # The queue goes by the machine's clock, also where a demonstration stands on another day.
    at = datetime.fromtimestamp(clock.machine_seconds() + seconds, UTC)
    same = DBTaskResult.objects.filter(task_path=job.module_path, finished_at=None, started_at=None)
    if not same.filter(run_after__range=(at - timedelta(seconds=seconds), at)).exists():
        enqueue(job.using(run_after=at))


@task()
def follow(name: str, seq: int) -> None:
    """Run one follower for one event, in the event's area; an event of no area is followed over the county."""
    event = Event.objects.get(pk=seq)
    scope = scope_of([event.area]) if event.area else everywhere(reason=f"after {event.verb}")
    with scope:
        _by_name[name](event)


@task()
def follow_each(name: str, seqs: list[int]) -> None:
    """Run one follower for many events, one after the other. One that fails stops none of the others, but is told."""
    failed: Exception | None = None
    for seq in seqs:
        try:
            follow.func(name, seq)
        except Exception as error:  # the last one is raised when all have had their turn
            failed = error
    if failed is not None:
        raise failed
