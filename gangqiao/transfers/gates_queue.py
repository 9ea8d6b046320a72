"""What the gates put on the list of work: people to be checked, vehicles to be disinfected."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext, pgettext

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.queue import QueueEntry, Urgency, register
from gangqiao.transfers.reads.gates_disinfection import disinfected
from gangqiao.transfers.reads.gates_disinfection import due as vehicles_due
from gangqiao.transfers.reads.gates_worklist import due, standing_of

# A check holds for a day: earlier it would run out before the departure.
CHECK_AHEAD = timedelta(hours=36)
SOON = timedelta(hours=12)


def _urgency(departs_at: datetime) -> Urgency:
    return Urgency.OVERDUE if departs_at < clock.now() + SOON else Urgency.DUE


def _leaves(departs_at: datetime) -> str:
    when = date_format(localtime(departs_at), "DATETIME_FORMAT")
    return gettext("It leaves on %(when)s.") % {"when": when}


@register("transfers.to_check", verb="transfers.check")
def to_check(actor: Actor) -> Iterable[QueueEntry]:
    """People of batches that leave within a day and a half."""
    for batch in due(actor).filter(departs_at__lt=clock.now() + CHECK_AHEAD)[:20]:
        many = len(standing_of(batch).open)
        if not many:
            continue
        title = ngettext(
            "%(many)s person of batch %(number)s is to be checked",
            "%(many)s people of batch %(number)s are to be checked",
            many,
        )
        yield QueueEntry(
            title=title % {"many": f"{many:,}", "number": batch.number},
            reason=_leaves(batch.departs_at),
            act=pgettext("health", "Check"),
            href=f"{reverse('transfers:checks_of', args=[batch.uuid])}?look=open",
            urgency=_urgency(batch.departs_at),
            count=many,
        )


@register("transfers.to_disinfect", verb="transfers.disinfect")
def to_disinfect(actor: Actor) -> Iterable[QueueEntry]:
    """Vehicles that leave within a day and a half."""
    rows = [trip for trip in vehicles_due(actor) if trip.starts_at < clock.now() + CHECK_AHEAD]
    clean = disinfected(rows)
    left = [trip for trip in rows if trip.pk not in clean]
    if not left:
        return
    title = ngettext("%(many)s vehicle is to be disinfected", "%(many)s vehicles are to be disinfected", len(left))
    yield QueueEntry(
        title=title % {"many": f"{len(left):,}"},
        reason=_leaves(left[0].starts_at),
        act=pgettext("button", "Disinfect"),
        href=reverse("transfers:disinfection"),
        urgency=_urgency(left[0].starts_at),
        count=len(left),
    )
