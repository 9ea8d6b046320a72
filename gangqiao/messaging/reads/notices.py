"""A reader's own notices in the app."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

from django.db.models import QuerySet

from gangqiao.kernel.actor import Actor, covers
from gangqiao.kernel.scope import everywhere
from gangqiao.messaging.models import Message
from gangqiao.messaging.states import Status, Way

PAGE = 50
MOST_COUNTED = 99


def own_scope() -> AbstractContextManager[Any]:
    """The scope in which a reader's own notices are found: by the reader, not by the place they are about."""
    return everywhere(reason="own notices")


def own(actor: Actor) -> QuerySet[Message]:
    """The notices that were sent to the actor in the app, the newest first. Asked inside `own_scope`."""
    found = Message.objects.filter(
        user_id=actor.user_id, user__isnull=False, way=Way.IN_APP, status__in=(Status.SENT, Status.DELIVERED)
    )
    return found.order_by("-pk")


def unread_count(actor: Actor) -> int:
    """How many own notices wait to be read, at most 99. Null for nobody."""
    if actor.user_id is None:
        return 0
    with own_scope():
        return len(own(actor).filter(status=Status.SENT).values_list("pk", flat=True)[:MOST_COUNTED])


def own_page(actor: Actor, after: int | None = None) -> tuple[list[Message], int | None]:
    """One page of own notices, and the key to go on after (null: the last page)."""
    with own_scope():
        found = own(actor)
        if after is not None:
            found = found.filter(pk__lt=after)
        page = list(found[: PAGE + 1])
    return page[:PAGE], page[PAGE - 1].pk if len(page) > PAGE else None


def may_read_words(message: Message, actor: Actor, *, is_personal: bool) -> bool:
    """False when a notice tells of a person in an area that is no longer the reader's: a post may have ended since."""
    return not is_personal or any(covers(area, message.area_id) for area in actor.areas())
