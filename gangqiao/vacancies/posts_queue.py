"""What vacancies put on the list of work: to verify, to publish, to confirm, returned."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.queue import QueueEntry, Urgency, register
from gangqiao.vacancies.policy.freshness import NUMBERS
from gangqiao.vacancies.reads.posts import count


def _href(look: str) -> str:
    return f"{reverse('vacancies:vacancies')}?look={look}"


@register("vacancies.to_verify", verb="vacancies.verify")
def to_verify(actor: Actor) -> Iterable[QueueEntry]:
    """Vacancies handed in that nobody has verified yet."""
    if many := count("verify"):
        title = ngettext("%(many)s vacancy is to be verified", "%(many)s vacancies are to be verified", many)
        yield QueueEntry(
            title=title % {"many": f"{many:,}"},
            reason=gettext("Ring the employer: is the post as it is described?"),
            act=pgettext("vacancy", "Verify"),
            href=_href("verify"),
            urgency=Urgency.DUE,
            count=many,
        )


@register("vacancies.to_publish", verb="vacancies.publish")
def to_publish(actor: Actor) -> Iterable[QueueEntry]:
    """Vacancies verified that nobody sees yet."""
    if many := count("publish"):
        title = ngettext("%(many)s verified vacancy waits", "%(many)s verified vacancies wait", many)
        yield QueueEntry(
            title=title % {"many": f"{many:,}"},
            reason=gettext("Nobody outside sees them before they are published."),
            act=gettext("Publish"),
            href=_href("publish"),
            urgency=Urgency.DUE,
            count=many,
        )


@register("vacancies.to_confirm", verb="vacancies.confirm")
def to_confirm(actor: Actor) -> Iterable[QueueEntry]:
    """Vacancies whose confirmation falls due, or that were paused for want of one."""
    if many := count("stale"):
        title = ngettext("%(many)s vacancy is to be confirmed", "%(many)s vacancies are to be confirmed", many)
        days = NUMBERS.on(clock.today()).confirm_every
        yield QueueEntry(
            title=title % {"many": f"{many:,}"},
            reason=gettext("After %(days)d days without a word from the employer nobody sees them.") % {"days": days},
            act=gettext("Confirm"),
            href=_href("stale"),
            urgency=Urgency.DUE,
            count=many,
        )
