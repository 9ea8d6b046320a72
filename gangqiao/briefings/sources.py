"""What the papers put on the list of work: monthly figures that are due, drafts that wait to be issued."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from gangqiao.briefings.models import Kind
from gangqiao.briefings.reads import monthly_due, to_issue
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.queue import QueueEntry, Urgency, register


@register("briefings.monthly", verb="briefings.make")
def monthly(actor: Actor) -> Iterable[QueueEntry]:
    """The figures of last month, for each of the actor's own areas."""
    today = clock.today()
    for due in monthly_due(actor, today):
        asked = urlencode({"kind": Kind.MONTHLY, "area": due.area.key, "day": due.day.isoformat()})
        words = {"month": date_format(due.day, "YEAR_MONTH_FORMAT"), "area": due.area.name}
        yield QueueEntry(
            title=gettext("The monthly figures of %(month)s are due: %(area)s") % words,
            reason=gettext("Nobody has made them yet; they are asked for by %(day)s.")
            % {"day": date_format(due.late_on, "DATE_FORMAT")},
            act=gettext("Make them"),
            href=f"{reverse('briefings:make')}?{asked}",
            urgency=Urgency.OVERDUE if today > due.late_on else Urgency.DUE,
            since=today.replace(day=1),
        )


@register("briefings.issue", verb="briefings.issue")
def drafts(actor: Actor) -> Iterable[QueueEntry]:
    """Drafts somebody else made, which the actor may read and issue."""
    found = to_issue(actor)
    if not found:
        return []
    first = found[-1]
    title = ngettext("%(many)d paper waits to be issued", "%(many)d papers wait to be issued", len(found))
    return [
        QueueEntry(
            title=title % {"many": len(found)},
            reason=f"{first.get_kind_display()}{gettext(': ')}{first.area.name}",
            act=gettext("Read it"),
            href=reverse("briefings:briefing", args=[first.uuid])
            if len(found) == 1
            else f"{reverse('briefings:briefings')}?status=draft",
            urgency=Urgency.DUE,
            since=clock.day_of(first.asked_at),
            count=len(found),
        )
    ]
