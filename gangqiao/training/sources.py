"""What training puts on the list of work."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext

from gangqiao.kernel.actor import Actor
from gangqiao.kernel.queue import QueueEntry, Urgency, register
from gangqiao.training.models import CallBack, Enrolment
from gangqiao.training.reads import guards
from gangqiao.training.states import EnrolmentStatus


@register("training.call_backs", verb="training.record_call")
def call_backs(actor: Actor) -> Iterable[QueueEntry]:
    """Learners who were drawn and not asked yet."""
    rows = CallBack.objects.filter(result__in=guards.OPEN_CALLS)
    if many := rows.count():
        title = ngettext("%(many)s learner to call back", "%(many)s learners to call back", many)
        yield QueueEntry(
            title=title % {"many": f"{many:,}"},
            reason=gettext("Drawn at random: without their word nothing is claimed."),
            act=pgettext("training", "Call back"),
            href=reverse("training:call_backs"),
            urgency=Urgency.DUE,
            since=rows.order_by("drawn_on").values_list("drawn_on", flat=True).first(),
            count=many,
        )


@register("training.doubts", verb="training.settle_doubt")
def doubts(actor: Actor) -> Iterable[QueueEntry]:
    """Doubts about classes that wait for an outcome."""
    rows = guards.open_doubts()
    if many := rows.count():
        title = ngettext("%(many)s doubt about a class", "%(many)s doubts about classes", many)
        yield QueueEntry(
            title=title % {"many": f"{many:,}"},
            reason=gettext("A class goes to its subsidy when none is open."),
            act=pgettext("doubt", "Settle"),
            href=reverse("training:doubts"),
            urgency=Urgency.DUE,
            since=rows.values_list("found_on", flat=True).first(),
            count=many,
        )


@register("training.applied", verb="training.admit")
def applied(actor: Actor) -> Iterable[QueueEntry]:
    """People who applied and wait for an answer."""
    rows = Enrolment.objects.filter(status=EnrolmentStatus.APPLIED).order_by("enrolled_on", "pk")
    if many := rows.count():
        first = rows.select_related("held").first()
        title = ngettext("%(many)s person applied for a class", "%(many)s people applied for classes", many)
        yield QueueEntry(
            title=title % {"many": f"{many:,}"},
            reason=gettext("Admit them or say why not, before the class begins."),
            act=pgettext("training", "Answer"),
            href=reverse("training:learners", args=[first.held.uuid]) if first is not None else "",
            urgency=Urgency.DUE,
            since=first.enrolled_on if first is not None else None,
            count=many,
        )
