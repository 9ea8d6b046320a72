"""What local places of work put on the list of work: recognitions that run out, places of work nobody counted."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext

from gangqiao.assistance.reads import workplaces as reads
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor, is_of_unit
from gangqiao.kernel.queue import QueueEntry, Urgency, register

RECOGNISE = "assistance.recognise"


@register("assistance.recognitions", verb=RECOGNISE)
def recognitions(actor: Actor) -> Iterable[QueueEntry]:
    """Workshops and bases whose recognition runs out or has."""
    areas = [area for area in actor.areas(RECOGNISE) if not is_of_unit(area)]
    many, first = reads.many_running_out(areas)
    if many:
        title = ngettext("%(many)d recognition runs out", "%(many)d recognitions run out", many)
        is_over = first is not None and first < clock.today()
        yield QueueEntry(
            title=title % {"many": many},
            reason=gettext("Look at the workshop, count who works there, and recognise it anew or not."),
            act=pgettext("workplace", "Recognise"),
            href=f"{reverse('assistance:workplaces')}?look=expiring",
            urgency=Urgency.OVERDUE if is_over else Urgency.DUE,
            since=first,
            count=many,
        )
