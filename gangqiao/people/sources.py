"""What the register puts on the list of work: wishes that expire, records that came, changes taken back.

Each source asks one indexed question and gives one entry with a count, however many records stand behind it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.db.models import Min
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from gangqiao.audit.models import Event
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor, covers
from gangqiao.kernel.queue import QueueEntry, Urgency, register
from gangqiao.people.models import GovernedChange, Intention, Person

EXPIRES_WITHIN_DAYS = 14
NEWS_DAYS = 7
AT_MOST = 200  # events looked at; more say "at least"


@register("people.expiring_intentions", verb="people.record_intention")
def expiring_intentions(actor: Actor) -> Iterable[QueueEntry]:
    """Wishes that expire within two weeks: asked again, they stay true. The first to expire is opened."""
    today = clock.today()
    soon = today + timedelta(days=EXPIRES_WITHIN_DAYS)
    expiring = Intention.objects.filter(recorded_to=None, valid_to=None, expires_on__range=(today, soon))
    first = expiring.select_related("person").order_by("expires_on", "pk").first()
    if first is None:
        return []
    many = expiring.count()
    title = ngettext(
        "%(many)s wish for work or training expires soon", "%(many)s wishes for work or training expire soon", many
    )
    return [
        QueueEntry(
            title=title % {"many": f"{many:,}"},
            reason=gettext("The first, of %(name)s, on %(day)s. Ask again.")
            % {"name": first.person, "day": first.expires_on},
            act=gettext("Ask the first"),
            href=reverse("people:record_intention", args=[first.person.uuid]),
            urgency=Urgency.DUE,
            count=many,
        )
    ]


@register("people.transferred_in", verb="people.view")
def transferred_in(actor: Actor) -> Iterable[QueueEntry]:
    """Records that another office handed over in the last week, which nobody here has confirmed since."""
    areas = actor.areas("people.view")
    events = Event.objects.filter(verb="people.transfer_record", at__gte=_days_ago(NEWS_DAYS)).order_by("-seq")
    came = {e.person: e.at for e in events[:AT_MOST] if not any(covers(a, e.area) for a in areas)}
    people = [
        p
        for p in Person.objects.filter(uuid__in=[u for u in came if u is not None]).order_by("pk")
        if p.last_confirmed_on is None or p.last_confirmed_on < clock.day_of(came[p.uuid])
    ]
    return [
        QueueEntry(
            title=str(person),
            reason=gettext("The record came from another office on %(day)s. Look at it and confirm it.")
            % {"day": clock.day_of(came[person.uuid])},
            act=gettext("Open the file"),
            href=reverse("people:person", args=[person.uuid]),
            urgency=Urgency.DUE,
            since=clock.day_of(came[person.uuid]),
        )
        for person in people[:5]
    ]


@register("people.undone_changes", verb="people.undo")
def undone_changes(actor: Actor) -> Iterable[QueueEntry]:
    """Changes taken back in the last week: what they were to mend is open again."""
    undone = GovernedChange.objects.filter(undone_at__gte=_days_ago(NEWS_DAYS))
    many = undone.count()
    if not many:
        return []
    first = undone.aggregate(first=Min("undone_at"))["first"]
    title = ngettext("%(many)s change was taken back", "%(many)s changes were taken back", many)
    return [
        QueueEntry(
            title=title % {"many": f"{many:,}"},
            reason=gettext("In the last %(days)d days. See whether something else has to be done.")
            % {"days": NEWS_DAYS},
            act=gettext("See them"),
            href=reverse("people:changes"),
            urgency=Urgency.OPEN,
            since=clock.day_of(first),
            count=many,
        )
    ]


def _days_ago(days: int) -> datetime:
    return datetime.combine(clock.today() - timedelta(days=days), time(0), clock.TZ)
