"""What data quality puts on the list of work and at the top of a person's file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Min
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from gangqiao.kernel.actor import Actor
from gangqiao.kernel.queue import QueueEntry, Urgency, register
from gangqiao.kernel.remarks import Remark, remark
from gangqiao.quality.models import Doubt
from gangqiao.quality.policy import Severity
from gangqiao.quality.reads.doubts import age_tone, days_open, open_of
from gangqiao.quality.showing import age_words, show
from gangqiao.quality.states import ANSWERED, Status

URGENCY = {"bad": Urgency.OVERDUE, "warn": Urgency.DUE, "good": Urgency.OPEN}
REMARKS_AT_MOST = 5


@register("quality.sent", verb="quality.confirm")
def sent(actor: Actor) -> Iterable[QueueEntry]:
    """Doubts the village was asked about. For who sends them, they stand in the list of the township instead."""
    if actor.may("quality.send"):
        return []
    asked = Doubt.objects.filter(status=Status.SENT)
    many, first = asked.count(), asked.aggregate(first=Min("sent_on"))["first"]
    if not many:
        return []
    title = ngettext("%(many)s doubt waits for your answer", "%(many)s doubts wait for your answer", many)
    return [
        QueueEntry(
            title=title % {"many": f"{many:,}"},
            reason=gettext("The oldest was sent on %(day)s. An answer takes one press.") % {"day": first},
            act=gettext("Answer"),
            href=f"{reverse('quality:doubts')}?part=sent",
            urgency=URGENCY[age_tone(first)],
            since=first,
            count=many,
        )
    ]


@register("quality.answered", verb="quality.close")
def answered(actor: Actor) -> Iterable[QueueEntry]:
    """Answers that came back and can be closed."""
    waiting = Doubt.objects.filter(status__in=ANSWERED)
    many, first = waiting.count(), waiting.aggregate(first=Min("answered_on"))["first"]
    if not many:
        return []
    title = ngettext("%(many)s doubt is answered", "%(many)s doubts are answered", many)
    return [
        QueueEntry(
            title=title % {"many": f"{many:,}"},
            reason=gettext("Mended, or said to be right. See whether the reasons convince, and close them."),
            act=gettext("See the answers"),
            href=f"{reverse('quality:doubts')}?part=answered",
            urgency=Urgency.OPEN,
            since=first,
            count=many,
        )
    ]


@register("quality.unsent", verb="quality.send")
def unsent(actor: Actor) -> Iterable[QueueEntry]:
    """What is certainly wrong and has not been sent to a village yet."""
    waiting = Doubt.objects.filter(status=Status.FOUND, severity=Severity.WRONG)
    many, first = waiting.count(), waiting.aggregate(first=Min("found_on"))["first"]
    if not many:
        return []
    title = ngettext("%(many)s record is certainly wrong", "%(many)s records are certainly wrong", many)
    return [
        QueueEntry(
            title=title % {"many": f"{many:,}"},
            reason=gettext("The oldest: %(age)s. Send them to the villages.") % {"age": age_words(days_open(first))},
            act=gettext("See and send"),
            href=f"{reverse('quality:doubts')}?severity={Severity.WRONG}",
            urgency=URGENCY[age_tone(first)],
            since=first,
            count=many,
        )
    ]


@remark("quality.open", verb="quality.view")
def open_doubts(person: Any, actor: Actor) -> Iterable[Remark]:
    """The open doubts of a person, at the top of the file."""
    for doubt in open_of(person)[:REMARKS_AT_MOST]:
        shown = show(doubt, actor)
        yield Remark(
            tone="error"
            if doubt.severity == Severity.WRONG
            else "warning"
            if doubt.severity == Severity.DOUBT
            else "info",
            title=shown.title,
            says=shown.sentence,
            act=gettext("Answer"),
            href=reverse("quality:doubt", args=[doubt.uuid]),
        )
