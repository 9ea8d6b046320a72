"""What probable duplicates put on the list of work: pairs to decide, and questions to a village."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Min
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from gangqiao.duplicates.models import Pair, Question
from gangqiao.duplicates.policy.weights import get_weights
from gangqiao.duplicates.states import Status
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.queue import QueueEntry, Urgency, register


@register("duplicates.pairs", verb="duplicates.tell_apart")
def pairs(actor: Actor) -> Iterable[QueueEntry]:
    """Pairs that nobody has decided about."""
    waiting = Pair.objects.filter(status=Status.FOUND)
    many = waiting.count()
    if not many:
        return []
    certain = waiting.filter(score__gte=get_weights().strong).count()
    title = ngettext(
        "%(many)s pair of records may be one person", "%(many)s pairs of records may each be one person", many
    )
    return [
        QueueEntry(
            title=title % {"many": f"{many:,}"},
            reason=gettext("%(certain)s of them almost certainly. A person counted twice makes every figure wrong.")
            % {"certain": f"{certain:,}"},
            act=gettext("Compare"),
            href=reverse("duplicates:pairs"),
            urgency=Urgency.DUE if certain else Urgency.OPEN,
            since=clock.day_of(waiting.aggregate(first=Min("found_at"))["first"]),
            count=many,
        )
    ]


@register("duplicates.questions", verb="duplicates.answer")
def questions(actor: Actor) -> Iterable[QueueEntry]:
    """Records about which the township asked."""
    waiting = Question.objects.filter(answered_at=None)
    many = waiting.count()
    if not many:
        return []
    title = ngettext("%(many)s question about a record", "%(many)s questions about records", many)
    return [
        QueueEntry(
            title=title % {"many": f"{many:,}"},
            reason=gettext("The township asks who this is. Look at the ID card on your next visit."),
            act=gettext("Answer"),
            href=reverse("duplicates:questions"),
            urgency=Urgency.DUE,
            since=clock.day_of(waiting.aggregate(first=Min("asked_at"))["first"]),
            count=many,
        )
    ]
