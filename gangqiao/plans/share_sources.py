"""What the shares of the targets put on the list of work: to take note of, to issue, and results that do not nest."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.queue import QueueEntry, Urgency, register
from gangqiao.places.reads import county
from gangqiao.plans.shares.alarms import broken_on
from gangqiao.plans.shares.in_force import draft, faults_in, issued, units_to_acknowledge


@register("plans.shares_set", verb="plans.acknowledge_shares")
def shares_set(actor: Actor) -> Iterable[QueueEntry]:
    """The own unit's shares were set and nobody has taken note of them."""
    cascade = issued()
    if cascade is None:
        return []
    return [
        QueueEntry(
            title=gettext("%(unit)s: your shares were set") % {"unit": unit.name},
            reason=gettext("Version %(n)d of the shares is in force. Take note of it.") % {"n": cascade.number},
            act=gettext("See them"),
            href=reverse("plans:shares"),
            urgency=Urgency.DUE,
            since=cascade.issued_on,
        )
        for unit in units_to_acknowledge(actor, cascade)
    ]


@register("plans.shares_to_issue", verb="plans.issue_shares")
def shares_to_issue(actor: Actor) -> Iterable[QueueEntry]:
    """A draft without fault that somebody else made."""
    waiting = draft()
    if waiting is None or waiting.made_by_id == actor.user_id or faults_in(waiting):
        return []
    return [
        QueueEntry(
            title=gettext("A draft of the shares waits to be issued"),
            reason=gettext("Its sums and its nesting are in order."),
            act=gettext("Open the draft"),
            href=reverse("plans:shares_version", args=[waiting.uuid]),
            urgency=Urgency.DUE,
            since=waiting.made_on,
        )
    ]


@register("plans.broken_nestings", verb="plans.share")
def results_do_not_nest(actor: Actor) -> Iterable[QueueEntry]:
    """Results of which a part is larger than its whole: the figures are wrong, and nothing may be reported by them."""
    today = clock.today()
    broken = broken_on(today) if actor.may("indicators.view", county().key) else []
    if not broken:
        return []
    first = broken[0]
    return [
        QueueEntry(
            title=gettext("Results do not nest"),
            reason=f"{first.area.name}: {first.sentence}",
            act=gettext("See the targets"),
            href=reverse("plans:targets"),
            urgency=Urgency.OVERDUE,
            since=today,
            count=len(broken),
        )
    ]
