"""What the plan puts on the list of work: what the own unit owes, and what waits to be verified."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.queue import QueueEntry, Urgency, register
from gangqiao.plans.reads import current_plan, tasks_in_force, units_answered_for
from gangqiao.plans.showing.rows import Row, all_shown
from gangqiao.plans.standing import Light
from gangqiao.plans.states import Status


@register("plans.owed", verb="plans.accept")
def owed(actor: Actor) -> Iterable[QueueEntry]:
    """Overdue tasks and those that need attention, one entry for each unit the actor answers for and each light."""
    units = list(units_answered_for(actor))
    tasks = list(tasks_in_force().filter(unit__in=units)) if units else []
    if not tasks:
        return []
    rows = all_shown(current_plan(), tasks, clock.today())
    entries = []
    for unit in units:
        for light, urgency in ((Light.RED, Urgency.OVERDUE), (Light.YELLOW, Urgency.DUE)):
            lit = [row for row in rows if row.task.unit_id == unit.pk and row.standing.light is light]
            if lit:
                entries.append(_entry(lit, urgency, reverse("plans:unit", args=[unit.code])))
    return entries


def _entry(rows: list[Row], urgency: Urgency, href: str) -> QueueEntry:
    many = len(rows)
    if urgency is Urgency.OVERDUE:
        title = ngettext(
            "%(many)d task of the work plan is overdue", "%(many)d tasks of the work plan are overdue", many
        )
    else:
        title = ngettext(
            "%(many)d task of the work plan needs attention", "%(many)d tasks of the work plan need attention", many
        )
    first = rows[0]
    return QueueEntry(
        title=f"{first.task.unit.name}: {title % {'many': many}}",
        reason=f"{first.words}: {first.standing.reason}",
        act=gettext("See them"),
        href=href,
        urgency=urgency,
        since=first.standing.last_day,
        count=many,
    )


@register("plans.to_verify", verb="plans.verify")
def to_verify(actor: Actor) -> Iterable[QueueEntry]:
    """What units reported as done and nobody has verified. Own work is left out: others verify it."""
    own = units_answered_for(actor, "plans.report_done")
    waiting = tasks_in_force().filter(status=Status.DONE).exclude(unit__in=own).exclude(reported_by=actor.user_id)
    many, first = waiting.count(), waiting.order_by("reported_on", "pk").first()
    if first is None:
        return []
    title = ngettext("%(many)d task waits to be verified", "%(many)d tasks wait to be verified", many)
    return [
        QueueEntry(
            title=title % {"many": many},
            reason=gettext("The first was reported by %(unit)s.") % {"unit": first.unit.name},
            act=gettext("Open the first"),
            href=reverse("plans:task", args=[first.uuid]),
            urgency=Urgency.DUE,
            since=first.reported_on,
            count=many,
        )
    ]
