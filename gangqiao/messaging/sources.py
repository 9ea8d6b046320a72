"""What notices put on the list of work: those a person must decide about, and those to be handed over."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.queue import QueueEntry, Urgency, register
from gangqiao.messaging.reads.desk import troubles_in_short
from gangqiao.messaging.reads.paper import on_paper


@register("messaging.troubles", verb="messaging.retry")
def notices_in_trouble(actor: Actor) -> Iterable[QueueEntry]:
    """Notices that nobody knows about or that were given up, with the day of the first."""
    short = troubles_in_short()
    if not short["many"]:
        return []
    title = ngettext("%(many)s notice did not go out", "%(many)s notices did not go out", short["many"])
    return [
        QueueEntry(
            title=title % {"many": f"{short['many']:,}"},
            reason=gettext("Each says why. Send it again, put it on paper, or withdraw it."),
            act=gettext("See the notices"),
            href=f"{reverse('messaging:messages')}?part=trouble",
            urgency=Urgency.DUE,
            since=clock.day_of(short["since"]),
            count=short["many"],
        )
    ]


@register("messaging.paper", verb="messaging.hand_over")
def notices_on_paper(actor: Actor) -> Iterable[QueueEntry]:
    """Notices that could not go by telephone."""
    many = on_paper().count()
    if not many:
        return []
    title = ngettext("%(many)s notice to be handed over", "%(many)s notices to be handed over", many)
    return [
        QueueEntry(
            title=title % {"many": f"{many:,}"},
            reason=gettext("They could not go by telephone. Print the sheet and take it along."),
            act=gettext("Print and hand over"),
            href=reverse("messaging:paper"),
            urgency=Urgency.DUE,
            count=many,
        )
    ]
