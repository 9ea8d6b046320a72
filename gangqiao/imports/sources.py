"""What imports put on the list of work: workbooks that wait for their sender."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext

from gangqiao.imports.models import Import
from gangqiao.imports.states import Status
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.queue import QueueEntry, Urgency, register

AT_MOST = 5


@register("imports.waiting", verb="imports.decide")
def waiting(actor: Actor) -> Iterable[QueueEntry]:
    """The sender's own workbooks that wait for columns to be named or rows to be decided, the oldest first."""
    mine = Import.objects.filter(sender_id=actor.user_id, status__in=(Status.COLUMNS, Status.CHECKED)).order_by("pk")
    for book in mine[:AT_MOST]:
        is_asked = book.status == Status.COLUMNS
        reason = gettext("Some of its columns have to be named.") if is_asked else gettext("Say which rows are taken.")
        yield QueueEntry(
            title=book.name,
            reason=reason,
            act=gettext("Name the columns") if is_asked else gettext("Look and decide"),
            href=reverse("imports:columns" if is_asked else "imports:rows", args=[book.uuid]),
            urgency=Urgency.DUE,
            since=clock.day_of(book.received_at),
            count=None if is_asked else book.total,
        )
