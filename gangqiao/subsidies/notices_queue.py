"""What public notices put on the list of work."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.queue import QueueEntry, Urgency, register
from gangqiao.subsidies.reads import notices as reads
from gangqiao.subsidies.states import NoticeStatus


@register("subsidies.to_publish", verb="subsidies.draft_notice")
def to_publish(actor: Actor) -> Iterable[QueueEntry]:
    """Claims wait for a notice to be drafted."""
    found = [one for one in reads.waiting() if actor.may("subsidies.draft_notice", one.area)]
    many = sum(one.many for one in found)
    if many:
        since = min((one.since for one in found if one.since is not None), default=None)
        is_late = since is not None and since < clock.today()
        yield QueueEntry(
            title=ngettext("%(many)d claim waits to be published", "%(many)d claims wait to be published", many)
            % {"many": many},
            reason=gettext("They go on only when everybody could see them."),
            act=gettext("Draft the notices"),
            href=reverse("subsidies:notices"),
            urgency=Urgency.OVERDUE if is_late else Urgency.DUE,
            since=since,
            count=many,
        )


@register("subsidies.notices_to_approve", verb="subsidies.approve_notice")
def to_approve(actor: Actor) -> Iterable[QueueEntry]:
    """Drafts of others wait for the second person."""
    rows = reads.visible(actor).filter(status=NoticeStatus.DRAFT).order_by("pk")
    for notice in [one for one in rows if one.drafter is None or one.drafter != actor.user_id][:5]:
        if not actor.may("subsidies.approve_notice", str(notice.area_id)):
            continue
        yield QueueEntry(
            title=gettext("Notice %(number)s waits for approval") % {"number": notice.number},
            reason=gettext("Drafted by %(who)s.") % {"who": notice.drafted_by},
            act=gettext("Look at it"),
            href=reverse("subsidies:notice", args=[notice.uuid]),
            urgency=Urgency.DUE,
            since=notice.drafted_on,
        )


@register("subsidies.notices_over", verb="subsidies.end_notice")
def over(actor: Actor) -> Iterable[QueueEntry]:
    """The days are over: the sheet comes off the board today."""
    rows = reads.visible(actor).filter(status=NoticeStatus.PUBLISHED, last__lt=clock.today()).order_by("last", "pk")
    for notice in rows[:5]:
        if actor.may("subsidies.end_notice", str(notice.area_id)):
            yield QueueEntry(
                title=gettext("The days of notice %(number)s are over") % {"number": notice.number},
                reason=gettext("The sheet comes off the board: what stays up longer than it must harms people."),
                act=gettext("End it"),
                href=reverse("subsidies:notice", args=[notice.uuid]),
                urgency=Urgency.OVERDUE,
                since=notice.last,
            )
