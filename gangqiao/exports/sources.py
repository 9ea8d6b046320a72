"""What exports put on the list of work: those that wait for a decision, and files that are ready."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from gangqiao.exports.models import Export
from gangqiao.exports.states import Status
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.queue import QueueEntry, Urgency, register


@register("exports.to_approve", verb="exports.approve")
def to_approve(actor: Actor) -> Iterable[QueueEntry]:
    """Exports with sensitive columns that others ask for. The oldest is opened."""
    asked = Export.objects.filter(status=Status.ASKED).exclude(asker_id=actor.user_id).order_by("pk")
    first = asked.select_related("asker").first()
    if first is None:
        return []
    many = asked.count()
    title = ngettext(
        "%(many)s export with sensitive columns waits for your decision",
        "%(many)s exports with sensitive columns wait for your decision",
        many,
    )
    return [
        QueueEntry(
            title=title % {"many": f"{many:,}"},
            reason=gettext("The first is asked for by %(name)s: %(purpose)s")
            % {"name": first.asker.display_name, "purpose": first.purpose},
            act=gettext("Decide"),
            href=reverse("exports:export", args=[first.uuid]),
            urgency=Urgency.DUE,
            since=clock.day_of(first.asked_at),
            count=many,
        )
    ]


@register("exports.ready", verb="exports.download")
def ready(actor: Actor) -> Iterable[QueueEntry]:
    """Own files that are ready and were not fetched. The newest is opened."""
    made = Export.objects.filter(asker_id=actor.user_id, status=Status.MADE, fetched=0, expires_at__gt=clock.now())
    last = made.order_by("-pk").first()
    if last is None:
        return []
    many = made.count()
    title = ngettext("%(many)s export is ready", "%(many)s exports are ready", many)
    return [
        QueueEntry(
            title=title % {"many": f"{many:,}"},
            reason=gettext("The file is deleted on %(day)s.") % {"day": clock.day_of(last.expires_at)},
            act=gettext("Fetch the file"),
            href=reverse("exports:export", args=[last.uuid]),
            urgency=Urgency.OPEN,
            count=many,
        )
    ]
