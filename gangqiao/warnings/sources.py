"""What the warnings put on the list of work: red targets for headquarters, urgings for both sides."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from gangqiao.imports.rows import unpack_say
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.queue import QueueEntry, Urgency, register
from gangqiao.plans.reads import units_answered_for
from gangqiao.warnings.models import Urge
from gangqiao.warnings.reads.proposals import red_standings
from gangqiao.warnings.reads.urges import open_urges
from gangqiao.warnings.showing.urges import row_of
from gangqiao.warnings.states import WITH_THE_UNIT, Status


@register("warnings.red", verb="warnings.urge")
def red(actor: Actor) -> Iterable[QueueEntry]:
    """Targets that are red, as they were kept last; values nobody owes are left out."""
    found = red_standings()
    if not found:
        return []
    many, first = len(found), found[0]
    title = ngettext("%(many)d target of a unit is red", "%(many)d targets of units are red", many)
    return [
        QueueEntry(
            title=title % {"many": many},
            reason=f"{first.unit.name}: {unpack_say(first.reason)}",
            act=gettext("See them"),
            href=reverse("warnings:board"),
            urgency=Urgency.OVERDUE,
            count=many,
        )
    ]


@register("warnings.urged", verb="warnings.answer")
def urged(actor: Actor) -> Iterable[QueueEntry]:
    """Urgings the own unit has to answer, each for itself."""
    units = units_answered_for(actor, "warnings.answer")
    today = clock.today()
    for urge in Urge.objects.filter(unit__in=units, status__in=WITH_THE_UNIT).select_related("unit"):
        row = row_of(urge, today)
        yield QueueEntry(
            title=f"{urge.unit.name}: {row.named}",
            reason=gettext("%(level)s; answer by %(day)s, %(wait)s")
            % {"level": row.level, "day": urge.due_on, "wait": row.wait},
            act=gettext("Answer"),
            href=row.href,
            urgency=Urgency.OVERDUE if row.is_late or urge.level > 1 else Urgency.DUE,
            since=urge.sent_on,
        )


@register("warnings.answers", verb="warnings.accept_answer")
def answers(actor: Actor) -> Iterable[QueueEntry]:
    """Answers that wait to be accepted, and urgings nobody answered although the time is over."""
    own = list(units_answered_for(actor, "warnings.answer").values_list("pk", flat=True))
    others = open_urges(actor).exclude(unit__in=own)
    waiting = others.filter(status=Status.ANSWERED).order_by("answered_on", "pk")
    late = others.filter(status__in=WITH_THE_UNIT, due_on__lt=clock.today()).order_by("due_on", "pk")
    if many := waiting.count():
        first = waiting[0]
        title = ngettext("%(many)d urging was answered", "%(many)d urgings were answered", many)
        yield QueueEntry(
            title=title % {"many": many},
            reason=gettext("The first answer came from %(unit)s.") % {"unit": first.unit.name},
            act=gettext("Read the answer"),
            href=reverse("warnings:urge", args=[first.uuid]),
            urgency=Urgency.DUE,
            since=first.answered_on,
            count=many,
        )
    if many := late.count():
        first = late[0]
        title = ngettext("%(many)d urging is unanswered", "%(many)d urgings are unanswered", many)
        yield QueueEntry(
            title=title % {"many": many},
            reason=f"{first.unit.name}: {row_of(first, clock.today()).wait}",
            act=gettext("See them"),
            href=reverse("warnings:urges"),
            urgency=Urgency.OVERDUE,
            since=first.due_on,
            count=many,
        )
