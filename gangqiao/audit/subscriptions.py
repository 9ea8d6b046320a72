"""Work that follows events: `@after("people.move")` runs a function once the event's transaction has committed.

It runs at least once, as a job of the database-backed queue, inside the area of its event; a function must therefore
bear being called twice with the same event.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django_tasks import task

from gangqiao.audit.models import Event
from gangqiao.kernel.scope import everywhere, scope_of

Follower = Callable[[Event], None]
_followers: dict[str, list[str]] = defaultdict(list)
_by_name: dict[str, Follower] = {}


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


def enqueue(job: Any, *args: Any) -> Any:
    """The one door to the queue: the library behind it may change (stack.md, risk 2)."""
    return job.enqueue(*args)


@task()
def follow(name: str, seq: int) -> None:
    """Run one follower for one event, in the event's area; an event of no area is followed over the county."""
    event = Event.objects.get(pk=seq)
    scope = scope_of([event.area]) if event.area else everywhere(reason=f"after {event.verb}")
    with scope:
        _by_name[name](event)
