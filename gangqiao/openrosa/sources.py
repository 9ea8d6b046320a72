"""What other phone apps put on the list of work."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.queue import QueueEntry, Urgency, register
from gangqiao.openrosa.reads import desk
from gangqiao.openrosa.states import State


@register("openrosa.failed", verb="openrosa.collect")
def failed(actor: Actor) -> Iterable[QueueEntry]:
    """What phones sent and could not be carried over, and answers of two that differ."""
    found = desk.to_do().filter(state=State.FAILED)
    many, differ = found.count(), desk.conflicts().count()
    if many:
        oldest = found.select_related("submission").first()
        since = clock.day_of(oldest.submission.received_at) if oldest else None
        title = ngettext(
            "%(many)s answer from other phone apps needs you", "%(many)s answers from other phone apps need you", many
        )
        yield QueueEntry(
            title=title % {"many": f"{many:,}"},
            reason=gettext("Nothing of it is lost. The oldest, of %(owner)s, stands there since %(day)s.")
            % {"owner": oldest.owner if oldest else "", "day": since},
            act=gettext("Look at them"),
            href=reverse("openrosa:work"),
            urgency=Urgency.DUE,
            since=since,
            count=many,
        )
    if differ:
        title = ngettext(
            "%(many)s record was answered differently by two",
            "%(many)s records were answered differently by two",
            differ,
        )
        yield QueueEntry(
            title=title % {"many": f"{differ:,}"},
            reason=gettext("The last answer stands. Look whether it is the right one."),
            act=gettext("Compare"),
            href=reverse("openrosa:work"),
            urgency=Urgency.OPEN,
            count=differ,
        )
